import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { memorySecrets } from '#core/secrets'
import type { TestClient } from '../support/core-client'
import { joinRoom, lastSent, say, textsOf, untilText } from '../support/rooms-help'
import { serverKinds } from '../support/servers'
import { befriend, stage } from '../support/stage'

/** One red pixel; one that is seen through. */
const RED = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const GIF = 'R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs='
const sha1 = (base64: string) => createHash('sha1').update(Buffer.from(base64, 'base64')).digest('hex')

describe.each(serverKinds)('people on %s', (kind) => {
  const here = stage(kind, { directory: true })
  const meet = async () => {
    const one = await here.login(await here.account('alice'))
    const other = await here.login(await here.account('bob'))
    await befriend(one, other)
    // COMPAT(ejabberd): it learns what a contact wants to hear (XEP-0115 §7.2) only from presences after the subscription.
    await other.call('status.set', { availability: 'online', signature: 'here' })
    await one.until(() => one.state.presence.presences.some((p) => p.jid === other.address && p.status === 'here'), 'seen after the subscription')
    return [one, other] as const
  }
  /** The same two for all: to become friends takes longer than what they are for. */
  let pair: ReturnType<typeof meet> | undefined
  const friends = () => (pair ??= meet())
  const untilPicture = (client: TestClient, jid: string, hash: string | null) =>
    client.until(() => (client.state.avatars.avatars.find((one) => one.jid === jid)?.hash ?? null) === hash, `${jid} has picture ${hash}`)

  test('XEP-0084, 0398: a picture is published, comes to contacts and into rooms, changes and goes', async () => {
    const [alice, bob] = await friends()
    await alice.call('avatar.setOwn', { base64: RED, isForContacts: false })
    await untilPicture(bob, alice.address, sha1(RED))
    expect(await bob.call('avatar.get', { jid: alice.address })).toEqual({ avatar: { hash: sha1(RED), type: 'image/png', base64: RED } })

    const room = `pictures${kind}@${here.server.mucDomain}`
    await alice.call('room.create', { room, name: 'Pictures', kind: 'public-channel', nick: 'Alice', invite: [] })
    await joinRoom(bob, room, { nick: 'Bob' })
    await untilPicture(bob, `${room}/Alice`, sha1(RED))
    const carol = await here.login(await here.account('carol'))
    await joinRoom(carol, room, { nick: 'Carol' })
    await untilPicture(carol, `${room}/Alice`, sha1(RED))
    expect((await carol.call('avatar.get', { jid: `${room}/Alice` })).avatar?.base64, 'one who is no contact').toBe(RED)

    await alice.call('avatar.setOwn', { base64: GIF, isForContacts: true })
    await untilPicture(bob, alice.address, sha1(GIF))
    expect((await bob.call('avatar.get', { jid: alice.address })).avatar?.type).toBe('image/gif')
    await alice.call('avatar.setOwn', { base64: null, isForContacts: true })
    await untilPicture(bob, alice.address, null)
    expect(await alice.tryCall('avatar.setOwn', { base64: Buffer.from('<svg/>').toString('base64'), isForContacts: false })).toMatchObject({ ok: false, error: { code: 'bad-input' } })
  })

  test('XEP-0153: the picture of a client that knows only vCards; XEP-0084 from another client', async () => {
    const [, bob] = await friends()
    const account = await here.account('pete')
    const pete = await here.peer({ ...account, autoAccept: true })
    await bob.call('contact.add', { jid: pete.bareJid, name: '', groups: [], message: '' })
    await bob.until(() => bob.state.roster.contacts.some((one) => one.jid === pete.bareJid && one.subscription === 'both'))
    await pete.iq('set', `<vCard xmlns='vcard-temp'><FN>Pete</FN><PHOTO><TYPE>image/png</TYPE><BINVAL>${RED}</BINVAL></PHOTO></vCard>`)
    await pete.sendRaw(`<presence xmlns='jabber:client'><x xmlns='vcard-temp:x:update'><photo>${sha1(RED)}</photo></x></presence>`)
    await untilPicture(bob, pete.bareJid, sha1(RED))
    expect((await bob.call('avatar.get', { jid: pete.bareJid })).avatar?.base64).toBe(RED)

    const pubsub = (inside: string) => pete.iq('set', `<pubsub xmlns='http://jabber.org/protocol/pubsub'>${inside}</pubsub>`)
    await pubsub(`<publish node='urn:xmpp:avatar:data'><item id='${sha1(GIF)}'><data xmlns='urn:xmpp:avatar:data'>${GIF}</data></item></publish>`)
    await pubsub(`<publish node='urn:xmpp:avatar:metadata'><item id='${sha1(GIF)}'><metadata xmlns='urn:xmpp:avatar:metadata'><info id='${sha1(GIF)}' type='image/gif' bytes='35' width='1' height='1'/></metadata></item></publish>`)
    await untilPicture(bob, pete.bareJid, sha1(GIF))
    expect((await bob.call('avatar.get', { jid: pete.bareJid })).avatar?.base64).toBe(GIF)
  })

  test('XEP-0191: blocked nothing comes, on no device; unblocked it does; the list is known after login', async () => {
    const [alice, bob] = await friends()
    const device = await here.login({ server: here.server, user: alice.address.split('@')[0]!, password: 'secret' })
    const blocked = (client: TestClient) => client.state.blocking.blocking.jids
    await alice.call('block.add', { jid: bob.address, report: null })
    await device.until(() => blocked(device).includes(bob.address as never), 'blocked here too')
    const { id } = await bob.call('conversation.open', { kind: 'chat', peer: alice.address })
    await say(bob, id, 'not to be heard')
    await untilText(bob, 'not to be heard', 'failed')

    await device.call('block.remove', { jid: bob.address })
    await alice.until(() => blocked(alice).length === 0, 'free here too')
    await say(bob, id, 'to be heard')
    await untilText(alice, 'to be heard')
    const heard = alice.state.conversations.conversations.find((one) => one.peer === bob.address)!
    expect(await textsOf(alice, heard.id)).toEqual([`${bob.address}: to be heard`])

    await alice.call('block.add', { jid: `strangers.example`, report: null })
    const again = await here.login({ server: here.server, user: alice.address.split('@')[0]!, password: 'secret' })
    await again.until(() => blocked(again).includes('strangers.example' as never), 'asked for at login')
    expect(again.state.blocking.blocking).toMatchObject({ isSupported: true, canReport: false })
    await Promise.all([device.stop(), again.stop()])
  })

  test('XEP-0054, 0172: a card is written and read, a nick comes to contacts; what another program wrote stays', async () => {
    const [alice, bob] = await friends()
    const phone = await here.peer({ server: here.server, user: alice.address.split('@')[0]!, password: 'secret', presence: false })
    await phone.iq('set', "<vCard xmlns='vcard-temp'><FN>Old</FN><N><FAMILY>Li</FAMILY></N><ROLE>Patron</ROLE></vCard>")
    const { profile } = await alice.call('profile.ask', { jid: alice.address })
    expect(profile.fullName).toBe('Old')
    await alice.call('profile.setOwn', { profile: { ...profile, fullName: '李娜', nickname: '小李', phone: '+86 1' } })
    const written = await phone.iq('get', "<vCard xmlns='vcard-temp'/>")
    for (const text of ['李娜', '小李', 'Patron', '+86 1', '>Li<']) expect(written).toContain(text)

    await bob.waitFor('nick.changed', ({ jid, nick }) => jid === alice.address && nick === '小李')
    expect(bob.state.nicks.nicks).toContainEqual({ jid: alice.address, nick: '小李' })
    expect(await bob.call('profile.known', { jid: alice.address })).toEqual({ profile: null, atMs: null })
    expect((await bob.call('profile.ask', { jid: alice.address })).profile).toMatchObject({ fullName: '李娜', nickname: '小李', phone: '+86 1', email: '' })
    expect((await bob.call('profile.known', { jid: alice.address })).profile?.fullName).toBe('李娜')
    expect((await bob.call('profile.ask', { jid: bob.address })).profile.fullName, 'no card yet').toBe('')
    await alice.call('profile.setOwn', { profile: { ...profile, nickname: '' } })
    await bob.waitFor('nick.changed', ({ nick }) => nick === '')
  })

  test('XEP-0077: another password, for whoever knows the current one; then the account goes, there and here', async () => {
    const account = await here.account('alice')
    const secrets = memorySecrets(true)
    const alice = await here.login({ ...account, secrets, remember: true })
    const wrong = { ok: false, error: { code: 'bad-input', problem: 'wrong-password' } }
    expect(await alice.tryCall('ownAccount.changePassword', { password: 'guess', next: 'other' })).toMatchObject(wrong)
    expect(lastSent(alice, 'jabber:iq:register')).toBeUndefined()
    await alice.call('ownAccount.changePassword', { password: 'secret', next: 'pass word 密码' })
    expect(lastSent(alice, 'jabber:iq:register'), 'in the log').not.toContain('pass word')
    expect(await secrets.get(`password:${alice.address}`)).toBe('pass word 密码')

    const device = await here.login({ ...account, password: 'pass word 密码' })
    expect(await device.tryCall('ownAccount.delete', { password: 'secret' })).toMatchObject(wrong)
    await device.call('ownAccount.delete', { password: 'pass word 密码' })
    expect(device.core.accounts.list()).toEqual([])
    await expect(here.login({ ...account, password: 'pass word 密码' })).rejects.toThrow(/wrong-password|not-authorized/)
  })

  test('XEP-0055: somebody is found by what stands in his card; a server without a directory says so', async () => {
    const alice = await here.login(await here.account('alice'))
    const { services } = await alice.call('directory.services', {})
    if (kind === 'prosody') return expect(services, "Debian's Prosody has none").toEqual([])
    const nina = await here.login(await here.account('nina'))
    const { profile } = await nina.call('profile.ask', { jid: nina.address })
    await nina.call('profile.setOwn', { profile: { ...profile, fullName: 'Nina Simone', nickname: 'Nina' } })
    const service = services[0]!.jid
    const { form } = await alice.call('directory.form', { service })
    expect(form.fields.map((field) => field.name)).toContain('fn')
    const { people } = await alice.call('directory.search', { service, values: { fn: ['Nina Simone'] } })
    expect(people.map(({ jid, name }) => [jid, name])).toEqual([[nina.address, 'Nina Simone']])
    expect((await alice.call('directory.search', { service, values: { fn: ['Nobody at all'] } })).people).toEqual([])
    expect(await alice.tryCall('directory.search', { service, values: { fn: [' '] } })).toMatchObject({ ok: false, error: { code: 'bad-input' } })
  })

  // The last: alice goes.
  test('XEP-0012, 0319: when somebody was there last, for whom he allows; away since', async () => {
    const [alice, bob] = await friends()
    await alice.call('status.set', { availability: 'away', signature: '' })
    const away = await bob.waitFor('presence.changed', ({ presences }) => presences.some((one) => one.jid === alice.address && one.idleSinceMs !== null))
    expect(Math.abs(away.presences.find((one) => one.jid === alice.address)!.idleSinceMs! - Date.now())).toBeLessThan(60_000)
    await alice.call('status.set', { availability: 'online', signature: '' })
    await bob.waitFor('presence.changed', ({ presences }) => presences.some((one) => one.jid === alice.address && one.availability === 'online' && one.idleSinceMs === null))
    await alice.stop()
    await bob.until(() => bob.state.presence.presences.every((one) => one.jid !== alice.address || one.availability === 'offline'), 'gone')
    const { atMs } = await bob.call('lastSeen.ask', { jid: alice.address })
    expect(Math.abs(atMs! - Date.now())).toBeLessThan(60_000)
    const carol = await here.login(await here.account('carol'))
    expect(await carol.call('lastSeen.ask', { jid: bob.address }), 'no contact').toEqual({ atMs: null })
  })
})
