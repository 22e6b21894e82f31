/** How far each conversation was seen, on whatever device; what the server has not been told yet; what came too early. */
import type { AccountId, ConversationId } from '#shared/ids'
import type { ConversationKind } from '#shared/model/conversation'
import type { Db } from '#store/database'
import type { Migration } from '#store/migrate'
import { all, one, run } from '#store/sql'
import type { Displayed } from './stanza'

export const migrations: Migration[] = [
  {
    id: 2026112261,
    name: 'displayed-sync: places',
    up: (db) =>
      db.exec(`
        CREATE TABLE displayed_place (
          account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
          kind TEXT NOT NULL,
          peer TEXT NOT NULL,
          archive_id TEXT NOT NULL,
          -- told: the server has it; mine: it has still to be told; ahead: another device's, whose message is not here yet
          state TEXT NOT NULL CHECK (state IN ('told', 'mine', 'ahead')),
          PRIMARY KEY (account_id, kind, peer)
        ) STRICT, WITHOUT ROWID;
      `),
  },
]

export interface PlaceRow extends Displayed {
  state: 'told' | 'mine' | 'ahead'
}

const COLUMNS = 'kind, peer, archive_id AS archiveId, state'

export const getPlace = (db: Db, accountId: AccountId, kind: ConversationKind, peer: string): PlaceRow | null =>
  one<PlaceRow>(db, `SELECT ${COLUMNS} FROM displayed_place WHERE account_id = ? AND kind = ? AND peer = ?`, accountId, kind, peer)

export const listMine = (db: Db, accountId: AccountId): PlaceRow[] =>
  all<PlaceRow>(db, `SELECT ${COLUMNS} FROM displayed_place WHERE account_id = ? AND state = 'mine'`, accountId)

export const putPlace = (db: Db, accountId: AccountId, place: PlaceRow): void =>
  void run(
    db,
    `INSERT INTO displayed_place (account_id, kind, peer, archive_id, state) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (account_id, kind, peer) DO UPDATE SET archive_id = excluded.archive_id, state = excluded.state`,
    accountId,
    place.kind,
    place.peer,
    place.archiveId,
    place.state,
  )

/** The newest message of others that has been seen here and that all devices can name. */
export const newestSeen = (db: Db, conversationId: ConversationId): string | null =>
  one<{ archiveId: string }>(
    db,
    `SELECT archive_id AS archiveId FROM message WHERE conversation_id = ? AND direction = 'in' AND is_unread = 0 AND archive_id IS NOT NULL
     ORDER BY order_ms DESC, id DESC LIMIT 1`,
    conversationId,
  )?.archiveId ?? null
