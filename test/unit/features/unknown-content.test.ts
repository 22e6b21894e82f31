/** Messages with things in them that this program does not know: their words are shown as they are, and nothing else happens. */
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { chatMessage, settle, startChat, EVE, WANG } from './support-chat'
import type { Replay } from './rooms/replay'

let replay: Replay
beforeEach(async () => {
  replay = await startChat()
})
afterEach(() => replay.stop())
const OMEMO = 'eu.siacs.conversations.axolotl'
const PLACEHOLDER = 'I sent you an OMEMO encrypted message but your client doesn’t seem to support that.'

describe('what is not known here', () => {
  test.each([
    ['an element of nobody', 'hello', `<thing xmlns='urn:example:nobody'><deep><deeper>x</deeper></deep></thing>`],
    ['encryption (XEP-0384, 0380)', PLACEHOLDER, `<encrypted xmlns='${OMEMO}'><header sid='1'/><payload>x</payload></encrypted><encryption xmlns='urn:xmpp:eme:0' namespace='${OMEMO}' name='OMEMO'/>`],
    ['old encryption (XEP-0027)', 'This message is encrypted.', `<x xmlns='jabber:x:encrypted'>qANQR1DBwU4DX7jmYZnncm</x>`],
    ['a place (XEP-0080)', 'geo:48.2,16.37', `<geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>48.2</lat><lon>16.37</lon></geoloc>`],
    ['a sticker (XEP-0449)', '😀', `<sticker xmlns='urn:xmpp:stickers:0' pack='EpRv28DHHzFrE4zd+xaNpVb4'/>`],
    ['a form (XEP-0004)', 'Fill this in', `<x xmlns='jabber:x:data' type='form'><field var='a'/></x>`],
    ['markup as HTML (XEP-0071)', 'bold <b>', `<html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'><b>bold</b></body></html>`],
    ['a call (XEP-0353)', 'I called you', `<propose xmlns='urn:xmpp:jingle-message:0' id='a'/>`],
    ['markup by places (XEP-0394)', 'strong words', `<markup xmlns='urn:xmpp:markup:0'><span start='0' end='6'><strong/></span></markup>`],
    ['a fallback for something unknown (XEP-0428)', '> all of this stands in for something', `<fallback xmlns='urn:xmpp:fallback:0' for='urn:example:nobody'><body/></fallback>`],
    ['a body of another namespace beside it', 'the real one', `<body xmlns='urn:example:nobody'>not this</body>`],
    ['a broken known thing', 'whole', `<request xmlns='urn:xmpp:receipts'>x</request><markable xmlns='urn:xmpp:chat-markers:0' x='1'/><replace xmlns='urn:xmpp:message-correct:0'/>`],
  ])('%s', async (_, body, inside) => {
    const text = body.replace(/&/g, '&amp;').replace(/</g, '&lt;')
    for (const from of [WANG, EVE]) replay.receive(chatMessage(from, `m-${from}`, `${inside}<body>${text}</body>`))
    await settle()
    for (const from of [WANG, EVE]) expect((await replay.messages('chat', from)).map((one) => [one.kind, one.body])).toEqual([['text', body]])
  })

  it('makes no message without words', async () => {
    const wordless = ['<thing xmlns="urn:example:nobody"/>', `<encryption xmlns='urn:xmpp:eme:0' namespace='${OMEMO}'/>`, '<geoloc xmlns="http://jabber.org/protocol/geoloc"/>', '<body/>', '']
    wordless.forEach((inside, i) => replay.receive(chatMessage(WANG, `w${i}`, inside)))
    await settle()
    expect(replay.conversations()).toEqual([])
  })
})
