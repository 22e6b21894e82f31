/** When the user is told of news in a conversation: the words, and choosing. */
import { NOTIFY_LEVELS, type Conversation, type NotifyLevel } from '#shared/model/conversation'
import { call } from '../../lib/api'
import { strings } from '../../lib/i18n/strings'
import { showError } from '../../lib/state/toasts.svelte'

const s = strings({
  zh: {
    short: { always: '全部消息', 'on-mention': '仅@我', never: '不提醒' },
    full: { always: '提醒全部消息', 'on-mention': '仅在@我时提醒', never: '不提醒' },
  },
  en: {
    short: { always: 'All', 'on-mention': 'Mentions', never: 'Nothing' },
    full: { always: 'Notify me of all messages', 'on-mention': 'Notify me of mentions', never: 'Notify me of nothing' },
  },
})

/** Outside of rooms nobody is mentioned; the level shows there only when another device has chosen it. */
export const notifyOptions = ({ kind, notify }: Pick<Conversation, 'kind' | 'notify'>, length: 'short' | 'full'): { value: NotifyLevel; label: string }[] =>
  NOTIFY_LEVELS.filter((level) => kind === 'room' || level !== 'on-mention' || notify === level).map((value) => ({ value, label: s[length][value] }))

export async function setNotify({ accountId, id }: Conversation, level: NotifyLevel): Promise<void> {
  const result = await call('conversation.setNotify', { accountId, conversationId: id, level })
  if (!result.ok) showError(result.error)
}
