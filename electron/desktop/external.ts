/** The one door to the system's browser and mail program (SAFETY §3.1.15). */
import { dialog, shell, type BrowserWindow } from 'electron'
import { externalTarget } from './external-target'
import type { Strings } from './strings'

/** True when the user agreed and the system took it. */
export async function openExternal(address: string, window: BrowserWindow, strings: Strings): Promise<boolean> {
  const target = externalTarget(address)
  if (!target) return false
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: target.kind === 'mail' ? strings.openMailQuestion : strings.openLinkQuestion(target.host),
    detail: target.url,
    buttons: [strings.open, strings.cancel],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  if (response !== 0) return false
  await shell.openExternal(target.url)
  return true
}

/** A file in our folder of files, with the system's program for it. Whoever calls has made sure that it cannot run. Gives the system's complaint, or ''. */
export const openLocal = (path: string): Promise<string> => shell.openPath(path)
export const showLocal = (path: string): void => shell.showItemInFolder(path)
