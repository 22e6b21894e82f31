/** What the tray's menu says. Pure: Electron makes a menu of it. */
import type { MenuItemConstructorOptions } from 'electron'
import type { OwnAvailability } from '#shared/model/contact'
import type { Conversation } from '#shared/model/conversation'
import { plain } from './notification-text'
import type { Overview } from './overview'
import type { Quiet } from './quiet'
import type { Strings } from './strings'

const MAX_UNREAD = 5
const AVAILABILITIES: OwnAvailability[] = ['online', 'chatty', 'away', 'xa', 'dnd', 'invisible']

export interface TrayActions {
  onShow: () => void
  onOpen: (conversation: Conversation) => void
  onStatus: (availability: OwnAvailability) => void
  onQuit: () => void
}

type Shown = Pick<Overview, 'unread' | 'status' | 'online' | 'accountName' | 'nameOf' | 'showsOf'>

/** `time`: a moment of today as the user's clock writes it. */
export function trayMenu(overview: Shown, quiet: Quiet, words: Strings, time: (ms: number) => string, actions: TrayActions): MenuItemConstructorOptions[] {
  const unread = overview.unread()
  const status = overview.status()
  const labelOf = (conversation: Conversation) => {
    const account = overview.accountName(conversation.accountId)
    return account ? `${overview.nameOf(conversation)} → ${account}` : overview.nameOf(conversation)
  }
  /** All online accounts have it. */
  const isEverywhere = (availability: OwnAvailability) => overview.online().every((id) => overview.status(id)?.availability === availability)
  return [
    ...unread.slice(0, MAX_UNREAD).map((conversation) => ({
      label: `${menuText(labelOf(conversation))}  ${words.unread(conversation.unreadCount)}`,
      click: () => actions.onOpen(conversation),
    })),
    ...(unread.length === 0 ? [{ label: words.noUnread, enabled: false }] : []),
    { type: 'separator' },
    {
      label: words.status,
      enabled: status !== null,
      submenu: AVAILABILITIES.map((availability) => ({
        label: words[availability],
        type: 'radio' as const,
        checked: status !== null && isEverywhere(availability),
        click: () => actions.onStatus(availability),
      })),
    },
    ...quietLines(quiet, words, time),
    { type: 'separator' },
    { label: words.show, click: actions.onShow },
    { label: words.quit, click: actions.onQuit },
  ]
}

function quietLines(quiet: Quiet, words: Strings, time: (ms: number) => string): MenuItemConstructorOptions[] {
  const end = quiet.end()
  return [
    ...(end === null ? [] : [{ label: words.quietUntil(time(end)), enabled: false }]),
    quiet.isByHand() ? { label: words.quietEnd, click: quiet.stop } : { label: words.quietHour, click: quiet.forAnHour },
  ]
}

/** `&` marks a key in menus. */
const menuText = (text: string) => plain(text).slice(0, 60).replace(/&/g, '&&')
