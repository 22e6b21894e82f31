/** When the user is told of news in a conversation: the words, and choosing. */
import { NOTIFY_LEVELS, type Conversation, type NotifyLevel } from '#shared/model/conversation'
import { call } from '../../lib/api'
import { strings } from '../../lib/i18n/strings'
import { showError } from '../../lib/state/toasts.svelte'

/** Beside their title. */
const short = strings({
  zh: { always: '全部消息', 'on-mention': '仅@我', never: '不提醒' },
  en: { always: 'All', 'on-mention': 'Mentions', never: 'Nothing' },
})
/** In a menu. */
const full = strings({
  zh: { always: '提醒全部消息', 'on-mention': '仅在@我时提醒', never: '不提醒' },
  en: { always: 'Notify me of all messages', 'on-mention': 'Notify me of mentions', never: 'Notify me of nothing' },
})
const words = { short, full }

/** Outside of rooms nobody is mentioned; the level shows there only when another device has chosen it. */
export const notifyOptions = ({ kind, notify }: Pick<Conversation, 'kind' | 'notify'>, length: keyof typeof words): { value: NotifyLevel; label: string }[] =>
  NOTIFY_LEVELS.filter((level) => kind === 'room' || level !== 'on-mention' || notify === level).map((value) => ({ value, label: words[length][value] }))

export async function setNotify({ accountId, id }: Conversation, level: NotifyLevel): Promise<void> {
  const result = await call('conversation.setNotify', { accountId, conversationId: id, level })
  if (!result.ok) showError(result.error)
}
