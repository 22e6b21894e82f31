/** Which messages become a notification, its words and its sound. Pure. */
import type { SoundName } from '#shared/desktop'
import type { ConversationId } from '#shared/ids'
import { isTold, type Conversation } from '#shared/model/conversation'
import { isOnlyFile } from '#shared/model/files'
import type { Message } from '#shared/model/message'
import type { Settings } from '#shared/model/settings'
import type { Overview } from './overview'
import type { Strings } from './strings'

/** What came in one conversation and is told. */
export interface News {
  conversation: Conversation
  messages: Message[]
}

export interface Announcement {
  conversation: Conversation
  /** Where a click leads. */
  message: Message
  title: string
  body: string
  /** May he answer in it? Not where it does not even say to whom. */
  canReply: boolean
}

export interface Circumstances {
  settings: Pick<Settings, 'notify' | 'notifyShows'>
  strings: Strings
  /** Before the user's eyes: a window is in front and shows it. */
  visible: ConversationId | null
  /** He does not want to be disturbed now. */
  isQuiet: boolean
  overview: Pick<Overview, 'conversation' | 'nameOf' | 'status' | 'accountName' | 'showsOf'>
  /** The system reads the text as markup (Linux). */
  isMarkup: boolean
}

const MAX_CHARS = 200

/** Only of what he wants to be told there, and nothing where the account says that he does not want to be disturbed. */
export function newsIn(messages: Message[], now: Omit<Circumstances, 'settings' | 'strings' | 'isMarkup'>): News[] {
  if (now.isQuiet) return []
  const found = new Map<ConversationId, News>()
  for (const message of messages) {
    const conversation = now.overview.conversation(message.conversationId)
    const isWanted = conversation && isTold(conversation, message) && conversation.unreadCount > 0 && message.conversationId !== now.visible
    if (!isWanted || now.overview.status(conversation.accountId)?.availability === 'dnd') continue
    const one = found.get(conversation.id)
    if (one) one.messages.push(message)
    else found.set(conversation.id, { conversation, messages: [message] })
  }
  return [...found.values()]
}

/** At most one for each conversation. The title names the account when several are logged in. */
export function announcementsFor(messages: Message[], now: Circumstances): Announcement[] {
  if (!now.settings.notify) return []
  return newsIn(messages, now).map(({ conversation, messages: told }) => {
    const shows = now.overview.showsOf(conversation) ?? now.settings.notifyShows
    const message = told.at(-1)!
    const about = { conversation, message, canReply: shows !== 'nothing' }
    if (shows === 'nothing') return { ...about, title: now.strings.appName, body: now.strings.newMessages(told.length) }
    const account = now.overview.accountName(conversation.accountId)
    const name = plain(now.overview.nameOf(conversation))
    const body = shows === 'text' ? textOf(told, conversation, now) : now.strings.newMessages(told.length)
    return { ...about, title: account ? `${name} → ${account}` : name, body }
  })
}

function textOf(messages: Message[], conversation: Conversation, { strings, isMarkup }: Circumstances): string {
  const last = messages.at(-1)!
  const who = conversation.kind === 'room' ? `${last.sender}: ` : ''
  const count = messages.length > 1 ? `${strings.newMessages(messages.length)} · ` : ''
  const file = last.extras?.files?.[0]
  const bundle = last.extras?.bundle
  const spoiler = last.extras?.spoiler
  const said = spoiler ? strings.spoiler(spoiler.hint) : bundle && !bundle.hasWords ? strings.bundle(bundle.entries.length) : file && isOnlyFile(last) ? strings.file(file.kind, file.name) : last.body
  const text = plain(`${count}${who}${said}`)
  return isMarkup ? escape(text) : text
}

/** One sound for all that came at once: what matters most. Null: none was wanted. */
export function soundOf(news: News[], settings: Pick<Settings, 'soundChat' | 'soundRoom' | 'soundMention'>): SoundName | null {
  const messages = news.flatMap(({ conversation, messages: told }) => told.map(({ isMention }) => ({ isMention, isRoom: conversation.kind === 'room' })))
  if (settings.soundMention && messages.some(({ isMention }) => isMention)) return 'mention'
  if (settings.soundChat && messages.some(({ isRoom }) => !isRoom)) return 'chat'
  return settings.soundRoom && messages.some(({ isRoom, isMention }) => isRoom && !isMention) ? 'room' : null
}

/** One line without controls or direction overrides, cut. */
export function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim()
  const chars = [...line]
  return chars.length > MAX_CHARS ? `${chars.slice(0, MAX_CHARS).join('')}…` : line
}

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
