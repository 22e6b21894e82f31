/**
 * Reads what can still be read of a damaged store, row by row, into a new one. A damaged page makes a query fail, so a range of
 * row ids that fails is halved until only the unreadable rows are left out.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import type { StoreRecovery } from '#shared/model/store'
import { openDatabase, StoreError, type Db } from '#store/database'
import type { Migration } from '#store/migrate'

/** `isPartial`: something could not be read, or nobody knows what was there. */
export type Salvaged = Omit<StoreRecovery, 'folder'>

export interface SalvageOptions {
  nativeBinding?: string | undefined
  migrations: Migration[]
  /** What features do to a store that may lack rows. */
  salvaged?: ((db: Db) => void) | undefined
}

interface Table {
  name: string
  columns: string[]
  hasRowid: boolean
}

const ROWS_PER_STEP = 256
/** Queries of one table that may fail before the rest of it is given up. */
const MAX_FAILURES = 20_000

/**
 * `sources`: best first. From the later ones comes only what the earlier ones could not give.
 * Throws StoreError('newer') when the first readable one is of a newer build.
 */
export async function salvage(
  target: string, sources: string[], { salvaged, ...options }: SalvageOptions,
): Promise<Salvaged> {
  const db = openDatabase({ file: target, ...options })
  try {
    db.pragma('foreign_keys = OFF')
    db.pragma('synchronous = OFF') // nobody relies on this file before it is checked and synced as a whole
    const tables = tablesOf(db).filter((table) => table.name !== 'migration')
    let missing = new Set(tables.map((table) => table.name))
    let isPartial = false
    for (const source of sources) {
      const from = openSource(source, options.nativeBinding)
      if (from === null) {
        isPartial = true
        continue
      }
      try {
        refuseNewer(from, db)
        const left = new Set<string>()
        for (const table of tables) {
          if (!missing.has(table.name)) continue
          if (!(await copyTable(from, db, table))) left.add(table.name)
        }
        missing = left
      } finally {
        from.close()
      }
      if (missing.size === 0) break
      isPartial = true
    }
    makeWhole(db)
    db.transaction(() => salvaged?.(db))()
    const count = (table: string) => (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
    return { accounts: count('account'), conversations: count('conversation'), messages: count('message'), isPartial }
  } finally {
    db.close()
  }
}

function openSource(file: string, nativeBinding: string | undefined): Db | null {
  let db: Db | null = null
  try {
    db = new Database(file, { fileMustExist: true, ...(nativeBinding && { nativeBinding }) })
    db.pragma('cell_size_check = ON')
    db.prepare('SELECT count(*) FROM sqlite_master').get()
    return db
  } catch (error) {
    void error // nothing of it can be read: the next source
    db?.close()
    return null
  }
}

function refuseNewer(from: Db, to: Db): void {
  const ids = (db: Db) => (db.prepare('SELECT id FROM migration').all() as { id: number }[]).map((row) => row.id)
  let theirs: number[] = []
  try {
    theirs = ids(from)
  } catch (error) {
    void error // this table is damaged too: then nobody can tell
  }
  const known = new Set(ids(to))
  const newest = Math.max(...known)
  // A damaged number may be anything; only one that looks like a later day's is believed.
  const newer = theirs.find((id) => !known.has(id) && id > newest && id < 2100_000_000)
  if (newer !== undefined) throw new StoreError('newer', `the database was written by a newer version (migration ${newer})`)
}

function tablesOf(db: Db): Table[] {
  const rows = db.prepare("SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'").all()
  return (rows as { name: string; wr: number }[]).map(({ name, wr }) => ({ name, columns: columnsOf(db, name), hasRowid: wr === 0 }))
}

const columnsOf = (db: Db, table: string) =>
  (db.prepare('SELECT name FROM pragma_table_info(?)').all(table) as { name: string }[]).map((row) => row.name)

/** True when every row could be read and taken over. */
async function copyTable(from: Db, to: Db, table: Table): Promise<boolean> {
  const theirs = readable(() => columnsOf(from, table.name)) ?? []
  const columns = table.columns.filter((column) => theirs.includes(column))
  if (columns.length === 0) return isOlder(from, table)
  const list = columns.map((column) => `"${column}"`).join(', ')
  const insert = to.prepare(`INSERT OR IGNORE INTO "${table.name}" (${list}) VALUES (${columns.map(() => '?').join(', ')})`)
  let isWhole = true
  const take = (row: unknown[]) => {
    try {
      insert.run(row)
    } catch (error) {
      void error // a value that its column cannot hold: the row is damaged
      isWhole = false
    }
  }
  const takeAll = to.transaction((rows: unknown[][]) => rows.forEach(take))
  const reader = table.hasRowid ? byRowid(from, table.name, list) : byKey(from, table.name, list)
  for (const rows of reader) {
    if (rows === null) isWhole = false
    else takeAll(rows)
    await nextTurn()
  }
  return isWhole
}

/** A table that this store did not have yet lost nothing. */
function isOlder(from: Db, table: Table): boolean {
  const names = readable(() => from.prepare('SELECT name FROM sqlite_master').all() as { name: string }[])
  return names !== null && !names.some((row) => row.name === table.name)
}

/** Batches of rows; null stands for rows that could not be read. */
function* byRowid(db: Db, table: string, list: string): Generator<unknown[][] | null> {
  const range = db.prepare(`SELECT ${list} FROM "${table}" NOT INDEXED WHERE rowid BETWEEN ? AND ?`).raw()
  const next = db.prepare(`SELECT min(rowid) AS id FROM "${table}" NOT INDEXED WHERE rowid >= ?`)
  const last = readable(() => db.prepare(`SELECT max(rowid) AS id FROM "${table}" NOT INDEXED`).get() as { id: number | null })
  const end = last ? (last.id ?? 0) : Infinity
  const state = { failures: 0 }
  let at = 1
  let emptySince = 0
  while (at <= end && state.failures < MAX_FAILURES) {
    const upTo = at + ROWS_PER_STEP - 1
    const before = state.failures
    let found = 0
    for (const rows of halved(range, at, Math.min(upTo, end), state)) {
      found += rows?.length ?? 0
      yield rows
    }
    at = upTo + 1
    emptySince = found > 0 ? 0 : emptySince + 1
    if (state.failures === before) {
      // Over gaps in the ids in one step, where the tree still allows it.
      const row = readable(() => next.get(at) as { id: number | null })
      if (row?.id === null) return
      if (row) at = row.id
    } else if (end === Infinity && emptySince > 40) break // the end is unknown, and nothing comes any more
  }
  if (state.failures > 0) yield null
}

function* halved(range: Database.Statement, from: number, to: number, state: { failures: number }): Generator<unknown[][] | null> {
  const rows = readable(() => range.all(from, to) as unknown[][])
  if (rows) {
    if (rows.length > 0) yield rows
    return
  }
  state.failures++
  if (from >= to || state.failures >= MAX_FAILURES) return yield null
  const middle = Math.floor((from + to) / 2)
  yield* halved(range, from, middle, state)
  yield* halved(range, middle + 1, to, state)
}

/** Tables without row ids: from the front until it fails, then from the back. */
function* byKey(db: Db, table: string, list: string): Generator<unknown[][] | null> {
  const primary = (db.prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk').all(table) as { name: string }[]).map((row) => `"${row.name}"`)
  for (const direction of ['', ' DESC']) {
    const order = primary.map((column) => column + direction).join(', ')
    const rows: unknown[][] = []
    let isWhole = true
    try {
      for (const row of db.prepare(`SELECT ${list} FROM "${table}" ORDER BY ${order}`).raw().iterate()) rows.push(row as unknown[])
    } catch (error) {
      void error // up to here
      isWhole = false
    }
    yield rows
    if (isWhole) return
    yield null
  }
}

function readable<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    void error // damaged: the caller takes the other way
    return null
  }
}

/** Rows whose parent is lost cannot stay; conversations get their counts and last message from what is there. */
function makeWhole(db: Db): void {
  db.transaction(() => {
    for (let round = 0; round < 10; round++) {
      const orphans = db.pragma('foreign_key_check') as { table: string; rowid: number | null; parent: string; fkid: number }[]
      if (orphans.length === 0) break
      for (const table of new Set(orphans.map((orphan) => orphan.table))) removeOrphans(db, table)
    }
    // A resumed session would bring only what came after the rows that are lost.
    db.exec('DELETE FROM stream_sent; DELETE FROM stream_session')
    db.exec(`UPDATE conversation SET
      unread_count = (SELECT count(*) FROM message WHERE conversation_id = conversation.id AND is_unread = 1),
      mention_count = (SELECT count(*) FROM message WHERE conversation_id = conversation.id AND is_unread = 1 AND is_mention = 1),
      last_message_id = (SELECT id FROM message WHERE conversation_id = conversation.id ORDER BY order_ms DESC, id DESC LIMIT 1)`)
  })()
}

function removeOrphans(db: Db, table: string): void {
  const keys = db.pragma(`foreign_key_list("${table}")`) as { id: number; table: string; from: string; to: string | null }[]
  for (const id of new Set(keys.map((key) => key.id))) {
    const parts = keys.filter((key) => key.id === id)
    const parent = parts[0]!.table
    const primary = (db.prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk').all(parent) as { name: string }[]).map((row) => row.name)
    const match = parts.map((part, i) => `p."${part.to ?? primary[i]!}" = c."${part.from}"`).join(' AND ')
    const isSet = parts.map((part) => `c."${part.from}" IS NOT NULL`).join(' AND ')
    db.exec(`DELETE FROM "${table}" AS c WHERE ${isSet} AND NOT EXISTS (SELECT 1 FROM "${parent}" AS p WHERE ${match})`)
  }
}
