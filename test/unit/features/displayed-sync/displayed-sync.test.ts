import { afterEach, describe, expect, test, vi } from 'vitest'
import { xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { parseStanza } from '../../../support/transcripts'
import { refuse, type Replay } from '../rooms/replay'
import { chatMessage, conversationId, EVE, OWN, settle, startChat, WANG, withContacts } from '../support-chat'

const NODE = 'urn:xmpp:mds:displayed:0'
const open: Replay[] = []
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(open.splice(0).map((one) => one.stop()))
})

const item = (peer: string, id: string, by = OWN) =>
  `<item id='${peer}'><displayed xmlns='${NODE}'><stanza-id xmlns='urn:xmpp:sid:0' by='${by}' id='${id}'/></displayed></item>`
const event = (from: string | null, ...items: string[]) =>
  parseStanza(
    `<message type='headline' ${from === null ? '' : `from='${from}'`} to='${OWN}/desk'><event xmlns='http://jabber.org/protocol/pubsub#event'>` +
      `<items node='${NODE}'>${items.join('')}</items></event></message>`,
  )
const said = (id: string, body: string, more = '', peer = WANG): Element =>
  chatMessage(peer, id, `<body>${body}</body><stanza-id xmlns='urn:xmpp:sid:0' by='${OWN}' id='a-${id}'/>${more}`)
const late = "<delay xmlns='urn:xmpp:delay' from='x.example' stamp='2026-01-01T00:00:00Z'/>"

/** A server that keeps the node as it is published. */
const start = async (stored: string[] = []) => {
  const published: string[] = []
  const answer = withContacts((iq, text) => {
    if (!text.includes(NODE)) return null
    if (iq.type === 'get' && text.includes('<items')) {
      if (stored.length === 0) return refuse('item-not-found')
      const reply = parseStanza(`<iq type='result'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='${NODE}'>${stored.join('')}</items></pubsub></iq>`)
      return { ok: true, value: reply }
    }
    if (text.includes('<publish node')) published.push(text)
    return { ok: true, value: xml('iq', { xmlns: 'jabber:client', type: 'result' }) }
  })
  const li = await startChat(answer)
  open.push(li)
  return { li, published }
}
const unread = async (li: Replay, peer = WANG) => (await li.messages('chat', peer)).filter((message) => message.isUnread).map((message) => message.body)

describe('another device reads', () => {
  test('up to a place: only what comes behind it stays unread; never back', async () => {
    const { li } = await start()
    for (const id of ['1', '2', '3']) li.receive(said(id, id))
    li.receive(event(OWN, item(WANG, 'a-2')))
    expect(await unread(li)).toEqual(['3'])
    li.receive(event(OWN, item(WANG, 'a-1')))
    li.receive(said('4', '4'))
    expect(await unread(li)).toEqual(['3', '4'])
    li.receive(event(OWN, item(WANG, 'a-4')))
    expect(await unread(li)).toEqual([])
  })

  test('before its message came here: kept, and applied to it and to what comes from before it', async () => {
    const { li } = await start([item(WANG, 'a-2')])
    li.receive(said('2', 'read elsewhere', late.replace('2026-01-01', '2026-01-02')))
    li.receive(said('1', 'older still', late))
    li.receive(said('3', 'new', late.replace('2026-01-01', '2026-01-03')))
    expect(await unread(li)).toEqual(['new'])
  })

  test('nobody but our own account says so, and only about places of its own archive', async () => {
    const { li } = await start()
    li.receive(said('1', 'one'))
    for (const from of [WANG, EVE, 'x.example', null, `${OWN}/desk`]) li.receive(event(from, item(WANG, 'a-1')))
    li.receive(event(OWN, item(WANG, 'a-1', EVE), item(EVE, 'a-1'), item(WANG, 'a-1', 'x.example'), '<item/>', "<item id='@'/>", '<item id="a@b"/>'))
    expect(await unread(li)).toEqual(['one'])
    li.receive(event(OWN, item(WANG, 'a-1')))
    expect(await unread(li), 'the legal twin').toEqual([])
  })
})

describe('we read', () => {
  test('the node is made private first, then told of the newest place, once', async () => {
    const { li, published } = await start()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    li.receive(said('1', 'one'))
    li.receive(said('2', 'two'))
    const id = await conversationId(li, WANG)
    for (let i = 0; i < 3; i++) await li.call('conversation.markRead', { conversationId: id })
    await vi.advanceTimersByTimeAsync(5000)
    expect(published).toHaveLength(1)
    expect(published[0]).toContain(`by="${OWN}" id="a-2"`)
    const made = li.sent.findIndex((line) => line.includes(`<create node="${NODE}"`) && line.includes('<value>whitelist</value>'))
    expect(made).toBeGreaterThanOrEqual(0)
    expect(li.sent.findIndex((line) => line.includes(`<publish node="${NODE}"`))).toBeGreaterThan(made)
  })

  test('offline: told at the next login; without archive ids: nothing to tell', async () => {
    const { li, published } = await start()
    li.receive(chatMessage(EVE, 'e', '<body>no archive here</body>'))
    await li.call('conversation.markRead', { conversationId: await conversationId(li, EVE) })
    li.receive(said('1', 'one'))
    await li.call('conversation.markRead', { conversationId: await conversationId(li, WANG) })
    await li.reconnect()
    await settle()
    expect(published).toHaveLength(1)
    expect(published[0]).toContain('a-1')
  })
})
