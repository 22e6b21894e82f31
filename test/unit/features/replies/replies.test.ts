import { afterEach, describe, expect, test } from 'vitest'
import type { Message } from '#shared/model/message'
import { afterCut, cut } from '#xmpp/xep/0428'
import { quoteLines } from '#features/replies/stanza'
import { parseStanza } from '../../../support/transcripts'
import type { Replay } from '../rooms/replay'
import { chatMessage, conversationId, EVE, sentIds, startChat, WANG } from '../support-chat'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const start = async () => {
  const li = await startChat()
  open.push(li)
  return { li, from: (id: string, inside: string, peer = WANG) => li.receive(chatMessage(peer, id, inside)) }
}
const body = (text: string) => `<body>${text}</body>`
const reply = (id: string) => `<reply xmlns='urn:xmpp:reply:0' id='${id}' to='${WANG}'/>`
const fallback = (inside: string, of = 'urn:xmpp:reply:0') => `<fallback xmlns='urn:xmpp:fallback:0' for='${of}'>${inside}</fallback>`
const range = (from: number, to: number) => `<body start='${from}' end='${to}'/>`
const words = async (li: Replay, peer = WANG) => (await li.messages('chat', peer)).map((one) => one.body)
const quotedOf = async (li: Replay, id: number) =>
  ((await li.call('reply.quoted', { messageIds: [id] })).value as { quoted: Message | null }[])[0]?.quoted ?? null

describe('what comes in', () => {
  test('the marked lines are taken out, the message that is meant is found', async () => {
    const { li, from } = await start()
    from('1', body('几点？'))
    from('2', body('&gt; 几点？\n三点 👍') + reply('1') + fallback(range(0, 6)))
    expect(await words(li)).toEqual(['几点？', '三点 👍'])
    const [first, second] = await li.messages('chat', WANG)
    expect(second?.extras).toEqual({ reply: { id: '1' } })
    expect((await quotedOf(li, second!.id))?.id).toBe(first!.id)
  })

  test('also when the message is not here; it is found as soon as it comes', async () => {
    const { li, from } = await start()
    from('2', body('&gt; 几点？\n三点') + reply('1') + fallback(range(0, 6)))
    expect(await words(li)).toEqual(['三点'])
    const { id } = (await li.messages('chat', WANG))[0]!
    expect(await quotedOf(li, id)).toBeNull()
    from('1', body('几点？'))
    expect((await quotedOf(li, id))?.body).toBe('几点？')
  })

  // As Dino 0.4.2 says them: `npm run interop -- dino`.
  test.each([
    ['> 几点？\n三点', 12, '三点'],
    ['> 几点？\n三点就到，你先吃吧', 12, '三点就到，你先吃吧'],
    ['> Grüße 🐦\n> 喜鹊\nja', 24, 'ja'],
    ['> Grüße\n\nja', 10, '\nja'], // a line break more or less is no harm
  ])('lines whose end is told in bytes: %j', async (text, end, left) => {
    const { li, from } = await start()
    from('2', body(text.replaceAll('>', '&gt;')) + reply('1') + fallback(range(0, end)))
    expect(await words(li)).toEqual([left])
  })

  test('what is counted well is taken at its word, also within a line', async () => {
    const { li, from } = await start()
    from('2', body('李娜: 三点') + reply('1') + fallback(range(0, 4)))
    from('3', body('&gt; 几\n&gt; 点\n三点') + reply('1') + fallback(range(0, 4)))
    expect(await words(li)).toEqual(['三点', '> 点\n三点'])
  })

  // As Converse.js 14.0.0 corrects an answer: `npm run interop -- converse`.
  test('a correction whose mark is of lines that are no longer there keeps all its words; else they go as before', async () => {
    const { li, from } = await start()
    const replaces = "<replace xmlns='urn:xmpp:message-correct:0' id='2'/>"
    from('1', body('几点？'))
    from('2', body('&gt; 李娜:\n&gt; 几点？\num drei') + reply('1') + fallback(range(0, 12)))
    from('3', body('um vier, kommst du?') + reply('1') + fallback(range(0, 12)) + replaces)
    expect(await words(li)).toEqual(['几点？', 'um vier, kommst du?'])
    from('4', body('&gt; 李娜:\n&gt; 几点？\num fünf') + reply('1') + fallback(range(0, 12)) + replaces)
    expect(await words(li)).toEqual(['几点？', 'um fünf'])
  })

  test.each([
    ['of something else', fallback(range(0, 4), 'urn:xmpp:other')],
    ['unmarked', ''],
    ['that would leave nothing', fallback(range(0, 4_000_000_000))],
    ['without places', fallback('')],
    ['backwards', fallback(range(9, 2))],
    ['of no numbers', fallback("<body start='x' end='-1'/><body start='1e9' end='7'/>")],
  ])('lines %s stay: no words are lost', async (_name, mark) => {
    const { li, from } = await start()
    from('1', body('&gt; x\nyes') + reply('0') + mark)
    expect((await words(li))[0]).toContain('yes')
  })

  test('without an answer nothing is taken out, and nobody quotes out of another conversation', async () => {
    const { li, from } = await start()
    from('1', body('secret'))
    from('e1', body('&gt; x\nyes') + fallback(range(0, 4)), EVE)
    from('e2', body('what?') + reply('1'), EVE)
    expect(await words(li, EVE)).toEqual(['> x\nyes', 'what?'])
    const last = (await li.messages('chat', EVE)).at(-1)!
    expect(await quotedOf(li, last.id)).toBeNull()
  })

  test('what was taken back is gone from the quote, an id of a correction means what it corrected', async () => {
    const { li, from } = await start()
    from('1', body('teh'))
    from('2', body('the') + "<replace xmlns='urn:xmpp:message-correct:0' id='1'/>")
    from('3', body('yes') + reply('2'))
    const { id } = (await li.messages('chat', WANG)).at(-1)!
    expect(await quotedOf(li, id)).toMatchObject({ body: 'the', isEdited: true })
    from('4', "<retract xmlns='urn:xmpp:message-retract:1' id='1'/>")
    expect(await quotedOf(li, id)).toMatchObject({ body: '', isRetracted: true })
  })

  test('comes twice, kept once', async () => {
    const { li, from } = await start()
    const answer = body('&gt; a\nb') + reply('1') + fallback(range(0, 4))
    from('2', answer)
    from('2', answer)
    expect(await words(li)).toEqual(['b'])
  })
})

describe('what goes out', () => {
  test('quoted lines in front, marked; our own coming back is recognised', async () => {
    const { li, from } = await start()
    from('1', body('第一行\n第二行'))
    const { id } = (await li.messages('chat', WANG))[0]!
    const place = { conversationId: await conversationId(li, WANG) }
    await li.call('reply.send', { ...place, messageId: id, body: '好 👍' })
    const line = li.sent.find((one) => one.includes('好 👍'))!
    expect(line).toContain('<body>&gt; 第一行\n&gt; 第二行\n好 👍</body>')
    expect(line).toContain(`<reply xmlns="urn:xmpp:reply:0" id="1" to="${WANG}"/>`)
    expect(line).toContain('<fallback xmlns="urn:xmpp:fallback:0" for="urn:xmpp:reply:0"><body start="0" end="12"/></fallback>')
    expect(await words(li)).toEqual(['第一行\n第二行', '好 👍'])
    const sent = parseStanza(line.replace('<message', "<message from='li@x.example/other'"))
    const carbon = parseStanza(`<message from='li@x.example' to='li@x.example/desk'><sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'/></sent></message>`)
    ;(carbon.children[0] as typeof carbon).children.forEach((one) => (one as typeof carbon).append(sent))
    li.receive(carbon)
    expect(await words(li)).toEqual(['第一行\n第二行', '好 👍'])
    expect(sentIds(li)).toHaveLength(1)
  })

  test('not to a message of another conversation', async () => {
    const { li, from } = await start()
    from('e1', body('hello'), EVE)
    const { id } = (await li.messages('chat', EVE))[0]!
    expect(await li.call('reply.send', { conversationId: await conversationId(li, WANG), messageId: id, body: 'x' })).toMatchObject({ ok: false })
    expect(sentIds(li)).toEqual([])
  })
})

test('long messages are quoted in part', () => {
  expect(quoteLines('a\nb')).toBe('> a\n> b\n')
  expect(quoteLines('1\n2\n3\n4\n5\n6\n7')).toBe('> 1\n> 2\n> 3\n> 4\n> 5\n> 6…\n')
  expect([...quoteLines('👍'.repeat(400))].length).toBe(304)
})

test('places behind what was cut move', () => {
  const spans = [{ begin: 0, end: 3 }, { begin: 5, end: 7 }]
  expect(cut('abc👍defghi', spans)).toBe('👍dghi')
  expect(afterCut({ begin: 3, end: 5 }, spans)).toEqual({ begin: 0, end: 2 })
  expect(afterCut({ begin: 8, end: 9 }, spans)).toEqual({ begin: 3, end: 4 })
  expect(afterCut({ begin: 2, end: 4 }, spans)).toBeNull()
})
