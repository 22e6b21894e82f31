/**
 * A picture of the screen under the pointer, in its own pixels. What differs: on Wayland the desktop itself asks the user which screen
 * (through its portal, when it has one); macOS gives a picture only to programs that may record the screen.
 */
import { desktopCapturer, screen, systemPreferences, type Display, type NativeImage } from 'electron'
import type { Log } from '#core/log'
import type { ShotProblem } from '#shared/desktop'

export interface ScreenPicture {
  image: NativeImage
  /** Where it is shown. On Wayland nobody may say where a window goes: it covers the screen it comes up on. */
  display: Display
}

export async function takeScreen(log: Log): Promise<ScreenPicture | { problem: ShotProblem }> {
  if (process.platform === 'darwin' && systemPreferences.getMediaAccessStatus('screen') === 'denied') return { problem: 'refused' }
  const display = screen.getDisplayNearestPoint(screen.getCursorScreenPoint())
  const { scaleFactor, size } = display
  const thumbnailSize = { width: Math.round(size.width * scaleFactor), height: Math.round(size.height * scaleFactor) }
  try {
    const sources = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize })
    const place = screen.getAllDisplays().findIndex(({ id }) => id === display.id)
    const source = sources.find((one) => one.display_id === String(display.id)) ?? sources[place] ?? sources[0]
    return source && !source.thumbnail.isEmpty() ? { image: source.thumbnail, display } : { problem: 'none' }
  } catch (error) {
    log('info', 'the screen was not given', { error: String(error) })
    return { problem: 'refused' }
  }
}
