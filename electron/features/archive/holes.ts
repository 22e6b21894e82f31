/** What is missing in the midst of conversations, as those who read see it: where it stands, of what time, and why. */
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Conversation } from '#shared/model/conversation'
import type { MessageCursor } from '#shared/model/message'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import { one } from '#store/sql'
import type { ArchiveHole } from './contract'
import { listGaps, type Gap } from './table'

interface Place extends MessageCursor {
  sentAtMs: EpochMs
}

const IN_ARCHIVE = `SELECT m.id, m.order_ms AS orderMs, m.sent_at_ms AS sentAtMs, m.conversation_id AS conversationId
  FROM conversation c JOIN message m ON m.conversation_id = c.id AND m.archive_id = ?`

/** The message of an entry, wherever it is. */
export const entryOf = (db: Db, accountId: AccountId, gap: Gap, id: string | null): (Place & { conversationId: number }) | null =>
  id
    ? one(
        db,
        `${IN_ARCHIVE} WHERE c.account_id = ? AND (c.kind = 'room' AND c.peer = ? OR c.kind <> 'room' AND ? = (SELECT address FROM account WHERE id = c.account_id))`,
        id, accountId, gap.archive, gap.archive,
      )
    : null

/** As far as it is known. */
export const gapTimes = (db: Db, accountId: AccountId, gap: Gap): Pick<Gap, 'fromMs' | 'toMs'> => ({
  fromMs: gap.fromMs ?? entryOf(db, accountId, gap, gap.afterId)?.sentAtMs ?? null,
  toMs: gap.toMs ?? entryOf(db, accountId, gap, gap.beforeId)?.sentAtMs ?? null,
})

/** Is it drawn? Not what lies before this installation, as long as it can be had, nor what is put back after damage. */
const isHole = (gap: Gap) => gap.isLost || (gap.afterId !== null && !gap.isRefill)

/** Those of one conversation, oldest first. `canHeal`: there is an archive to ask now. */
export function holesOf(db: Db, own: BareJid, conversation: Conversation, canHeal: boolean, healing: ReadonlySet<number>): ArchiveHole[] {
  const { id, accountId, kind, peer } = conversation
  const isRoom = kind === 'room'
  const archive = isRoom ? (peer as BareJid) : own
  return listGaps(db, accountId, archive).filter(isHole).flatMap((gap): ArchiveHole[] => {
    const before = entryOf(db, accountId, gap, gap.beforeId)
    const { fromMs, toMs } = gapTimes(db, accountId, gap)
    if (toMs === null) return []
    const next = before?.conversationId === id
      ? before
      : one<Place>(
          db,
          'SELECT id, order_ms AS orderMs FROM message WHERE conversation_id = ? AND order_ms >= ? ORDER BY order_ms, id LIMIT 1',
          id, toMs,
        )
    const at = next ? { orderMs: next.orderMs, id: next.id } : ({ orderMs: toMs, id: 1 } as MessageCursor)
    // Of all the account's conversations those that had begun by then; a room's archive is of nobody else.
    const hasOlder = one(db, 'SELECT 1 FROM message WHERE conversation_id = ? AND (order_ms, id) < (?, ?) LIMIT 1', id, at.orderMs, at.id) !== null
    if (!hasOlder && !isRoom) return []
    const why = !gap.isLost ? 'not-fetched' : gap.hasArchive ? 'expired' : 'not-archived'
    return [{ id: gap.id, at, fromMs, toMs, why, canHeal, isHealing: healing.has(gap.id) }]
  }).sort((a, b) => a.at.orderMs - b.at.orderMs || a.at.id - b.at.id)
}
