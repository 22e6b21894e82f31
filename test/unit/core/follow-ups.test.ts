/** What is said of messages that were sent: durable over restarts, in order, never before its message, undone when refused. */
import { beforeEach, describe, expect, it } from 'vitest'
import { createFollowUps, type FollowUp } from '#core/follow-ups'
import type { Incoming, StageHandler } from '#core/inbound'
import type { AccountId, MessageId } from '#shared/ids'
import { parseJid, type BareJid } from '#shared/jid'
import type { Conversation } from '#shared/model/conversation'
import { systemClock } from '#shared/time'
import { putAccount } from '#store/accounts'
import { putConversation } from '#store/conversations'
import { openDatabase, type Db } from '#store/database'
import { listFollowUps } from '#store/follow-ups'
import { insertMessage, setMessageState } from '#store/messages'
import { attr, xml } from '#xmpp/element'
import { scriptedLink } from '../../support/scripted-link'

const own = 'li.na@example.org' as BareJid
let db: Db
let accountId: AccountId
let chat: Conversation
let first: MessageId
let second: MessageId
let canSend = true
let told: string[]
let answer: (one: FollowUp) => 'say' | 'wait' | null

beforeEach(() => {
  db = openDatabase({ file: ':memory:', nativeBinding: process.env.MAGPIE_SQLITE_BINDING })
  accountId = putAccount(db, own, 'r').id
  chat = putConversation(db, accountId, 'chat', 'wang.wei@example.org', systemClock.nowMs())
  const message = (stanzaId: string) => {
    const nowMs = systemClock.nowMs()
    const about = { accountId, conversationId: chat.id, direction: 'out', kind: 'text', body: stanzaId, sender: own, stanzaId } as const
    return insertMessage(db, { ...about, sentAtMs: nowMs, receivedAtMs: nowMs, state: 'sent' }, true)
  }
  first = message('m1')
  second = message('m2')
  canSend = true
  told = []
  answer = () => 'say'
})

/** The program starts: nothing is known but what is stored. */
function startProgram() {
  const { link, connection } = scriptedLink()
  let acts: (() => void)[] = []
  let trust: StageHandler = () => undefined
  const followUps = createFollowUps({
    accountId, db, connection,
    inbound: { on: (_stage: string, handler: StageHandler) => void (trust = handler), receive: () => undefined, receiveArchived: () => undefined },
    outbox: { canSend: () => canSend },
    transaction: (work) => {
      const value = db.transaction(work)()
      const now = acts
      acts = []
      for (const act of now) act()
      return value
    },
    afterCommit: (act) => void acts.push(act),
  })
  followUps.define('note', {
    build: (one, { peer }) => {
      const said = answer(one)
      return said === 'say' ? xml('message', { to: peer, id: one.wireId, words: String(one.payload) }) : said
    },
    onSent: ({ payload }) => void told.push(`sent ${String(payload)}`),
    onRefused: ({ payload }, { condition, text }) => void told.push(`refused ${String(payload)}: ${condition} ${text ?? ''}`),
  })
  const say = (words: string, messageId: MessageId | null = first, kind = 'note') => {
    const { wireId } = db.transaction(() => followUps.add({ conversationId: chat.id, messageId, kind, payload: words }))()
    const now = acts
    acts = []
    for (const act of now) act()
    return wireId
  }
  /** An error for one that we sent. */
  const refuse = (wireId: string, from = 'wang.wei@example.org/phone') => {
    const stanza = xml(
      'message', { xmlns: 'jabber:client', type: 'error', from, id: wireId },
      xml('error', { type: 'cancel' }, xml('forbidden', { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' }), xml('text', { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' }, 'no')),
    )
    return trust({ type: 'error', stanza, from: parseJid(from) } as Incoming)
  }
  return { link, followUps, say, refuse, words: () => link.written.map((stanza) => attr(stanza, 'words')), acknowledge: () => link.emit('acked', link.written.at(-1)) }
}
const stored = () => listFollowUps(db, accountId).map(({ payload }) => payload)

describe('what is to be said', () => {
  it('waits until the steps after login are through, then leaves at once', () => {
    const { followUps, say, words } = startProgram()
    say('a')
    expect(words()).toEqual([])
    followUps.ready()
    say('b')
    expect(words()).toEqual(['a', 'b'])
  })

  it('is kept until the server has it, over restarts of the program, in order and with the same ids', () => {
    const before = startProgram()
    const ids = [before.say('a'), before.say('b', second)]
    before.link.isOnline = false
    const after = startProgram()
    after.followUps.ready()
    expect(after.words()).toEqual(['a', 'b'])
    expect(after.link.written.map((stanza) => attr(stanza, 'id'))).toEqual(ids)
    expect(stored()).toEqual(['a', 'b'])
    after.link.emit('acked', after.link.written[0])
    expect([stored(), told]).toEqual([['b'], ['sent a']])
  })

  it('is not said again in the same session, but again after one that ended without a word', () => {
    const { link, followUps, say, words } = startProgram()
    followUps.ready()
    say('a')
    followUps.flush()
    expect(words()).toEqual(['a'])
    link.emit('ended')
    followUps.flush()
    expect(words()).toEqual(['a']) // not before the steps of the new login
    followUps.ready()
    expect(words()).toEqual(['a', 'a'])
  })

  it('is said again when it was lost, and is through when the server had it before the program started', () => {
    const { link, followUps, say, words } = startProgram()
    followUps.ready()
    const id = say('a')
    link.emit('lost', link.written[0])
    link.emit('resumed')
    expect(words()).toEqual(['a', 'a'])
    const again = startProgram()
    again.link.emit('ackedBefore', [id])
    expect([stored(), told]).toEqual([[], ['sent a']])
  })

  it('without acknowledgements is through when the ping behind it is answered', async () => {
    const { link, followUps, say } = startProgram()
    link.hasAcks = false
    followUps.ready()
    say('a')
    link.pongs[0]!(false)
    await Promise.resolve()
    expect(stored()).toEqual(['a'])
    link.emit('lost', link.written[0])
    followUps.flush()
    link.pongs[1]!(true)
    await new Promise((resolve) => setImmediate(resolve))
    expect([stored(), told]).toEqual([[], ['sent a']])
  })
})

describe('the order', () => {
  it('is never before the message it speaks of', () => {
    setMessageState(db, first, 'queued')
    const { followUps, say, words } = startProgram()
    followUps.ready()
    say('of the first')
    say('of the second', second)
    expect(words()).toEqual(['of the second'])
    setMessageState(db, first, 'sent')
    followUps.flush()
    expect(words()).toEqual(['of the second', 'of the first'])
  })

  it('of one message is kept: what cannot be said yet holds back what follows of the same', () => {
    const { followUps, say, words } = startProgram()
    followUps.ready()
    answer = ({ payload }) => (payload === 'a' ? 'wait' : 'say')
    for (const [text, id] of [['a', first], ['b', first], ['c', second]] as const) say(text, id)
    expect(words()).toEqual(['c'])
    answer = () => 'say'
    followUps.flush()
    expect(words()).toEqual(['c', 'a', 'b'])
  })

  it('waits where nothing may be said, and for a kind that nobody knows (any more)', () => {
    const { followUps, say, words } = startProgram()
    followUps.ready()
    canSend = false
    say('a')
    canSend = true
    say('b', second, 'nobody')
    followUps.flush()
    expect([words(), stored()]).toEqual([['a'], ['a', 'b']])
  })

  it('what there is nothing to say of any more is forgotten; what has not left can be taken back', () => {
    const { followUps, say, words } = startProgram()
    say('a')
    say('b', second)
    expect(followUps.drop(followUps.waiting(first)[0]!)).toBe(true)
    answer = () => null
    followUps.ready()
    expect([words(), stored(), told]).toEqual([[], [], []])
    answer = () => 'say'
    say('c')
    expect(followUps.drop(followUps.waiting(first)[0]!)).toBe(false) // on its way
    expect(stored()).toEqual(['c'])
  })

  it('is said of a message that was deleted here, too', () => {
    const { followUps, say, words } = startProgram()
    say('a')
    db.prepare('DELETE FROM message WHERE id = ?').run(first)
    followUps.ready()
    expect(words()).toEqual(['a'])
  })
})

describe('refused', () => {
  it('by whom it was said to, before or after it was acknowledged: it is told once, and never said again', () => {
    const { followUps, say, refuse, words, acknowledge } = startProgram()
    followUps.ready()
    const early = say('a')
    expect(refuse(early)).toBe('drop')
    const late = say('b')
    acknowledge()
    expect(refuse(late)).toBe('drop')
    expect(refuse(late)).toBeUndefined()
    expect(told).toEqual(['refused a: forbidden no', 'sent b', 'refused b: forbidden no'])
    followUps.flush()
    expect([words(), stored()]).toEqual([['a', 'b'], []])
  })

  it('by anybody else: nothing happens', () => {
    const { followUps, say, refuse } = startProgram()
    followUps.ready()
    const id = say('a')
    for (const from of ['eve@example.org/x', 'example.org', 'li.na@example.org']) expect(refuse(id, from)).toBeUndefined()
    expect(refuse('made up')).toBeUndefined()
    expect([told, stored()]).toEqual([[], ['a']])
  })

  it('larger than may be sent: refused here, and what follows goes its way', () => {
    const { link, followUps, say, words } = startProgram()
    link.isTooLarge = (stanza) => attr(stanza, 'words') === 'large'
    followUps.ready()
    say('large')
    say('small', second)
    expect(told).toEqual(['refused large: too-long '])
    expect([words(), stored()]).toEqual([['small'], ['small']])
  })
})
