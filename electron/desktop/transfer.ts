/** Export and import of an account: where from and where to, the user says in a dialog of the system, never the page. */
import { app, dialog } from 'electron'
import { join } from 'node:path'
import type { Core } from '#core/create-core'
import { ok } from '#shared/result'
import { fileNameOf } from './file-name'
import type { DesktopHandlers } from './ipc-main'
import type { Strings } from './strings'

export interface TransferOptions {
  core: Pick<Core, 'accounts' | 'transfer'>
  strings: () => Strings
}

const EXTENSION = 'jsonl'

export function transferHandlers(
  { core, strings }: TransferOptions,
): Pick<DesktopHandlers, 'desktop.exportAccount' | 'desktop.importAccount'> {
  const filters = () => [{ name: strings().exportFiles, extensions: [EXTENSION] }]
  return {
    'desktop.exportAccount': async ({ accountId }, asker) => {
      const address = core.accounts.list().find((account) => account.id === accountId)?.address ?? 'magpie'
      const { canceled, filePath } = await dialog.showSaveDialog(asker, {
        title: strings().exportTitle, defaultPath: join(app.getPath('documents'), fileNameOf(address, EXTENSION)), filters: filters(),
      })
      return canceled || !filePath ? ok(null) : core.transfer.exportAccount(accountId, filePath)
    },
    'desktop.importAccount': async ({ accountId }, asker) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(asker, {
        title: strings().importTitle, properties: ['openFile', 'showHiddenFiles'], // other programs keep theirs under ~/.local
        filters: [{ name: strings().importFiles, extensions: [EXTENSION, 'db'] }],
      })
      const [path] = filePaths
      return canceled || !path ? ok(null) : core.transfer.importAccount(accountId, path)
    },
  }
}
