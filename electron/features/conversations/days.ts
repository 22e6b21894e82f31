/** A conversation by days, and parts of it: SQL of the history manager. `untilMs` is exclusive everywhere. */
import type { ConversationId, MessageId } from '#shared/ids'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import { all, one } from '#store/sql'

/** Of a range longer than this only the first days are told. */
const MAX_DAYS = 400

const nextMidnight = (ms: number) => {
  const day = new Date(ms)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime()
}
const midnight = (ms: number) => new Date(ms).setHours(0, 0, 0, 0)

/** Local midnights. One step in the index for each day with messages, however many they are. */
export function daysWithMessages(db: Db, id: ConversationId, fromMs: EpochMs, untilMs: EpochMs): EpochMs[] {
  const days: EpochMs[] = []
  for (let at: number = fromMs; days.length < MAX_DAYS;) {
    const next = one<{ order_ms: number }>(
      db, 'SELECT order_ms FROM message WHERE conversation_id = ? AND order_ms >= ? AND order_ms < ? ORDER BY order_ms LIMIT 1', id, at, untilMs,
    )
    if (!next) break
    days.push(midnight(next.order_ms) as EpochMs)
    at = nextMidnight(next.order_ms)
  }
  return days
}

export function firstAndLast(db: Db, id: ConversationId): { firstMs: EpochMs | null; lastMs: EpochMs | null } {
  const edge = (order: string) => one<{ ms: EpochMs }>(db, `SELECT order_ms AS ms FROM message WHERE conversation_id = ? ORDER BY order_ms ${order} LIMIT 1`, id)?.ms ?? null
  return { firstMs: edge('ASC'), lastMs: edge('DESC') }
}

export const countRange = (db: Db, id: ConversationId, fromMs: EpochMs, untilMs: EpochMs): number =>
  one<{ n: number }>(db, 'SELECT count(*) AS n FROM message WHERE conversation_id = ? AND order_ms >= ? AND order_ms < ?', id, fromMs, untilMs)?.n ?? 0

export const idsInRange = (db: Db, id: ConversationId, fromMs: EpochMs, untilMs: EpochMs, limit: number): MessageId[] =>
  all<{ id: MessageId }>(
    db, 'SELECT id FROM message WHERE conversation_id = ? AND order_ms >= ? AND order_ms < ? ORDER BY order_ms LIMIT ?', id, fromMs, untilMs, limit,
  ).map((row) => row.id)
