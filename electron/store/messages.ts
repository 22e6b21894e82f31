/** Messages of all conversations. Unread counts and the last message are kept by refreshConversation (conversations.ts). */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { Message, MessageCursor, MessageFailure, MessageState, Notice } from '#shared/model/message'
import type { MessageExtras } from '#shared/model/message-extras'
import type { EpochMs } from '#shared/time'
import type { Db } from '#store/database'
import { all, insert, one, run } from '#store/sql'

export interface NewMessage {
  accountId: AccountId
  conversationId: ConversationId
  direction: 'in' | 'out'
  kind: 'text' | 'notice'
  body: string
  notice?: Notice | null
  sender: string
  stanzaId?: string | null
  originId?: string | null
  archiveId?: string | null
  sentAtMs: EpochMs
  receivedAtMs: EpochMs
  /** Its place, when the caller knows it; else by `isLive`. */
  orderMs?: EpochMs
  state: MessageState
  isUnread?: boolean
  isMention?: boolean
  mentions?: NonNullable<Message['mentions']>
  extras?: MessageExtras
}

/** The ids under which a stored message went over the wire. */
export interface WireIds {
  stanzaId: string | null
  originId: string | null
}

interface Raw {
  id: number
  account_id: number
  conversation_id: number
  direction: 'in' | 'out'
  kind: 'text' | 'notice'
  body: string
  notice: string | null
  sender: string
  stanza_id: string | null
  origin_id: string | null
  sent_at_ms: number
  order_ms: number
  state: MessageState
  failure: string | null
  is_unread: number
  is_mention: number
  mentions: string | null
  is_edited: number
  is_retracted: number
  recall: string | null
  extras: string | null
}

const fromRaw = (raw: Raw): Message => ({
  id: raw.id as MessageId,
  accountId: raw.account_id as AccountId,
  conversationId: raw.conversation_id as ConversationId,
  direction: raw.direction,
  kind: raw.kind,
  body: raw.body,
  notice: raw.notice === null ? null : (JSON.parse(raw.notice) as Notice),
  sender: raw.sender,
  sentAtMs: raw.sent_at_ms as EpochMs,
  orderMs: raw.order_ms as EpochMs,
  state: raw.state,
  failure: raw.failure === null ? null : (JSON.parse(raw.failure) as MessageFailure),
  isUnread: raw.is_unread === 1,
  isMention: raw.is_mention === 1,
  ...(raw.mentions !== null && { mentions: JSON.parse(raw.mentions) as NonNullable<Message['mentions']> }),
  isEdited: raw.is_edited === 1,
  isRetracted: raw.is_retracted === 1,
  recall: raw.recall === null ? null : (JSON.parse(raw.recall) as Message['recall']),
  ...(raw.extras !== null && { extras: JSON.parse(raw.extras) as MessageExtras }),
})

const mentionsText = (mentions: Message['mentions']) => (mentions && mentions.length > 0 ? JSON.stringify(mentions) : null)
const extrasText = (extras: MessageExtras | undefined) => (extras && Object.keys(extras).length > 0 ? JSON.stringify(extras) : null)

/** Stores a message at the end of its conversation, or where its time puts it when it is delayed (`isLive` false). */
export function insertMessage(db: Db, message: NewMessage, isLive: boolean): MessageId {
  const newest = isLive && message.orderMs === undefined
    ? one<{ ms: number | null }>(db, 'SELECT max(order_ms) AS ms FROM message WHERE conversation_id = ?', message.conversationId)?.ms
    : null
  const orderMs = message.orderMs ?? (isLive ? Math.max(message.sentAtMs, newest ?? 0) : message.sentAtMs)
  return insert(
    db,
    `INSERT INTO message (account_id, conversation_id, direction, kind, body, notice, sender, stanza_id, origin_id, archive_id,
       sent_at_ms, received_at_ms, order_ms, state, is_unread, is_mention, mentions, extras)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    message.accountId,
    message.conversationId,
    message.direction,
    message.kind,
    message.body,
    message.notice ? JSON.stringify(message.notice) : null,
    message.sender,
    message.stanzaId ?? null,
    message.originId ?? null,
    message.archiveId ?? null,
    message.sentAtMs,
    message.receivedAtMs,
    orderMs,
    message.state,
    message.isUnread ? 1 : 0,
    message.isMention ? 1 : 0,
    mentionsText(message.mentions),
    extrasText(message.extras),
  ) as MessageId
}

export function getMessage(db: Db, id: MessageId): Message | null {
  const raw = one<Raw>(db, 'SELECT * FROM message WHERE id = ?', id)
  return raw && fromRaw(raw)
}

export function getWireIds(db: Db, id: MessageId): WireIds | null {
  const raw = one<Raw>(db, 'SELECT * FROM message WHERE id = ?', id)
  return raw && { stanzaId: raw.stanza_id, originId: raw.origin_id }
}

/** Newest first when paging up (`before`), oldest first when paging down (`after`); returned in reading order. */
export function listMessages(
  db: Db,
  conversationId: ConversationId,
  page: { before?: MessageCursor | undefined; after?: MessageCursor | undefined; limit: number },
): Message[] {
  const base = 'SELECT * FROM message WHERE conversation_id = ?'
  if (page.after) {
    return all<Raw>(db, `${base} AND (order_ms, id) > (?, ?) ORDER BY order_ms, id LIMIT ?`, conversationId, page.after.orderMs, page.after.id, page.limit).map(fromRaw)
  }
  const rows = page.before
    ? all<Raw>(db, `${base} AND (order_ms, id) < (?, ?) ORDER BY order_ms DESC, id DESC LIMIT ?`, conversationId, page.before.orderMs, page.before.id, page.limit)
    : all<Raw>(db, `${base} ORDER BY order_ms DESC, id DESC LIMIT ?`, conversationId, page.limit)
  return rows.map(fromRaw).reverse()
}

export function firstUnread(db: Db, conversationId: ConversationId): MessageCursor | null {
  const raw = one<Raw>(db, 'SELECT * FROM message WHERE conversation_id = ? AND is_unread = 1 ORDER BY order_ms, id LIMIT 1', conversationId)
  return raw && { orderMs: raw.order_ms as EpochMs, id: raw.id as MessageId }
}

/** Unread ones that address the user, oldest first. */
export const unreadMentions = (db: Db, conversationId: ConversationId, limit: number): MessageCursor[] =>
  all<Raw>(
    db, 'SELECT * FROM message WHERE conversation_id = ? AND is_unread = 1 AND is_mention = 1 ORDER BY order_ms, id LIMIT ?', conversationId, limit,
  ).map((raw) => ({ orderMs: raw.order_ms as EpochMs, id: raw.id as MessageId }))

export const markAllRead = (db: Db, conversationId: ConversationId): number =>
  run(db, 'UPDATE message SET is_unread = 0 WHERE conversation_id = ? AND is_unread = 1', conversationId)

/** Everything up to this message. */
export const markReadUpTo = (db: Db, conversationId: ConversationId, messageId: MessageId): number =>
  run(
    db,
    `UPDATE message SET is_unread = 0 WHERE conversation_id = ? AND is_unread = 1
       AND (order_ms, id) <= (SELECT order_ms, id FROM message WHERE id = ?)`,
    conversationId,
    messageId,
  )

/** Messages that still have to leave, oldest first. */
export const listQueued = (db: Db, accountId: AccountId): Message[] =>
  all<Raw>(db, "SELECT * FROM message WHERE account_id = ? AND state = 'queued' ORDER BY id", accountId).map(fromRaw)

export function setMessageState(db: Db, id: MessageId, state: MessageState, failure: MessageFailure | null = null): void {
  run(db, 'UPDATE message SET state = ?, failure = ? WHERE id = ?', state, failure && JSON.stringify(failure), id)
}

export function setMentions(db: Db, id: MessageId, mentions: NonNullable<Message['mentions']>, isMention?: boolean): void {
  run(db, 'UPDATE message SET mentions = ?, is_mention = coalesce(?, is_mention) WHERE id = ?', mentionsText(mentions), isMention === undefined ? null : Number(isMention), id)
}

/** Sets one feature's part of the extras; undefined takes it away. The caller publishes `messageEvents.changed`. */
export function setExtra<K extends keyof MessageExtras>(db: Db, id: MessageId, key: K, value: MessageExtras[K] | undefined): void {
  const extras: MessageExtras = { ...getMessage(db, id)?.extras }
  if (value === undefined) delete extras[key]
  else extras[key] = value
  run(db, 'UPDATE message SET extras = ? WHERE id = ?', extrasText(extras), id)
}

export const setOrder = (db: Db, id: MessageId, orderMs: EpochMs): number => run(db, 'UPDATE message SET order_ms = ? WHERE id = ?', orderMs, id)

/** Own message by the id it was sent with; for receipts, errors and reflections. */
export function findOutgoing(db: Db, conversationId: ConversationId, stanzaId: string): Message | null {
  const raw = one<Raw>(db, "SELECT * FROM message WHERE conversation_id = ? AND stanza_id = ? AND direction = 'out'", conversationId, stanzaId)
  return raw && fromRaw(raw)
}

export function findByArchiveId(db: Db, conversationId: ConversationId, archiveId: string): MessageId | null {
  return one<{ id: MessageId }>(db, 'SELECT id FROM message WHERE conversation_id = ? AND archive_id = ?', conversationId, archiveId)?.id ?? null
}

/** SAFETY §4.2.3: same sender, same wire id, same body, within `windowMs`; ids alone are re-used by old clients. */
export function findTwin(
  db: Db,
  m: {
    conversationId: ConversationId
    direction: 'in' | 'out'
    sender: string
    wireId: string
    body: string
    sentAtMs: EpochMs
    windowMs: number
    /** Only a row that the archive has not given another id than this one. */
    notArchivedAs?: string | null
  },
): MessageId | null {
  return (
    one<{ id: MessageId }>(
      db,
      `SELECT id FROM message WHERE conversation_id = ? AND stanza_id = ? AND direction = ? AND sender = ? AND body = ?
         AND sent_at_ms BETWEEN ? AND ? AND coalesce(archive_id = ?, 1) LIMIT 1`,
      m.conversationId,
      m.wireId,
      m.direction,
      m.sender,
      m.body,
      m.sentAtMs - m.windowMs,
      m.sentAtMs + m.windowMs,
      m.notArchivedAs ?? null,
    )?.id ?? null
  )
}

/** The room or archive has given a stored message its id and time (reflection). */
export function setArchiveId(db: Db, id: MessageId, archiveId: string): void {
  run(db, 'UPDATE OR IGNORE message SET archive_id = ? WHERE id = ? AND archive_id IS NULL', archiveId, id)
}

export const deleteMessages = (db: Db, conversationId: ConversationId): number =>
  run(db, 'DELETE FROM message WHERE conversation_id = ?', conversationId)

export const deleteMessage = (db: Db, id: MessageId): number => run(db, 'DELETE FROM message WHERE id = ?', id)

export const countMessages = (db: Db, conversationId: ConversationId): number =>
  one<{ n: number }>(db, 'SELECT count(*) AS n FROM message WHERE conversation_id = ?', conversationId)?.n ?? 0
