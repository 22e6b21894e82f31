/** The check-up runs against real servers: what it says of them is so, and nothing of it stays there, nor is anything else touched, says another client. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Journal } from '#features/check-up/journal'
import type { CheckReport } from '#shared/check-up/report'
import { archivedOfCheckUps, belongings, lookInto, moveIn } from '../support/check-up-belongings'
import { checkUp, leftOf, verdictsOf } from '../support/check-up'
import { expected } from '../support/check-up-expected/index'
import { checkedAccounts, startChecked } from '../support/check-up-servers'
import { RawClient } from '../support/scripted-rooms/raw-client'
import { serverKinds, type TestServer } from '../support/servers'

const roomsIn = ({ lines }: CheckReport, mucDomain: string) =>
  [...new Set(lines.flatMap(({ evidence }) => evidence.flatMap(({ xml }) => [...xml.matchAll(/ to="(magpie-check-[^"/]+@[^"/]+)/g)].map(([, room]) => room!))))].filter((room) => room.endsWith(`@${mucDomain}`))

describe.each(serverKinds)('%s with all it has', (kind) => {
  const [, wei] = checkedAccounts
  let server: TestServer
  let before: Awaited<ReturnType<typeof belongings>>
  beforeAll(async () => {
    server = await startChecked(kind)
    for (const account of checkedAccounts) await moveIn(server, account)
    before = await belongings(server, checkedAccounts)
  })
  afterAll(() => server?.stop())

  const isAsBefore = async (report: CheckReport, fewestRooms: number) => {
    expect(leftOf(report)).toEqual([])
    expect(await belongings(server, checkedAccounts)).toEqual(before)
    const rooms = roomsIn(report, server.mucDomain)
    expect(rooms.length).toBeGreaterThanOrEqual(fewestRooms)
    // Prosody remembers where a room with words on its end has been.
    for (const [room, answer] of Object.entries(await lookInto(server, wei!, rooms))) expect(['item-not-found', 'gone'], room).toContain(answer)
  }

  it('is told as it is, and stays as it was', async () => {
    expect(Object.values(before).join()).toContain('水 90°')
    const report = await checkUp({ server, accounts: checkedAccounts })
    expect(report.server).toMatchObject({ domain: server.domain, brand: kind })
    expect(verdictsOf(report)).toEqual(expected[kind])
    await isAsBefore(report, 2)
    // What nobody can take back is told to the message: what the archives have kept, and the files.
    for (const account of checkedAccounts) {
      const count = await archivedOfCheckUps(server, account)
      expect(count).toBeGreaterThan(10)
      expect(report.leftBehind).toContain(`messages ${count} of ${account.user}@${server.domain}`)
    }
    expect(report.leftBehind.filter((what) => what.startsWith('file ')).length).toBe(2)
  })

  // What they work on is made by others that stand before them: it is made for them alone, too.
  it.each(['account.presence', 'rooms.listed', 'rooms.join', 'rooms.survives'])('finds of %s alone what it finds among all', async (wanted) => {
    const report = await checkUp({ server, accounts: checkedAccounts, only: ({ id }) => id === wanted })
    expect([report.lines.at(-1)!.id, verdictsOf(report)[wanted]]).toEqual([wanted, expected[kind][wanted]])
    expect(leftOf(report)).toEqual([])
  })

  it('is as it was after the run that follows on one that was killed while somebody was blocked', async () => {
    const [lina] = checkedAccounts
    const client = await RawClient.logIn(server, lina!.user, lina!.password, 'home', false)
    await client.ask(`<block xmlns="urn:xmpp:blocking"><item jid="wei@${server.domain}"/></block>`, null, 'set')
    await client.logOut()
    const jids = checkedAccounts.map(({ user }) => `${user}@${server.domain}`)
    const struck: string[] = []
    const made = [`pest@${server.domain} on the blocked list of ${jids[0]}`, `${jids[1]} on the blocked list of ${jids[0]}`]
    const journal: Journal = { note: () => {}, strike: (_, what) => struck.push(what), unfinished: () => [{ run: 'magpie-check-0a1b2c3d', accounts: jids, made }] }
    const report = await checkUp({ server, accounts: checkedAccounts, journal, only: ({ id }) => id === 'account.blocking' })
    expect(verdictsOf(report)).toEqual({ 'account.blocking': 'pass' })
    // Nothing but what it made: whom the user has blocked stays so.
    expect(struck).toEqual([made[1], made[1]])
    await isAsBefore(report, 0)
  })

  it('stays as it was when the check-up is stopped: among contacts, nodes and rooms, or while somebody is blocked', async () => {
    const wanted = ['account.subscription', 'account.private-storage', 'publishing.options', 'publishing.open', 'rooms.public', 'rooms.join', 'rooms.message']
    const stop = new AbortController()
    const inRooms = await checkUp({
      server, accounts: checkedAccounts, signal: stop.signal, only: ({ id }) => wanted.includes(id), onLine: ({ id }) => void (id === 'rooms.join' && stop.abort()),
    })
    expect(inRooms.isAborted).toBe(true)
    expect(verdictsOf(inRooms)).toMatchObject({ 'account.subscription': 'pass', 'publishing.open': 'pass', 'rooms.join': 'pass', 'rooms.message': 'untested:stopped' })
    await isAsBefore(inRooms, 1)

    const blocking = new AbortController()
    const inBlocking = await checkUp({
      server, accounts: checkedAccounts, signal: blocking.signal, only: ({ id }) => id === 'account.blocking', onSend: (xml) => void (xml.includes('<block ') && blocking.abort()),
    })
    expect([inBlocking.isAborted, verdictsOf(inBlocking)['account.blocking']]).toEqual([true, 'untested:stopped'])
    await isAsBefore(inBlocking, 0)
  })
})
