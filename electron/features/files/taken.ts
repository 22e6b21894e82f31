/** Pictures that another feature keeps (stickers): of their own key, without a message, so that no sweep removes them. */
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Session } from '#core/context'
import type { Db } from '#store/database'
import { addToFile, beginFile, findFile, finishFile, hashOf, headOf, newKey, removeFile } from './disk'
import { mediaOf } from './media'
import type { FilesApi, TakenPicture } from './public'
import { finishMarked } from './quarantine'
import { dropLocal, putLocal } from './table'

/** Null, and it is removed: it is no picture, or larger. */
export async function takePicture(dir: string, key: string, maxBytes: number): Promise<TakenPicture | null> {
  const found = await findFile(dir, key)
  const media = found && found.size <= maxBytes ? mediaOf(await headOf(found.path)) : null
  if (!found || media?.kind !== 'picture') {
    await removeFile(dir, key)
    return null
  }
  const { type, width, height } = media
  return { key, name: found.name, size: found.size, type, width, height, hash: await hashOf(found.path) }
}

export async function takeBrought(dir: string, db: Db, key: string, name: string, maxBytes: number): Promise<TakenPicture | null> {
  await finishFile(dir, key, name)
  const taken = await takePicture(dir, key, maxBytes)
  dropLocal(db, key)
  return taken
}

export async function takeCopy(dir: string, of: string, maxBytes: number): Promise<TakenPicture | null> {
  const found = await findFile(dir, of)
  if (!found || found.size > maxBytes) return null
  const key = newKey()
  await mkdir(join(dir, key), { mode: 0o700 })
  await copyFile(found.path, join(dir, key, found.name))
  return takePicture(dir, key, maxBytes)
}

export const createFetching = (session: Session, mayBePrivate: (url: URL) => boolean): FilesApi['fetchPicture'] =>
  async ({ name, url, hash }, maxBytes, signal) => {
    const { db, filesDir, https } = session
    const key = newKey()
    putLocal(db, key, null) // until somebody has taken it
    try {
      await beginFile(filesDir, key)
      for await (const part of https.get(url, { maxBytes, signal, mayBePrivate })) await addToFile(filesDir, key, part)
      await finishMarked(session, key, name)
      const taken = await takePicture(filesDir, key, maxBytes)
      signal.throwIfAborted()
      const isMeant = hash === null || taken?.hash === hash
      if (!isMeant) await removeFile(filesDir, key)
      dropLocal(db, key)
      return isMeant ? taken : null
    } catch (error) {
      await removeFile(filesDir, key)
      if (!signal.aborted) dropLocal(db, key) // else the database may be closed; the next start does it
      throw error
    }
  }
