/** The page's calls: one channel, one check of who asks (SAFETY §3.1.17), then the core's server or the desktop's own. */
import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'
import * as v from 'valibot'
import type { CallHandlers } from '#core/feature'
import type { Log } from '#core/log'
import { desktop } from '#shared/desktop'
import { fail, type Result } from '#shared/result'
import type { Server } from '../ipc/serve'

export type DesktopHandlers = CallHandlers<(typeof desktop)['appCalls']>

export interface CallsOptions {
  server: Server
  /** Where our page lives: nobody else is answered. */
  origin: string
  desktopHandlers: DesktopHandlers
  log: Log
}

export function answerCalls({ server, origin, desktopHandlers, log }: CallsOptions): void {
  ipcMain.handle('magpie:call', async (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
    if (!isOurPage(event, origin)) {
      log('warn', 'a call from elsewhere refused', { url: event.senderFrame?.url.slice(0, 200) })
      return fail('forbidden', 'not allowed from here')
    }
    if (typeof name !== 'string' || !Object.hasOwn(desktop.appCalls, name)) return server.call(name, input)
    const known = name as keyof DesktopHandlers
    const parsed = v.safeParse(desktop.appCalls[known].input, input)
    if (!parsed.success) return fail('bad-input', 'not valid')
    try {
      return await (desktopHandlers[known] as (input: unknown) => Result<unknown> | Promise<Result<unknown>>)(parsed.output)
    } catch (error) {
      log('error', 'a desktop call failed', { name, error: String(error) })
      return fail('internal', 'internal error')
    }
  })
}

/** The main frame of one of our windows, showing our page. */
function isOurPage(event: IpcMainInvokeEvent, origin: string): boolean {
  const { senderFrame: frame, sender } = event
  return (
    frame !== null && frame.parent === null && frame.frameTreeNodeId === sender.mainFrame.frameTreeNodeId &&
    frame.origin === origin && BrowserWindow.fromWebContents(sender) !== null
  )
}
