/** The system's notifications. One per conversation at a time: the next replaces it. */
import { Notification } from 'electron'
import type { SettingsAccess } from '#core/context'
import type { Log } from '#core/log'
import type { ConversationId } from '#shared/ids'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import { announcementsFor, type Announcement } from './notification-text'
import type { Overview } from './overview'
import { iconFile } from './paths'
import type { Strings } from './strings'

/** Messages that come together (after an absence) are told together. */
const GATHER_MS = 300
/** More than so many at once is told in fewer words by the tray. */
const MAX_AT_ONCE = 5

export interface NotificationsOptions {
  overview: Overview
  settings: SettingsAccess
  strings: () => Strings
  /** Asked at the moment of showing. */
  visible: () => ConversationId | null
  open: (conversation: Conversation) => void
  log: Log
}

export function showNotifications(options: NotificationsOptions): void {
  const { overview, log } = options
  if (!Notification.isSupported()) return log('info', 'this system has no notifications')
  const shown = new Map<ConversationId, Notification>()
  const icon = iconFile('icon.png')
  let gathered: Message[] = []

  const show = ({ conversation, title, body }: Announcement) => {
    shown.get(conversation.id)?.close()
    const notification = new Notification({ title, body, ...(icon && { icon }) })
    const forget = () => shown.get(conversation.id) === notification && shown.delete(conversation.id)
    shown.set(conversation.id, notification) // held, or it is collected before the click
    notification.on('click', () => {
      forget()
      options.open(conversation)
    })
    notification.on('close', forget)
    notification.on('failed', (_event, error) => {
      forget()
      log('debug', 'a notification failed', { error })
    })
    notification.show()
  }

  const tell = () => {
    const messages = gathered
    gathered = []
    const announcements = announcementsFor(messages, {
      settings: options.settings.get(),
      strings: options.strings(),
      visible: options.visible(),
      overview,
      isMarkup: process.platform === 'linux',
    })
    for (const announcement of announcements.slice(-MAX_AT_ONCE)) show(announcement)
  }

  overview.onMessages((messages) => {
    if (gathered.length === 0) setTimeout(tell, GATHER_MS)
    gathered.push(...messages)
  })
  // Read meanwhile, here or in the page: what is still on the screen goes.
  overview.onChange(() => {
    for (const [id, notification] of shown) if (!overview.conversation(id)?.unreadCount) notification.close()
  })
}
