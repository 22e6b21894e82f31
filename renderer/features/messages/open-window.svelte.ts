/** The message window of the conversation on screen; events reach it here. */
import type { ContractEvent } from '#contract'
import type { AccountId, ConversationId } from '#shared/ids'
import type { Message, MessageCursor } from '#shared/model/message'
import { register } from '../../lib/sync'
import { MessageWindow } from './message-window.svelte'

class OpenWindow {
  #view: MessageWindow | null = null

  show(accountId: AccountId, conversationId: ConversationId): MessageWindow {
    this.#view = new MessageWindow(accountId, conversationId)
    void this.#view.open()
    void this.#view.holes.load()
    return this.#view
  }

  /** To a message of the conversation on screen, wherever in its history it stands. */
  jump(place: MessageCursor) {
    this.#view?.jump(place)
  }

  /** The message that stands behind this one, of what is loaded. */
  behind({ id, conversationId }: Message): Message | null {
    const messages = this.#view?.conversationId === conversationId ? this.#view.messages : []
    const place = messages.findIndex((one) => one.id === id)
    return place < 0 ? null : (messages.slice(place + 1).find((one) => one.kind !== 'notice') ?? null)
  }

  close(view: MessageWindow) {
    if (this.#view === view) this.#view = null
  }

  load() {
    void this.#view?.holes.load()
    if (this.#view?.isLoaded) void this.#view.reload()
  }

  apply(event: ContractEvent) {
    if (event.name === 'conversation.thinned' && event.payload.conversationId === this.#view?.conversationId) void this.#view.reload()
    this.#view?.apply(event)
  }
}

export const openWindow = register(new OpenWindow())
