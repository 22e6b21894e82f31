/**
 * An account's data as a file of JSON lines, to keep or to take to another computer: first who and when, then what features add
 * (contacts), conversations, messages in reading order. Reading it in adds what is not there yet and changes nothing that is.
 */
import { createReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { setImmediate as nextTurn } from 'node:timers/promises'
import * as v from 'valibot'
import type { AccountId, ConversationId } from '#shared/ids'
import { bareJid, epochMs, text } from '#shared/schema'
import type { EpochMs } from '#shared/time'
import { findConversation, putConversation, refreshConversation, setNotify, updateConversation } from '#store/conversations'
import type { Db } from '#store/database'
import { durableRename } from '#store/profile-files'
import { all, insert, one } from '#store/sql'

const FORMAT = 1
/** About 5 ms of work between two turns of the event loop. */
const ROWS_PER_STEP = 200

const id = v.nullable(v.pipe(v.string(), v.maxLength(2000)))
const json = v.nullable(v.pipe(v.string(), v.maxLength(100_000)))
const kind = v.picklist(['chat', 'room', 'room-pm'])
const peer = v.pipe(v.string(), v.minLength(1), v.maxLength(3071)) // RFC 7622 §3.1
const flag = v.picklist([0, 1])
const header = v.object({ type: v.literal('magpie-account'), format: v.pipe(v.number(), v.maxValue(FORMAT)), address: bareJid, exportedAtMs: epochMs })
const conversationLine = v.object({
  type: v.literal('conversation'), kind, peer, draft: text, activity_ms: epochMs, is_pinned: flag, is_hidden: flag,
  notify: v.optional(v.nullable(v.picklist(['always', 'on-mention', 'never']))), is_muted: v.optional(flag), // the second: before there were three levels
})
const messageLine = v.object({
  type: v.literal('message'), conversation: v.object({ kind, peer }), direction: v.picklist(['in', 'out']), kind: v.picklist(['text', 'notice']),
  body: text, notice: json, sender: v.pipe(v.string(), v.maxLength(3071)), stanza_id: id, origin_id: id, archive_id: id,
  sent_at_ms: epochMs, received_at_ms: epochMs, order_ms: epochMs,
  state: v.picklist(['queued', 'sent', 'delivered', 'read', 'failed', 'received']), failure: json,
  // exports before November 2026 are without these
  is_mention: v.optional(flag, 0), mentions: v.optional(json, null), is_edited: v.optional(flag, 0), is_retracted: v.optional(flag, 0),
  recall: v.optional(json, null), extras: v.optional(json, null),
})
type ConversationLine = v.InferOutput<typeof conversationLine>
type MessageLine = v.InferOutput<typeof messageLine>

const MESSAGE_COLUMNS = `direction, kind, body, notice, sender, stanza_id, origin_id, archive_id, sent_at_ms, received_at_ms, order_ms, state, failure,
  is_mention, mentions, is_edited, is_retracted, recall, extras`

export interface ExportCounts {
  conversations: number
  messages: number
}

/** Under its name only when it is whole. `extra`: lines of features, each with a `type` of its own. */
export async function exportAccount(
  db: Db, account: { id: AccountId; address: string }, path: string, nowMs: EpochMs, extra: readonly { type: string }[],
): Promise<ExportCounts> {
  const part = `${path}.part`
  const file = await open(part, 'w', 0o600)
  const write = (lines: unknown[]) => (lines.length > 0 ? file.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join('')) : null)
  try {
    await write([{ type: 'magpie-account', format: FORMAT, address: account.address, exportedAtMs: nowMs }, ...extra])
    const conversations = all<Omit<ConversationLine, 'type'> & { id: number }>(
      db,
      `SELECT id, kind, peer, draft, activity_ms, is_pinned, is_hidden, chosen AS notify
       FROM conversation LEFT JOIN conversation_notify USING (account_id, kind, peer) WHERE account_id = ? ORDER BY id`,
      account.id,
    )
    await write(conversations.map(({ id: _, ...rest }) => ({ type: 'conversation', ...rest })))
    let messages = 0
    for (const { id: conversationId, kind, peer } of conversations) {
      let after = { order_ms: -1e15, id: 0 }
      for (;;) {
        const rows = all<Omit<MessageLine, 'type' | 'conversation'> & { id: number }>(
          db, `SELECT id, ${MESSAGE_COLUMNS} FROM message WHERE conversation_id = ? AND (order_ms, id) > (?, ?) ORDER BY order_ms, id LIMIT ?`,
          conversationId, after.order_ms, after.id, ROWS_PER_STEP,
        )
        if (rows.length === 0) break
        await write(rows.map(({ id: _, ...rest }) => ({ type: 'message', conversation: { kind, peer }, ...rest })))
        messages += rows.length
        after = rows.at(-1)!
      }
    }
    await file.close()
    durableRename(part, path)
    return { conversations: conversations.length, messages }
  } catch (error) {
    await file.close().catch(() => undefined) // closed already, or the same fault again
    await rm(part, { force: true })
    throw error
  }
}

export interface ImportCounts {
  added: number
  /** Were there already. */
  known: number
  /** Lines that are none of ours, or not valid. */
  skipped: number
}
export type ImportProblem = 'not-an-export' | 'other-account'

/** `begin` runs one batch in a transaction. Contacts are not taken in: the list of contacts is the server's. */
export async function importAccount(
  db: Db, account: { id: AccountId; address: string }, path: string, begin: (work: () => void) => void,
): Promise<ImportCounts | ImportProblem> {
  const counts: ImportCounts = { added: 0, known: 0, skipped: 0 }
  let isFirst = true
  let batch: string[] = []
  const flush = async () => {
    const lines = batch
    batch = []
    begin(() => takeLines(db, account.id, lines, counts))
    await nextTurn()
  }
  const input = createReadStream(path)
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      if (isFirst) {
        isFirst = false
        const head = v.safeParse(header, parse(line))
        if (!head.success) return 'not-an-export'
        if (head.output.address !== account.address) return 'other-account'
      } else if (batch.push(line) >= ROWS_PER_STEP) await flush()
    }
  } finally {
    input.destroy()
  }
  if (isFirst) return 'not-an-export'
  await flush()
  return counts
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    void error // no JSON: no line of ours
    return null
  }
}

function takeLines(db: Db, accountId: AccountId, lines: string[], counts: ImportCounts): void {
  const touched = new Set<ConversationId>()
  for (const line of lines) {
    const value = parse(line)
    const type = (value as { type?: unknown } | null)?.type
    if (type === 'conversation') {
      const parsed = v.safeParse(conversationLine, value)
      if (parsed.success) takeConversation(db, accountId, parsed.output)
      else counts.skipped++
    } else if (type === 'message') {
      const parsed = v.safeParse(messageLine, value)
      if (!parsed.success) counts.skipped++
      else if (takeMessage(db, accountId, parsed.output, touched)) counts.added++
      else counts.known++
    } else if (type !== 'contact' && type !== 'person') counts.skipped++
  }
  for (const conversationId of touched) refreshConversation(db, conversationId, false)
}

function takeConversation(db: Db, accountId: AccountId, line: ConversationLine): void {
  if (findConversation(db, accountId, line.kind, line.peer)) return
  const { id: conversationId } = putConversation(db, accountId, line.kind, line.peer, line.activity_ms)
  const { draft } = line
  updateConversation(db, conversationId, { draft, isPinned: line.is_pinned === 1, isHidden: line.is_hidden === 1 })
  const chosen = line.notify ?? (line.is_muted === 1 ? 'never' : null)
  if (chosen) setNotify(db, { accountId, kind: line.kind, peer: line.peer }, { chosen })
}

/** False when it is there: by the archive's id, else by sender, wire id, time and text together. */
function takeMessage(db: Db, accountId: AccountId, line: MessageLine, touched: Set<ConversationId>): boolean {
  const { id: conversationId } = putConversation(db, accountId, line.conversation.kind, line.conversation.peer, line.order_ms)
  const byArchive = line.archive_id !== null && one(db, 'SELECT 1 FROM message WHERE conversation_id = ? AND archive_id = ?', conversationId, line.archive_id)
  const twin = one(
    db, `SELECT 1 FROM message WHERE conversation_id = ? AND order_ms BETWEEN ? AND ? AND sent_at_ms = ? AND direction = ? AND sender = ?
      AND body = ? AND stanza_id IS ?`,
    conversationId, line.order_ms - DAY_MS, line.order_ms + DAY_MS, line.sent_at_ms, line.direction, line.sender, line.body, line.stanza_id,
  )
  if (byArchive || twin) return false
  // What was waiting there must not be sent from here, long after: the user decides.
  const isWaiting = line.state === 'queued'
  const failure = isWaiting ? JSON.stringify({ condition: 'not-sent', text: null }) : line.failure
  insert(
    db, `INSERT INTO message (account_id, conversation_id, ${MESSAGE_COLUMNS})
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    accountId, conversationId, line.direction, line.kind, line.body, line.notice, line.sender, line.stanza_id, line.origin_id, line.archive_id,
    line.sent_at_ms, line.received_at_ms, line.order_ms, isWaiting ? 'failed' : line.state, failure,
    line.is_mention, line.mentions, line.is_edited, line.is_retracted, line.recall, line.extras,
  )
  touched.add(conversationId)
  return true
}

/** order_ms may differ from one computer to the other by what a clock jumps. */
const DAY_MS = 86_400_000
