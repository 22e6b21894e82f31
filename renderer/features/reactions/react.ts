/** Reacting to a message: what its menu and the pointer are offered, and what is said when a reaction was refused. */
import SmilePlus from '@lucide/svelte/icons/smile-plus'
import type { ContractEvent } from '#contract'
import { isDirect } from '#shared/model/files'
import type { Message } from '#shared/model/message'
import { call } from '../../lib/api'
import { strings } from '../../lib/i18n/strings'
import { showError, toasts } from '../../lib/state/toasts.svelte'
import { register } from '../../lib/sync'
import type { OfferAction } from '../messages/extensions'
import { choice } from './picker.svelte'

const s = strings({
  zh: {
    react: '添加回应', noId: '这个群没有给这条消息编号，无法回应它。', tooMany: '你对这条消息的回应已经很多了，请先去掉一个。',
    refused: '你的回应没有被接受，已撤掉。', why: (text: string) => `对方说：“${text}”`,
  },
  en: {
    react: 'Add a reaction', noId: 'The room has given this message no number, so you cannot react to it.', tooMany: 'You have reacted to this message many times. Take one back first.',
    refused: 'Your reaction was not accepted and is gone again.', why: (text: string) => ` The other side says: “${text}”`,
  },
})

export const offerReaction: OfferAction = ({ message, at }) =>
  message.kind !== 'text' || message.isRetracted || message.state === 'failed' || isDirect(message)
    ? null
    : { label: s.react, icon: SmilePlus, isQuick: true, key: 'e', run: () => choice.open(message, at.querySelector<HTMLElement>('.bubble') ?? at) }

export async function toggle({ accountId, id: messageId }: Message, emoji: string): Promise<void> {
  const result = await call('reaction.toggle', { accountId, messageId, emoji })
  if (result.ok) return
  if (result.error.problem === 'no-id') toasts.show(s.noId, 'bad')
  else if (result.error.problem === 'too-many') toasts.show(s.tooMany, 'bad')
  else showError(result.error)
}

register({
  load: () => undefined,
  apply: (event: ContractEvent) => {
    if (event.name !== 'reaction.refused') return
    const { text } = event.payload
    toasts.show(s.refused + (text ? s.why(text.slice(0, 300)) : ''), 'bad')
  },
})
