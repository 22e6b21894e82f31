/**
 * Files of messages outside of the page: read for it, opened, saved, dragged out. It names them by their keys and learns no path. What could run is
 * never opened, by its name or by its first bytes (SAFETY §2.3).
 */
import { app, dialog, nativeImage, type NativeImage } from 'electron'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '#core/log'
import { findFile, headOf } from '#features/files/disk'
import { hasTooManyFrames, mediaOf } from '#features/files/media'
import { done, fail, ok } from '#shared/result'
import { kindOf, MAX_SOUND_BYTES } from '#shared/model/files'
import { isRiskyName } from '#shared/safe-name'
import type { ReadMedia } from './app-scheme'
import { dragIcon } from './drag-icon'
import { openLocal, showLocal } from './external'
import type { DesktopHandlers } from './ipc-main'
import type { Strings } from './strings'

/** What is shown in the page; larger ones are opened with another program. */
const MAX_PICTURE_BYTES = 80_000_000

export const mediaReader = (dir: string): ReadMedia => async (key) => {
  const found = await findFile(dir, key)
  if (!found || found.size > MAX_PICTURE_BYTES) return null
  const media = mediaOf(await headOf(found.path))
  if (media?.kind !== 'picture') return null
  const bytes = await readFile(found.path)
  return hasTooManyFrames(bytes, media.type) ? null : { bytes, type: media.type }
}

/** Whole, since the page may fetch nothing: it decodes and plays what it has in hand. */
async function readSound(dir: string, key: string) {
  const found = await findFile(dir, key)
  if (!found || found.size > MAX_SOUND_BYTES) return null
  const media = mediaOf(await headOf(found.path))
  const isSound = media?.kind === 'audio' || (media?.kind === 'video' && kindOf(null, found.name) === 'audio')
  return isSound ? { bytes: new Uint8Array(await readFile(found.path)), type: media.type.replace('video/', 'audio/') } : null
}

let icon: NativeImage | null = null
function sheet(): NativeImage {
  if (icon) return icon
  const { pixels, ...size } = dragIcon(1)
  icon = nativeImage.createFromBitmap(pixels, size)
  const { pixels: buffer, ...large } = dragIcon(2)
  icon.addRepresentation({ scaleFactor: 2, buffer, ...large })
  return icon
}

interface FileOptions {
  dir: string
  strings: () => Strings
  log: Log
}
const gone = fail('not-found', 'the file is not here any more')

export function fileHandlers(
  { dir, strings, log }: FileOptions,
): Pick<DesktopHandlers, 'desktop.openFile' | 'desktop.showFile' | 'desktop.saveFile' | 'desktop.readSound' | 'desktop.dragFile'> {
  return {
    'desktop.readSound': async ({ key }) => {
      const sound = await readSound(dir, key)
      return sound ? ok(sound) : gone
    },
    'desktop.openFile': async ({ key }, asker) => {
      const found = await findFile(dir, key)
      if (!found) return gone
      const isRisky = isRiskyName(found.name) || mediaOf(await headOf(found.path))?.kind === 'program'
      if (isRisky) {
        const words = strings()
        const { response } = await dialog.showMessageBox(asker, {
          type: 'warning', message: words.riskyFile(found.name), detail: words.riskyFileDetail, buttons: [words.cancel, words.showInFolder], defaultId: 0, cancelId: 0, noLink: true,
        })
        if (response === 1) showLocal(found.path)
        return ok({ outcome: 'not-opened' })
      }
      const problem = await openLocal(found.path)
      if (problem) log('info', 'a file could not be opened', { problem })
      return ok({ outcome: problem === '' ? 'opened' : 'no-program' })
    },
    'desktop.showFile': async ({ key }) => {
      const found = await findFile(dir, key)
      if (!found) return gone
      showLocal(found.path)
      return done
    },
    'desktop.dragFile': async ({ key }, asker) => {
      const found = await findFile(dir, key)
      if (!found) return gone
      // Others may copy it or link to it, not move it. Where the system holds on to us meanwhile (Linux, Windows) this returns when it is let go.
      asker.webContents.startDrag({ file: found.path, icon: sheet() })
      return done
    },
    'desktop.saveFile': async ({ key }, asker) => {
      const found = await findFile(dir, key)
      if (!found) return gone
      const { canceled, filePath } = await dialog.showSaveDialog(asker, { title: strings().saveTitle, defaultPath: join(app.getPath('downloads'), found.name) })
      if (canceled || !filePath) return ok({ isSaved: false })
      return copyFile(found.path, filePath).then(
        () => ok({ isSaved: true }),
        (error: NodeJS.ErrnoException) => fail(error.code === 'ENOSPC' ? 'disk-full' : 'refused', 'the file cannot be written there'),
      )
    },
  }
}
