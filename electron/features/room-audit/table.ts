/** The log of each room, bounded. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { RoomAuditEntry, RoomAuditKind } from '#shared/model/room-audit'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, insert, one, run } from '#store/sql'

export const MAX_ROWS_PER_ROOM = 10_000

export const migrations: Migration[] = [
  {
    id: 2026112300,
    name: 'room-audit: first table',
    up: (db) =>
      db.exec(`
        CREATE TABLE room_audit (
          id INTEGER PRIMARY KEY AUTOINCREMENT,   -- pages are asked by it: never used again
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          room TEXT NOT NULL,
          at_ms INTEGER NOT NULL,
          kind TEXT NOT NULL,
          actor TEXT NOT NULL,
          is_own INTEGER NOT NULL,
          nick TEXT NOT NULL,
          jid TEXT,
          from_value TEXT NOT NULL,
          to_value TEXT NOT NULL,
          reason TEXT NOT NULL,
          problem TEXT
        ) STRICT;
        CREATE INDEX room_audit_room ON room_audit (account_id, room, id);
      `),
  },
]

interface Raw {
  id: number
  room: BareJid
  at_ms: EpochMs
  kind: RoomAuditKind
  actor: string
  is_own: number
  nick: string
  jid: BareJid | null
  from_value: string
  to_value: string
  reason: string
  problem: string | null
}

const fromRaw = (raw: Raw): RoomAuditEntry => ({
  id: raw.id, room: raw.room, atMs: raw.at_ms, kind: raw.kind, actor: raw.actor, isOwn: raw.is_own === 1, nick: raw.nick, jid: raw.jid,
  from: raw.from_value, to: raw.to_value, reason: raw.reason, problem: raw.problem,
})

export const addEntry = (db: Db, accountId: AccountId, entry: Omit<RoomAuditEntry, 'id'>): number =>
  insert(
    db,
    `INSERT INTO room_audit (account_id, room, at_ms, kind, actor, is_own, nick, jid, from_value, to_value, reason, problem)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    accountId, entry.room, entry.atMs, entry.kind, entry.actor, entry.isOwn ? 1 : 0, entry.nick, entry.jid, entry.from, entry.to, entry.reason, entry.problem,
  )

export const forgetOldest = (db: Db, accountId: AccountId, room: BareJid): number =>
  run(
    db,
    `DELETE FROM room_audit WHERE account_id = @accountId AND room = @room AND id <=
       (SELECT id FROM room_audit WHERE account_id = @accountId AND room = @room ORDER BY id DESC LIMIT 1 OFFSET @keep)`,
    { accountId, room, keep: MAX_ROWS_PER_ROOM },
  )

export interface AuditFilter {
  room: BareJid
  text: string
  /** Empty: all. */
  kinds: RoomAuditKind[]
  /** Null: all. */
  person: { nick: string; jid: BareJid | null } | null
}

const WHERE = `account_id = @accountId AND room = @room AND (@kinds = '' OR instr(@kinds, ' ' || kind || ' ') > 0)
  AND (@text = '' OR (nick || char(10) || coalesce(jid, '') || char(10) || actor || char(10) || reason || char(10) || from_value || char(10) || to_value)
    LIKE @text ESCAPE '\\')
  AND (@isAnybody = 1 OR jid = @personJid OR (@personNick <> '' AND (actor = @personNick OR (nick = @personNick AND (jid IS NULL OR @personJid IS NULL)))))`
const bind = (accountId: AccountId, { room, text, kinds, person }: AuditFilter) => ({
  accountId,
  room,
  kinds: kinds.length > 0 ? ` ${kinds.join(' ')} ` : '',
  isAnybody: person ? 0 : 1,
  personNick: person?.nick ?? '',
  personJid: person?.jid ?? null,
  text: text === '' ? '' : `%${text.replace(/[\\%_]/g, '\\$&')}%`,
})

export const listEntries = (db: Db, accountId: AccountId, filter: AuditFilter, page: { before: number | null; limit: number }): RoomAuditEntry[] =>
  all<Raw>(db, `SELECT * FROM room_audit WHERE ${WHERE} AND (@before IS NULL OR id < @before) ORDER BY id DESC LIMIT @limit`, {
    ...bind(accountId, filter),
    ...page,
  }).map(fromRaw)

export const countEntries = (db: Db, accountId: AccountId, filter: AuditFilter): number =>
  one<{ n: number }>(db, `SELECT count(*) AS n FROM room_audit WHERE ${WHERE}`, bind(accountId, filter))?.n ?? 0

/** More nobody chooses from. */
const MAX_PEOPLE = 200
/** One of each address, under the nick he had last; those without address by nick. */
export const listPeople = (db: Db, accountId: AccountId, room: BareJid): { nick: string; jid: BareJid | null }[] =>
  all<{ nick: string; jid: BareJid | null }>(
    db,
    `SELECT nick, jid FROM (
       SELECT nick, jid, max(id) AS newest FROM room_audit WHERE account_id = ? AND room = ? AND (nick <> '' OR jid IS NOT NULL) GROUP BY coalesce(jid, nick)
     ) ORDER BY newest DESC LIMIT ?`,
    accountId, room, MAX_PEOPLE,
  )

export const clearEntries = (db: Db, accountId: AccountId, room: BareJid): number =>
  run(db, 'DELETE FROM room_audit WHERE account_id = ? AND room = ?', accountId, room)

/** Newest first. */
export const entriesSince = (db: Db, accountId: AccountId, room: BareJid, sinceMs: EpochMs): RoomAuditEntry[] =>
  all<Raw>(db, 'SELECT * FROM room_audit WHERE account_id = ? AND room = ? AND at_ms >= ? ORDER BY id DESC', accountId, room, sinceMs).map(fromRaw)
