/** Pictures the page has drawn (QR codes): to the clipboard, or to a file whose place the user says. */
import * as electron from 'electron'
import { app, clipboard, dialog, nativeImage, type BrowserWindow, type NativeImage } from 'electron'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { done, fail, ok } from '#shared/result'
import { fileNameOf } from './file-name'
import type { DesktopHandlers } from './ipc-main'
import type { Strings } from './strings'

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const pngOf = (base64: string): Buffer | null => {
  const bytes = Buffer.from(base64, 'base64')
  return bytes.subarray(0, PNG.length).equals(PNG) ? bytes : null
}
/** COMPAT(electron): before 45 the clipboard had a call of its own for pictures, and no items (the tests may run on such a one). */
const copy = async (bytes: Buffer): Promise<void> => {
  if (electron.ClipboardItem) return clipboard.write([new electron.ClipboardItem({ 'image/png': new Blob([new Uint8Array(bytes)], { type: 'image/png' }) })])
  ;(clipboard as unknown as { writeImage(image: NativeImage): void }).writeImage(nativeImage.createFromBuffer(bytes))
}
const noPicture = fail('bad-input', 'no PNG')

export function pictureHandlers(window: BrowserWindow, strings: () => Strings): Pick<DesktopHandlers, 'desktop.copyPicture' | 'desktop.savePicture'> {
  return {
    'desktop.copyPicture': async ({ png }) => {
      const bytes = pngOf(png)
      if (!bytes) return noPicture
      await copy(bytes)
      return done
    },
    'desktop.savePicture': async ({ png, name }) => {
      const bytes = pngOf(png)
      if (!bytes) return noPicture
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: strings().savePicture, defaultPath: join(app.getPath('pictures'), fileNameOf(name, 'png')), filters: [{ name: 'PNG', extensions: ['png'] }],
      })
      if (canceled || !filePath) return ok({ isSaved: false })
      return writeFile(filePath, bytes).then(
        () => ok({ isSaved: true }),
        (error: NodeJS.ErrnoException) => fail(error.code === 'ENOSPC' ? 'disk-full' : 'refused', 'the file cannot be written there'),
      )
    },
  }
}
