/** What Magpie has, shows and says, in a form that can be compared: "as if it had never been sent" is an equality. */
import Database from 'better-sqlite3'
import { databaseFile, type TestClient } from '../support/core-client'

/**
 * Of the stream and of the archive, not of what was said: every stanza counts there. The index of the search and the list of who was seen
 * in rooms follow by themselves, later.
 */
const NOT_COMPARED = /^(stream_session|stream_sent|sqlite_|search|migration|heartbeat|archive_cursor|room_person)/

export interface Row {
  table: string
  values: Record<string, unknown>
}
export interface Observation {
  rows: Map<string, Row>
  /** All that windows are shown, but the state of the link. */
  shown: string
}

const plain = (_key: string, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value)
/** Counts bytes and beats. */
const IN_MOTION = new Set(['connection', 'tally', 'revision', 'lastLoginMs'])

export class Observer {
  readonly #db: InstanceType<typeof Database>
  readonly #tables: string[]

  constructor(private readonly client: TestClient) {
    const nativeBinding = process.env['MAGPIE_SQLITE_BINDING']
    this.#db = new Database(databaseFile(client.profileDir), { readonly: true, ...(nativeBinding && { nativeBinding }) })
    this.#tables = (this.#db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").pluck().all() as string[])
      .filter((name) => !NOT_COMPARED.test(name))
  }

  look(): Observation {
    const rows = new Map<string, Row>()
    for (const table of this.#tables) {
      for (const values of this.#db.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[]) {
        rows.set(`${table} ${JSON.stringify(values, plain)}`, { table, values })
      }
    }
    return { rows, shown: JSON.stringify(this.client.snapshot(), (key, value: unknown) => (IN_MOTION.has(key) ? undefined : value)) }
  }

  /** First column of the first row. */
  value(sql: string, ...values: (string | number)[]): unknown {
    return this.#db.prepare(sql).pluck().get(...values)
  }

  count(sql: string, ...values: (string | number)[]): number {
    return Number(this.value(`SELECT count(*) FROM ${sql}`, ...values))
  }

  close(): void {
    this.#db.close()
  }
}

const short = (row: Row) => `${row.table} ${JSON.stringify(row.values, plain).slice(0, 300)}`

/** What differs although nothing may. */
export function differences(before: Observation, after: Observation): string[] {
  const found = changes(before, after).map(({ row, way }) => `${way} ${short(row)}`)
  if (found.length > 0 || before.shown === after.shown) return found
  let at = 0
  while (before.shown[at] === after.shown[at]) at++
  return [`shown otherwise: …${after.shown.slice(Math.max(0, at - 80), at + 120)}`]
}

function changes(before: Observation, after: Observation): { row: Row; way: '+' | '-' }[] {
  const gone = [...before.rows].filter(([key]) => !after.rows.has(key)).map(([, row]) => ({ row, way: '-' as const }))
  const come = [...after.rows].filter(([key]) => !before.rows.has(key)).map(([, row]) => ({ row, way: '+' as const }))
  return [...gone, ...come]
}

/** What says how things stand and not what was said: it may change, of the sender's own. */
const COUNTERS = new Set(['conversation', 'room_writer'])

/**
 * What differs and is not the sender's own: nothing is taken away or changed but the counters of his conversation, and all that is new
 * stands in it, under his name.
 */
export function foreignChanges(before: Observation, after: Observation, own: { peers: readonly string[]; names: readonly string[] }): string[] {
  const peers = new Set<unknown>(own.peers)
  const names = new Set<unknown>(own.names)
  const conversations = new Set<unknown>()
  const messages = new Set<unknown>()
  for (const { table, values } of after.rows.values()) if (table === 'conversation' && peers.has(values['peer'])) conversations.add(values['id'])
  for (const { table, values } of after.rows.values()) if (table === 'message' && conversations.has(values['conversation_id'])) messages.add(values['id'])
  const isOwn = ({ table, values }: Row) => {
    if (table === 'conversation') return conversations.has(values['id'])
    if (table === 'message') return conversations.has(values['conversation_id']) && names.has(values['sender']) && values['direction'] === 'in'
    if (values['message_id'] != null) return messages.has(values['message_id'])
    return conversations.has(values['conversation_id']) || peers.has(values['peer']) || peers.has(values['room'])
  }
  return changes(before, after)
    .filter(({ row, way }) => !isOwn(row) || (way === '-' && !COUNTERS.has(row.table)))
    .map(({ row, way }) => `${way} ${short(row)}`)
}
