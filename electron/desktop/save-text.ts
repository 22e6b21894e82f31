/** A text of the page as a file: where to, the user says in a dialog of the system. */
import { app, dialog } from 'electron'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '#core/log'
import { fail, ok } from '#shared/result'
import { fileNameOf } from './file-name'
import type { DesktopHandlers } from './ipc-main'
import type { Strings } from './strings'

/** Sheets take a CSV without this for the system's old character set. */
const BOM = '\ufeff'

export const saveTextHandler =
  (strings: () => Strings, log: Log): DesktopHandlers['desktop.saveText'] =>
  async ({ name, kind, text }, asker) => {
    const { canceled, filePath } = await dialog.showSaveDialog(asker, {
      title: strings().saveTitle,
      defaultPath: join(app.getPath('documents'), fileNameOf(name, kind)),
      filters: [{ name: kind.toUpperCase(), extensions: [kind] }],
    })
    if (canceled || !filePath) return ok({ isSaved: false })
    try {
      await writeFile(filePath, kind === 'csv' ? BOM + text : text, 'utf8')
      return ok({ isSaved: true })
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      log('warn', 'a file could not be saved', { code })
      return code === 'ENOSPC' || code === 'EDQUOT' ? fail('disk-full', 'the disk is full') : fail('refused', 'the file cannot be written there')
    }
  }
