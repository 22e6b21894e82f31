/** The folder of files: `KEY/NAME`, one file in each; what is still coming is `KEY.part`. Keys are random: nobody guesses a path. */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { appendFile, mkdir, open, readdir, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { FILE_KEY } from '#shared/model/files'
import { safeName } from '#shared/safe-name'
import { HEAD_BYTES } from './media'

export interface FoundFile {
  path: string
  name: string
  size: number
}

export const newKey = (): string => randomBytes(16).toString('hex')
const folder = (dir: string, key: string) => join(dir, key)
const partOf = (dir: string, key: string) => join(dir, `${key}.part`)

/** An empty file; fails when there is one. */
export async function beginFile(dir: string, key: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await writeFile(partOf(dir, key), '', { flag: 'wx', mode: 0o600 })
}
export const addToFile = (dir: string, key: string, bytes: Uint8Array): Promise<void> => appendFile(partOf(dir, key), bytes)
/** To be closed by who takes it. */
export const openPart = (dir: string, key: string): Promise<FileHandle> => open(partOf(dir, key), 'a')
/** All of it is here: from now on it has its name. */
export async function finishFile(dir: string, key: string, name: string): Promise<void> {
  await mkdir(folder(dir, key), { mode: 0o700 })
  await rename(partOf(dir, key), join(folder(dir, key), safeName(name)))
}
export async function removeFile(dir: string, key: string): Promise<void> {
  await rm(partOf(dir, key), { force: true })
  await rm(folder(dir, key), { recursive: true, force: true })
}

/** Null: it is not here (any more). */
export async function findFile(dir: string, key: string): Promise<FoundFile | null> {
  if (!FILE_KEY.test(key)) return null
  try {
    const [entry] = (await readdir(folder(dir, key), { withFileTypes: true })).filter((one) => one.isFile())
    if (!entry) return null
    const path = join(folder(dir, key), entry.name)
    return { path, name: entry.name, size: (await stat(path)).size }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

export async function headOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** SHA-256 in Base64. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) hash.update(part)
  return hash.digest('base64')
}
