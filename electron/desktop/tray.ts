/** The icon in the tray: flashes while something new waits; its menu is tray-menu.ts. */
import { Menu, Tray, app, nativeImage } from 'electron'
import type { Log } from '#core/log'
import { loudUnread } from '#shared/model/conversation'
import type { Overview } from './overview'
import { iconFile } from './paths'
import type { Quiet } from './quiet'
import type { Strings } from './strings'
import { hasTrayHost } from './tray-host'
import { trayMenu, type TrayActions } from './tray-menu'

const FLASH_MS = 600
const REDRAW_MS = 200
/** Quiet begins and ends by the clock. */
const LOOK_MS = 60_000

export interface TrayOptions extends Omit<TrayActions, 'onQuit'> {
  overview: Overview
  quiet: Quiet
  strings: () => Strings
  /** A moment of today as the user's clock writes it. */
  time: (ms: number) => string
  isWindowFocused: () => boolean
  /** How many wait: for dock and taskbar. */
  onUnread: (count: number) => void
  log: Log
}

export interface TrayIcon {
  /** False where the desktop shows no trays: a hidden window could not be found again. */
  exists(): boolean
  /** Resolves when `exists` is known. */
  settled: Promise<void>
  /** Draws the menu anew (language, quiet). */
  refresh(): void
  /** The user has come: no more flashing. */
  calm(): void
}

export function createTray(options: TrayOptions): TrayIcon {
  const { overview, quiet, strings, log } = options
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

  const draw = () => {
    redrawing = null
    const words = strings()
    const unread = overview.unread().reduce((sum, conversation) => sum + loudUnread(conversation), 0)
    options.onUnread(unread)
    const isQuiet = quiet.end() !== null
    if (unread > unreadBefore && !isQuiet && !options.isWindowFocused()) flash()
    unreadBefore = unread
    if (unread === 0 || isQuiet || !flashing) calm()
    tray?.setContextMenu(Menu.buildFromTemplate(trayMenu(overview, quiet, words, options.time, { ...options, onQuit: () => app.quit() })))
    tray?.setToolTip(unread > 0 ? `${words.appName} · ${words.unread(unread)}` : words.appName)
  }
  const refresh = () => void (redrawing ??= setTimeout(draw, REDRAW_MS))

  const start = async () => {
    if (images.plain.isEmpty()) return log('warn', 'no tray: its icon is missing')
    if (!(await hasTrayHost())) return log('info', 'this desktop shows no tray icons')
    tray = new Tray(images.plain)
    tray.on('click', options.onShow)
    refresh()
  }
  const settled = start().catch((error: unknown) => log('warn', 'no tray', { error: String(error) }))
  overview.onChange(refresh)
  setInterval(refresh, LOOK_MS).unref()

  return { exists: () => tray !== null, settled, refresh, calm }
}

const image = (name: string) => {
  const file = iconFile(name)
  return file ? nativeImage.createFromPath(file) : nativeImage.createEmpty()
}
