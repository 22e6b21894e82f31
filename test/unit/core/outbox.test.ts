/** The outbox against a link whose every moment is decided here: what is lost, acknowledged, refused, and when. */
import { beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '#core/log'
import { createMessageEvents } from '#core/messages'
import { createOutbox } from '#core/outbox'
import type { BareJid } from '#shared/jid'
import type { Conversation } from '#shared/model/conversation'
import { systemClock } from '#shared/time'
import { putAccount } from '#store/accounts'
import { putConversation } from '#store/conversations'
import { openDatabase, type Db } from '#store/database'
import { getMessage, listMessages, setExtra } from '#store/messages'
import { run } from '#store/sql'
import { attr, elements, textOf, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { scriptedLink } from '../../support/scripted-link'

/** What we write carries no namespace of its own. */
const bodyOf = (stanza: Element) => textOf(elements(stanza).find((el) => el.name === 'body') as Element)

const own = 'li.na@example.org' as BareJid
let db: Db
let outbox: ReturnType<typeof createOutbox>
let link: ReturnType<typeof scriptedLink>['link']
let chat: Conversation
let other: Conversation
let openRooms: Set<string>
let isDiskFull = false
let acts: (() => void)[] = []

beforeEach(() => {
  db = openDatabase({ file: ':memory:', nativeBinding: process.env.MAGPIE_SQLITE_BINDING })
  const { id: accountId } = putAccount(db, own, 'r')
  const scripted = scriptedLink()
  link = scripted.link
  acts = []
  const transaction = <T>(work: () => T) => {
    const value = db.transaction(() => {
      const done = work()
      if (isDiskFull) throw new Error('disk full')
      return done
    })()
    for (const act of acts.splice(0)) act()
    return value
  }
  isDiskFull = false
  const created = createOutbox({
    accountId, own, db, clock: systemClock, log: silentLog, connection: scripted.connection, transaction, afterCommit: (act) => void acts.push(act),
    events: createMessageEvents(db, () => undefined), onProgress: () => undefined,
  })
  created.start()
  outbox = created
  openRooms = new Set()
  const build = (message: { body: string }, conversation: Conversation, id: string) =>
    xml('message', { to: conversation.peer, id }, xml('body', {}, message.body))
  outbox.route('chat', { canSend: () => true, build, confirmedBy: 'ack', sender: () => own })
  outbox.route('room', { canSend: (room) => openRooms.has(room.peer), build, confirmedBy: 'reflection', sender: () => 'nick' })
  chat = putConversation(db, accountId, 'chat', 'wang.wei@example.org', systemClock.nowMs())
  other = putConversation(db, accountId, 'room', 'hall@rooms.example.org', systemClock.nowMs())
})

const written = () => link.written.map((stanza) => bodyOf(stanza))
const states = (conversation: Conversation) => listMessages(db, conversation.id, { limit: 99 }).map((m) => m.state)

describe('outbox', () => {
  it('stores while offline and sends in order, once, when the link is there', () => {
    link.isOnline = false
    for (const body of ['one', 'two', 'three']) outbox.enqueue(chat, body)
    expect(states(chat)).toEqual(['queued', 'queued', 'queued'])
    link.isOnline = true
    outbox.flush()
    outbox.flush()
    expect(written()).toEqual(['one', 'two', 'three'])
    expect(states(chat)).toEqual(['queued', 'queued', 'queued']) // written is not yet sent
    for (const stanza of link.written) link.emit('acked', stanza)
    expect(states(chat)).toEqual(['sent', 'sent', 'sent'])
  })

  it('stores what features say of a message with it, before it leaves, and shows it to whoever writes it on the wire', () => {
    link.isOnline = false
    const id = outbox.enqueue(chat, 'one', { reply: { id: '甲' } })
    expect(getMessage(db, id)?.extras).toEqual({ reply: { id: '甲' } })
    const seen: unknown[] = []
    outbox.decorate((_stanza, message) => seen.push(message.extras))
    link.isOnline = true
    outbox.flush()
    expect(seen).toEqual([{ reply: { id: '甲' } }])
    setExtra(db, id, 'reactions', [])
    setExtra(db, id, 'reply', undefined)
    expect(getMessage(db, id)?.extras).toEqual({ reactions: [] })
    setExtra(db, id, 'reactions', undefined)
    expect(getMessage(db, id)?.extras).toBeUndefined()
  })

  it('lets others pass what a feature is not done with, in any conversation', () => {
    const held = new Set<number>()
    outbox.gate((message) => held.has(message.id))
    outbox.enqueue(chat, 'file', {}, (id) => held.add(id))
    outbox.enqueue(chat, 'words')
    expect(written()).toEqual(['words'])
    outbox.flush()
    expect(written()).toEqual(['words'])
    held.clear()
    outbox.flush()
    expect(written()).toEqual(['words', 'file'])
  })

  it('what the server has, and a full disk could not note, is noted later and never written again', () => {
    const id = outbox.enqueue(chat, 'one')
    isDiskFull = true
    expect(() => link.emit('acked', link.written[0])).toThrow('disk full')
    acts = []
    expect(getMessage(db, id)?.state).toBe('queued')
    expect(() => link.emit('resumed')).toThrow('disk full')
    isDiskFull = false
    acts = []
    link.emit('resumed')
    expect(getMessage(db, id)?.state).toBe('sent')
    expect(written()).toEqual(['one'])
  })

  it('sends again, with the same id, what a session took with it unacknowledged', () => {
    outbox.enqueue(chat, 'one')
    outbox.enqueue(chat, 'two')
    link.emit('acked', link.written[0])
    link.isOnline = false
    link.emit('lost', link.written[1])
    link.emit('ended')
    link.isOnline = true
    outbox.flush()
    expect(written()).toEqual(['one', 'two']) // not before the archive can have been asked
    const release = outbox.holdDoubtful()
    outbox.ready()
    expect(written()).toEqual(['one', 'two'])
    release()
    expect(written()).toEqual(['one', 'two', 'two'])
    expect(attr(link.written[2], 'id')).toBe(attr(link.written[1], 'id'))
  })

  it('does not write again what is under way in a resumed session', () => {
    outbox.enqueue(chat, 'one')
    link.isOnline = false
    outbox.enqueue(chat, 'two')
    link.isOnline = true
    link.emit('resumed')
    expect(written()).toEqual(['one', 'two'])
  })

  it('without acknowledgements takes the answer to a ping behind the message for one', async () => {
    link.hasAcks = false
    outbox.enqueue(chat, 'one')
    outbox.enqueue(chat, 'two')
    link.pongs[0]?.(true)
    link.pongs[1]?.(false)
    await new Promise((resolve) => setImmediate(resolve))
    expect(states(chat)).toEqual(['sent', 'queued'])
  })

  it('holds back only the conversation that is not open, and keeps its order', () => {
    outbox.enqueue(other, 'room 1')
    outbox.enqueue(chat, 'chat 1')
    outbox.enqueue(other, 'room 2')
    expect(written()).toEqual(['chat 1'])
    openRooms.add(other.peer)
    outbox.flush()
    expect(written()).toEqual(['chat 1', 'room 1', 'room 2'])
  })

  it('believes in a room message only when the room reflects it', () => {
    openRooms.add(other.peer)
    const id = outbox.enqueue(other, 'hello')
    const stanza = link.written[0] as Element
    link.emit('acked', stanza)
    expect(getMessage(db, id)?.state).toBe('queued')
    expect(outbox.confirm(other.id, attr(stanza, 'id') as string)).toBe(id)
    expect(getMessage(db, id)?.state).toBe('sent')
  })

  it('fails, and sends a failed message again with the same id', () => {
    const id = outbox.enqueue(chat, 'hello')
    const wireId = attr(link.written[0], 'id') as string
    outbox.fail(chat.id, wireId, { condition: 'forbidden', text: null })
    expect(getMessage(db, id)).toMatchObject({ state: 'failed', failure: { condition: 'forbidden' } })
    expect(outbox.retry(id)).toBe(true)
    expect(attr(link.written[1], 'id')).toBe(wireId)
  })

  it('what was taken back before it was written is gone; what was written goes no second time, and in a room is gone with its session', () => {
    const takeBack = (id: number) => run(db, "UPDATE message SET body = '', is_retracted = 1 WHERE id = ?", id)
    openRooms.add(other.peer)
    const [inChat, inRoom] = [outbox.enqueue(chat, 'one'), outbox.enqueue(other, 'two')]
    link.isOnline = false
    link.emit('ended')
    const unsaid = [outbox.enqueue(chat, 'three'), outbox.enqueue(other, 'four')]
    expect([inChat, inRoom, ...unsaid].map((id) => outbox.withdraw(id))).toEqual([false, false, true, true])
    expect(outbox.withdraw(inChat)).toBe(false)
    for (const id of [inChat, inRoom]) takeBack(id)
    link.isOnline = true
    const release = outbox.holdDoubtful()
    openRooms.clear()
    outbox.ready()
    expect([states(chat), states(other)]).toEqual([['queued'], ['queued']]) // until the archive and the room have shown what they have
    release()
    expect([states(chat), states(other)]).toEqual([['sent'], ['queued']])
    openRooms.add(other.peer)
    outbox.flush()
    expect([states(chat), states(other)]).toEqual([['sent'], []])
    expect(written()).toEqual(['one', 'two'])
    const failed = outbox.enqueue(chat, 'five')
    outbox.fail(chat.id, attr(link.written[2], 'id') as string, { condition: 'forbidden', text: null })
    link.isOnline = false
    outbox.retry(failed)
    expect(outbox.withdraw(failed), 'it was written once').toBe(false)
  })

  it('fails what may never be sent instead of blocking the conversation behind it', () => {
    link.isTooLarge = (stanza) => bodyOf(stanza) === 'huge'
    const id = outbox.enqueue(chat, 'huge')
    outbox.enqueue(chat, 'small')
    expect(getMessage(db, id)).toMatchObject({ state: 'failed', failure: { condition: 'too-long' } })
    expect(written()).toEqual(['small'])
  })

  it('knows only its own conversation: an id from elsewhere changes nothing', () => {
    const id = outbox.enqueue(chat, 'hello')
    const wireId = attr(link.written[0], 'id') as string
    expect(outbox.confirm(other.id, wireId)).toBeNull()
    outbox.fail(other.id, wireId, { condition: 'forbidden', text: null })
    expect(getMessage(db, id)?.state).toBe('queued')
  })
})
