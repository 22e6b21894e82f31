import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { configure, roomStage } from '../support/room-stage'
import { serverKinds } from '../support/servers'

/** One red and one blue pixel. */
const RED = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const GIF = 'R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs='
const sha1 = (base64: string) => createHash('sha1').update(Buffer.from(base64, 'base64')).digest('hex')
const NO_PICTURES = "Debian's Prosody has no pictures for rooms"

describe.each(serverKinds)('facts of rooms on %s', (kind) => {
  const stage = roomStage(kind)

  test('§6.4 room information, as somebody outside sees it', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice, { name: 'Facts 资料' })
    await configure(alice, room, { 'muc#roomconfig_roomdesc': 'All about tea <茶>', 'muc#roomconfig_lang': 'zh', 'muc#roomconfig_changesubject': '1' })
    expect(await bob.call('roomFacts.get', { room })).toMatchObject({
      room, name: 'Facts 资料', description: 'All about tea <茶>', language: 'zh', occupantCount: 1, canAllSetSubject: true,
      access: { isMembersOnly: false, isPasswordProtected: false, isPersistent: true, isHidden: false, isNonAnonymous: false },
      can: { archive: true, avatar: kind === 'ejabberd' },
    })
    const hidden = await bob.tryCall('roomFacts.get', { room: `nosuchroom@${stage.server.mucDomain}` })
    expect(hidden).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  test('XEP-0486 picture: set by the owner, seen by the others, changed, taken away', async ({ skip }) => {
    skip(kind === 'prosody', NO_PICTURES)
    const { alice, bob, carol } = await stage.people('alice', 'bob', 'carol')
    const room = await stage.room(alice)
    await stage.enter(bob, room, [alice])
    const untilHash = (client: typeof bob, hash: string | null) =>
      client.waitFor('avatar.changed', ({ changed }) => changed.some((one) => one.jid === room && one.hash === hash))
    expect(await bob.call('avatar.get', { jid: room })).toEqual({ avatar: null })
    await alice.call('roomFacts.setAvatar', { room, base64: RED })
    await untilHash(bob, sha1(RED))
    expect(await bob.call('avatar.get', { jid: room })).toEqual({ avatar: { hash: sha1(RED), type: 'image/png', base64: RED } })
    expect(bob.state.avatars.avatars).toContainEqual({ jid: room, hash: sha1(RED) })
    await carol.call('roomFacts.get', { room })
    await untilHash(carol, sha1(RED))
    expect((await carol.call('avatar.get', { jid: room })).avatar?.hash, 'from outside').toBe(sha1(RED))
    await stage.enter(carol, room, [alice])

    await alice.call('roomFacts.setAvatar', { room, base64: GIF })
    for (const client of [bob, carol]) await untilHash(client, sha1(GIF))
    await alice.call('roomFacts.setAvatar', { room, base64: null })
    for (const client of [bob, carol]) await untilHash(client, null)
    expect(bob.state.avatars.avatars).toEqual([])
  })

  test('XEP-0486 picture, refused: by a participant; what is none', async ({ skip }) => {
    skip(kind === 'prosody', NO_PICTURES)
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    await stage.enter(bob, room, [alice])
    expect(await bob.tryCall('roomFacts.setAvatar', { room, base64: RED })).toMatchObject({ ok: false, error: { code: 'forbidden', condition: 'forbidden' } })
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64')
    expect(await alice.tryCall('roomFacts.setAvatar', { room, base64: svg })).toMatchObject({ ok: false, error: { code: 'bad-input' } })
  })

  test('XEP-0433 rooms found by words', async ({ skip }) => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice, { name: 'Orchids 兰花' })
    const { services } = await bob.call('roomSearch.services', {})
    skip(services.length === 0, 'it has no search of rooms')
    expect((await bob.call('roomSearch.find', { service: services[0]!.jid, words: 'Orchids', order: 'users' })).rooms.map((one) => one.jid)).toContain(room)
  })

  test('a server without pictures for rooms says so', async ({ skip }) => {
    skip(kind === 'ejabberd', 'ejabberd has pictures')
    const { alice } = await stage.people('alice')
    const room = await stage.room(alice)
    expect(await alice.call('avatar.get', { jid: room })).toEqual({ avatar: null })
    expect(await alice.tryCall('roomFacts.setAvatar', { room, base64: RED })).toMatchObject({ ok: false, error: { code: 'not-supported' } })
  })
})
