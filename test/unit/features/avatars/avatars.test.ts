import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { checkPicture } from '#features/avatars/fetch'
import { parseMetadata } from '#features/avatars/stanza'
import { avatarFacts, MAX_AVATAR_BYTES } from '#shared/model/avatar'
import type { IqReply } from '#xmpp/types'
import { parseStanza } from '../../../support/transcripts'
import { replayAs, type Replay } from '../rooms/replay'

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const HASH = createHash('sha1').update(Buffer.from(PNG, 'base64')).digest('hex')
const bytes = (...parts: (number | string)[]) => Buffer.concat(parts.map((one) => (typeof one === 'string' ? Buffer.from(one, 'latin1') : Buffer.from([one]))))
const META = 'urn:xmpp:avatar:metadata'
const info = (attributes = '') => `<info id='${HASH}' type='image/png' bytes='70' width='1' height='1' ${attributes}/>`
const items = (inside: string) => [parseStanza(`<item id='x'><metadata xmlns='${META}'>${inside}</metadata></item>`)]
const event = (from: string, inside: string) =>
  parseStanza(`<message from='${from}' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='${META}'><item id='x'><metadata xmlns='${META}'>${inside}</metadata></item></items></event></message>`)

describe('what a picture is, by its own bytes', () => {
  test.each([
    ['PNG', Buffer.from(PNG, 'base64'), { type: 'image/png', width: 1, height: 1 }],
    ['GIF', bytes('GIF89a', 16, 1, 2, 0), { type: 'image/gif', width: 272, height: 2 }],
    ['JPEG with something before its frame', bytes(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc2, 0, 17, 8, 0, 100, 0, 200, 3, 0, 0), { type: 'image/jpeg', width: 200, height: 100 }],
    ['WebP, lossy', bytes('RIFF....WEBPVP8 ', ...Array.from({ length: 10 }, () => 0), 64, 0, 32, 0x40), { type: 'image/webp', width: 64, height: 32 }],
    ['WebP, lossless', bytes('RIFF....WEBPVP8L', 0, 0, 0, 0, 0x2f, 63, 0xc0, 7, 0), { type: 'image/webp', width: 64, height: 32 }],
    ['WebP, extended', bytes('RIFF....WEBPVP8X', ...Array.from({ length: 8 }, () => 0), 63, 0, 0, 31, 0, 0), { type: 'image/webp', width: 64, height: 32 }],
  ])('%s', (_, data, facts) => expect(avatarFacts(data)).toEqual(facts))
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a PNG that does not begin with its header', bytes(0x89, 'PNG\r\n', 0x1a, '\n', 'xxxxIDATxxxxxxxx')],
    ['a PNG of 60,000 × 1', bytes(0x89, 'PNG\r\n', 0x1a, '\n', 0, 0, 0, 13, 'IHDR', 0, 0, 0xea, 0x60, 0, 0, 0, 1)],
    ['a GIF without width', bytes('GIF89a', 0, 0, 1, 0)],
    ['a JPEG that ends before its frame', bytes(0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff)],
    ['a JPEG of endless segments without length', bytes(0xff, 0xd8, ...Array.from({ length: 300 }, () => [0xff, 0xe0, 0, 0]).flat())],
    ['more bytes than may be', Buffer.concat([Buffer.from(PNG, 'base64'), Buffer.alloc(MAX_AVATAR_BYTES)])],
  ])('not %s', (_, data) => expect(avatarFacts(data)).toBeNull())
})

test('metadata: the first that we can show and need not fetch from the web', () => {
  expect(parseMetadata(items(info()))).toBe(HASH)
  expect(parseMetadata(items(`${info("url='https://x.example/a.png'")}${info()}`))).toBe(HASH)
  expect(parseMetadata(items(''))).toBe('')
  for (const bad of [info("url='https://x.example/a.png'"), "<info id='../x' type='image/png'/>", `<info id='${HASH}' type='image/svg+xml'/>`, `<info id='${HASH}' type='image/png' bytes='9000000'/>`]) {
    expect(parseMetadata(items(bad))).toBeNull()
  }
  expect(parseMetadata([])).toBeNull()
})

test('what is fetched is kept only when it is what was announced, and a picture', () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
  const sha1 = (data: Buffer) => createHash('sha1').update(data).digest('hex')
  expect(checkPicture(PNG, HASH)).toMatchObject({ type: 'image/png' })
  expect(checkPicture(PNG, HASH.replace(/^./, (digit) => (digit === '0' ? '1' : '0')))).toBeNull()
  expect(checkPicture(svg.toString('base64'), sha1(svg))).toBeNull()
  const large = Buffer.concat([Buffer.from(PNG, 'base64'), Buffer.alloc(5 * 2 ** 20)])
  expect(checkPicture(large.toString('base64'), sha1(large))).toBeNull()
  expect(checkPicture(null, HASH)).toBeNull()
})

describe('whose event counts', () => {
  const open: Replay[] = []
  afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.stop()))))
  const item = `<iq type='result'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:avatar:data'><item id='${HASH}'><data xmlns='urn:xmpp:avatar:data'>${PNG}</data></item></items></pubsub></iq>`
  const start = async () => {
    const bob = await replayAs('bob@x.example/desk', (iq): IqReply | null => {
      if (iq.payload.name === 'query' && iq.payload.attrs['xmlns'] === 'jabber:iq:roster') {
        return { ok: true, value: parseStanza("<iq type='result'><query xmlns='jabber:iq:roster'><item jid='amy@x.example' subscription='both'/></query></iq>") }
      }
      return iq.to === 'amy@x.example' && iq.payload.name === 'pubsub' ? { ok: true, value: parseStanza(item) } : null
    })
    open.push(bob)
    return bob
  }
  const list = (one: Replay) => (one.core.snapshot().accounts[one.accountId] as { avatars: { avatars: unknown[] } }).avatars.avatars

  test('a contact\'s, from its account; nobody else\'s', async () => {
    const bob = await start()
    for (const from of ['eve@x.example', 'amy@x.example/phone', 'amy@x.example.evil.example', 'x.example', 'tea@conference.x.example/Amy']) bob.receive(event(from, info()))
    expect(list(bob)).toEqual([])
    bob.receive(event('amy@x.example', info()))
    bob.receive(event('bob@x.example', info()))
    expect(list(bob)).toEqual([{ jid: 'amy@x.example', hash: HASH }, { jid: 'bob@x.example', hash: HASH }])
    expect(await bob.call('avatar.get', { jid: 'amy@x.example' })).toEqual({ ok: true, value: { avatar: { hash: HASH, type: 'image/png', base64: PNG } } })
    // A presence of one client does not take away what the account says.
    bob.receive(parseStanza("<presence from='amy@x.example/old'><x xmlns='vcard-temp:x:update'><photo/></x></presence>"))
    expect(list(bob)).toHaveLength(2)
    bob.receive(event('amy@x.example', ''))
    expect(list(bob)).toEqual([{ jid: 'bob@x.example', hash: HASH }])
  })
})
