/** The history of Dino: `dino.db`, as of version 0.4.2 (its tables have only grown since 0.1). Files and calls are not read. */
import type { MessageState } from '#shared/model/message'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import { all, one } from '#store/sql'
import type { ForeignRow } from './row'

interface Raw {
  id: number
  stanza_id: string | null
  server_id: string | null
  our_resource: string | null
  counterpart_resource: string | null
  direction: number
  type: number
  time: number
  body: string | null
  marked: number
  bare_jid: string
  is_edited: number
}

/** Dino's `Message.Type`. */
const KINDS: Record<number, ForeignRow['kind']> = { 1: 'chat', 2: 'room', 3: 'room-pm' }
/** Dino's `Message.Marked`; what never left (unsent, sending, failed) is not sent from here. */
const STATES: Record<number, MessageState> = { 1: 'delivered', 2: 'read', 3: 'read', 4: 'failed', 5: 'failed', 6: 'failed', 8: 'failed' }

export const isDino = (tables: ReadonlySet<string>) => ['account', 'jid', 'message', 'content_item', 'message_correction'].every((name) => tables.has(name))

export const hasDinoAccount = (db: Db, address: string): boolean => one(db, 'SELECT 1 FROM account WHERE lower(bare_jid) = ?', address) !== null

/** After `after` in Dino's own order. A message that was corrected is in the table once for each wording; what it shows counts. */
export function readDino(db: Db, address: string, after: number, limit: number): { rows: (ForeignRow | null)[]; last: number } | null {
  const raws = all<Raw>(
    db,
    `SELECT m.id, stanza_id, server_id, our_resource, counterpart_resource, direction, type, m.time, body, marked, jid.bare_jid, mc.id IS NOT NULL AS is_edited
     FROM message m JOIN jid ON jid.id = m.counterpart_id JOIN account a ON a.id = m.account_id
     JOIN content_item item ON item.content_type = 1 AND item.foreign_id = m.id
     LEFT JOIN message_correction mc ON mc.message_id = m.id
     WHERE lower(a.bare_jid) = ? AND m.id > ? ORDER BY m.id LIMIT ?`,
    address, after, limit,
  )
  const last = raws.at(-1)
  return last ? { rows: raws.map(fromRaw), last: last.id } : null
}

function fromRaw(raw: Raw): ForeignRow | null {
  const kind = KINDS[raw.type]
  if (!kind || raw.body === null) return null
  const isOwn = raw.direction === 1
  const theirs = raw.counterpart_resource ?? ''
  if (kind === 'room-pm' && theirs === '') return null
  return {
    kind,
    peer: kind === 'room-pm' ? `${raw.bare_jid}/${theirs}` : raw.bare_jid,
    direction: isOwn ? 'out' : 'in',
    nick: isOwn ? (raw.our_resource ?? '') : theirs,
    body: raw.body,
    stanzaId: raw.stanza_id || null,
    archiveId: raw.server_id || null,
    sentAtMs: (raw.time * 1000) as EpochMs,
    state: STATES[raw.marked] ?? 'sent',
    isEdited: raw.is_edited === 1,
  }
}
