/** The XEP-0198 session of an account, so that it can be resumed after the program was killed. */
import type { AccountId } from '#shared/ids'
import type { Db } from '#store/database'
import { all, one, run } from '#store/sql'

export interface StreamSessionRow {
  id: string
  /** Full JID that the session is bound to. */
  jid: string
  /** Stanzas received and stored. */
  inbound: number
}

export const getStreamSession = (db: Db, accountId: AccountId): StreamSessionRow | null =>
  one<StreamSessionRow>(db, 'SELECT session_id AS id, jid, inbound FROM stream_session WHERE account_id = ?', accountId)

/** Another session, or none: what was written in the one before is forgotten with it. */
export function putStreamSession(db: Db, accountId: AccountId, session: StreamSessionRow | null): void {
  run(db, 'DELETE FROM stream_sent WHERE account_id = ?', accountId)
  run(db, 'DELETE FROM stream_session WHERE account_id = ?', accountId)
  if (!session) return
  const { id, jid, inbound } = session
  run(db, 'INSERT INTO stream_session (account_id, session_id, jid, inbound) VALUES (?, ?, ?, ?)', accountId, id, jid, inbound)
}

export const setStreamInbound = (db: Db, accountId: AccountId, inbound: number): void =>
  void run(db, 'UPDATE stream_session SET inbound = ? WHERE account_id = ?', inbound, accountId)

/** `seq`: how many stanzas had been written in the session, this one included. */
export const addStreamSent = (db: Db, accountId: AccountId, seq: number, stanzaId: string): void =>
  void run(db, 'INSERT OR REPLACE INTO stream_sent (account_id, seq, stanza_id) VALUES (?, ?, ?)', accountId, seq, stanzaId)

export const listStreamSent = (db: Db, accountId: AccountId): { seq: number; id: string }[] =>
  all(db, 'SELECT seq, stanza_id AS id FROM stream_sent WHERE account_id = ? ORDER BY rowid', accountId)

export const removeStreamSent = (db: Db, accountId: AccountId, stanzaId: string): void =>
  void run(db, 'DELETE FROM stream_sent WHERE account_id = ? AND stanza_id = ?', accountId, stanzaId)
