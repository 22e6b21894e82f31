/** A window with our page in it: locked down (SAFETY §3.1.2–4), where the user left it, without a white flash. */
import { BrowserWindow, nativeTheme, screen, type WebPreferences } from 'electron'
import type { Log } from '#core/log'
import type { Clock } from '#shared/time'
import { iconFile, preloadFile } from './paths'
import { readWindowState, saveWindowState, type WindowName } from './window-state'

/** The `--ground` of renderer/styles as sRGB, shown until the page has drawn. */
const GROUND = { light: '#ecf0f6', dark: '#0f131a' }
const MIN: Record<WindowName, { width: number; height: number }> = {
  window: { width: 640, height: 480 }, list: { width: 280, height: 420 }, conversation: { width: 380, height: 420 },
}
/** A page that dies is loaded anew; one that keeps dying is not. */
const MAX_RELOADS_PER_MINUTE = 3

export interface PageWindowOptions {
  profileDir: string
  isPackaged: boolean
  clock: Clock
  log: Log
}

/** Of every window that shows our page (SAFETY §3.1.2–4). */
export const pagePreferences = (isPackaged: boolean): WebPreferences => ({
  preload: preloadFile(),
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: true, // can be; whether it is, spelling.ts decides
  // Our own sounds of news (renderer/features/sounds) also where nobody has clicked yet: started with the system, in the tray.
  autoplayPolicy: 'no-user-gesture-required',
  devTools: !isPackaged,
})
const stateOf = (profileDir: string, name: WindowName) =>
  readWindowState(profileDir, screen.getAllDisplays().map((display) => display.workArea), MIN[name], name)

export interface PageWindow {
  browserWindow: BrowserWindow
  /** From now on a window of this kind, where the user left the last of it. */
  become(name: WindowName): void
}

/** Not shown yet. `offset` in px from where one of its kind was left, so that several do not hide each other. */
export function createPageWindow({ profileDir, isPackaged, clock, log }: PageWindowOptions, kind: WindowName, offset = 0): PageWindow {
  let name = kind
  const { isMaximized, x, y, ...size } = stateOf(profileDir, name)
  const icon = process.platform === 'linux' ? iconFile('icon.png') : null
  const window = new BrowserWindow({
    ...size,
    ...(x !== undefined && y !== undefined && { x: x + offset, y: y + offset }),
    minWidth: MIN[name].width,
    minHeight: MIN[name].height,
    show: false,
    title: 'Magpie',
    ...(icon && { icon }),
    backgroundColor: ground(),
    autoHideMenuBar: true,
    webPreferences: pagePreferences(isPackaged),
  })
  if (isMaximized) window.once('show', () => window.maximize())

  const save = () => saveWindowState(profileDir, { ...window.getNormalBounds(), isMaximized: window.isMaximized() }, log, name)
  let saving: NodeJS.Timeout | undefined
  const saveSoon = () => {
    clearTimeout(saving)
    saving = setTimeout(() => window.isDestroyed() || save(), 1000)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('close', save)
  const onTheme = () => window.isDestroyed() || window.setBackgroundColor(ground())
  nativeTheme.on('updated', onTheme)
  window.on('closed', () => nativeTheme.off('updated', onTheme))

  const reloads: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log('error', 'the page died', { reason, exitCode })
    const nowMs = clock.monotonicMs()
    reloads.push(nowMs)
    const isHopeless = reloads.filter((atMs) => nowMs - atMs < 60_000).length > MAX_RELOADS_PER_MINUTE
    if (reason !== 'clean-exit' && !isHopeless) window.webContents.reload()
  })
  if (!isPackaged) {
    window.webContents.on('before-input-event', (_event, input) => {
      if (input.type === 'keyDown' && input.key === 'F12') window.webContents.toggleDevTools()
    })
  }
  const become = (next: WindowName) => {
    if (next === name || window.isDestroyed()) return
    clearTimeout(saving)
    save()
    name = next
    const there = stateOf(profileDir, name)
    if (window.isMaximized()) window.unmaximize()
    window.setMinimumSize(MIN[name].width, MIN[name].height)
    const { x: left, y: top } = window.getBounds()
    window.setBounds({ x: there.x ?? left, y: there.y ?? top, width: there.width, height: there.height })
    if (there.isMaximized) window.maximize()
  }
  return { browserWindow: window, become }
}

export const loadPage = (window: BrowserWindow, url: string, log: Log): void =>
  void window.loadURL(url).catch((error: unknown) => log('error', 'the page did not load', { error: String(error) }))

/** In front, whatever it was before. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

export const isInFront = (window: BrowserWindow): boolean => !window.isDestroyed() && window.isVisible() && window.isFocused()

const ground = () => (nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light)
