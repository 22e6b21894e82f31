/** What cannot be read here is said to be so, whatever its sender wrote for such programs, or did not. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Replay } from '../rooms/replay'
import { chatMessage, startChat, WANG } from '../support-chat'

let replay: Replay
beforeEach(async () => {
  replay = await startChat()
})
afterEach(() => replay.stop())

const hint = (namespace: string, name = '') => `<encryption xmlns='urn:xmpp:eme:0' namespace='${namespace}'${name && ` name='${name}'`}/>`
const omemo = (inside: string, ns = 'eu.siacs.conversations.axolotl') => `<encrypted xmlns='${ns}'><header sid='1'/>${inside}</encrypted>`
async function shown(inside: string) {
  const before = (await replay.messages('chat', WANG)).length
  replay.receive(chatMessage(WANG, `m${before}-${inside.length}`, inside))
  const message = (await replay.messages('chat', WANG))[before]
  return message && [message.body, message.extras?.encrypted?.method, message.isUnread]
}

it('by the name that people know, with or without words of the sender', async () => {
  expect(await shown(`<body>I sent you an OMEMO encrypted message</body>${hint('eu.siacs.conversations.axolotl')}${omemo('<payload>x</payload>')}`))
    .toEqual(['I sent you an OMEMO encrypted message', 'OMEMO', true])
  expect(await shown(`${omemo('<payload>x</payload>', 'urn:xmpp:omemo:2')}<active xmlns='http://jabber.org/protocol/chatstates'/>`)).toEqual(['', 'OMEMO', true])
  expect(await shown(`<body>?OTR?v23?</body>${hint('urn:xmpp:otr:0')}`)).toEqual(['?OTR?v23?', 'OTR', true])
  expect(await shown(`<openpgp xmlns='urn:xmpp:openpgp:0'>x</openpgp>`)).toEqual(['', 'OpenPGP', true])
  expect(await shown(`<body>b</body>${hint('urn:example:new', 'New Secrets')}`)).toEqual(['b', 'New Secrets', true])
  expect(await shown(`<body>b</body>${hint('__proto__', `a\u202e${'x'.repeat(99)}`)}`)).toEqual(['b', `a ${'x'.repeat(38)}`, true])
  expect(await shown(`<secret xmlns='urn:example:new'>x</secret>${hint('urn:example:new', 'New Secrets')}`)).toEqual(['', 'New Secrets', true])
  expect(await shown(`<body>b</body>${hint('urn:example:new')}`)).toEqual(['b', null, true])
})

it('keys without words are no message; plain words are none of this', async () => {
  expect(await shown(omemo(''))).toBeUndefined()
  expect(await shown(hint('urn:example:new'))).toBeUndefined()
  expect(await shown(`${hint('eu.siacs.conversations.axolotl')}${omemo('')}`)).toBeUndefined()
  expect(await shown(`<body>plain</body><encryption xmlns='urn:other' namespace='x'/>`)).toEqual(['plain', undefined, true])
})
