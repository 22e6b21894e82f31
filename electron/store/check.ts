/**
 * quick_check of a database file in a thread of its own: it takes about 0.5 s for 100 MB, and nothing else may wait for it.
 */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

/** Plain JavaScript in a string: a thread's file would need a place of its own in every bundle and package. */
const PROGRAM = `
  const { workerData, parentPort } = require('node:worker_threads')
  const { library, file, options } = workerData
  let problem = null
  try {
    const db = new (require(library))(file, options)
    try {
      db.pragma('cell_size_check = ON')
      const found = db.pragma('quick_check(1)', { simple: true })
      if (found !== 'ok') problem = String(found)
      else if (db.pragma('foreign_key_check').length > 0) problem = 'rows without the row they belong to'
    } finally {
      db.close()
    }
  } catch (error) {
    problem = String(error && (error.code || error.message))
  }
  parentPort.postMessage(problem)
`

/** Null: sound. Else what was found. The file's WAL is taken into account, nothing is written to the database. */
export function quickCheck(file: string, nativeBinding?: string): Promise<string | null> {
  const library = createRequire(import.meta.url).resolve('better-sqlite3')
  const options = { readonly: true, fileMustExist: true, ...(nativeBinding && { nativeBinding }) }
  return new Promise((resolve, reject) => {
    const worker = new Worker(PROGRAM, { eval: true, workerData: { library, file, options } })
    worker.once('message', (problem: string | null) => resolve(problem))
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the check ended without an answer (${code})`)))
  })
}
