/** The history of Gajim: `logs.db`, as of version 1.7.3 (user_version 7). Files, calls and status lines are not read. */
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import { all, one } from '#store/sql'
import type { ForeignRow } from './row'

interface Raw {
  log_line_id: number
  jid: string
  jid_type: number
  contact_name: string | null
  time: number
  kind: number
  message: string | null
  additional_data: string | null
  stanza_id: string | null
  message_id: string | null
  marker: number | null
  error: string | null
}

/** Gajim's `KindConstant`: room, and single and chat messages in both directions. */
const ROOM = 2
const SENT = [5, 6]
const WANTED = [ROOM, 3, 4, ...SENT]

export const isGajim = (tables: ReadonlySet<string>) => tables.has('logs') && tables.has('jids')

export const hasGajimAccount = (db: Db, address: string): boolean =>
  one(db, 'SELECT 1 FROM logs JOIN jids own ON own.jid_id = logs.account_id WHERE lower(own.jid) = ? LIMIT 1', address) !== null

/** After `after` in Gajim's own order. */
export function readGajim(db: Db, address: string, after: number, limit: number): { rows: (ForeignRow | null)[]; last: number } | null {
  const raws = all<Raw>(
    db,
    `SELECT log_line_id, peer.jid, peer.type AS jid_type, contact_name, time, kind, message, additional_data, stanza_id, message_id, marker, error
     FROM logs JOIN jids own ON own.jid_id = logs.account_id JOIN jids peer ON peer.jid_id = logs.jid_id
     WHERE lower(own.jid) = ? AND kind IN (${WANTED.join()}) AND log_line_id > ? ORDER BY log_line_id LIMIT ?`,
    address, after, limit,
  )
  const last = raws.at(-1)
  return last ? { rows: raws.map(fromRaw), last: last.log_line_id } : null
}

function fromRaw(raw: Raw): ForeignRow | null {
  const slash = raw.jid.indexOf('/')
  const isOwn = SENT.includes(raw.kind)
  const kind = raw.kind === ROOM ? 'room' : slash >= 0 ? 'room-pm' : 'chat'
  const nick = kind === 'room' ? (raw.contact_name ?? '') : kind === 'room-pm' && !isOwn ? raw.jid.slice(slash + 1) : ''
  if (raw.message === null || (kind === 'room' && nick === '')) return null
  return {
    kind,
    peer: raw.jid,
    direction: kind === 'room' ? null : isOwn ? 'out' : 'in', // of rooms it keeps only the nick
    nick,
    body: raw.message,
    stanzaId: raw.message_id || null,
    archiveId: raw.stanza_id && raw.stanza_id !== raw.message_id ? raw.stanza_id : null, // the archive does not tell us of what we send: it keeps its own id twice
    sentAtMs: Math.round(raw.time * 1000) as EpochMs,
    state: raw.error ? 'failed' : raw.marker === 1 ? 'read' : raw.marker === 0 ? 'delivered' : 'sent',
    isEdited: /"corrected":/.test(raw.additional_data ?? ''),
  }
}
