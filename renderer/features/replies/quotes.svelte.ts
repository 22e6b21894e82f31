/** What the messages on screen answer: asked for together, and anew when something of it changes. */
import type { ContractEvent } from '#contract'
import type { MessageId } from '#shared/ids'
import type { Message } from '#shared/model/message'
import { call } from '../../lib/api'
import { register } from '../../lib/sync'

class Quotes {
  /** By the message that answers. Null: what it answers is not here. */
  #known = $state.raw<ReadonlyMap<MessageId, Message | null>>(new Map())
  #shown = new Map<MessageId, Message>()
  #asking = new Map<MessageId, Message>()

  /** Undefined: not known yet. */
  of(message: Message): Message | null | undefined {
    return this.#known.get(message.id)
  }

  /** While it is on screen; returns the end of that. */
  want(message: Message): () => void {
    this.#shown.set(message.id, message)
    if (!this.#known.has(message.id)) this.#ask(message)
    return () => {
      this.#shown.delete(message.id)
    }
  }

  load() {
    this.#known = new Map()
    for (const message of this.#shown.values()) this.#ask(message)
  }

  apply(event: ContractEvent) {
    if (event.name === 'message.added' || event.name === 'message.changed') {
      const { message } = event.payload
      this.#askAgain((answer, quoted) => answer.conversationId === message.conversationId && (quoted === null || quoted.id === message.id))
    } else if (event.name === 'message.removed') {
      this.#askAgain((_answer, quoted) => quoted?.id === event.payload.messageId)
    }
  }

  #askAgain(isConcerned: (answer: Message, quoted: Message | null) => boolean) {
    const forgotten = new Map(this.#known)
    for (const [id, quoted] of this.#known) {
      const answer = this.#shown.get(id)
      if (!answer) forgotten.delete(id)
      else if (isConcerned(answer, quoted)) this.#ask(answer)
    }
    if (forgotten.size < this.#known.size) this.#known = forgotten
  }

  #ask(message: Message) {
    if (this.#asking.size === 0) queueMicrotask(() => void this.#send())
    this.#asking.set(message.id, message)
  }

  async #send() {
    const asked = [...this.#asking.values()]
    this.#asking.clear()
    for (const accountId of new Set(asked.map((one) => one.accountId))) {
      const messageIds = asked.filter((one) => one.accountId === accountId).map((one) => one.id)
      const result = await call('reply.quoted', { accountId, messageIds })
      if (result.ok) this.#known = new Map([...this.#known, ...result.value.map(({ messageId, quoted }) => [messageId, quoted] as const)])
    }
  }
}

export const quotes = register(new Quotes())
