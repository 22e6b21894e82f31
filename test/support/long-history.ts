/** A conversation of any length, written straight into the store of an app that is not running. */
import Database from 'better-sqlite3'

const START_MS = 1_700_000_000_000
const WORDS = '喜鹊叫，客人到。'

export interface LongHistory {
  file: string
  accountId: number
  conversationId: number
  count: number
  /** Both sides, as they are written into the rows. */
  own: string
  peer: string
}

/** Of each kind some: words of one to 40 lines, emoji, links, deeds, lines of the program, changed and taken back ones, failed ones. */
export function mixedBody(i: number): string {
  if (i % 17 === 0) return '👍🎉'
  if (i % 13 === 0) return `#${i} https://example.org/page/${i}?q=${i * 7} 看看这个`
  if (i % 29 === 0) return `/me waves for the ${i}th time`
  return `#${i} ${(i % 5 === 0 ? 'The magpie calls, a guest will come. ' : WORDS).repeat((i * 7) % 23)}`
}

/** One a minute, both directions. `bodyOf`: what stands in the i-th, from 1. `isMixed`: also lines of the program, changed, taken back and failed ones. */
export function fillHistory({ file, accountId, conversationId, count, own, peer }: LongHistory, bodyOf: (i: number) => string, isMixed: boolean): void {
  const binding = process.env.MAGPIE_SQLITE_BINDING
  const db = new Database(file, binding ? { nativeBinding: binding } : {})
  const add = db.prepare(
    `INSERT INTO message (account_id, conversation_id, direction, kind, body, notice, sender, sent_at_ms, received_at_ms, order_ms, state, failure, is_edited, is_retracted)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  db.transaction(() => {
    for (let i = 1; i <= count; i++) {
      const isOwn = i % 3 === 0
      const isNotice = isMixed && i % 97 === 0
      const isRetracted = isMixed && i % 53 === 0
      const isFailed = isMixed && isOwn && i % 41 === 0
      const ms = START_MS + i * 60_000
      const notice = isNotice ? JSON.stringify({ code: isOwn ? 'shake-sent' : 'shake-received', args: { who: peer } }) : null
      const state = isFailed ? 'failed' : isOwn ? 'delivered' : 'received'
      add.run(
        accountId, conversationId, isOwn ? 'out' : 'in', isNotice ? 'notice' : 'text', isRetracted || isNotice ? '' : bodyOf(i), notice, isOwn ? own : peer, ms, ms, ms,
        state, isFailed ? JSON.stringify({ condition: 'remote-server-not-found', text: null }) : null, isMixed && i % 11 === 0 ? 1 : 0, isRetracted ? 1 : 0,
      )
    }
    db.prepare(
      `UPDATE conversation SET activity_ms = (SELECT max(order_ms) FROM message),
        last_message_id = (SELECT max(id) FROM message) WHERE id = ?`,
    ).run(conversationId)
  })()
  db.close()
}
