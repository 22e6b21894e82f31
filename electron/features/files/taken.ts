/** Pictures that another feature keeps (stickers): of their own key, without a message, so that no sweep removes them. */
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '#store/database'
import { findFile, finishFile, hashOf, headOf, newKey, removeFile } from './disk'
import { mediaOf } from './media'
import type { TakenPicture } from './public'
import { dropLocal } from './table'

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
