/**
 * Sleep, screen lock and network changes: before a sleep the links are left in peace, after it they are tried at once instead
 * of at their next step (SAFETY P11). And whether anybody looks at a window (XEP-0352).
 */
import { powerMonitor } from 'electron'
import type { Core } from '#core/create-core'
import type { Clock } from '#shared/time'
import { watchNetwork } from '../start/network-watch'
import { watchAttention } from './attention'
import type { Windows } from './windows'

export function watchPower(core: Core, clock: Clock, windows: Windows): void {
  let isLocked = false
  const { look } = watchAttention({
    isWindowShown: () => windows.all().some((window) => window.isVisible() && !window.isMinimized()),
    idleSeconds: () => powerMonitor.getSystemIdleTime(),
    isLocked: () => isLocked,
  }, core.setAttention)
  const lock = (isNow: boolean) => {
    isLocked = isNow
    look()
  }
  powerMonitor.on('suspend', core.sleep)
  powerMonitor.on('resume', () => core.retryNow('wake'))
  powerMonitor.on('lock-screen', () => lock(true))
  powerMonitor.on('unlock-screen', () => {
    lock(false)
    core.retryNow('wake')
  })
  windows.onChange(look)
  watchNetwork(clock, core.retryNow)
}
