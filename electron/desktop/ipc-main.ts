/** The page's calls: one channel, one check of who asks (SAFETY §3.1.17), then the core's server or the desktop's own. */
import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'
import * as v from 'valibot'
import type { Log } from '#core/log'
import type { InputOf, OutputOf } from '#shared/contract-kit'
import { desktop } from '#shared/desktop'
import { fail, type Result } from '#shared/result'
import type { Server } from '../ipc/serve'
import type { Windows } from './windows'

type Calls = (typeof desktop)['appCalls']
/** `asker`: the window that asks; dialogs belong to it. */
export type DesktopHandlers = {
  [K in keyof Calls]: (input: InputOf<Calls[K]>, asker: BrowserWindow) => Result<OutputOf<Calls[K]>> | Promise<Result<OutputOf<Calls[K]>>>
}

export interface CallsOptions {
  server: Server
  /** Where our page lives, and in which windows: nobody else is answered. */
  origin: string
  windows: Pick<Windows, 'has'>
  /** Windows that may ask for a few things only. */
  helpers: { has(window: BrowserWindow): boolean; calls: readonly string[] }
  desktopHandlers: DesktopHandlers
  log: Log
}

export function answerCalls({ server, origin, windows, helpers, desktopHandlers, log }: CallsOptions): void {
  ipcMain.handle('magpie:call', async (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
    const asker = BrowserWindow.fromWebContents(event.sender)
    const isKnown = asker !== null && (windows.has(asker) || (helpers.has(asker) && helpers.calls.includes(name as string)))
    if (!asker || !isKnown || !isOurPage(event, origin)) {
      log('warn', 'a call from elsewhere refused', { url: event.senderFrame?.url.slice(0, 200) })
      return fail('forbidden', 'not allowed from here')
    }
    if (typeof name !== 'string' || !Object.hasOwn(desktop.appCalls, name)) return server.call(name, input)
    const known = name as keyof DesktopHandlers
    const parsed = v.safeParse(desktop.appCalls[known].input, input)
    if (!parsed.success) return fail('bad-input', 'not valid')
    try {
      return await (desktopHandlers[known] as (input: unknown, asker: BrowserWindow) => Result<unknown> | Promise<Result<unknown>>)(parsed.output, asker)
    } catch (error) {
      log('error', 'a desktop call failed', { name, error: String(error) })
      return fail('internal', 'internal error')
    }
  })
}

/** The main frame, showing our page. */
function isOurPage(event: IpcMainInvokeEvent, origin: string): boolean {
  const { senderFrame: frame, sender } = event
  return (
    frame !== null && frame.parent === null && frame.frameTreeNodeId === sender.mainFrame.frameTreeNodeId &&
    frame.origin === origin
  )
}
