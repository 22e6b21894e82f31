/** Messages with files or links that the lists of a conversation show, kept up to date. */
import type { ContractEvent } from '#contract'
import type { Message } from '#shared/model/message'
import { register } from '../../lib/sync'

class Followed {
  /** Newest first. */
  messages = $state.raw<readonly Message[]>([])

  add(messages: readonly Message[]) {
    const known = new Set(this.messages.map(({ id }) => id))
    this.messages = [...this.messages, ...messages.filter(({ id }) => !known.has(id))]
  }
  clear() {
    this.messages = []
  }
  load() {
    // Nothing of a snapshot: it comes from the history.
  }
  apply(event: ContractEvent) {
    if (this.messages.length === 0) return
    if (event.name === 'message.changed') this.messages = this.messages.map((one) => (one.id === event.payload.message.id ? event.payload.message : one))
    else if (event.name === 'message.removed') this.messages = this.messages.filter((one) => one.id !== event.payload.messageId)
  }
}

export const followed = register(new Followed())
export const withLinks = register(new Followed())
