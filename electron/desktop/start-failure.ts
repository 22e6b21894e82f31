/** When the profile cannot be opened: words that say what to do. */
import { app, dialog } from 'electron'
import type { Log } from '#core/log'
import { asStoreError } from '#store/database'
import { stringsFor } from './strings'

/** After `ready`. Resolves when the user has read it; a signal still ends the program meanwhile. */
export async function showStartFailure(error: unknown, profileDir: string, log: Log): Promise<void> {
  const problem = asStoreError(error)
  log('error', 'cannot start', { code: problem.code, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  process.stderr.write(`magpie: cannot start: ${problem.code}: ${problem.message}\n`)
  const words = stringsFor('system', app.getLocale())
  await dialog.showMessageBox({
    type: 'error',
    title: 'Magpie',
    message: words.cannotStart,
    detail: `${words.problem[problem.code]}\n\n${profileDir}\n${problem.message}`,
    buttons: [words.quit],
    noLink: true,
  })
}
