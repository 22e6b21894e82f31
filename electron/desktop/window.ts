/** The main window. */
import type { BrowserWindow } from 'electron'
import { bringToFront, createPageWindow, isInFront, loadPage, type PageWindowOptions } from './page-window'
import { isListMarked, markList } from './window-state'

export interface MainWindow {
  readonly browserWindow: BrowserWindow
  readonly options: WindowOptions
  show(): void
  /** In front, and not minimised. */
  isFocused(): boolean
  /** Asked when the user closes the window: true, and `instead` is done. */
  stayWhen(staysInTray: () => boolean, instead: () => void): void
  /** What is done when the page can be seen for the first time, instead of showing it. */
  startWith(start: () => void): void
  load(): void
  /** Slim, with the list alone, or whole. */
  setListOnly(isOn: boolean): void
}

export interface WindowOptions extends PageWindowOptions {
  url: string
}

export function createMainWindow(options: WindowOptions): MainWindow {
  const { browserWindow: window, become } = createPageWindow(options, isListMarked(options.profileDir) ? 'list' : 'window')
  let staysInTray = () => false
  let insteadOfClosing = () => window.hide()
  let start = () => window.show()
  window.once('ready-to-show', () => start())
  window.on('close', (event) => {
    if (!staysInTray()) return
    event.preventDefault()
    insteadOfClosing()
  })
  return {
    browserWindow: window,
    options,
    show: () => bringToFront(window),
    isFocused: () => isInFront(window),
    stayWhen: (ask, instead) => {
      staysInTray = ask
      insteadOfClosing = instead
    },
    startWith: (other) => void (start = other),
    load: () => loadPage(window, options.url, options.log),
    setListOnly: (isOn) => {
      if (isOn !== isListMarked(options.profileDir)) markList(options.profileDir, isOn, options.log)
      become(isOn ? 'list' : 'window')
    },
  }
}
