/** Sleep, screen lock and network changes: the links are tried at once instead of at their next step (SAFETY P11). */
import { powerMonitor } from 'electron'
import type { Core } from '#core/create-core'
import type { Clock } from '#shared/time'
import { watchNetwork } from '../start/network-watch'

export function watchPower(core: Core, clock: Clock): void {
  powerMonitor.on('resume', () => core.retryNow('wake'))
  powerMonitor.on('unlock-screen', () => core.retryNow('wake'))
  watchNetwork(clock, core.retryNow)
}
