/** Messages with files that the list of a conversation shows, kept up to date. */
import type { ContractEvent } from '#contract'
import type { Message } from '#shared/model/message'
import { register } from '../../lib/sync'

class Followed {
  /** Newest first. */
  messages = $state.raw<readonly Message[]>([])

  add(messages: readonly Message[]) {
    this.messages = [...this.messages, ...messages]
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
