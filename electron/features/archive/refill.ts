/**
 * After damage to the store (SAFETY §5): rows may be lost anywhere, so each archive is read again from where we still know it, and
 * what is lost is put back between its neighbours. What is there keeps its place as far as it can.
 */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import { setOrder } from '#store/messages'
import { all, one, run } from '#store/sql'
import type { Places } from './places'
import type { ArchiveItem } from '#xmpp/xep/0313'
import type { Gap } from './table'

/** Conversations whose archive ids are of this archive: a room's own, else all that are not rooms. */
const OF_ARCHIVE = `c.account_id = @account AND CASE WHEN @archive = (SELECT address FROM account WHERE id = @account)
  THEN c.kind <> 'room' ELSE c.kind = 'room' AND c.peer = @archive END`

/**
 * Cursors go to the newest message that is left (it is met again, so it is not asked for with `after`), and all before it, as far
 * as it was here, becomes a gap. Without any message left that gap begins at the archive's end.
 */
export function setBack(db: Db): void {
  for (const { account, archive } of all<{ account: number; archive: string }>(db, 'SELECT account_id AS account, archive FROM archive_cursor')) {
    // Also behind the cursor: what is missing on both sides of it comes back, and only what stands before it finds its old place.
    const left = one<{ id: string; ms: number; orderMs: number }>(
      db,
      `SELECT m.archive_id AS id, m.sent_at_ms AS ms, m.order_ms AS orderMs FROM conversation c JOIN message m ON m.conversation_id = c.id
       WHERE ${OF_ARCHIVE} AND m.archive_id IS NOT NULL ORDER BY m.order_ms DESC, m.id DESC LIMIT 1`,
      { account, archive },
    )
    // What was not fetched before the damage is not either now: it is put back only so far. (What was missing in the midst is, too.)
    const history = one<{ id: string; ms: number | null }>(
      db,
      `SELECT before_id AS id, to_ms AS ms FROM archive_gap WHERE account_id = ? AND archive = ? AND is_lost = 0 AND after_id IS NULL AND is_refill = 0`,
      account, archive,
    )
    run(db, 'DELETE FROM archive_gap WHERE account_id = ? AND archive = ? AND is_lost = 0 AND (after_id IS NOT NULL OR is_refill)', account, archive)
    const addRefill = (beforeId: string) =>
      run(
        db,
        'INSERT INTO archive_gap (account_id, archive, after_id, before_id, is_lost, is_refill) VALUES (?, ?, ?, ?, 0, 1)',
        account, archive, history?.id ?? null, beforeId,
      )
    if (!left) {
      run(db, 'DELETE FROM archive_cursor WHERE account_id = ? AND archive = ?', account, archive)
      addRefill('') // as soon as it is known where the archive ends (catch-up.ts)
      continue
    }
    // Only if nothing that is left (ours, not yet met in the archive) came after it, all that comes now follows upon all.
    run(
      db,
      `UPDATE archive_cursor SET up_to_id = @id, up_to_ms = @ms, is_caught_up = is_caught_up AND NOT EXISTS (
         SELECT 1 FROM conversation c JOIN message m ON m.conversation_id = c.id WHERE ${OF_ARCHIVE} AND m.order_ms > @orderMs)
       WHERE account_id = @account AND archive = @archive`,
      { ...left, account, archive },
    )
    if (history?.id !== left.id && (history?.ms ?? 0) < left.ms) addRefill(left.id)
  }
}

/** Goes on by itself in the background, in rooms, too: unlike history nobody has looked for yet, it was here. */
export const isPutBack = (gap: Gap): boolean => gap.isRefill

interface Row {
  id: MessageId
  conversationId: ConversationId
  orderMs: number
}

/** For pages that are read backwards from `beforeId`; `settle` in the transaction of the page, when its items are stored. */
export function refilling(db: Db, accountId: AccountId, archive: BareJid, beforeId: string): { places: Places; settle(items: readonly ArchiveItem[]): void } {
  /** Where the newer page begins. */
  const ceilings = new Map<ConversationId, Row>()
  let lastRow = 0
  const find = (archiveId: string) =>
    one<Row>(
      db,
      `SELECT m.id, m.conversation_id AS conversationId, m.order_ms AS orderMs FROM conversation c
       JOIN message m ON m.conversation_id = c.id AND m.archive_id = @id WHERE ${OF_ARCHIVE}`,
      { account: accountId, archive, id: archiveId },
    )
  const begin = find(beforeId)
  if (begin) ceilings.set(begin.conversationId, begin)
  const isBefore = (a: Row, b: Row) => a.orderMs < b.orderMs || (a.orderMs === b.orderMs && a.id < b.id)
  /** The neighbour that was there before this page. */
  const neighbour = (row: Row) =>
    one<Row>(
      db,
      `SELECT id, conversation_id AS conversationId, order_ms AS orderMs FROM message
       WHERE conversation_id = ? AND (order_ms, id) < (?, ?) AND id <= ? ORDER BY order_ms DESC, id DESC LIMIT 1`,
      row.conversationId, row.orderMs, row.id, lastRow,
    )

  /** Rows of one conversation, in the archive's order. */
  const arrange = (rows: Row[], ceiling: Row | undefined) => {
    const move = (row: Row, orderMs: number) => {
      if (row.orderMs === orderMs) return
      row.orderMs = orderMs
      setOrder(db, row.id, orderMs as EpochMs)
    }
    const isNew = (row: Row) => row.id > lastRow
    const arranged = new Set(rows.map((row) => row.id))
    const below = (row: Row) => {
      let found = neighbour(row)
      while (found && arranged.has(found.id)) found = neighbour(found)
      return found
    }
    const oldest = rows.find((row) => !isNew(row)) ?? ceiling
    let older = oldest && below(oldest)
    for (const [at, row] of rows.entries()) {
      if (!isNew(row)) continue
      const next = rows.slice(at + 1).find((other) => !isNew(other)) ?? ceiling
      const previous = rows.slice(0, at).findLast((other) => !isNew(other)) ?? (next && neighbour(next))
      move(row, Math.max(Math.min(row.orderMs, next?.orderMs ?? row.orderMs), previous?.orderMs ?? -Infinity))
    }
    let newer = ceiling
    for (const row of rows.toReversed()) {
      if (newer && !isBefore(row, newer)) move(row, newer.orderMs - 1)
      newer = row
    }
    // What needed room above takes it from those below, as far as there is none.
    while (older && newer && !isBefore(older, newer)) {
      const next = below(older)
      arranged.add(older.id)
      move(older, newer.orderMs - 1)
      newer = older
      older = next
    }
  }

  return {
    places: {
      place: (_conversationId, stampMs) => {
        lastRow ||= one<{ id: number | null }>(db, 'SELECT max(id) AS id FROM message')?.id ?? 0
        return stampMs
      },
      known: () => undefined,
      pageEnd: () => undefined,
    },
    settle: (items) => {
      const byConversation = new Map<ConversationId, Row[]>()
      lastRow ||= Number.MAX_SAFE_INTEGER // nothing was new
      for (const item of items) {
        const row = find(item.id)
        if (row) byConversation.set(row.conversationId, [...(byConversation.get(row.conversationId) ?? []), row])
      }
      for (const [id, rows] of byConversation) {
        // Also where nothing is new: a room's replayed history may have put some of it back before, by whole seconds.
        arrange(rows, ceilings.get(id))
        ceilings.set(id, rows[0] as Row)
      }
      lastRow = 0
    },
  }
}
