/** Events to the windows: one message per tick with all that happened, in order. */
import type { BrowserWindow } from 'electron'
import type { ContractEvent } from '#contract'
import type { Core } from '#core/create-core'
import type { desktop } from '#shared/desktop'
import type { PayloadOf } from '#shared/contract-kit'
import type { Windows } from './windows'

type DesktopEvents = (typeof desktop)['events']
export type EmitDesktop = <K extends keyof DesktopEvents & string>(name: K, payload: PayloadOf<DesktopEvents[K]>, to?: BrowserWindow) => void

/** Gives the way to send the desktop's own events along: to all windows, or to one. */
export function broadcastEvents(core: Pick<Core, 'subscribe'>, windows: Pick<Windows, 'all'>): EmitDesktop {
  let batch: { event: unknown; to?: BrowserWindow | undefined }[] = []
  const flush = () => {
    const sent = batch
    batch = []
    for (const window of windows.all()) {
      const events = sent.filter(({ to }) => !to || to === window).map(({ event }) => event)
      if (events.length > 0 && !window.webContents.isCrashed()) window.webContents.send('magpie:events', events)
    }
  }
  const push = (event: unknown, to?: BrowserWindow) => {
    if (batch.push({ event, to }) === 1) setImmediate(flush)
  }
  core.subscribe((event) => push(event))
  return (name, payload, to) => push({ revision: 0, name, payload } as ContractEvent, to)
}
