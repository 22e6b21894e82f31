/** Changing an own message: what its menu offers, and what is said when a change was refused. */
import Pencil from '@lucide/svelte/icons/pencil'
import type { ContractEvent } from '#contract'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import { call } from '../../lib/api'
import { strings } from '../../lib/i18n/strings'
import { toasts } from '../../lib/state/toasts.svelte'
import { lineOf } from '../../lib/text/line'
import { register } from '../../lib/sync'
import { modes } from '../composer/mode.svelte'
import type { OfferAction } from '../messages/extensions'

const s = strings({
  zh: {
    edit: '编辑', editing: '编辑消息',
    notChanged: '你的修改没有被接受，消息已恢复原样。', notRecalled: '消息没能撤回，已恢复原样。',
    why: (text: string) => `对方说：“${text}”`,
  },
  en: {
    edit: 'Edit', editing: 'Edit message',
    notChanged: 'Your change was not accepted; the message is as it was.', notRecalled: 'The message could not be taken back; it is as it was.',
    why: (text: string) => ` The other side says: “${text}”`,
  },
})

export const canEdit = (message: Message): boolean =>
  message.direction === 'out' && message.kind === 'text' && !message.isRetracted && message.state !== 'failed' && !message.extras?.files && !message.extras?.bundle

export function beginEdit({ accountId, id }: Conversation, message: Message): void {
  modes.begin(id, {
    label: s.editing,
    detail: lineOf(message.body),
    icon: Pencil,
    words: message.body,
    send: (body) => call('message.correct', { accountId, messageId: message.id, body }),
  })
}

export const offerEdit: OfferAction = ({ conversation, message }) =>
  canEdit(message) ? { label: s.edit, icon: Pencil, run: () => beginEdit(conversation, message) } : null

register({
  load: () => undefined,
  apply: (event: ContractEvent) => {
    if (event.name !== 'correction.refused') return
    const { what, text } = event.payload
    toasts.show((what === 'recall' ? s.notRecalled : s.notChanged) + (text ? s.why(text.slice(0, 300)) : ''), 'bad')
  },
})
