/** Messages that are kept at hand in the conversation on screen. */
import Pin from '@lucide/svelte/icons/pin'
import PinOff from '@lucide/svelte/icons/pin-off'
import type { ContractEvent } from '#contract'
import type { AccountId, ConversationId } from '#shared/ids'
import type { Message } from '#shared/model/message'
import { call } from '../../lib/api'
import { strings } from '../../lib/i18n/strings'
import { showError, toasts } from '../../lib/state/toasts.svelte'
import { register } from '../../lib/sync'
import type { OfferAction } from '../messages/extensions'

const s = strings({
  zh: { pin: '固定在会话顶部', unpin: '取消固定', tooMany: '这个会话里固定的消息已经很多了，请先取消几条。' },
  en: { pin: 'Pin above the conversation', unpin: 'Unpin this message', tooMany: 'Many messages are pinned in this conversation. Unpin some first.' },
})

class Pins {
  #place = $state.raw<{ accountId: AccountId; conversationId: ConversationId } | null>(null)
  #messages = $state.raw<readonly Message[]>([])

  /** The last pinned first. */
  of(conversationId: ConversationId): readonly Message[] {
    return this.#place?.conversationId === conversationId ? this.#messages : []
  }

  has(message: Message): boolean {
    return this.of(message.conversationId).some(({ id }) => id === message.id)
  }

  async show(accountId: AccountId, conversationId: ConversationId): Promise<void> {
    if (this.#place?.conversationId !== conversationId) this.#messages = []
    this.#place = { accountId, conversationId }
    const result = await call('pin.list', { accountId, conversationId })
    if (result.ok && result.value && this.#place?.conversationId === conversationId) this.#messages = result.value.messages
  }

  load() {
    const place = this.#place
    if (place) void this.show(place.accountId, place.conversationId)
  }

  apply(event: ContractEvent) {
    const place = this.#place
    if (!place) return
    if (event.name === 'pins.changed' || event.name === 'conversation.removed' || event.name === 'conversation.thinned') {
      if (event.payload.conversationId === place.conversationId) void this.show(place.accountId, place.conversationId)
    } else if (event.name === 'message.removed') {
      this.#messages = this.#messages.filter(({ id }) => id !== event.payload.messageId)
    } else if (event.name === 'message.changed') {
      const { message } = event.payload
      if (this.has(message)) this.#messages = this.#messages.map((one) => (one.id === message.id ? message : one))
    }
  }
}

export const pins = register(new Pins())

export async function setPinned({ accountId, id: messageId }: Message, isPinned: boolean): Promise<void> {
  const result = await call('pin.set', { accountId, messageId, isPinned })
  if (result.ok) return
  if (result.error.problem === 'too-many') toasts.show(s.tooMany, 'bad')
  else showError(result.error)
}

export const offerPin: OfferAction = ({ message }) => {
  if (message.kind !== 'text' || message.isRetracted) return null
  const isPinned = pins.has(message)
  return { label: isPinned ? s.unpin : s.pin, icon: isPinned ? PinOff : Pin, run: () => void setPinned(message, !isPinned) }
}
