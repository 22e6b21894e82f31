/** When the profile cannot be opened: words that say what to do. */
import { app, dialog } from 'electron'
import type { Log } from '#core/log'
import { asStoreError } from '#store/database'
import { stringsFor } from './strings'

export function showStartFailure(error: unknown, profileDir: string, log: Log): void {
  const problem = asStoreError(error)
  log('error', 'cannot start', { code: problem.code, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  process.stderr.write(`magpie: cannot start: ${problem.code}: ${problem.message}\n`)
  const words = stringsFor('system', app.getLocale())
  dialog.showErrorBox(words.cannotStart, `${words.problem[problem.code]}\n\n${profileDir}\n${problem.message}`)
}
