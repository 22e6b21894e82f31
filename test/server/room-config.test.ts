import { describe, expect, test } from 'vitest'
import type { RoomConfigForm, RoomConfigKey } from '#shared/model/room-config'
import type { TestClient } from '../support/core-client'
import { adminItem, roomStage } from '../support/room-stage'
import { lastSent, noticesOf, conversationOf, roomOf, untilRoom } from '../support/rooms-help'
import { serverKinds } from '../support/servers'

const fieldOf = ({ items }: RoomConfigForm, key: RoomConfigKey) => {
  const item = items.find((one) => one.key === key)
  if (!item?.field.name) throw new Error(`no field ${key}`)
  return { name: item.field.name, values: item.field.values }
}
const set = (form: RoomConfigForm, wishes: Partial<Record<RoomConfigKey, string>>) =>
  Object.entries(wishes).map(([key, value]) => ({ name: fieldOf(form, key as RoomConfigKey).name, values: [value as string] }))

describe.each(serverKinds)('settings of rooms on %s', (kind) => {
  const stage = roomStage(kind)
  const open = (client: TestClient, room: string) => client.call('roomConfig.open', { room })
  const submit = (client: TestClient, room: string, revision: string, changes: { name: string; values: string[] }[]) =>
    client.call('roomConfig.submit', { room, revision, changes })

  test('§10.1.2 instant room: entering a room that does not exist leaves it open for others', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = `instant${stage.server.port}${alice.address.length}@${stage.server.mucDomain}`
    await alice.call('room.join', { room })
    await untilRoom(alice, room, (one) => one.state === 'joined')
    await alice.until(() => lastSent(alice, 'muc#owner'))
    await expect.poll(async () => {
      await bob.call('room.join', { room })
      await bob.until(() => ['joined', 'failed'].includes(roomOf(bob, room)?.state ?? ''))
      return roomOf(bob, room)?.state
    }).toBe('joined')
  })

  test('§10.1.3 reserved room: what was asked for is in force before anybody else comes', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice, { kind: 'private-group', name: 'Reserved 预留' })
    const form = await open(alice, room)
    expect(fieldOf(form, 'name').values).toEqual(['Reserved 预留'])
    expect(fieldOf(form, 'membersOnly').values).toEqual(['1'])
    expect(fieldOf(form, 'persistent').values).toEqual(['1'])
    await bob.call('room.join', { room })
    expect((await untilRoom(bob, room, (one) => one.state === 'failed')).problem?.code).toBe('members-only')
  })

  test('§10.2 configure: only what was changed goes, the others are told, the form says it afterwards', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    await stage.enter(bob, room, [alice])
    const form = await open(alice, room)
    expect(form.items.filter((item) => item.key === null && item.control !== 'note'), 'every field of this server has words').toEqual([])
    bob.forget()
    const outcome = await submit(alice, room, form.revision, set(form, { name: 'Coffee 咖啡', description: '<&> "x"', moderated: '0' }))
    expect(outcome).toMatchObject({ kind: 'saved', ignored: [] })
    if (outcome.kind !== 'saved') throw new Error(outcome.kind)
    expect(fieldOf(outcome.form, 'name').values).toEqual(['Coffee 咖啡'])
    expect(fieldOf(outcome.form, 'description').values).toEqual(['<&> "x"'])
    const sent = lastSent(alice, "type='submit'") ?? lastSent(alice, 'type="submit"') ?? ''
    expect(sent).toContain('muc#roomconfig_roomname')
    expect(sent, 'unchanged fields stay at home').not.toContain('persistentroom')
    expect(sent).not.toContain('moderatedroom')
    await bob.until(() => roomOf(bob, room)?.name === 'Coffee 咖啡')
    const conversation = conversationOf(bob, 'room', room)!
    expect(await noticesOf(bob, conversation.id)).toContainEqual({ code: 'room-config-changed', args: { change: 'general' } })
    const same = await submit(alice, room, outcome.form.revision, set(outcome.form, { name: 'Coffee 咖啡' }))
    expect(same).toEqual({ kind: 'unchanged' })
  })

  test('§10.2.1 notices 172 and 173: the others learn who sees their addresses', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    await stage.enter(bob, room, [alice])
    const form = await open(alice, room)
    const open172 = await submit(alice, room, form.revision, set(form, { realAddresses: 'anyone' }))
    if (open172.kind !== 'saved') throw new Error(JSON.stringify(open172))
    await submit(alice, room, open172.form.revision, set(open172.form, { realAddresses: 'moderators' }))
    const conversation = conversationOf(bob, 'room', room)!
    await expect.poll(() => noticesOf(bob, conversation.id)).toEqual(
      expect.arrayContaining([
        { code: 'room-config-changed', args: { change: 'non-anonymous' } },
        { code: 'room-config-changed', args: { change: 'semi-anonymous' } },
      ]),
    )
  })

  test('§10.2.1 made members-only: who is no member is put out, and told why', async () => {
    const { alice, bob, carol } = await stage.people('alice', 'bob', 'carol')
    const room = await stage.room(alice)
    await adminItem(alice, room, { affiliation: 'member', jid: carol.address })
    await stage.enter(bob, room, [alice])
    await stage.enter(carol, room, [alice])
    carol.forget()
    const nick = roomOf(bob, room)!.nick
    const form = await open(alice, room)
    expect(await submit(alice, room, form.revision, set(form, { membersOnly: '1' }))).toMatchObject({ kind: 'saved' })
    expect((await untilRoom(bob, room, (one) => one.state === 'failed')).problem?.code).toBe('members-only')
    // COMPAT(prosody 0.12): forgets to tell the others.
    if (kind !== 'prosody') await carol.waitFor('room.occupantsChanged', ({ removed }) => removed.includes(nick))
    expect(roomOf(carol, room)?.state).toBe('joined')
    expect(await noticesOf(bob, conversationOf(bob, 'room', room)!.id)).toContainEqual({ code: 'room-members-only', args: {} })
  })

  test('§10.2 configure, forbidden: who is no owner gets no form and changes nothing', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    await stage.enter(bob, room, [alice])
    expect(await bob.tryCall('roomConfig.open', { room })).toMatchObject({ ok: false, error: { code: 'forbidden', condition: 'forbidden' } })
    const form = await open(alice, room)
    const refused = await bob.tryCall('roomConfig.submit', { room, revision: form.revision, changes: set(form, { name: 'mine' }) })
    expect(refused).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(fieldOf(await open(alice, room), 'name').values).toEqual(['Tea 茶'])
  })

  test('§10.2 configure, invalid: what the form does not take is not sent', async () => {
    const { alice } = await stage.people('alice')
    const room = await stage.room(alice)
    const form = await open(alice, room)
    const bad = await submit(alice, room, form.revision, [...set(form, { realAddresses: 'nonsense' }), { name: 'muc#roomconfig_nosuch', values: ['1'] }])
    expect(bad).toEqual({
      kind: 'invalid',
      issues: [
        { name: 'muc#roomconfig_whois', issue: 'not-an-option' },
        { name: 'muc#roomconfig_nosuch', issue: 'not-editable' },
      ],
    })
  })

  test('§10.2 configure, refused: what the server does not take is explained', async ({ skip }) => {
    skip(kind === 'prosody', 'Prosody takes every value that its form offers')
    const { alice } = await stage.people('alice')
    const room = await stage.room(alice)
    const form = await open(alice, room)
    const refused = await submit(alice, room, form.revision, set(form, { passwordProtected: '1' }))
    expect(refused).toMatchObject({
      kind: 'refused', reason: 'password-missing', suspects: ['muc#roomconfig_roomsecret'], error: { condition: 'not-acceptable' },
    })
  })

  test('§10.2 password: set in the form, asked of who comes, refused when wrong', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    const form = await open(alice, room)
    const wishes: Partial<Record<RoomConfigKey, string>> = { password: 'sesame 芝麻', ...(kind === 'ejabberd' && { passwordProtected: '1' }) }
    expect(await submit(alice, room, form.revision, set(form, wishes))).toMatchObject({ kind: 'saved', ignored: [] })
    await bob.call('room.join', { room })
    expect((await untilRoom(bob, room, (one) => one.state === 'failed')).problem?.code).toBe('password-required')
    await bob.call('room.join', { room, password: 'sesame 芝麻' })
    await untilRoom(bob, room, (one) => one.state === 'joined')
  })

  test('§10.2 a form that another owner changed underneath is noticed before anything is sent', async () => {
    const { alice, bob } = await stage.people('alice', 'bob')
    const room = await stage.room(alice)
    await stage.enter(bob, room, [alice])
    await adminItem(alice, room, { affiliation: 'owner', jid: bob.address })
    await untilRoom(bob, room, (one) => one.ownAffiliation === 'owner')

    const alices = await open(alice, room)
    const bobs = await open(bob, room)
    expect(bobs.revision).toBe(alices.revision)
    expect(await submit(bob, room, bobs.revision, set(bobs, { name: 'by bob' }))).toMatchObject({ kind: 'saved' })
    const told = await alice.waitFor('roomConfig.changed')
    expect(told.fields).toEqual([{ name: 'muc#roomconfig_roomname', before: ['Tea 茶'], now: ['by bob'], wanted: null }])

    const conflict = await submit(alice, room, alices.revision, set(alices, { name: 'by alice' }))
    expect(conflict).toMatchObject({
      kind: 'conflict', fields: [{ name: 'muc#roomconfig_roomname', before: ['Tea 茶'], now: ['by bob'], wanted: ['by alice'] }],
    })
    if (conflict.kind !== 'conflict') throw new Error(conflict.kind)
    expect(await submit(alice, room, conflict.form.revision, set(conflict.form, { name: 'by alice' }))).toMatchObject({ kind: 'saved' })
    await bob.until(() => roomOf(bob, room)?.name === 'by alice')
  })

  test('copy the settings of one room to another, and by a template', async () => {
    const { alice } = await stage.people('alice')
    const from = await stage.room(alice, { kind: 'private-group', name: 'Source' })
    const to = await stage.room(alice, { name: 'Target' })
    const proposal = await alice.call('roomConfig.copyFrom', { room: to, from })
    expect(proposal.changes).toContainEqual({ name: 'muc#roomconfig_membersonly', values: ['1'] })
    expect(proposal.changes.map((one) => one.name)).not.toContain('muc#roomconfig_roomname')
    expect(proposal.skipped).toContainEqual({ name: 'muc#roomconfig_roomname', key: 'name', why: 'personal' })
    expect(await submit(alice, to, proposal.form.revision, proposal.changes)).toMatchObject({ kind: 'saved', ignored: [] })
    expect((await alice.call('roomConfig.copyFrom', { room: to, from })).changes).toEqual([])

    const other = await stage.room(alice, { name: 'Other' })
    const template = await alice.call('roomTemplate.save', { room: from, name: 'Private 私密' })
    expect(alice.snapshot().accounts[alice.accountId]?.['room-config'].templates.map((one) => one.name)).toEqual(['Private 私密'])
    const proposed = await alice.call('roomTemplate.propose', { room: other, id: template.id })
    expect(await submit(alice, other, proposed.form.revision, proposed.changes)).toMatchObject({ kind: 'saved' })
    await alice.until(() => roomOf(alice, other)?.config?.isMembersOnly)
    await alice.call('roomTemplate.remove', { id: template.id })
    expect(await alice.tryCall('roomTemplate.propose', { room: other, id: template.id })).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })
})
