/** Administration at scale and afterwards: plans over many people and rooms, import and export, who has left, the log. */
import { describe, expect, test } from 'vitest'
import type { RoomPlan } from '#shared/model/room-admin'
import { readImport } from '#shared/model/room-list-text'
import type { TestClient } from '../support/core-client'
import { problemOf, sentChanges, untilOccupant, useServer } from '../support/room-admin-help'
import { joinRoom, say, untilRoom, untilText } from '../support/rooms-help'
import { serverKinds, startServer } from '../support/servers'

describe.each(serverKinds)('many at once on %s', (kind) => {
  const { people, server } = useServer(() => startServer(kind))
  const at = (name: string) => `${name}@${server().domain}`
  const listed = async (client: TestClient, room: string, list: 'owner' | 'admin' | 'member' | 'outcast') =>
    (await client.call('roomAdmin.list', { room, list, listId: 'x' })).entries.map((one) => one.jid).sort()
  const applied = async (client: TestClient, { planId }: RoomPlan, skip: number[] = []) => {
    await client.call('roomAdmin.apply', { planId, skip })
    await client.waitFor('roomAdmin.planProgress', (one) => one.planId === planId && one.state === 'done', 30_000)
    return (await client.call('roomAdmin.report', { planId })).plan
  }

  test('bulk: a diff before anything is sent, then done with a report; what is refused is left out', async () => {
    const { room, people: [alice, bob] } = await people.room(['alice', 'bob'])
    const wishes = [
      { jid: at('m1'), affiliation: 'member' as const }, { jid: at('m2'), affiliation: 'member' as const }, { jid: at('bad'), affiliation: 'outcast' as const, reason: 'spam' },
      { nick: 'Bob', affiliation: 'admin' as const }, { jid: alice!.address, affiliation: 'none' as const }, { nick: 'Nobody', role: 'none' as const },
      { nick: 'Bob', role: 'visitor' as const },
    ]
    alice!.forget()
    const plan = await alice!.call('roomAdmin.plan', { rooms: [room], wishes })
    expect(plan.counts).toMatchObject({ total: 7, change: 5, refused: 2 })
    expect(plan.items.filter((one) => one.state === 'refused').map((one) => one.problem).sort()).toEqual(['last-owner', 'not-here'])
    expect(plan.items.find((one) => one.jid === bob!.address && one.kind === 'affiliation')).toMatchObject({ from: 'none', to: 'admin', nick: 'Bob' })
    expect(sentChanges(alice!)).toEqual([])
    const mute = plan.items.find((one) => one.kind === 'role' && one.state === 'open')!
    const done = await applied(alice!, plan, [mute.index])
    expect(done.counts).toMatchObject({ done: 4, failed: 0, refused: 2, skipped: 1 })
    expect(await listed(alice!, room, 'member')).toEqual([at('m1'), at('m2')])
    expect(await listed(alice!, room, 'outcast')).toEqual([at('bad')])
    await untilRoom(bob!, room, (one) => one.ownAffiliation === 'admin')
    const again = await alice!.call('roomAdmin.plan', { rooms: [room], wishes: wishes.slice(0, 3) })
    expect(again.counts, 'nothing is done twice').toMatchObject({ change: 0, unchanged: 3 })
    expect(await problemOf(bob!, 'roomAdmin.apply', { planId: plan.planId }), 'plans belong to their account').toMatchObject({ code: 'not-found' })
  })

  test('bulk: one ban over many rooms, also where we are only a guest', async () => {
    const first = await people.room(['alice', 'eve'])
    const [alice, eve] = first.people as [TestClient, TestClient]
    const { room: second } = await alice.call('room.create', { name: 'Second', kind: 'public-channel', nick: 'Alice', invite: [] })
    await joinRoom(eve, second, { nick: 'Eve' })
    await untilOccupant(alice, second, 'Eve', (one) => one !== undefined)
    const third = await people.room(['owner', 'eve2'])
    await joinRoom(alice, third.room, { nick: 'Alice' })
    const plan = await alice.call('roomAdmin.plan', { rooms: [first.room, second, third.room], wishes: [{ jid: eve.address, affiliation: 'outcast', reason: 'spam' }] })
    expect(plan.items.map((one) => [one.room, one.state, one.problem])).toEqual([
      [first.room, 'open', null], [second, 'open', null], [third.room, 'refused', 'rank-needed'],
    ])
    expect(plan.unseen.every((one) => one.room === third.room && one.problem === 'rank-needed')).toBe(true)
    expect((await applied(alice, plan)).counts).toMatchObject({ done: 2, failed: 0 })
    for (const room of [first.room, second]) expect((await untilRoom(eve, room, (one) => one.state === 'failed')).problem).toMatchObject({ code: 'banned', text: 'spam' })
  })

  test('bulk: lists written as CSV and JSON, read again, and put into another room in place of what is there', async () => {
    const { room, people: [alice] } = await people.room(['alice', 'bob'])
    await alice!.call('roomAdmin.setAffiliation', { room, jid: at('x1'), affiliation: 'member' })
    await alice!.call('roomAdmin.setAffiliation', { room, jid: at('x2'), affiliation: 'outcast' })
    const csv = await alice!.call('roomAdmin.export', { room, lists: ['member', 'outcast', 'owner'], format: 'csv' })
    expect(csv).toMatchObject({ count: 3, unseen: [] })
    const json = await alice!.call('roomAdmin.export', { room, lists: ['member', 'outcast', 'owner'], format: 'json' })
    const read = readImport(csv.text, { affiliation: 'member' })
    if (!read.ok) throw new Error(read.error)
    expect(readImport(json.text, { affiliation: 'member' })).toMatchObject({ ok: true, value: { rows: read.value.rows.map(({ jid, affiliation }) => ({ jid, affiliation })) } })
    expect(read.value).toMatchObject({ total: 3, bad: [] })

    const { room: other } = await alice!.call('room.create', { name: 'Other', kind: 'public-channel', nick: 'Alice', invite: [] })
    await alice!.call('roomAdmin.setAffiliation', { room: other, jid: at('old'), affiliation: 'member' })
    const wishes = read.value.rows.map(({ jid, affiliation, reason }) => ({ jid, affiliation, reason }))
    const plan = await alice!.call('roomAdmin.plan', { rooms: [other], wishes, replace: ['member'] })
    expect(plan.counts).toMatchObject({ total: 4, change: 3, unchanged: 1 })
    await applied(alice!, plan)
    expect(await listed(alice!, other, 'member')).toEqual([at('x1')])
    expect(await listed(alice!, other, 'outcast')).toEqual([at('x2')])
  })

  test('bulk: goes on by itself over a lost connection', async () => {
    const { room, people: [alice] } = await people.room(['alice', 'bob'])
    // So many that the server is gone in the midst of them.
    const wishes = Array.from({ length: 400 }, (_, i) => ({ jid: at(`n${i}`), affiliation: 'member' as const }))
    const plan = await alice!.call('roomAdmin.plan', { rooms: [room], wishes })
    await alice!.call('roomAdmin.apply', { planId: plan.planId })
    await alice!.waitFor('roomAdmin.planProgress', (one) => one.counts.done > 0)
    await server().restart()
    await alice!.waitFor('roomAdmin.planProgress', (one) => one.planId === plan.planId && one.state === 'done', 45_000)
    await untilRoom(alice!, room, (one) => one.state === 'joined')
    expect((await alice!.call('roomAdmin.report', { planId: plan.planId })).plan.counts).toMatchObject({ failed: 0 })
    expect(await listed(alice!, room, 'member')).toHaveLength(400)
  }, 90_000)

  test('§9.1 ban of somebody who has left, found by what he wrote (XEP-0421)', async () => {
    const { room, people: [alice, bob] } = await people.room(['alice', 'bob'])
    const id = bob!.state.conversations.conversations.find((one) => one.peer === room)!.id
    await say(bob!, id, 'something bad')
    const message = await untilText(alice!, 'something bad')
    await bob!.call('room.leave', { room, forget: false })
    await untilOccupant(alice!, room, 'Bob', (one) => !one)
    const { people: former } = await alice!.call('roomAdmin.formerOccupants', { room, limit: 10 })
    expect(former).toMatchObject([{ jid: bob!.address, nick: 'Bob', isHere: false }])
    if (kind === 'prosody') expect(former[0]?.occupantId, 'ejabberd 23.01 has no occupant ids').toBeTruthy()
    expect(await alice!.call('roomAdmin.writerOf', { messageId: message.id })).toEqual({ nick: 'Bob', jid: bob!.address, isHere: false, hereAs: null })
    expect(await alice!.call('roomAdmin.setAffiliation', { room, jid: former[0]!.jid, affiliation: 'outcast' })).toMatchObject({ effect: 'taken' })
    await bob!.call('room.join', { room, nick: 'Robert' })
    expect((await untilRoom(bob!, room, (one) => one.state === 'failed')).problem?.code).toBe('banned')
    const { people: seen } = await bob!.call('roomAdmin.formerOccupants', { room, limit: 10 })
    expect(seen, 'who may not see addresses remembers none').toEqual([])
  })

  test('the log: own changes once, with reason and refusals; others see them, too; searched and exported', async () => {
    const { room, people: [alice, bob, carol] } = await people.room(['alice', 'bob', 'carol'])
    await alice!.call('roomAdmin.setRole', { room, nick: 'Carol', role: 'none', reason: 'too loud' })
    await untilRoom(carol!, room, (one) => one.state === 'failed')
    await joinRoom(carol!, room, { nick: 'Carol' })
    await untilOccupant(alice!, room, 'Carol', (one) => one !== undefined)
    await alice!.call('roomAdmin.setAffiliation', { room, nick: 'Carol', affiliation: 'outcast', reason: 'spam' })
    await alice!.call('roomAdmin.setAffiliation', { room, jid: carol!.address, affiliation: 'none' })
    await alice!.call('roomAdmin.setAffiliation', { room, nick: 'Bob', affiliation: 'admin' })
    await alice!.call('room.setSubject', { room, subject: 'New subject' })
    await bob!.call('room.setNick', { room, nick: 'Bobby' })
    await untilOccupant(alice!, room, 'Bobby', (one) => one !== undefined)
    expect(await problemOf(bob!, 'roomAdmin.setAffiliation', { room, jid: at('zed'), affiliation: 'admin' })).toBe('rank-needed')
    await alice!.until(() => alice!.events.some((event) => event.name === 'roomAudit.added' && event.payload.entries.some((one) => one.kind === 'nick')))
    const { entries, total } = await alice!.call('roomAudit.list', { room, limit: 50 })
    const short = entries.filter((one) => one.kind !== 'config').map((one) => [one.kind, one.actor, one.isOwn, one.nick || (one.jid ?? ''), one.to, one.reason]).reverse()
    expect(short).toEqual([
      ['kick', 'Alice', true, 'Carol', 'none', 'too loud'],
      ['ban', 'Alice', true, 'Carol', 'outcast', 'spam'],
      ['affiliation', 'Alice', true, carol!.address, 'none', ''],
      ['affiliation', 'Alice', true, 'Bob', 'admin', ''],
      ['subject', 'Alice', true, '', 'New subject', ''],
      ['nick', '', false, 'Bob', 'Bobby', ''],
    ])
    expect(total).toBe(entries.length)
    const seen = (await bob!.call('roomAudit.list', { room, limit: 50, kinds: ['kick', 'ban'] })).entries
    expect(seen.map((one) => [one.kind, one.actor, one.isOwn, one.reason])).toEqual([['ban', 'Alice', false, 'spam'], ['kick', 'Alice', false, 'too loud']])
    expect((await alice!.call('roomAudit.list', { room, limit: 50, text: 'LOUD' })).entries).toHaveLength(1)
    const page = await alice!.call('roomAudit.list', { room, limit: 2 })
    const next = await alice!.call('roomAudit.list', { room, limit: 2, before: page.entries[1]!.id })
    expect([page.hasMore, next.entries[0]!.id < page.entries[1]!.id]).toEqual([true, true])
    const { text } = await alice!.call('roomAudit.export', { room, format: 'csv' })
    expect(text.split('\r\n').filter((line) => line.includes(',kick,'))).toHaveLength(1)
  })
})
