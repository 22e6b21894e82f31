/** Answering a message: what its menu and the pointer are offered. */
import { isDirect } from '#shared/model/files'
import Reply from '@lucide/svelte/icons/reply'
import { call } from '../lib/api'
import { strings } from '../lib/i18n/strings'
import { errorText } from '../lib/text/error-texts'
import { modes } from '../features/composer/mode.svelte'
import { senderName } from '../features/conversations/titles'
import type { OfferAction } from '../features/messages/extensions'
import { messageLine } from '../features/messages/message-line'

const s = strings({
  zh: { answer: '回复', to: (who: string) => `回复 ${who}`, self: '回复自己的消息', noId: '这个群没有给那条消息编号，无法回复它。可以直接发送普通消息。' },
  en: {
    answer: 'Reply', to: (who: string) => `Reply to ${who}`, self: 'Reply to your own message',
    noId: 'The room has given that message no number, so it cannot be answered. You can send an ordinary message.',
  },
})

export const offerAnswer: OfferAction = ({ conversation, message }) => {
  if (message.kind !== 'text' || message.isRetracted || message.state === 'failed' || isDirect(message)) return null
  const { accountId, id: conversationId } = conversation
  return {
    label: s.answer,
    icon: Reply,
    isQuick: true,
    key: 'r',
    run: () =>
      modes.begin(conversationId, {
        label: message.direction === 'out' ? s.self : s.to(senderName(conversation, message)),
        detail: messageLine(message),
        icon: Reply,
        send: (body) => call('reply.send', { accountId, conversationId, messageId: message.id, body }),
        errorText: (error) => (error.problem === 'no-id' ? s.noId : errorText(error)),
      }),
  }
}
