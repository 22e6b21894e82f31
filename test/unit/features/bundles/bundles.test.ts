/** Several messages passed on as one: what comes in is a claim and nothing more, what goes out is read by everybody. */
import { afterEach, describe, expect, test } from 'vitest'
import type { ForwardedEntry } from '#shared/model/bundle'
import { parseStanza } from '../../../support/transcripts'
import type { Replay } from '../rooms/replay'
import { chatMessage, conversationId, EVE, OWN, startChat, WANG } from '../support-chat'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const start = async () => {
  const li = await startChat()
  open.push(li)
  return { li, from: (id: string, inside: string, peer = WANG) => li.receive(chatMessage(peer, id, inside)) }
}
const inner = (from: string, inside: string, more = '') =>
  `<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2026-11-20T08:00:00Z'/>` +
  `<message xmlns='jabber:client' from='${from}' to='${OWN}' ${more}>${inside}</message></forwarded>`
const body = (text: string) => `<body>${text}</body>`
const mark = `<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:forward:0'><body/></fallback>`
const only = async (li: Replay, peer = WANG) => (await li.messages('chat', peer)).at(-1)!

describe('what comes in', () => {
  test('is one message with what others are said to have written', async () => {
    const { li, from } = await start()
    from('1', body('ann: hi\nBob: yo') + inner('ann@x.example/phone', body('hi')) + inner('room@rooms.example/Bob', body('yo'), "type='groupchat'") + mark)
    const message = await only(li)
    expect(message).toMatchObject({ body: 'ann: hi\nBob: yo', sender: WANG })
    expect(message.extras?.bundle).toEqual({
      entries: [
        { name: 'ann', address: 'ann@x.example', sentAtMs: Date.parse('2026-11-20T08:00:00Z'), body: 'hi' },
        { name: 'Bob', address: 'room@rooms.example/Bob', isRoom: true, sentAtMs: Date.parse('2026-11-20T08:00:00Z'), body: 'yo' },
      ],
    })
  })

  test('with words of its own, or with none', async () => {
    const { li, from } = await start()
    from('1', body('look!') + inner(EVE, body('hi')))
    expect((await only(li)).extras?.bundle?.hasWords).toBe(true)
    from('2', inner(EVE, body('silent')))
    expect(await only(li)).toMatchObject({ body: 'eve: silent' })
  })

  test('touches nothing that is real: no message of whom it names, no receipt, no change, no taking back', async () => {
    const { li, from } = await start()
    from('real', body('said by Eve'), EVE)
    const place = { conversationId: await conversationId(li, EVE) }
    await li.call('message.send', { ...place, body: 'mine' })
    const ownId = /id="([^"]+)"/.exec(li.sent.find((one) => one.includes('>mine<'))!)![1]
    from(
      '1',
      body('x') +
        inner(EVE, body('forged') + "<replace xmlns='urn:xmpp:message-correct:0' id='real'/>", "id='real'") +
        inner(EVE, body('x') + `<received xmlns='urn:xmpp:receipts' id='${ownId}'/><displayed xmlns='urn:xmpp:chat-markers:0' id='${ownId}'/>`) +
        inner(EVE, body('x') + "<retract xmlns='urn:xmpp:message-retract:1' id='real'/>") +
        inner(EVE, body('x') + "<reactions xmlns='urn:xmpp:reactions:0' id='real'><reaction>💩</reaction></reactions><stanza-id xmlns='urn:xmpp:sid:0' by='li@x.example' id='9'/>"),
    )
    const all = await li.messages('chat', EVE)
    expect(all.map((one) => one.body)).toEqual(['said by Eve', 'mine'])
    expect(all[0]).toMatchObject({ isEdited: false, isRetracted: false })
    expect(all[0]?.extras).toBeUndefined()
    expect(all[1]?.state).not.toMatch(/delivered|read/)
    from('real', body('said by Eve'), EVE)
    expect(await li.messages('chat', EVE)).toHaveLength(2)
    expect((await only(li)).extras?.bundle?.entries).toHaveLength(4)
  })

  test('what is no message inside is left out; presences and questions are never answered', async () => {
    const { li, from } = await start()
    const before = li.sent.length
    from('1', body('words') + `<forwarded xmlns='urn:xmpp:forward:0'><iq xmlns='jabber:client' type='get' id='q' from='${EVE}'><ping xmlns='urn:xmpp:ping'/></iq></forwarded>` +
      `<forwarded xmlns='urn:xmpp:forward:0'><message from='${EVE}'><body>of no namespace of messages</body></message></forwarded><forwarded xmlns='urn:xmpp:forward:0'/>`)
    expect(await only(li)).toMatchObject({ body: 'words' })
    expect((await only(li)).extras).toBeUndefined()
    expect(li.sent.slice(before).filter((one) => one.includes("'q'") || one.includes('"q"'))).toEqual([])
  })

  test('has limits: how many, how much, how deep', async () => {
    const { li, from } = await start()
    from('1', body('x') + Array.from({ length: 130 }, (_, i) => inner(EVE, body(`${i}`))).join(''))
    expect((await only(li)).extras?.bundle).toMatchObject({ isPart: true, entries: { length: 100 } })
    from('2', body('x') + Array.from({ length: 5 }, () => inner(EVE, body('长'.repeat(30_000)))).join(''))
    const long = (await only(li)).extras!.bundle!
    expect(long.isPart).toBe(true)
    expect(long.entries.reduce((sum, one) => sum + one.body.length, 0)).toBe(100_000)
    const deep = (depth: number): string => inner(EVE, body(`level ${depth}`) + (depth < 8 ? deep(depth + 1) : ''))
    from('3', body('x') + deep(1))
    const levels: string[] = []
    for (let at: ForwardedEntry | undefined = (await only(li)).extras?.bundle?.entries[0]; at; at = at.inner?.[0]) levels.push(at.body)
    expect(levels).toEqual(['level 1', 'level 2', 'level 3'])
  })

  test('names that are no addresses are none', async () => {
    const { li, from } = await start()
    from('1', body('x') + inner('@@@', body('a')) + inner('', body('b')))
    expect((await only(li)).extras?.bundle?.entries.map(({ name, address }) => [name, address])).toEqual([['', ''], ['', '']])
  })

  test('files keep where they are and what they are', async () => {
    const { li, from } = await start()
    const url = 'https://up.example/a/pic.png'
    from('1', body('x') + inner(EVE, body(url) + `<x xmlns='jabber:x:oob'><url>${url}</url></x>`) + inner(EVE, body('http://up.example/no') + `<x xmlns='jabber:x:oob'><url>http://up.example/no</url></x>`))
    const entries = (await only(li)).extras!.bundle!.entries
    expect(entries[0]?.files).toMatchObject([{ url, name: 'pic.png', kind: 'picture', local: null }])
    expect(entries[1]?.files).toBeUndefined()
  })

  test('taken back: nothing of it is kept', async () => {
    const { li, from } = await start()
    from('1', body('x') + inner(EVE, body('secret')) + mark)
    from('2', "<retract xmlns='urn:xmpp:message-retract:1' id='1'/>")
    expect(await only(li)).toMatchObject({ isRetracted: true, body: '' })
    expect((await only(li)).extras).toBeUndefined()
  })
})

describe('what goes out', () => {
  const sendTo = async (li: Replay, peer: string, messageIds: number[]) => li.call('bundle.send', { conversationId: await conversationId(li, peer), messageIds })

  test('who, when, what, and words for those who do not know it; our own coming back is recognised', async () => {
    const { li, from } = await start()
    from('1', body('三点见'))
    await li.call('message.send', { conversationId: await conversationId(li, WANG), body: '好 &' })
    const ids = (await li.messages('chat', WANG)).map((one) => one.id)
    expect(await sendTo(li, EVE, ids)).toMatchObject({ ok: true })
    const line = li.sent.at(-1)!
    expect(line).toContain('<body>wang: 三点见\nli: 好 &amp;</body>')
    expect(line).toContain(`<message xmlns="jabber:client" type="chat" from="${WANG}"><body>三点见</body></message></forwarded>`)
    expect(line).toContain(`<message xmlns="jabber:client" type="chat" from="${OWN}"><body>好 &amp;</body></message></forwarded>`)
    expect(line).toMatch(/<forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="20/)
    expect(line).toContain('<fallback xmlns="urn:xmpp:fallback:0" for="urn:xmpp:forward:0"><body/></fallback>')
    const carbon = parseStanza(`<message from='${OWN}' to='${OWN}/desk'><sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'/></sent></message>`)
    ;(carbon.children[0] as typeof carbon).children.forEach((one) => (one as typeof carbon).append(parseStanza(line.replace('<message', `<message from='${OWN}/other'`))))
    li.receive(carbon)
    expect(await li.messages('chat', EVE)).toHaveLength(1)
  })

  test('what is passed on is read again as it was, also a bundle in a bundle, and one alone stays one', async () => {
    const { li, from } = await start()
    from('1', body('a: b') + inner('ann@x.example', body('deep')) + mark)
    from('2', body('and this'))
    const [bundle, words] = await li.messages('chat', WANG)
    await sendTo(li, EVE, [bundle!.id, words!.id])
    const nested = (await only(li, EVE)).extras!.bundle!
    expect(nested.entries).toMatchObject([{ name: 'wang', inner: [{ name: 'ann', body: 'deep' }] }, { name: 'wang', body: 'and this' }])
    await sendTo(li, EVE, [bundle!.id])
    expect((await only(li, EVE)).extras!.bundle!.entries).toEqual(bundle!.extras!.bundle!.entries)
    // Over the wire and back.
    const line = li.sent.find((one) => one.includes('and this'))!
    li.receive(parseStanza(line.replace('<message', `<message from='${EVE}/pc'`).replace(/id="[^"]*"/, 'id="back"').replace(/<origin-id[^>]*>/, '')))
    expect((await only(li, EVE)).extras!.bundle!.entries).toEqual(nested.entries)
  })

  test('not what was taken back, not what does not fit, not of two conversations', async () => {
    const { li, from } = await start()
    from('1', body('gone'))
    from('2', "<retract xmlns='urn:xmpp:message-retract:1' id='1'/>")
    const gone = (await only(li)).id
    expect(await sendTo(li, EVE, [gone])).toMatchObject({ ok: false, error: { problem: 'nothing-left' } })
    for (let i = 0; i < 3; i++) from(`long${i}`, body('长'.repeat(30_000)))
    const ids = (await li.messages('chat', WANG)).map((one) => one.id)
    expect(await sendTo(li, EVE, ids)).toMatchObject({ ok: false, error: { problem: 'too-large' } })
    expect(await sendTo(li, EVE, ids.slice(0, 2))).toMatchObject({ ok: true })
    expect(await sendTo(li, EVE, [ids[0]!, (await only(li, EVE)).id])).toMatchObject({ ok: false })
    expect(li.sent.filter((one) => one.includes('urn:xmpp:forward:0'))).toHaveLength(1)
  })

  test('is more than words: not to be edited', async () => {
    const { li, from } = await start()
    from('1', body('a'))
    await sendTo(li, EVE, [(await only(li)).id])
    expect(await li.call('message.correct', { messageId: (await only(li, EVE)).id, body: 'other' })).toMatchObject({ ok: false })
  })
})
