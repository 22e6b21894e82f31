/** A room of 5,000 at the real app: the page stays small, search finds, a hundred changes a second do not stop it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startScriptedServer, type ScriptedRooms } from '../support/scripted-rooms'
import type { Room } from '../support/scripted-rooms/room'
import { launchPerson, openConversation, until, type Person } from './person'

const COUNT = 5000
/** Rows of the members' column that may be in the page: what is seen, and a few beyond. */
const MAX_ROWS = 80
const CHANGES = 100
const SECONDS = 5

let server: ScriptedRooms
let lina: Person
let crowd: Room

beforeAll(async () => {
  server = await startScriptedServer('openfire-4.7.5', { accounts: [{ user: 'lina', password: 'lina-pw' }] })
  const jid = `crowd@${server.mucDomain}`
  crowd = server.muc.make(jid, `somebody@${server.domain}/desk`, { roomname: ['Crowd'], maxusers: ['0'], whois: ['moderators'] })
  crowd.occupants = Array.from({ length: COUNT }, (_, i) => {
    const bare = `user${i}@${server.domain}`
    if (i % 50 === 0) crowd.setAffiliation(bare, 'member')
    return { nick: `member ${i}`, bare, jid: `${bare}/desk`, role: 'participant' as const, presence: i % 3 === 0 ? '<show>away</show>' : '' }
  })
  lina = await launchPerson(server, 'lina', 'lina-pw')
})
afterAll(async () => {
  await lina?.app.close()
  await server?.stop()
})

const panel = () => lina.page.getByRole('complementary', { name: 'About this room' })
const rows = () => lina.page.evaluate(() => document.querySelectorAll('aside [data-key], [role=complementary] [data-key]').length)

describe('a room of 5,000', () => {
  it('is joined, listed and scrolled with few rows in the page', async () => {
    await lina.call('room.join', { accountId: lina.accountId, room: crowd.jid as never })
    await until(
      async () => (await lina.snapshot()).accounts[lina.accountId]?.rooms.rooms.find((one) => one.jid === crowd.jid)?.occupantCount === COUNT + 1,
      'not everybody is there',
    )
    await openConversation(lina, 'room', crowd.jid)
    await panel().getByText(`${(COUNT + 1).toLocaleString('en')} here`).waitFor()
    await panel().getByText('member 50', { exact: true }).waitFor()
    expect(await rows()).toBeLessThan(MAX_ROWS)
    expect(await rows()).toBeGreaterThan(3)
    await panel().getByRole('listbox', { name: 'Members' }).focus()
    await lina.page.keyboard.press('End')
    await panel().getByText('member 4998', { exact: true }).waitFor()
    expect(await rows()).toBeLessThan(MAX_ROWS)
    await lina.app.screenshot('big-room')
  })

  it('is searched', async () => {
    await panel().getByLabel('Find a member').fill('member 4321')
    await panel().getByText('member 4321', { exact: true }).waitFor()
    expect(await rows()).toBe(2)
    await panel().getByLabel('Find a member').fill('')
  })

  it('bears a hundred changes a second', async () => {
    await lina.page.evaluate(() => {
      const seen = { maxRows: 0, longestMs: 0, frames: 0, last: performance.now() }
      ;(window as unknown as { seen: typeof seen }).seen = seen
      const look = () => {
        const now = performance.now()
        seen.longestMs = Math.max(seen.longestMs, now - seen.last)
        seen.last = now
        seen.frames++
        seen.maxRows = Math.max(seen.maxRows, document.querySelectorAll('aside [data-key], [role=complementary] [data-key]').length)
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })
    const own = (await lina.snapshot()).accounts[lina.accountId]?.rooms.rooms.find((one) => one.jid === crowd.jid)?.nick
    const to = crowd.byNick(own!)!.jid
    for (let i = 0; i < CHANGES * SECONDS; i++) {
      const one = crowd.occupants[(i * 7919) % COUNT]!
      const x = `<x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="${crowd.affiliation(one.bare)}" role="participant"/></x>`
      server.muc.send(to, `<presence from="${crowd.jid}/${one.nick}" to="${to}"><show>dnd</show><status>${i}</status>${x}</presence>`)
      if (i % 10 === 9) await sleep(100)
    }
    const last = crowd.occupants[((CHANGES * SECONDS - 1) * 7919) % COUNT]!
    await panel().getByLabel('Find a member').fill(last.nick)
    await panel().getByTitle(`${last.nick} · ${CHANGES * SECONDS - 1}`).waitFor()
    const seen = await lina.page.evaluate(() => (window as unknown as { seen: { maxRows: number; longestMs: number; frames: number } }).seen)
    console.log(`longest time between two frames ${Math.round(seen.longestMs)} ms, ${seen.frames} frames, at most ${seen.maxRows} rows`)
    expect(seen.maxRows).toBeLessThan(MAX_ROWS)
    expect(seen.frames, 'the page went on').toBeGreaterThan(SECONDS)
  })
})
