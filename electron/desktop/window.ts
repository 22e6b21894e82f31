/** The main window: locked down (SAFETY §3.1.2–4), where the user left it, without a white flash. */
import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { Log } from '#core/log'
import type { Clock } from '#shared/time'
import { iconFile, preloadFile } from './paths'
import { readWindowState, saveWindowState } from './window-state'

/** The `--ground` of renderer/styles as sRGB, shown until the page has drawn. */
const GROUND = { light: '#ecf0f6', dark: '#0f131a' }
const MIN = { width: 640, height: 480 }
/** A page that dies is loaded anew; one that keeps dying is not. */
const MAX_RELOADS_PER_MINUTE = 3

export interface MainWindow {
  readonly browserWindow: BrowserWindow
  show(): void
  /** In front, and not minimised. */
  isFocused(): boolean
  /** Asked when the user closes the window: true, and `instead` is done. */
  stayWhen(staysInTray: () => boolean, instead: () => void): void
  /** What is done when the page can be seen for the first time, instead of showing it. */
  startWith(start: () => void): void
  load(): void
}

export interface WindowOptions {
  profileDir: string
  url: string
  isPackaged: boolean
  clock: Clock
  log: Log
}

export function createMainWindow(options: WindowOptions): MainWindow {
  const { profileDir, log } = options
  const areas = screen.getAllDisplays().map((display) => display.workArea)
  const { isMaximized, ...bounds } = readWindowState(profileDir, areas, MIN)
  const icon = process.platform === 'linux' ? iconFile('icon.png') : null
  const window = new BrowserWindow({
    ...bounds,
    minWidth: MIN.width,
    minHeight: MIN.height,
    show: false,
    title: 'Magpie',
    ...(icon && { icon }),
    backgroundColor: ground(),
    autoHideMenuBar: true,
    webPreferences: {
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
      spellcheck: false,
      // Our own sounds of news (renderer/features/sounds) also where nobody has clicked yet: started with the system, in the tray.
      autoplayPolicy: 'no-user-gesture-required',
      devTools: !options.isPackaged,
    },
  })
  let staysInTray = () => false
  let insteadOfClosing = () => window.hide()
  let start = () => window.show()
  if (isMaximized) window.once('show', () => window.maximize())
  window.once('ready-to-show', () => start())

  const save = () => saveWindowState(profileDir, { ...window.getNormalBounds(), isMaximized: window.isMaximized() }, log)
  let saving: NodeJS.Timeout | undefined
  const saveSoon = () => {
    clearTimeout(saving)
    saving = setTimeout(() => window.isDestroyed() || save(), 1000)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('close', (event) => {
    save()
    if (!staysInTray()) return
    event.preventDefault()
    insteadOfClosing()
  })
  const onTheme = () => window.isDestroyed() || window.setBackgroundColor(ground())
  nativeTheme.on('updated', onTheme)
  window.on('closed', () => nativeTheme.off('updated', onTheme))

  const reloads: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log('error', 'the page died', { reason, exitCode })
    const nowMs = options.clock.monotonicMs()
    reloads.push(nowMs)
    const isHopeless = reloads.filter((atMs) => nowMs - atMs < 60_000).length > MAX_RELOADS_PER_MINUTE
    if (reason !== 'clean-exit' && !isHopeless) window.webContents.reload()
  })
  if (!options.isPackaged) {
    window.webContents.on('before-input-event', (_event, input) => {
      if (input.type === 'keyDown' && input.key === 'F12') window.webContents.toggleDevTools()
    })
  }

  return {
    browserWindow: window,
    show: () => {
      if (window.isDestroyed()) return
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    isFocused: () => !window.isDestroyed() && window.isVisible() && window.isFocused(),
    stayWhen: (ask, instead) => {
      staysInTray = ask
      insteadOfClosing = instead
    },
    startWith: (other) => void (start = other),
    load: () => {
      window.loadURL(options.url).catch((error: unknown) => log('error', 'the page did not load', { error: String(error) }))
    },
  }
}

const ground = () => (nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light)
