/** Own messages changed and taken back. */
import { afterEach, describe, expect, test } from 'vitest'
import { parseStanza } from '../../../support/transcripts'
import type { Replay } from '../rooms/replay'
import { chatMessage, conversationId, EVE, settle, startChat, WANG } from '../support-chat'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const shown = async (li: Replay) =>
  (await li.messages('chat', WANG)).map((one) => `${one.body}${one.isEdited ? '*' : ''}${one.isRetracted ? '-' : ''}${one.extras?.isChanging ? '…' : ''}`)
const stanzas = (li: Replay) => li.sent.filter((line) => line.startsWith('<message') && !line.includes('<composing') && !line.includes('<paused'))
const idOf = (line: string | undefined) => /<message[^>]* id="([^"]+)"/.exec(line ?? '')?.[1] as string
const start = async (...bodies: string[]) => {
  const li = await startChat()
  open.push(li)
  const place = { conversationId: await conversationId(li, WANG) }
  for (const body of bodies) await li.call('message.send', { ...place, body })
  const ids = (await li.messages('chat', WANG)).map((one) => one.id)
  const receipt = (id: string) => li.receive(chatMessage(WANG, `r-${id}`, `<received xmlns='urn:xmpp:receipts' id='${id}'/>`))
  for (const line of stanzas(li)) receipt(idOf(line)) // what he has received has been sent
  const refuse = (id: string, from = `${WANG}/phone`) =>
    li.receive(parseStanza(`<message type='error' from='${from}' id='${id}'><error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`))
  return { li, ids, refuse }
}

describe('changing', () => {
  test('any own message: here at once, on the wire under a new id, always of the first', async () => {
    const { li, ids } = await start('frist', 'second')
    await li.call('message.correct', { messageId: ids[0]!, body: 'first' })
    expect(await shown(li)).toEqual(['first*…', 'second'])
    await li.call('message.correct', { messageId: ids[0]!, body: 'First!' })
    const [original, , change, again] = stanzas(li)
    for (const line of [change, again]) expect(line).toContain(`<replace xmlns="urn:xmpp:message-correct:0" id="${idOf(original)}"/>`)
    expect(again).toContain('<body>First!</body>')
    expect(new Set([original, change, again].map(idOf)).size).toBe(3)
  })

  test('the first words that come again out of the archive or as a carbon do not come back', async () => {
    const { li, ids } = await start('frist')
    const original = stanzas(li)[0]!
    await li.call('message.correct', { messageId: ids[0]!, body: 'first' })
    for (const line of [original, stanzas(li).at(-1)!]) {
      const inner = line.replace('<message', "<message xmlns='jabber:client' from='li@x.example/other'")
      li.receive(parseStanza(`<message from='li@x.example' to='li@x.example/desk'><sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>${inner}</forwarded></sent></message>`))
    }
    expect(await shown(li)).toEqual(['first*…'])
  })

  test('refused: as it was; an error from somebody else is none', async () => {
    const { li, ids, refuse } = await start('one')
    await li.call('message.correct', { messageId: ids[0]!, body: 'two' })
    refuse(idOf(stanzas(li).at(-1)), EVE)
    expect(await shown(li)).toEqual(['two*…'])
    refuse(idOf(stanzas(li).at(-1)))
    expect(await shown(li)).toEqual(['one'])
    expect(li.events.find((one) => one.name === 'correction.refused')?.payload).toMatchObject({ messageId: ids[0], what: 'correction' })
  })

  test('not what others wrote, nor what is gone', async () => {
    const { li, ids } = await start('one')
    li.receive(chatMessage(WANG, '1', '<body>his</body>'))
    const his = (await li.messages('chat', WANG)).at(-1)!.id
    expect(await li.call('message.correct', { messageId: his, body: 'forged' })).toMatchObject({ ok: false })
    expect(await li.call('message.recall', { messageId: his })).toMatchObject({ ok: false })
    await li.call('message.recall', { messageId: ids[0]! })
    expect(await li.call('message.correct', { messageId: ids[0]!, body: 'x' })).toMatchObject({ ok: false })
    expect(await shown(li)).toEqual(['-…', 'his'])
  })

  test('an answer stays one', async () => {
    const { li } = await start()
    li.receive(chatMessage(WANG, '1', '<body>when?</body>'))
    const his = (await li.messages('chat', WANG))[0]!.id
    const sent = await li.call('reply.send', { conversationId: await conversationId(li, WANG), messageId: his, body: 'at 3' })
    const { messageId } = sent.value as { messageId: number }
    li.receive(chatMessage(WANG, 'r', `<received xmlns='urn:xmpp:receipts' id='${idOf(stanzas(li)[0])}'/>`))
    await li.call('message.correct', { messageId, body: 'at 4' })
    expect(stanzas(li).at(-1)).toContain('<body>&gt; when?\nat 4</body>')
    expect(stanzas(li).at(-1)).toContain('<reply xmlns="urn:xmpp:reply:0" id="1"')
  })
})

describe('taking back', () => {
  test('words for older programs, marked; refused, the words are there again', async () => {
    const { li, ids, refuse } = await start('oops')
    const [original] = stanzas(li)
    await li.call('message.recall', { messageId: ids[0]! })
    expect(await shown(li)).toEqual(['-…'])
    const line = stanzas(li).at(-1)
    expect(line).toContain(`<retract xmlns="urn:xmpp:message-retract:1" id="${idOf(original)}"/><fallback xmlns="urn:xmpp:fallback:0" for="urn:xmpp:message-retract:1"/><body>`)
    expect(line).not.toContain('oops')
    refuse(idOf(line))
    expect(await shown(li)).toEqual(['oops'])
  })
})

describe('taking back what waits to be sent', () => {
  const send = async (li: Replay, body: string) =>
    ((await li.call('message.send', { conversationId: await conversationId(li, WANG), body })).value as { messageId: number }).messageId

  test('never written: gone, with what was said of it; nobody hears of it', async () => {
    const { li } = await start()
    li.cut()
    const messageId = await send(li, 'oops')
    const kept = await send(li, 'kept')
    await li.call('message.correct', { messageId, body: 'ooops' })
    await li.call('reaction.toggle', { messageId, emoji: '👍' })
    expect(await li.call('message.recall', { messageId })).toMatchObject({ ok: true })
    expect((await li.messages('chat', WANG)).map((one) => one.id)).toEqual([kept])
    expect(li.events.find((one) => one.name === 'message.removed')?.payload).toMatchObject({ messageId })
    await li.reconnect()
    await settle()
    expect(stanzas(li).map((line) => /<body>([^<]*)/.exec(line)?.[1])).toEqual(['kept'])
    await li.reconnect()
    await settle()
    expect(stanzas(li).join()).not.toMatch(/oops|<retract|<reactions/)
  })

  test('never written, and changed: only the last words leave, as if they had been the first', async () => {
    const { li } = await start()
    li.cut()
    const messageId = await send(li, 'frist')
    await li.call('message.correct', { messageId, body: 'first' })
    expect(await shown(li)).toEqual(['first'])
    await li.reconnect()
    await settle()
    expect(stanzas(li)).toHaveLength(1)
    expect(stanzas(li)[0]).toContain('<body>first</body>')
    expect(stanzas(li)[0]).not.toContain('<replace')
  })

  test('written, and nobody knows whether it arrived: its words do not go again, the taking back does', async () => {
    const { li } = await start()
    const messageId = await send(li, 'oops')
    const [original] = stanzas(li)
    li.cut()
    await li.call('message.recall', { messageId })
    expect(await shown(li)).toEqual(['-…'])
    await li.reconnect()
    await settle()
    const after = stanzas(li).slice(1)
    expect(after).toHaveLength(1)
    expect(after[0]).toContain(`<retract xmlns="urn:xmpp:message-retract:1" id="${idOf(original)}"/>`)
  })

  test('written, and seen to have arrived in its first words: it is sent, and the taking back follows', async () => {
    const { li } = await start()
    const messageId = await send(li, 'oops')
    const original = stanzas(li)[0]!
    await li.call('message.recall', { messageId })
    expect(stanzas(li)).toHaveLength(1)
    const inner = original.replace('<message', "<message xmlns='jabber:client' from='li@x.example/other'")
    li.receive(parseStanza(`<message from='li@x.example' to='li@x.example/desk'><sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>${inner}</forwarded></sent></message>`))
    expect((await li.messages('chat', WANG))[0]).toMatchObject({ id: messageId, state: 'sent', isRetracted: true })
    expect(stanzas(li).at(-1)).toContain('<retract')
  })

  test('written, and refused: nothing is left of it', async () => {
    const { li, refuse } = await start()
    await li.call('message.recall', { messageId: await send(li, 'oops') })
    refuse(idOf(stanzas(li)[0]))
    expect(await shown(li)).toEqual([])
    await li.reconnect()
    await settle()
    expect(stanzas(li)).toHaveLength(1)
  })
})

describe('without a connection', () => {
  test('waits, not before its message, said once, also after the session has ended', async () => {
    const { li, ids } = await start('sent')
    const place = { conversationId: await conversationId(li, WANG) }
    li.cut()
    await li.call('message.correct', { messageId: ids[0]!, body: 'changed' })
    await li.call('message.correct', { messageId: ids[0]!, body: 'changed twice' })
    const { messageId } = (await li.call('message.send', { ...place, body: 'later' })).value as { messageId: number }
    await li.call('reaction.toggle', { messageId, emoji: '👍' })
    expect(await shown(li)).toEqual(['changed twice*…', 'later'])
    expect(stanzas(li)).toHaveLength(1)
    await li.reconnect()
    await settle()
    const after = stanzas(li).slice(1)
    expect(after.filter((line) => line.includes('<replace')).map((line) => /<body>([^<]*)/.exec(line)?.[1])).toEqual(['changed twice'])
    expect(after.some((line) => line.includes('<reactions')), 'its message is not acknowledged yet').toBe(false)
    const later = after.find((line) => line.includes('later'))
    li.receive(chatMessage(WANG, 'r9', `<received xmlns='urn:xmpp:receipts' id='${idOf(later)}'/>`))
    expect(stanzas(li).at(-1)).toContain(`<reactions xmlns="urn:xmpp:reactions:0" id="${idOf(later)}"><reaction>👍</reaction>`)
    await li.reconnect()
    await settle()
    expect(stanzas(li).filter((line) => line.includes('<reactions')).map(idOf), 'not acknowledged: said again under its id').toHaveLength(2)
    expect(new Set(stanzas(li).filter((line) => line.includes('<reactions')).map(idOf)).size).toBe(1)
  })
})
