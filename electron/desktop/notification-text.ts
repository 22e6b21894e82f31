/** Which messages become a notification, and its words. Pure. */
import type { ConversationId } from '#shared/ids'
import { isTold, type Conversation } from '#shared/model/conversation'
import { isOnlyFile } from '#shared/model/files'
import type { Message } from '#shared/model/message'
import type { Settings } from '#shared/model/settings'
import type { Overview } from './overview'
import type { Strings } from './strings'

export interface Announcement {
  conversation: Conversation
  title: string
  body: string
}

export interface Circumstances {
  settings: Pick<Settings, 'notify' | 'notifyText'>
  strings: Strings
  /** Before the user's eyes: the window is in front and shows it. */
  visible: ConversationId | null
  overview: Pick<Overview, 'conversation' | 'nameOf' | 'status' | 'accountName'>
  /** The system reads the text as markup (Linux). */
  isMarkup: boolean
}

const MAX_CHARS = 200

/**
 * At most one for each conversation, and only of what he wants to be told there; none where the account says that he does
 * not want to be disturbed. The title names the account when several are logged in.
 */
export function announcementsFor(messages: Message[], now: Circumstances): Announcement[] {
  if (!now.settings.notify) return []
  const byConversation = new Map<ConversationId, Message[]>()
  for (const message of messages) {
    const conversation = now.overview.conversation(message.conversationId)
    const isWanted = conversation && isTold(conversation, message) && conversation.unreadCount > 0 && message.conversationId !== now.visible
    if (!isWanted || now.overview.status(conversation.accountId)?.availability === 'dnd') continue
    byConversation.set(message.conversationId, [...(byConversation.get(message.conversationId) ?? []), message])
  }
  return [...byConversation].map(([id, unread]) => {
    const conversation = now.overview.conversation(id) as Conversation
    const account = now.overview.accountName(conversation.accountId)
    const name = plain(now.overview.nameOf(conversation))
    return { conversation, title: account ? `${name} → ${account}` : name, body: bodyOf(unread, conversation, now) }
  })
}

function bodyOf(messages: Message[], conversation: Conversation, { settings, strings, isMarkup }: Circumstances): string {
  const last = messages.at(-1)!
  if (!settings.notifyText) return strings.newMessages(messages.length)
  const who = conversation.kind === 'room' ? `${last.sender}: ` : ''
  const count = messages.length > 1 ? `${strings.newMessages(messages.length)} · ` : ''
  const file = last.extras?.files?.[0]
  const said = file && isOnlyFile(last) ? strings.file(file.kind, file.name) : last.body
  const text = plain(`${count}${who}${said}`)
  return isMarkup ? escape(text) : text
}

/** One line without controls or direction overrides, cut. */
export function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim()
  const chars = [...line]
  return chars.length > MAX_CHARS ? `${chars.slice(0, MAX_CHARS).join('')}…` : line
}

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
