/** Prepared once, used often: the statement for a text, kept per database. */
import type { Statement } from 'better-sqlite3'
import type { Db } from '#store/database'

const cache = new WeakMap<Db, Map<string, Statement>>()

export function sql(db: Db, text: string): Statement {
  let statements = cache.get(db)
  if (!statements) cache.set(db, (statements = new Map()))
  let statement = statements.get(text)
  if (!statement) statements.set(text, (statement = db.prepare(text)))
  return statement
}

export const all = <T>(db: Db, text: string, ...params: unknown[]): T[] => sql(db, text).all(...params) as T[]
export const one = <T>(db: Db, text: string, ...params: unknown[]): T | null => (sql(db, text).get(...params) as T | undefined) ?? null
/** Number of changed rows. */
export const run = (db: Db, text: string, ...params: unknown[]): number => sql(db, text).run(...params).changes
/** Row id of the inserted row. */
export const insert = (db: Db, text: string, ...params: unknown[]): number => Number(sql(db, text).run(...params).lastInsertRowid)
