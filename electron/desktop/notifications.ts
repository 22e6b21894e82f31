/**
 * The system's notifications, and our sounds with them. One per conversation at a time: the next replaces it. Where the
 * system can, it is answered in place: macOS and Windows; Linux has no way to say so.
 */
import { Notification, type NotificationConstructorOptions } from 'electron'
import type { SettingsAccess } from '#core/context'
import type { Log } from '#core/log'
import type { SoundName } from '#shared/desktop'
import type { AccountId, ConversationId } from '#shared/ids'
import type { Conversation } from '#shared/model/conversation'
import type { Message, MessageCursor } from '#shared/model/message'
import type { Settings } from '#shared/model/settings'
import { announcementsFor, newsIn, plain, soundOf, type Announcement } from './notification-text'
import type { Overview } from './overview'
import { iconFile } from './paths'
import type { Strings } from './strings'

/** Messages that come together (after an absence) are told together. */
const GATHER_MS = 300
/** More than so many at once is told in fewer words by the tray. */
const MAX_AT_ONCE = 5
/** Somebody who sends a hundred requests is told of once in this time. */
const REQUEST_PAUSE_MS = 30_000

const canReply = process.platform === 'darwin' || process.platform === 'win32'

export interface NotificationsOptions {
  overview: Overview
  settings: SettingsAccess
  strings: () => Strings
  /** Both asked at the moment of showing. */
  visible: () => ConversationId | null
  isQuiet: () => boolean
  open: (conversation: Conversation, place: MessageCursor) => void
  openRequests: (accountId: AccountId) => void
  reply: (conversation: Conversation, body: string) => void
  playSound: (sound: SoundName) => void
  log: Log
}

export interface Notifications {
  /** Nothing of ours stays on the screen. */
  closeAll(): void
}

export function showNotifications(options: NotificationsOptions): Notifications {
  const { overview, log } = options
  const icon = iconFile('icon.png')
  const isSupported = Notification.isSupported()
  if (!isSupported) log('info', 'this system has no notifications')
  const shown = new Map<ConversationId | 'request', Notification>()
  let gathered: Message[] = []
  let isRequestTold = false

  /** The system's own sound stays out: ours follow the user's choice. */
  const show = (key: ConversationId | 'request', content: NotificationConstructorOptions, onClick: () => void): Notification | null => {
    if (!isSupported) return null
    shown.get(key)?.close()
    const notification = new Notification({ ...content, silent: true, ...(icon && { icon }) })
    const forget = () => shown.get(key) === notification && shown.delete(key)
    shown.set(key, notification) // held, or it is collected before the click
    notification.on('click', () => {
      forget()
      onClick()
    })
    notification.on('close', forget)
    notification.on('failed', (_event, error) => {
      forget()
      log('debug', 'a notification failed', { error })
    })
    return notification
  }

  const announce = ({ conversation, message, title, body, canReply: mayReply }: Announcement) => {
    const reply = canReply && mayReply && { hasReply: true, replyPlaceholder: options.strings().reply }
    const notification = show(conversation.id, { title, body, ...reply }, () => options.open(conversation, { orderMs: message.orderMs, id: message.id }))
    // COMPAT(electron): the answer was an argument of its own before it came with the event.
    notification?.on('reply', (details: { reply?: string }, before?: string) => {
      const text = (details.reply ?? before ?? '').trim()
      if (text) options.reply(conversation, text)
    })
    notification?.show()
  }

  const tell = () => {
    const messages = gathered
    gathered = []
    const settings: Settings = options.settings.get()
    const now = { visible: options.visible(), isQuiet: options.isQuiet(), overview }
    const announcements = announcementsFor(messages, { ...now, settings, strings: options.strings(), isMarkup: process.platform === 'linux' })
    for (const announcement of announcements.slice(-MAX_AT_ONCE)) announce(announcement)
    const sound = soundOf(newsIn(messages, now), settings)
    if (sound) options.playSound(sound)
  }

  overview.onMessages((messages) => {
    if (gathered.length === 0) setTimeout(tell, GATHER_MS)
    gathered.push(...messages)
  })
  // What a stranger writes to be let in is not put on the screen: only that he asks.
  overview.onRequest((accountId, { jid }) => {
    const { notify, notifyShows, soundRequest } = options.settings.get()
    if (isRequestTold || options.isQuiet() || overview.status(accountId)?.availability === 'dnd') return
    isRequestTold = true
    setTimeout(() => (isRequestTold = false), REQUEST_PAUSE_MS).unref()
    const { appName, wantsContact } = options.strings()
    const title = notifyShows === 'nothing' ? appName : plain(jid)
    if (notify) show('request', { title, body: wantsContact }, () => options.openRequests(accountId))?.show()
    if (soundRequest) options.playSound('request')
  })
  // Read meanwhile, here or in the page: what is still on the screen goes.
  overview.onChange(() => {
    for (const [id, notification] of shown) if (id !== 'request' && !overview.conversation(id)?.unreadCount) notification.close()
  })
  return {
    closeAll: () => {
      for (const notification of shown.values()) notification.close()
    },
  }
}
