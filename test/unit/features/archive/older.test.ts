/** Scrolling up: a page older than all that is here, whatever the background history is doing; once, in order, and with an end. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConversationId } from '#shared/ids'
import { parseStanza } from '../../../support/transcripts'
import { FakeArchive, OWN, PEER, resultXml, START_MS, type Query } from './fake-archive'

const OTHER = 'zhao.yun@example.org'
let archive: FakeArchive
beforeEach(async () => {
  archive = new FakeArchive()
  archive.hasArchive = false
  await archive.start()
  archive.hasArchive = true
})
afterEach(() => archive.replay.stop())

const open = async (peer = PEER, kind = 'chat') =>
  ((await archive.replay.call('conversation.open', { kind, peer })).value as { id: ConversationId }).id
const older = (conversationId: ConversationId) => archive.replay.call('archive.older', { conversationId })
const isHistory = (query: Query) => query.before !== null && query.before !== '' && query.with === null
/** The background history does not come further than the newest page. */
const stopHistory = () => (archive.quirk = (query) => (isHistory(query) ? { entries: [], error: 'not-allowed' } : null))
const asked = () => archive.queries.filter((query) => query.with !== null)

describe('older history on request', () => {
  it('comes page by page to the beginning, in order; the history that follows doubles nothing', async () => {
    const texts = Array.from({ length: 170 }, (_, i) => {
      archive.add(`other ${i}`, { from: `${OTHER}/x`, id: `o${i}`, messageId: `o${i}`, stampMs: START_MS + i * 1000 })
      archive.add(`text ${i}`, { id: `p${i}`, messageId: `p${i}`, stampMs: START_MS + i * 1000 })
      return `text ${i}`
    })
    stopHistory()
    await archive.login()
    const id = await open()
    expect(await archive.bodies()).toEqual(texts.slice(-25))
    expect((await older(id)).value).toEqual({ added: 50, before: 'more' })
    expect(await archive.bodies()).toEqual(texts.slice(-75))
    expect((await older(id)).value).toEqual({ added: 50, before: 'more' })
    expect((await older(id)).value).toEqual({ added: 45, before: 'start' })
    expect(await archive.bodies()).toEqual(texts)
    expect((await older(id)).value).toEqual({ added: 0, before: 'start' })
    expect(asked().map(({ before, with: peer }) => [before, peer])).toEqual([['p145', PEER], ['p95', PEER], ['p45', PEER]])
    archive.quirk = () => null
    await archive.login()
    expect(await archive.bodies()).toEqual(texts)
    expect((await archive.bodies(OTHER)).length).toBe(170)
    // All is here: nobody is asked.
    expect((await older(id)).value).toEqual({ added: 0, before: 'start' })
    expect(asked()).toEqual([])
  })

  it('keeps the archive\'s order within one second, also where the history comes in between', async () => {
    const texts = Array.from({ length: 180 }, (_, i) => archive.add(`t ${i}`, { stampMs: START_MS }) && `t ${i}`)
    stopHistory()
    await archive.login()
    const id = await open()
    await older(id)
    expect(await archive.bodies()).toEqual(texts.slice(-100))
    archive.quirk = (query) => (query.before === 'a80' && query.with === null ? { entries: [], error: 'not-allowed' } : null)
    await archive.login()
    await older(id)
    expect(await archive.bodies()).toEqual(texts.slice(-150))
    archive.quirk = () => null
    await archive.login()
    expect(await archive.bodies()).toEqual(texts)
  })

  it('two at once get one page; what has no words is passed over', async () => {
    for (let i = 0; i < 130; i++) archive.add(i < 10 ? `text ${i}` : '', { inner: i < 10 ? '' : '<active xmlns="http://jabber.org/protocol/chatstates"/>' })
    archive.addMany(50, 'new')
    stopHistory()
    await archive.login()
    const id = await open()
    const [one, two] = await Promise.all([older(id), older(id)])
    expect(one.value).toEqual({ added: 10, before: 'start' })
    expect(two).toEqual(one)
    expect(asked().length).toBe(3)
    expect((await archive.bodies()).slice(0, 11)).toEqual([...Array.from({ length: 10 }, (_, i) => `text ${i}`), 'new 0'])
  })

  it('asks by time when the archive does not know our oldest message any more', async () => {
    const texts = archive.addMany(120)
    stopHistory()
    await archive.login()
    const id = await open()
    archive.quirk = (query) => (isHistory(query) || query.before === 'a70' ? { entries: [], error: 'item-not-found' } : null)
    expect((await older(id)).ok).toBe(true)
    expect(asked().at(-1)).toMatchObject({ before: '', endMs: START_MS + 71_000 })
    expect(await archive.bodies()).toEqual(texts.slice(22)) // of the page of 50, two were here
  })

  it('is told when it cannot be had now, or not at all', async () => {
    archive.addMany(60)
    stopHistory()
    await archive.login()
    const id = await open()
    archive.quirk = () => ({ entries: [], error: 'timeout' })
    expect(await older(id)).toMatchObject({ ok: false, error: { code: 'timeout' } })
    archive.quirk = () => null
    expect((await older(id)).value).toEqual({ added: 10, before: 'start' })
    archive.hasArchive = false
    await archive.login()
    expect((await older(id)).value).toEqual({ added: 0, before: 'none' })
    expect(await older(99 as ConversationId)).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  it('asked before it is known what the server has, waits for that', async () => {
    const texts = archive.addMany(80)
    stopHistory()
    const id = await open()
    // The answer to disco is still on its way when the user opens the conversation.
    const login = archive.replay.reconnect()
    const answer = older(id)
    await login
    expect((await answer).value).toEqual({ added: 30, before: 'start' })
    expect(await archive.bodies()).toEqual(texts)
  })

  it('results of others are not taken', async () => {
    archive.addMany(60)
    stopHistory()
    await archive.login()
    const id = await open()
    archive.onQuery = ({ queryId }) => {
      if (queryId) archive.replay.receive(forged(queryId))
    }
    await older(id)
    expect((await archive.bodies()).length).toBe(60)
    expect(await archive.bodies()).not.toContain('forged')
  })
})

const forged = (queryId: string) =>
  parseStanza(resultXml(queryId, { id: 'f', stampMs: START_MS, xml: `<message xmlns='jabber:client' type='chat' from='${PEER}' to='${OWN}'><body>forged</body></message>` }, 'evil@example.net'))
