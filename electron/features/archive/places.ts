/**
 * Where archived messages stand among those already there. An archive has an order of its own, but its stamps may be whole
 * seconds (Prosody) and by another clock than ours, so that time alone would shuffle them.
 */
import type { ConversationId, MessageId } from '#shared/ids'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import { findByArchiveId, getMessage, setOrder } from '#store/messages'
import { all, one } from '#store/sql'
import type { Level } from './table'

export interface Places {
  place(conversationId: ConversationId, stampMs: EpochMs): EpochMs
  /** The archive has come to a message that is stored already. */
  known(messageId: MessageId): void
  pageEnd(): void
}

interface Row {
  id: MessageId
  orderMs: EpochMs
}
const END: Row = { id: 0 as MessageId, orderMs: Number.MAX_SAFE_INTEGER as EpochMs }
const isBefore = (a: Row, b: Row) => a.orderMs < b.orderMs || (a.orderMs === b.orderMs && a.id < b.id)
const SECOND = 1000
/** Some milliseconds are taken up by pages that begin within one second, see `backwards`. */
const BACK_SLACK_MS = 2 * SECOND

/** What is placed now is stored next, as this. */
const nextRow = (db: Db) => ((one<{ id: number | null }>(db, 'SELECT max(id) AS id FROM message')?.id ?? 0) + 1) as MessageId

/** The place of one message behind those of before. */
export function placeBehind(db: Db, { lastRow, isContiguous }: Level, conversationId: ConversationId, stampMs: EpochMs): EpochMs {
  const until = isContiguous ? Number.MAX_SAFE_INTEGER : stampMs % SECOND === 0 ? stampMs + SECOND - 1 : stampMs
  const found = one<{ order_ms: number }>(
    db,
    `SELECT order_ms FROM message WHERE conversation_id = ? AND order_ms <= ? AND id <= ? AND state NOT IN ('queued', 'failed')
     ORDER BY order_ms DESC, id DESC LIMIT 1`,
    conversationId,
    until,
    lastRow,
  )
  return Math.max(stampMs, found?.order_ms ?? 0) as EpochMs
}

/**
 * Catching up: every message behind the one before it in its conversation. What came live meanwhile (also out of the offline
 * store), or was written here, is moved behind what the archive has before it, with all that came after it; also what did so
 * between two attempts. `keep` is told after each page how far that is.
 */
export function forwards(
  db: Db, before: Level, onMoved: (messageId: MessageId) => void, keep: (reached: Level['reached']) => void,
  /** Rows behind this one came since; the archive may have come to them (walked) or will only the next time. */
  firstRow = before.lastRow,
  /** The same for what was written here. */
  firstOwnRow = firstRow,
): Places {
  /** Where the archive is: the row it came to last; a new one sorts behind all others of its millisecond. */
  const floors = new Map(before.reached.map(([conversationId, orderMs, row]) => [conversationId, { orderMs, id: row ?? Infinity }]))
  /** What the attempts before this one have come to stands up to here, and stays. */
  const settled = new Map(floors)
  const walked = new Set<number>()
  /** What the archive has not come to stands behind what it has. */
  const pushBehind = (conversationId: ConversationId, floor: { orderMs: EpochMs; id: number }) => {
    const from = settled.get(conversationId) ?? { orderMs: -1, id: 0 }
    const rows = all<{ id: MessageId }>(
      db,
      `SELECT id FROM message WHERE conversation_id = ? AND (id > ? OR (id > ? AND direction = 'out')) AND order_ms <= ?
         AND (order_ms > ? OR (order_ms = ? AND id > ?))
       ORDER BY order_ms, id`,
      conversationId,
      firstRow,
      firstOwnRow,
      floor.orderMs,
      from.orderMs,
      from.orderMs,
      Math.min(from.id, Number.MAX_SAFE_INTEGER),
    )
    for (const { id } of rows) {
      if (walked.has(id)) continue
      setOrder(db, id, (floor.orderMs + 1) as EpochMs)
      onMoved(id)
    }
  }
  return {
    place: (conversationId, stampMs) => {
      const floor = floors.get(conversationId)
      const orderMs = floor ? (Math.max(stampMs, floor.orderMs) as EpochMs) : placeBehind(db, before, conversationId, stampMs)
      floors.set(conversationId, { orderMs, id: Infinity })
      walked.add(nextRow(db))
      return orderMs
    },
    known: (messageId) => {
      const message = getMessage(db, messageId)
      if (!message) return
      const { conversationId, id, orderMs } = message
      walked.add(id)
      // An own message may stand higher than what came just before the server took it; what follows stands behind all of that.
      if (before.isContiguous && !floors.has(conversationId)) {
        floors.set(conversationId, { orderMs: placeBehind(db, before, conversationId, 0 as EpochMs), id: before.lastRow })
      }
      const floor = floors.get(conversationId)
      const isBehind = !floor || orderMs > floor.orderMs || (orderMs === floor.orderMs && id > floor.id)
      if (isBehind) floors.set(conversationId, { orderMs, id })
      else if (id > before.lastRow) {
        const moved = (floor.orderMs + 1) as EpochMs
        setOrder(db, id, moved)
        floors.set(conversationId, { orderMs: moved, id })
        onMoved(id)
      }
    },
    pageEnd: () => {
      for (const [conversationId, floor] of floors) pushBehind(conversationId, floor)
      keep([...floors].map(([conversationId, { orderMs, id }]) => [conversationId, orderMs, id === Infinity ? null : id]))
    },
  }
}

/**
 * History, page before page: a page ends before the one that was fetched last begins, by a millisecond if need be. What came out
 * of the offline store or with a resumed session may be here already, behind what was written meanwhile: it goes where the archive has it.
 * `gap`: the entries on both sides of what is fetched, where they are known.
 */
export function backwards(
  db: Db, onMoved: (messageId: MessageId) => void, gap: { afterId: string | null; beforeId: string | null } = { afterId: null, beforeId: null },
): Places {
  /** Where the newer page begins. */
  const ceilings = new Map<ConversationId, Row>()
  /** In the archive's order; and whether one of them was here before. */
  const ofPage = new Map<ConversationId, { ids: MessageId[]; hasKnown: boolean }>()
  const entry = (conversationId: ConversationId, archiveId: string | null): Row | null => {
    const id = archiveId === null ? null : findByArchiveId(db, conversationId, archiveId)
    return id === null ? null : getMessage(db, id)
  }
  const begin = (conversationId: ConversationId, stampMs: EpochMs): Row =>
    entry(conversationId, gap.beforeId) ??
    one<Row>(
      db,
      'SELECT id, order_ms AS orderMs FROM message WHERE conversation_id = ? AND archive_id IS NOT NULL AND order_ms >= ? ORDER BY order_ms, id LIMIT 1',
      conversationId,
      Math.max(stampMs - BACK_SLACK_MS, (entry(conversationId, gap.afterId)?.orderMs ?? 0) + 1),
    ) ?? END
  const meet = (conversationId: ConversationId, id: MessageId, isKnown: boolean) => {
    const met = ofPage.get(conversationId) ?? { ids: [], hasKnown: false }
    ofPage.set(conversationId, { ids: [...met.ids.filter((other) => other !== id), id], hasKnown: met.hasKnown || isKnown })
  }
  /** Each before the one behind it, the last before the newer page. Answers where they begin. */
  const sink = (conversationId: ConversationId, ids: readonly MessageId[], hasKnown: boolean): Row | null => {
    let newer = ceilings.get(conversationId) ?? END
    let lowest: Row | null = null
    for (const id of ids.toReversed()) {
      const row = one<Row>(db, 'SELECT id, order_ms AS orderMs FROM message WHERE id = ? AND conversation_id = ?', id, conversationId)
      if (!row) continue // nothing was stored of it
      if (hasKnown && !isBefore(row, newer)) {
        row.orderMs = (id < newer.id ? newer.orderMs : newer.orderMs - 1) as EpochMs
        setOrder(db, id, row.orderMs)
        onMoved(id)
      }
      newer = row
      if (!lowest || isBefore(row, lowest)) lowest = row
    }
    return lowest
  }
  return {
    place: (conversationId, stampMs) => {
      const ceiling = ceilings.get(conversationId) ?? begin(conversationId, stampMs)
      ceilings.set(conversationId, ceiling)
      meet(conversationId, nextRow(db), false)
      return Math.min(stampMs, ceiling.orderMs - 1) as EpochMs
    },
    known: (messageId) => {
      const message = getMessage(db, messageId)
      if (message) meet(message.conversationId, messageId, true)
    },
    pageEnd: () => {
      for (const [conversationId, { ids, hasKnown }] of ofPage) {
        const lowest = sink(conversationId, ids, hasKnown)
        if (lowest !== null) ceilings.set(conversationId, lowest)
      }
      ofPage.clear()
    },
  }
}
