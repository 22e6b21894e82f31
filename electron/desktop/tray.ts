/** The icon in the tray: status, unread conversations, show, quit; flashes while something new waits. */
import { Menu, Tray, app, nativeImage, type MenuItemConstructorOptions } from 'electron'
import type { Log } from '#core/log'
import type { OwnAvailability } from '#shared/model/contact'
import { loudUnread, type Conversation } from '#shared/model/conversation'
import { plain } from './notification-text'
import type { Overview } from './overview'
import { iconFile } from './paths'
import type { Strings } from './strings'
import { hasTrayHost } from './tray-host'

const FLASH_MS = 600
const REDRAW_MS = 200
const MAX_UNREAD = 5
const AVAILABILITIES: OwnAvailability[] = ['online', 'chatty', 'away', 'xa', 'dnd', 'invisible']

export interface TrayOptions {
  overview: Overview
  strings: () => Strings
  isWindowFocused: () => boolean
  onShow: () => void
  onOpen: (conversation: Conversation) => void
  onStatus: (availability: OwnAvailability) => void
  log: Log
}

export interface TrayIcon {
  /** False where the desktop shows no trays: a hidden window could not be found again. */
  exists(): boolean
  /** Draws the menu anew (language). */
  refresh(): void
  /** The user has come: no more flashing. */
  calm(): void
}

export function createTray(options: TrayOptions): TrayIcon {
  const { overview, strings, log } = options
  const isMac = process.platform === 'darwin'
  const images = {
    plain: image(isMac ? 'trayTemplate.png' : 'tray.png'),
    unread: image(isMac ? 'trayUnreadTemplate.png' : 'tray-unread.png'),
  }
  let tray: Tray | null = null
  let flashing: NodeJS.Timeout | null = null
  let redrawing: NodeJS.Timeout | null = null
  let unreadBefore = 0

  const calm = () => {
    if (flashing) clearInterval(flashing)
    flashing = null
    tray?.setImage(unreadBefore > 0 ? images.unread : images.plain)
  }
  const flash = () => {
    if (flashing) return
    let isOn = false
    flashing = setInterval(() => tray?.setImage((isOn = !isOn) ? images.unread : images.plain), FLASH_MS)
  }

  const labelOf = (conversation: Conversation) => {
    const account = overview.accountName(conversation.accountId)
    return account ? `${overview.nameOf(conversation)} → ${account}` : overview.nameOf(conversation)
  }
  /** All online accounts have it. */
  const isEverywhere = (availability: OwnAvailability) => overview.online().every((id) => overview.status(id)?.availability === availability)

  const menu = (): MenuItemConstructorOptions[] => {
    const words = strings()
    const unread = overview.unread()
    const status = overview.status()
    return [
      ...unread.slice(0, MAX_UNREAD).map((conversation) => ({
        label: `${menuText(labelOf(conversation))}  ${words.unread(conversation.unreadCount)}`,
        click: () => options.onOpen(conversation),
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
          click: () => options.onStatus(availability),
        })),
      },
      { label: words.show, click: options.onShow },
      { type: 'separator' },
      { label: words.quit, click: () => app.quit() },
    ]
  }

  const draw = () => {
    redrawing = null
    const unread = overview.unread().reduce((sum, conversation) => sum + loudUnread(conversation), 0)
    app.setBadgeCount(unread)
    if (unread > unreadBefore && !options.isWindowFocused()) flash()
    unreadBefore = unread
    if (unread === 0 || !flashing) calm()
    tray?.setContextMenu(Menu.buildFromTemplate(menu()))
    tray?.setToolTip(unread > 0 ? `Magpie · ${strings().unread(unread)}` : 'Magpie')
  }
  const refresh = () => void (redrawing ??= setTimeout(draw, REDRAW_MS))

  const start = async () => {
    if (images.plain.isEmpty()) return log('warn', 'no tray: its icon is missing')
    if (!(await hasTrayHost())) return log('info', 'this desktop shows no tray icons')
    tray = new Tray(images.plain)
    tray.on('click', options.onShow)
    refresh()
  }
  start().catch((error: unknown) => log('warn', 'no tray', { error: String(error) }))
  overview.onChange(refresh)

  return { exists: () => tray !== null, refresh, calm }
}

const image = (name: string) => {
  const file = iconFile(name)
  return file ? nativeImage.createFromPath(file) : nativeImage.createEmpty()
}

/** `&` marks a key in menus. */
const menuText = (text: string) => plain(text).slice(0, 60).replace(/&/g, '&&')
