/**
 * What takes long goes into a thread of its own with its own connection: quick_check (0.5 s for 100 MB), integrity_check
 * (1.1 s for 84 MB) and copies, whose last fsync alone held the event loop for 116 ms at 120 MB.
 */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { storeErrorOf } from '#store/database'

/** Plain JavaScript in a string: a thread's file would need a place of its own in every bundle and package. */
const PROGRAM = `
  const { workerData, parentPort } = require('node:worker_threads')
  const { library, file, options, copyTo, check } = workerData
  const run = async () => {
    let problem = null
    const db = new (require(library))(file, options)
    try {
      db.pragma('cell_size_check = ON')
      // In one step: the snapshot of one moment, which writers neither wait for nor disturb.
      if (check === 'checkpoint') db.pragma('wal_checkpoint(PASSIVE)')
      else if (copyTo) await db.backup(copyTo, { progress: () => 0x7fffffff })
      else {
        const found = db.pragma(check + '(1)', { simple: true })
        if (found !== 'ok') problem = String(found)
        else if (db.pragma('foreign_key_check').length > 0) problem = 'rows without the row they belong to'
      }
    } finally {
      db.close()
    }
    return { problem, code: null }
  }
  run()
    .catch((error) => ({ problem: String(error && error.message), code: String((error && error.code) || 'SQLITE_ERROR') }))
    .then((answer) => parentPort.postMessage(answer))
`

interface Answer {
  problem: string | null
  /** SQLite's, when it threw. */
  code: string | null
}

type Check = 'quick_check' | 'integrity_check' | 'checkpoint'

function inThread(file: string, nativeBinding: string | undefined, copyTo: string | null, check: Check = 'quick_check'): Promise<Answer> {
  const library = createRequire(import.meta.url).resolve('better-sqlite3')
  const options = { readonly: check !== 'checkpoint', fileMustExist: true, ...(nativeBinding && { nativeBinding }) }
  return new Promise((resolve, reject) => {
    const worker = new Worker(PROGRAM, { eval: true, workerData: { library, file, options, copyTo, check } })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the thread ended without an answer (${code})`)))
  })
}

/** Null: sound. Else what was found. The file's WAL is taken into account, nothing is written to the database. */
export const quickCheck = async (file: string, nativeBinding?: string): Promise<string | null> =>
  (await inThread(file, nativeBinding, null)).problem

/** The same for what quick_check leaves out: every index entry against its row. The file may be in use. Throws StoreError when it could not be read at all. */
export async function fullCheck(file: string, nativeBinding?: string): Promise<string | null> {
  const { problem, code } = await inThread(file, nativeBinding, null, 'integrity_check')
  if (code !== null && !code.startsWith('SQLITE_CORRUPT') && code !== 'SQLITE_NOTADB') throw storeErrorOf(code, problem ?? '')
  return problem
}

/** SQLite's online backup of a file that may be in use. Throws StoreError. */
export async function copyDatabase(file: string, to: string, nativeBinding?: string): Promise<void> {
  const { problem, code } = await inThread(file, nativeBinding, to)
  if (problem !== null) throw storeErrorOf(code ?? '', problem)
}

/** Folds the write-ahead log in, while others read and write. Throws StoreError. */
export async function checkpoint(file: string, nativeBinding?: string): Promise<void> {
  const { problem, code } = await inThread(file, nativeBinding, null, 'checkpoint')
  if (problem !== null) throw storeErrorOf(code ?? '', problem)
}
