/** Messages with files or links that the lists of a conversation show, kept up to date. */
import type { ContractEvent } from '#contract'
import type { ConversationId } from '#shared/ids'
import type { Message } from '#shared/model/message'
import type { CallError, Result } from '#shared/result'
import { register } from '../../lib/sync'
import { linksOf } from './links-of'

/** The next ones out of the history; nothing before the first. */
type NextPage = () => Promise<Result<{ messages: readonly Message[]; hasMore: boolean }>>

class Followed {
  /** Newest first. */
  messages = $state.raw<readonly Message[]>([])
  isBusy = $state(false)
  hasMore = $state(false)
  problem = $state.raw<CallError | null>(null)
  #shown: { conversationId: ConversationId; nextPage: NextPage } | null = null
  readonly #isOne: (message: Message) => boolean

  constructor(isOne: (message: Message) => boolean) {
    this.#isOne = isOne
  }
  /** Begins anew, with the first page; what it gives ends it, unless it was begun again since. */
  show(conversationId: ConversationId, nextPage: NextPage): () => void {
    const shown = (this.#shown = { conversationId, nextPage })
    this.messages = []
    void this.more()
    return () => {
      if (this.#shown !== shown) return
      this.#shown = null
      this.messages = []
    }
  }
  async more() {
    const shown = this.#shown
    if (!shown) return
    this.isBusy = true
    this.problem = null
    const page = await shown.nextPage()
    if (shown !== this.#shown) return
    this.isBusy = false
    if (!page.ok) return void (this.problem = page.error)
    this.hasMore = page.value.hasMore
    const known = new Set(this.messages.map(({ id }) => id))
    this.messages = [...this.messages, ...page.value.messages.filter(({ id }) => !known.has(id))]
  }
  load() {
    // Nothing of a snapshot: it comes from the history.
  }
  apply(event: ContractEvent) {
    if (!this.#shown) return
    if (event.name === 'message.changed') this.messages = this.messages.map((one) => (one.id === event.payload.message.id ? event.payload.message : one))
    else if (event.name === 'message.removed') this.messages = this.messages.filter((one) => one.id !== event.payload.messageId)
    else if (event.name === 'message.added') this.#added(event.payload.message)
  }
  /** What comes late, for a place further down, is found there when the list is shown anew. */
  #added(message: Message) {
    const [newest] = this.messages
    if (message.conversationId !== this.#shown?.conversationId || !this.#isOne(message) || (newest && message.orderMs < newest.orderMs)) return
    this.messages = [message, ...this.messages.filter(({ id }) => id !== message.id)]
  }
}

export const followed = register(new Followed((message) => (message.extras?.files?.length ?? 0) > 0))
export const withLinks = register(new Followed((message) => linksOf([message]).length > 0))
