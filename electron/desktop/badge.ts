/** How many wait: on the dock (macOS), the launcher (Linux, where it shows numbers) or as a dot on the taskbar button (Windows). */
import { app, nativeImage, type BrowserWindow, type NativeImage } from 'electron'
import { dotBitmap } from './dot'
import type { Strings } from './strings'

const DOT_PX = 16
let dot: NativeImage | null = null

export function showBadge(window: BrowserWindow, count: number, words: Strings): void {
  app.setBadgeCount(count)
  if (process.platform !== 'win32' || window.isDestroyed()) return
  dot ??= nativeImage.createFromBitmap(dotBitmap(DOT_PX), { width: DOT_PX, height: DOT_PX })
  window.setOverlayIcon(count > 0 ? dot : null, count > 0 ? words.unread(count) : '')
}
