/** Events to the windows: one message per tick with all that happened, in order. */
import { BrowserWindow } from 'electron'
import type { ContractEvent } from '#contract'
import type { Core } from '#core/create-core'
import type { desktop } from '#shared/desktop'
import type { PayloadOf } from '#shared/contract-kit'

type DesktopEvents = (typeof desktop)['events']
export type EmitDesktop = <K extends keyof DesktopEvents & string>(name: K, payload: PayloadOf<DesktopEvents[K]>) => void

/** Gives the way to send the desktop's own events along. */
export function broadcastEvents(core: Pick<Core, 'subscribe'>): EmitDesktop {
  let batch: unknown[] = []
  const flush = () => {
    const events = batch
    batch = []
    for (const window of BrowserWindow.getAllWindows()) {
      if (!window.isDestroyed() && !window.webContents.isCrashed()) window.webContents.send('magpie:events', events)
    }
  }
  const push = (event: unknown) => {
    if (batch.push(event) === 1) setImmediate(flush)
  }
  core.subscribe(push)
  return (name, payload) => push({ revision: 0, name, payload } as ContractEvent)
}
