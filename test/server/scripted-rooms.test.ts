import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestClient, type TestClient } from '../support/core-client'
import { conversationOf, joinRoom, lastSent, noticesOf, roomOf, say, textsOf, untilRoom, untilText } from '../support/rooms-help'
import { scriptedKinds, startScriptedServer, type ScriptedRooms } from '../support/scripted-rooms'

/** Two or three real cores meet on servers that say what Openfire and Tigase said: the oddities of each, through the core. */
describe.each(scriptedKinds)('rooms on the scripted %s', (kind) => {
  const isTigase = kind === 'tigase-8.4.0'
  let server: ScriptedRooms
  const open: TestClient[] = []
  let last = 0

  beforeAll(async () => {
    server = await startScriptedServer(kind)
  }, 60_000)
  afterAll(async () => {
    await Promise.all(open.map((client) => client.stop()))
    await server?.stop()
  })

  const login = async (name: string) => {
    const user = `${name}${++last}`
    await server.addAccount(user, 'secret')
    const client = await createTestClient({ server, user, password: 'secret' })
    open.push(client)
    return client
  }
  const create = (client: TestClient, more: { kind?: 'private-group' | 'public-channel'; invite?: string[]; room?: string } = {}) =>
    client.call('room.create', { name: 'Tea 茶', kind: 'public-channel', invite: [], ...more })

  test('COMPAT(openfire): a password is never said in the clear, though the server would take it', async () => {
    const alice = await login('alice')
    const said = alice.wire.filter((line) => line.startsWith('>'))
    const tls = said.findIndex((line) => line.includes('<starttls'))
    expect(tls).toBeGreaterThanOrEqual(0)
    expect(said.findIndex((line) => line.includes('<auth'))).toBeGreaterThan(tls)
  })

  test('§10.1.3 made in one step and unlocked at once; §7.2.2 both are in, §7.4 and hear each other', async () => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    const { room, conversationId, notes } = await create(alice)
    expect(notes, 'COMPAT(tigase): who is no administrator cannot list a room').toEqual(isTigase ? ['public-refused'] : [])
    expect(server.muc.rooms.get(room)).toMatchObject({ isLocked: false })
    expect(roomOf(alice, room)).toMatchObject({
      state: 'joined', name: 'Tea 茶', ownAffiliation: 'owner', ownRole: 'moderator', config: { isPersistent: true, isHidden: isTigase, isNonAnonymous: false },
    })
    const bobs = await joinRoom(bob, room)
    await say(alice, conversationId, '你好')
    expect(await untilText(bob, '你好')).toMatchObject({ sender: roomOf(alice, room)?.nick, isUnread: true })
    await untilText(alice, '你好', 'sent')
    await say(bob, bobs, 'hello')
    await untilText(alice, 'hello')
    await untilText(bob, 'hello', 'sent')
    const own = (await textsOf(alice, conversationId)).filter((text) => !text.startsWith(': '))
    expect(own).toEqual([`${roomOf(alice, room)?.nick}: 你好`, `${roomOf(bob, room)?.nick}: hello`])
  })

  test('§10.1.3 a refused public room: the whole form is refused once, then it is a hidden one, never a locked one', async () => {
    const alice = await login('alice')
    const { room } = await create(alice)
    const submits = alice.wire.filter((line) => line.startsWith('>') && line.includes('muc#owner') && line.includes('type="submit"'))
    expect(submits).toHaveLength(isTigase ? 2 : 1)
    expect(submits.at(-1)).toContain(`publicroom"><value>${isTigase ? 0 : 1}`)
    expect(server.muc.rooms.get(room)?.isLocked).toBe(false)
    expect(server.muc.rooms.get(room)?.get('whois')).toBe('moderators')
  })

  test('§10.1.3 a private group with members: §7.2.6 they are in, strangers are told why not', async () => {
    const [alice, bob, carol] = [await login('alice'), await login('bob'), await login('carol')]
    const { room, notes } = await create(alice, { kind: 'private-group', invite: [bob.address] })
    expect(notes).toEqual([])
    const { invite } = await bob.waitFor('roomInvite.received')
    expect(invite).toMatchObject({ room, by: { jid: alice.address }, isFromStranger: true })
    expect(conversationOf(bob, 'room', room), 'a stranger makes no conversation').toBeUndefined()
    await joinRoom(bob, room)
    expect(roomOf(bob, room)?.ownAffiliation).toBe('member')
    await carol.call('room.join', { room })
    expect((await untilRoom(carol, room, (one) => one.state === 'failed')).problem?.code).toBe('members-only')
  })

  test('§7.2.10 a locked room: others are told that it is not ready, and get in once it is', async () => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    const room = `locked${last}@${server.mucDomain}`
    server.muc.create(room, alice.address)
    await bob.call('room.join', { room })
    const problem = (await untilRoom(bob, room, (one) => one.state === 'failed')).problem
    expect(problem?.code).toBe('locked')
    server.muc.rooms.get(room)!.isLocked = false
    await joinRoom(bob, room)
  })

  test('§7.2.5 password: asked for, wrong, right', async () => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    const room = `secret${last}@${server.mucDomain}`
    server.muc.make(room, alice.address, { passwordprotectedroom: ['1'], roomsecret: ['sesame'] })
    await bob.call('room.join', { room })
    expect((await untilRoom(bob, room, (one) => one.state === 'failed')).problem?.code).toBe('password-required')
    await bob.call('room.join', { room, password: 'wrong' })
    await untilRoom(bob, room, (one) => one.problem?.code === 'wrong-password')
    await joinRoom(bob, room, { password: 'sesame' })
  })

  test('§7.2.8 a taken nick is varied (COMPAT(tigase): not-allowed instead of conflict)', async () => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    const { room } = await create(alice)
    await joinRoom(bob, room, { nick: roomOf(alice, room)?.nick ?? '' })
    expect(roomOf(bob, room)?.nick).toBe(`${roomOf(alice, room)?.nick}2`)
  })

  test('§7.6 a change of nick; where it is refused nothing moves', async ({ skip }) => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    const { room } = await create(alice)
    await joinRoom(bob, room)
    const before = roomOf(bob, room)?.nick ?? ''
    const result = await bob.tryCall('room.setNick', { room, nick: 'Bobby 鲍勃' })
    if (isTigase) {
      expect(result).toMatchObject({ ok: false, error: { code: 'not-supported', condition: 'feature-not-implemented' } })
      expect(roomOf(bob, room)).toMatchObject({ state: 'joined', nick: before })
      skip('it refuses every change of nick (501)')
    } else {
      expect(result.ok).toBe(true)
      await expect.poll(async () => (await alice.call('room.occupants', { room })).occupants.map((one) => one.nick).sort())
        .toEqual(['Bobby 鲍勃', roomOf(alice, room)?.nick].sort())
      const taken = await bob.tryCall('room.setNick', { room, nick: roomOf(alice, room)?.nick ?? '' })
      expect(taken).toMatchObject({ ok: false, error: { code: 'conflict' } })
    }
  })

  test('§9.4 membership taken: out, and told what it is (COMPAT(tigase): 301), not a ban', async () => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    const { room } = await create(alice, { kind: 'private-group', invite: [bob.address] })
    await joinRoom(bob, room)
    server.muc.affiliate(server.muc.rooms.get(room)!, bob.address, 'none')
    const { problem } = await untilRoom(bob, room, (one) => one.state === 'failed')
    expect(problem?.code).toBe('membership-lost')
  })

  test('§8.2 kicked and §7.2.7 banned: told once each, by whom, and not back by itself', async () => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    const { room, conversationId } = await create(alice)
    const bobs = await joinRoom(bob, room, { nick: 'Bob' })
    await alice.until(() => roomOf(alice, room)?.occupantCount === 2)
    const live = server.muc.rooms.get(room)!
    const actor = { jid: alice.jid, bare: alice.address, here: live.byJid(alice.jid) ?? null, affiliation: 'owner', isModerator: true } as const
    server.muc.setRoles(server.muc, live, alice.address, actor, [{ one: live.byNick('Bob')!, role: 'none', reason: 'too loud' }])
    expect((await untilRoom(bob, room, (one) => one.state === 'failed')).problem).toMatchObject({ code: 'kicked', text: 'too loud' })
    await joinRoom(bob, room, { nick: 'Bob' })
    server.muc.affiliate(live, bob.address, 'outcast')
    expect((await untilRoom(bob, room, (one) => one.state === 'failed')).problem?.code).toBe('banned')
    await bob.call('room.join', { room, nick: 'Bob' })
    await untilRoom(bob, room, (one) => one.state === 'failed' && one.problem?.code === 'banned')
    expect((await noticesOf(bob, bobs)).map((one) => one.code).filter((code) => code !== 'room-entered')).toEqual(['room-kicked', 'room-banned'])
    const seen = (await noticesOf(alice, conversationId)).map((one) => one.code)
    expect(seen.filter((code) => code.startsWith('room-occupant')), 'COMPAT(openfire): a kick is told twice').toEqual(['room-occupant-kicked', 'room-occupant-banned'])
  })

  test('§8.1 subject: set and seen; refused where only moderators may; a newcomer has it', async () => {
    const [alice, bob, carol] = [await login('alice'), await login('bob'), await login('carol')]
    const { room } = await create(alice)
    await joinRoom(bob, room)
    await alice.call('room.setSubject', { room, subject: 'Tee & Kuchen <today>' })
    await untilRoom(bob, room, (one) => one.subject === 'Tee & Kuchen <today>' && one.subjectBy === roomOf(alice, room)?.nick)
    const refused = await bob.tryCall('room.setSubject', { room, subject: 'mine' })
    expect(refused).toMatchObject({ ok: false, error: { code: 'forbidden', condition: 'forbidden' } })
    await joinRoom(carol, room)
    await untilRoom(carol, room, (one) => one.subject === 'Tee & Kuchen <today>')
  })

  test('§7.5 private messages open a conversation with the occupant', async () => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    const { room } = await create(alice)
    await joinRoom(bob, room, { nick: 'Bob' })
    const { id } = await bob.call('conversation.open', { kind: 'room-pm', peer: `${room}/${roomOf(alice, room)?.nick}` })
    await bob.until(() => roomOf(bob, room)?.occupantCount === 2)
    await say(bob, id, 'only for you')
    expect((await untilText(alice, 'only for you')).sender).toBe('Bob')
    expect(alice.state.conversations.conversations.filter((one) => one.kind === 'chat')).toEqual([])
  })

  test('XEP-0402 bookmarks: kept on the server without ever asking for what is never answered', async () => {
    const alice = await login('alice')
    const rooms = [await create(alice), await create(alice)].map(({ room }) => room)
    await alice.until(() => rooms.every((room) => alice.wire.some((line) => line.startsWith('<') && line.includes('publish') && line.includes(room))))
    expect(lastSent(alice, 'max_items"><value>max')).toBeUndefined()
    const again = await createTestClient({ server, user: alice.address.replace(/@.*/, ''), password: 'secret', settings: { resource: 'again' } })
    open.push(again)
    for (const room of rooms) await untilRoom(again, room, (one) => one.isBookmarked)
  })

  test('the network breaks: back in by itself, whether the session can be resumed or not', async () => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    const { room, conversationId } = await create(alice)
    const bobs = await joinRoom(bob, room)
    for (const client of [alice, bob]) client.forget()
    server.cutAll()
    const resumed = () => alice.wire.some((line) => line.startsWith('<') && line.includes('<resumed'))
    if (kind === 'openfire-5.0.5') {
      await alice.until(() => alice.wire.some((line) => line.startsWith('> <presence') && line.includes(room)), 'joined anew', 30_000)
      expect(resumed(), 'COMPAT(openfire 5): nothing can be resumed').toBe(false)
    } else await alice.until(resumed, 'resumed', 30_000)
    for (const client of [alice, bob]) await untilRoom(client, room, (one) => one.state === 'joined', 30_000)
    await bob.until(() => roomOf(bob, room)?.occupantCount === 2, 'both are in again', 30_000)
    await say(bob, bobs, 'still here')
    await untilText(alice, 'still here', undefined, 30_000)
    await say(alice, conversationId, 'so am I')
    await untilText(alice, 'so am I', 'sent', 30_000)
  })
})
