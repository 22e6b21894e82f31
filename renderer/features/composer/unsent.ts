/** What is being written here: kept as the draft of its conversation, and told to the other as typing. */
import type { AccountId, ConversationId } from '#shared/ids'
import { call } from '../../lib/api'

const DRAFT_DELAY_MS = 400
/** The contract takes no more. */
const MAX_DRAFT_CHARS = 100_000

export class Unsent {
  #timer: ReturnType<typeof setTimeout> | undefined
  #saved: string
  #isTyping = false

  constructor(
    readonly accountId: AccountId,
    readonly conversationId: ConversationId,
    /** Of the store. */
    draft: string,
    /** What has been written by now. */
    readonly current: () => string,
  ) {
    this.#saved = draft
  }

  saveSoon() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.save(), DRAFT_DELAY_MS)
  }

  save() {
    clearTimeout(this.#timer)
    const draft = this.current()
    if (draft === this.#saved || draft.length > MAX_DRAFT_CHARS) return
    this.#saved = draft
    void call('conversation.setDraft', { accountId: this.accountId, conversationId: this.conversationId, draft })
  }

  setTyping(is: boolean) {
    if (is || this.#isTyping) void call('typing.set', { accountId: this.accountId, conversationId: this.conversationId, isTyping: is })
    this.#isTyping = is
  }
}
