/** Older history, page after page, until a message that was found on the server is here. */
import type { ConversationId } from '#shared/ids'
import type { FoundOnServer } from '#shared/model/search'
import type { MessageCursor } from '#shared/model/message'
import type { CallError, Result } from '#shared/result'
import { call } from '../../lib/api'

/** The history is here that far back and the message is not among it: stamps may differ by a little. */
const PASSED_MS = 60_000

export class LoadUpTo {
  isBusy = $state(false)
  added = $state(0)
  /** All that could be had is here, and it is not among it. */
  isMissing = $state(false)
  problem = $state.raw<CallError | null>(null)
  #isOver = false

  constructor(readonly hit: FoundOnServer, readonly conversationId: ConversationId) {}

  stop() {
    this.#isOver = true
  }

  /** Where it stands; null: stopped, failed or not to be had. */
  async run(): Promise<MessageCursor | null> {
    this.isBusy = true
    this.problem = null
    this.isMissing = false
    const result = await this.#load()
    this.isBusy = false
    if (!result.ok) this.problem = result.error
    else if (result.value === null && !this.#isOver) this.isMissing = true
    return result.ok && !this.#isOver ? result.value : null
  }

  async #load(): Promise<Result<MessageCursor | null>> {
    const { hit: { accountId, archiveId, sentAtMs }, conversationId } = this
    for (let isEnd = false; !this.#isOver;) {
      const here = await call('archiveSearch.place', { accountId, conversationId, archiveId })
      if (!here.ok) return here
      const { place, oldestMs } = here.value
      const isPassed = oldestMs !== null && oldestMs < sentAtMs - PASSED_MS
      if (place || isEnd || isPassed || this.#isOver) return { ok: true, value: place }
      const older = await call('archive.older', { accountId, conversationId })
      if (!older.ok) return older
      this.added += older.value.added
      isEnd = older.value.before !== 'more'
    }
    return { ok: true, value: null }
  }
}
