/** The window in which a part of the screen is chosen: over everything on that screen, without a frame, with our page in it. */
import { BrowserWindow, type Display } from 'electron'
import { pagePreferences } from './page-window'

export function createShotWindow(display: Display, isPackaged: boolean): BrowserWindow {
  const window = new BrowserWindow({
    ...display.bounds,
    frame: false,
    show: false,
    resizable: false,
    movable: false,
    minimizable: false,
    maximizable: false,
    skipTaskbar: true,
    hasShadow: false,
    alwaysOnTop: true,
    roundedCorners: false,
    enableLargerThanScreen: true, // macOS would keep it below the menu bar
    backgroundColor: '#000',
    // Windows and macOS put a window where they are told; elsewhere only a full screen covers panels.
    ...(process.platform === 'linux' && { fullscreen: true }),
    webPreferences: pagePreferences(isPackaged),
  })
  window.setAlwaysOnTop(true, 'screen-saver') // above the Dock and the menu bar
  return window
}
