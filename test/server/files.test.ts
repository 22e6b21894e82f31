/** Files over the upload services of real servers, to ourselves and to another client; and what is fetched unasked. */
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { memorySecrets } from '#core/secrets'
import { packHash } from '../../electron/features/stickers/pack-id'
import { bring, bytesAt, fileOf, untilFile, WAIT_MS } from '../support/files-help'
import { serverKinds } from '../support/servers'
import { befriend, stage } from '../support/stage'
import { tempDir } from '../support/temp'
import { conversationOf, historyOf, joinRoom, roomOf, untilText } from '../support/rooms-help'

const MAX_BYTES = 300_000
const NS_STICKERS = 'urn:xmpp:stickers:0'
const ITEMS = `<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='${NS_STICKERS}'/></pubsub>`
/** A PNG's head and something behind it. */
const picture = (bytes: number, edge = 480) => {
  const png = Buffer.alloc(bytes, 7)
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(png)
  png.writeUInt32BE((edge * 4) / 3, 16)
  png.writeUInt32BE(edge, 20)
  return png
}
const THUMBNAIL = `data:image/png;base64,${picture(60, 24).toString('base64')}`

describe.each(serverKinds)('files on %s', (kind) => {
  const there = stage(kind, { upload: { maxBytes: MAX_BYTES } })
  const pair = async () => {
    const [li, wang] = await Promise.all([there.account('li').then(there.login), there.account('wang').then(there.login)])
    await befriend(li, wang)
    const { id } = await li.call('conversation.open', { kind: 'chat', peer: wang.address })
    return { li, wang, conversationId: id }
  }

  it('goes up and comes down whole, with its facts, and its caption behind it', async () => {
    const { li, wang, conversationId } = await pair()
    expect(await li.call('file.limits', {})).toEqual({ isOffered: true, maxBytes: MAX_BYTES })
    const bytes = picture(250_000)
    const key = await bring(li, '../假期 照片.png', bytes)
    const { messageId } = await li.call('file.send', { conversationId, key, thumbnail: THUMBNAIL, caption: '看看' })
    const NAME = '__假期 照片.png'
    const sent = await untilFile(li, NAME, (one) => one.state !== 'queued' && fileOf(one).url !== null)
    expect(sent.id).toBe(messageId)
    expect(sent.body).toBe(fileOf(sent).url)
    expect(li.events.some((event) => event.name === 'file.moved' && event.payload.total === bytes.length)).toBe(true)

    const came = await untilFile(wang, NAME, () => true)
    expect(came.body).toBe(sent.body)
    expect(fileOf(came)).toMatchObject({ size: bytes.length, type: 'image/png', kind: 'picture', width: 640, height: 480, local: null, thumbnail: THUMBNAIL, hash: fileOf(sent).hash })
    await untilText(wang, '看看', undefined, WAIT_MS)
    const chat = conversationOf(wang, 'chat', li.address)!
    expect((await historyOf(wang, chat.id)).map((one) => one.body)).toEqual([sent.body, '看看'])
    expect(await wang.call('file.want', { messageId: came.id, index: 0 })).toEqual({ isFetched: true })
    const here = await untilFile(wang, NAME, (one) => fileOf(one).local !== null)
    expect(bytesAt(wang, fileOf(here).local!).equals(bytes)).toBe(true)
    expect((await wang.call('file.list', { conversationId: chat.id, limit: 10 })).messages.map((one) => one.id)).toEqual([came.id])
  })

  it('waits for the connection and for the program; what is said meanwhile goes first', async () => {
    const [profileDir, secrets] = [tempDir('profile'), memorySecrets()]
    const [one, other] = await Promise.all([there.account('li'), there.account('gajim')])
    const peer = await there.peer(other)
    const before = await there.login({ ...one, profileDir, secrets })
    const { id: conversationId } = await before.call('conversation.open', { kind: 'chat', peer: `${other.user}@localhost` })
    const key = await bring(before, 'report.pdf', Buffer.from('%PDF-1.4 …'))
    await before.connection.stop()
    await before.call('file.send', { conversationId, key, caption: 'read it' })
    await before.call('message.send', { conversationId, body: 'and this' })
    await before.stop()
    await there.login({ ...one, profileDir, secrets })
    const isFile = (xml: string) => xml.includes('urn:xmpp:sfs:0')
    const message = await peer.waitForMessage(({ xml }) => isFile(xml), WAIT_MS)
    await peer.waitForMessage(({ body }) => body === 'read it', WAIT_MS)
    const bodies = peer.events.flatMap((event) => (event.event === 'message' && event.body ? [event.body] : []))
    expect(bodies).toEqual(['and this', message.body, 'read it'])
    expect(message.body).toMatch(/^https:\/\/localhost:\d+\/.*report\.pdf$/)
    expect(message.xml).toContain(`<url>${message.body}</url>`)
    expect(message.xml).toContain('<size>12</size>')
  })

  it('says why a file cannot be uploaded, and drops it when told so', async () => {
    const { li, wang, conversationId } = await pair()
    const large = await bring(li, 'large.zip', Buffer.alloc(MAX_BYTES + 1))
    const { messageId } = await li.call('file.send', { conversationId, key: large, caption: 'too much' })
    const failed = await untilFile(li, 'large.zip', (one) => one.state === 'failed')
    expect(failed.failure?.condition).toBe('upload-too-large')
    await li.call('message.retry', { messageId })
    li.forget()
    await untilFile(li, 'large.zip', (one) => one.state === 'failed')
    await li.call('file.cancel', { messageId })
    await untilText(wang, 'too much', undefined, WAIT_MS) // it waited for its file
    expect((await historyOf(li, conversationId)).map((one) => one.body)).toEqual(['too much'])
  })

  it('sends a sticker that was brought once: uploaded once, shown for itself, kept by the other, gone when removed', async () => {
    const { li, wang, conversationId } = await pair()
    const bytes = picture(900, 90)
    for (const content of [bytes, bytes, picture(2000, 91)]) await li.call('sticker.add', { key: await bring(li, 'kiss.png', content), packId: 1 })
    await expect(li.call('sticker.add', { key: await bring(li, 'x.png', Buffer.from('no picture')), packId: 1 })).rejects.toThrow(/bad-input/)
    const { stickers } = await li.call('sticker.list', {})
    expect(stickers).toHaveLength(2)
    const kiss = stickers.find((one) => one.height === 90)!
    const isSent = (id: number) => untilFile(li, 'kiss.png', (one) => one.id === id && one.state !== 'queued' && fileOf(one).url !== null)
    const first = await isSent((await li.call('sticker.send', { conversationId, key: kiss.key })).messageId)
    const second = await isSent((await li.call('sticker.send', { conversationId, key: kiss.key })).messageId)
    expect(fileOf(second).url).toBe(fileOf(first).url)
    expect([first.body, second.body]).toEqual([kiss.words, kiss.words])
    expect(li.events.filter((event) => event.name === 'file.moved' && event.payload.messageId === second.id)).toEqual([])

    const came = await untilFile(wang, 'kiss.png', () => true)
    expect(came.body).toBe(kiss.words)
    expect(fileOf(came)).toMatchObject({ isSticker: true, width: 120, height: 90, hash: fileOf(first).hash, url: fileOf(first).url })
    expect(await wang.call('file.want', { messageId: came.id, index: 0 })).toEqual({ isFetched: true })
    await untilFile(wang, 'kiss.png', (one) => fileOf(one).local !== null)
    await wang.call('sticker.keep', { messageId: came.id, index: 0 })
    const [kept] = (await wang.call('sticker.list', {})).stickers
    expect(bytesAt(wang, kept!.key).equals(bytes)).toBe(true)
    expect(kept!.words).toBe(kiss.words)
    await wang.call('sticker.remove', { key: kept!.key })
    expect([(await wang.call('sticker.list', {})).stickers, readdirSync(join(wang.profileDir, 'files')).includes(kept!.key)]).toEqual([[], false])

    // Out of a pack that is shared: to a client that shows what came over the wire.
    const eve = await there.account('eve')
    const peer = await there.peer(eve)
    const { id: toEve } = await li.call('conversation.open', { kind: 'chat', peer: `${eve.user}@localhost` })
    const [{ packId: cats }, { packId }] = [await li.call('sticker.addPack', { name: 'Cats' }), await li.call('sticker.addPack', { name: 'Foxes & co' })]
    await li.call('sticker.place', { key: kiss.key, packId })
    await li.call('sticker.place', { key: stickers.find((one) => one !== kiss)!.key, packId: cats })
    await li.call('sticker.setWords', { key: kiss.key, words: '<😘>' })
    await li.call('sticker.send', { conversationId: toEve, key: kiss.key })
    expect((await peer.waitForMessage((one) => one.xml.includes(NS_STICKERS), WAIT_MS)).xml).not.toContain('pack=') // nobody would find it
    await li.call('sticker.share', { packId })
    await li.call('sticker.share', { packId: cats })
    const sharedAs = async (id: number) => (await li.call('sticker.list', {})).packs.find((pack) => pack.id === id)?.shared
    const { id } = (await sharedAs(packId))!
    await li.call('sticker.send', { conversationId: toEve, key: kiss.key })
    expect((await peer.waitForMessage((one) => one.xml.includes(id), WAIT_MS)).xml).toContain(`<desc>&lt;😘&gt;</desc>`)

    // Who gets one may have them all; another client finds it where it belongs.
    const place = { at: li.address, id }
    const item = await peer.iq('get', ITEMS, li.address)
    expect([...item.matchAll(/<\w+:pack>/g)]).toHaveLength(2)
    expect(item).toContain(':name>Foxes &amp; co</')
    const { pack } = await wang.call('sticker.look', place)
    expect(pack).toEqual({ name: 'Foxes & co', summary: '', words: ['<😘>'], bytes: 900, hosts: ['localhost'], isRestricted: false, packId: null })
    const taken = await wang.call('sticker.take', place)
    expect(taken.missing).toBe(0)
    const there2 = await wang.call('sticker.list', {})
    expect(there2.packs.find((one) => one.id === taken.packId)).toMatchObject({ name: 'Foxes & co', shared: null })
    expect(there2.stickers.map((one) => [one.packId, one.words, bytesAt(wang, one.key).equals(bytes)])).toEqual([[taken.packId, '<😘>', true]])
    expect((await wang.call('sticker.look', place)).pack.packId).toBe(taken.packId)
    // Shared on, it is the same pack.
    await wang.call('sticker.share', { packId: taken.packId })
    expect((await wang.call('sticker.list', {})).packs.find((one) => one.id === taken.packId)?.shared).toEqual({ id, isCurrent: true })

    await li.call('sticker.namePack', { packId, name: 'Foxes' })
    expect(await sharedAs(packId)).toEqual({ id, isCurrent: false })
    await li.call('sticker.share', { packId })
    await expect(wang.call('sticker.look', place)).rejects.toThrow(/not-found/)
    expect(await li.call('sticker.unshare', { packId: cats })).toEqual({ isGone: true })
    await li.call('sticker.removePack', { packId })
    const empty = await peer.iq('get', ITEMS, li.address)
    expect(empty).toContain(':items')
    expect(empty).not.toContain(':pack')
  })

  it('takes of a stranger’s pack what is a picture and what was said, and none that he keeps for himself', async () => {
    const { li, conversationId } = await pair()
    const eve = await there.account('eve')
    const peer = await there.peer(eve)
    const urlOf = async (name: string, bytes: Buffer) => {
      await li.call('file.send', { conversationId, key: await bring(li, name, bytes) })
      return fileOf(await untilFile(li, name, (one) => fileOf(one).url !== null)).url!
    }
    const [good, program] = [picture(700, 64), Buffer.from('MZ no picture')]
    const goodUrl = await urlOf('good.png', good)
    const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64')
    const items = [
      ['🦊', goodUrl, sha(good), 700], ['another', goodUrl, sha(program), 700], ['program', await urlOf('program.png', program), sha(program), 13],
      ['private', 'https://127.0.0.2:1/x.png', sha(Buffer.from('x')), 1], ['large', goodUrl, sha(Buffer.from('y')), 5_000_000],
    ] as const
    const hashed = items.map(([words, , value]) => ({ words, hashes: [{ algo: 'sha-256', value }] }))
    const publish = async (name: string, more = '') => {
      const id = packHash([{ kind: 'name', lang: '', text: name }], hashed).slice(0, 24)
      const list = items.map(([words, url, hash, size]) =>
        `<item><file xmlns='urn:xmpp:file:metadata:0'><media-type>image/png</media-type><desc>${words}</desc><size>${size}</size><hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>${hash}</hash></file>` +
        `<sources xmlns='urn:xmpp:sfs:0'><url-data xmlns='http://jabber.org/protocol/url-data' target='${url}'/></sources></item>`)
      const options = "<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='pubsub#access_model'><value>open</value></field></x></publish-options>"
      await peer.iq('set', `<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='${NS_STICKERS}'><item id='${id}'><pack xmlns='${NS_STICKERS}'><name>${name}</name>${list.join('')}${more}</pack></item></publish>${options}</pubsub>`)
      return { at: `${eve.user}@localhost`, id }
    }
    const place = await publish('Traps')
    await expect(li.call('sticker.take', place)).rejects.toThrow(/not-found/) // what was not looked at is not taken
    expect((await li.call('sticker.look', place)).pack).toMatchObject({ name: 'Traps', words: items.map(([words]) => words), hosts: ['localhost', '127.0.0.2'] })
    const files = () => readdirSync(join(li.profileDir, 'files')).length
    const before = files()
    const asked = li.tryCall('sticker.take', place)
    await li.call('sticker.stop', {})
    expect(await asked).toMatchObject({ ok: false, error: { problem: 'stopped' } })
    expect([(await li.call('sticker.list', {})).packs.length, files()]).toEqual([1, before])
    const { packId, missing } = await li.call('sticker.take', place)
    const { packs, stickers } = await li.call('sticker.list', {})
    expect([missing, stickers.map((one) => [one.packId, one.words, bytesAt(li, one.key).equals(good)]), files() - before]).toEqual([4, [[packId, '🦊', true]], 1])
    const own = await publish('Mine', '<restricted/>')
    expect((await li.call('sticker.look', own)).pack.isRestricted).toBe(true)
    await expect(li.call('sticker.take', own)).rejects.toThrow(/forbidden/)
    expect((await li.call('sticker.list', {})).packs).toEqual(packs)
  })

  it('fetches nothing unasked of strangers and in rooms open to all', async () => {
    const { li, wang, conversationId } = await pair()
    const key = await bring(li, 'a.png', picture(1000))
    await li.call('file.send', { conversationId, key })
    const url = fileOf(await untilFile(li, 'a.png', (one) => fileOf(one).url !== null)).url!
    const stranger = await there.peer(await there.account('eve'))
    await stranger.send(wang.address, url, { extra: `<x xmlns='jabber:x:oob'><url>${url}</url></x>` })
    const fromEve = await wang.until(() => wang.events.flatMap((event) => (event.name === 'message.added' ? [event.payload.message] : [])).find((one) => one.sender.startsWith('eve')), 'eve')
    expect(fileOf(fromEve)).toMatchObject({ name: 'a.png', kind: 'picture', url, size: null })
    expect(await wang.call('file.want', { messageId: fromEve.id, index: 0 })).toEqual({ isFetched: false })
    await wang.call('file.fetch', { messageId: fromEve.id, index: 0 })
    await wang.waitFor('message.changed', ({ message }) => message.id === fromEve.id && message.extras!.files![0]!.local !== null)

    for (const kind of ['public-channel', 'private-group'] as const) {
      const { room, conversationId: here } = await li.call('room.create', { name: kind, kind, nick: 'li', invite: [wang.address] })
      await joinRoom(wang, room, { nick: 'wang' })
      await wang.until(() => roomOf(wang, room)?.config?.isMembersOnly === (kind === 'private-group'), 'facts of the room')
      const name = `${kind}.png`
      await li.call('file.send', { conversationId: here, key: await bring(li, name, picture(1000)) })
      const message = await untilFile(wang, name, () => true)
      expect(await wang.call('file.want', { messageId: message.id, index: 0 })).toEqual({ isFetched: kind === 'private-group' })
    }
  })
})
