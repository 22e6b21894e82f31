/** When the user is told of news in a conversation: the words, and choosing. */
import { NOTIFY_LEVELS, type Conversation, type NotifyLevel } from '#shared/model/conversation'
import { call } from '../../lib/api'
import { strings } from '../../lib/i18n/strings'
import { showError } from '../../lib/state/toasts.svelte'

const s = strings({
  zh: { always: '全部消息', 'on-mention': '仅@我', never: '不提醒' },
  en: { always: 'All messages', 'on-mention': 'Mentions', never: 'Nothing' },
})

/** Outside of rooms nobody is mentioned; the level shows there only when another device has chosen it. */
export const notifyOptions = ({ kind, notify }: Pick<Conversation, 'kind' | 'notify'>): { value: NotifyLevel; label: string }[] =>
  NOTIFY_LEVELS.filter((level) => kind === 'room' || level !== 'on-mention' || notify === level).map((value) => ({ value, label: s[value] }))

export async function setNotify({ accountId, id }: Conversation, level: NotifyLevel): Promise<void> {
  const result = await call('conversation.setNotify', { accountId, conversationId: id, level })
  if (!result.ok) showError(result.error)
}
