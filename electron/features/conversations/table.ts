/** SQL of reading. */
import type { ConversationId } from '#shared/ids'
import type { MessageCursor } from '#shared/model/message'
import type { Db } from '#store/database'
import { run } from '#store/sql'

/** Number of messages that were unread up to and including this place. */
export const markReadUntil = (db: Db, conversationId: ConversationId, until: MessageCursor): number =>
  run(
    db,
    'UPDATE message SET is_unread = 0 WHERE conversation_id = ? AND is_unread = 1 AND (order_ms, id) <= (?, ?)',
    conversationId,
    until.orderMs,
    until.id,
  )
