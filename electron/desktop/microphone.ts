/**
 * The microphone: a page may open it only after it has said that the user records, and only until it has it (SAFETY §3.1.11: everything
 * else stays denied, the camera too). macOS asks the user once by itself and remembers; elsewhere the system's settings decide when it is opened.
 */
import { systemPreferences, type WebContents } from 'electron'
import { ok } from '#shared/result'
import type { DesktopHandlers } from './ipc-main'

const listening = new WeakSet<WebContents>()
export const isListening = (contents: WebContents): boolean => listening.has(contents)

const mayListen = (): Promise<boolean> => (process.platform === 'darwin' ? systemPreferences.askForMediaAccess('microphone') : Promise.resolve(true))

export const microphoneHandler: DesktopHandlers['desktop.microphone'] = async ({ isWanted }, { webContents }) => {
  if (!isWanted) listening.delete(webContents)
  else if (await mayListen()) listening.add(webContents)
  else return ok({ isAllowed: false })
  return ok({ isAllowed: true })
}
