/** What is missing in the midst is known to who reads: where, of what time, why; and it is filled where that can be. */
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { setBack } from '#features/archive/refill'
import type { ArchiveHole } from '../../../../electron/features/archive/contract'
import { dbFile, nativeBinding } from '../../../support/store'
import { FakeRoom } from '../room-archive/fake-room'
import { FakeArchive, PEER, START_MS } from './fake-archive'

let archive: FakeArchive
afterEach(() => archive.replay.stop())

const heldOf = (one: FakeArchive, kind: string) => {
  const state = one.replay.core.snapshot().accounts[one.replay.accountId] as { conversations: { conversations: { id: number; kind: string; peer: string }[] } }
  return state.conversations.conversations.filter((conversation) => conversation.kind === kind)
}
const holesOf = async (conversationId: number) => ((await archive.replay.call('archive.holes', { conversationId })).value as { holes: ArchiveHole[] }).holes
const heal = async (conversationId: number, holeId: number) => archive.replay.call('archive.heal', { conversationId, holeId })
/** Body of the message that the hole stands above; null: at the end. */
const above = async (hole: ArchiveHole, kind: string, peer: string) =>
  (await archive.replay.messages(kind, peer)).find((message) => message.orderMs > hole.at.orderMs || (message.orderMs === hole.at.orderMs && message.id >= hole.at.id))?.body ?? null

describe('the own archive', () => {
  const start = async () => {
    archive = new FakeArchive()
    await archive.start()
    archive.addMany(3, 'old')
    await archive.login()
    return heldOf(archive, 'chat')[0]!.id
  }
  /** All that was said so far, and five more, is gone when we come back. */
  const expire = async () => {
    const lost = archive.addMany(5, 'lost') && archive.entries.slice(3)
    const kept = archive.entries
    for (let n = 0; n < 4; n++) archive.add(`new ${n}`, { stampMs: START_MS + 3_600_000 + n * 1000, id: `b${n}`, messageId: `mb${n}` })
    archive.entries = archive.entries.slice(8)
    archive.quirk = ({ after }) => (after === 'a2' ? { entries: [], error: 'item-not-found' } : null)
    await archive.login()
    return { lost, kept }
  }

  it('that has expired: from when to when, only where somebody had spoken before, and the news come', async () => {
    const id = await start()
    await expire()
    archive.add('hello', { from: 'new@example.org/x', stampMs: START_MS + 3_700_000, id: 'c0' })
    await archive.login()
    const [hole, ...others] = await holesOf(id)
    expect(others).toEqual([])
    expect(hole).toMatchObject({ fromMs: START_MS + 2000, toMs: START_MS + 3_600_000, why: 'expired', canHeal: true, isHealing: false })
    expect(await above(hole!, 'chat', PEER)).toBe('new 0')
    const other = heldOf(archive, 'chat').find((one) => one.peer === 'new@example.org')!
    expect(await holesOf(other.id)).toEqual([])
    // Still gone: it stays, and nothing is asked over and over.
    archive.queries = []
    expect(await heal(id, hole!.id)).toMatchObject({ ok: true, value: { added: 0 } })
    expect(archive.queries).toHaveLength(1)
    expect(await holesOf(id)).toHaveLength(1)
    expect(await heal(other.id, 999)).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  it('and has it again later: tried again by its time, it comes in between, and the line goes', async () => {
    const id = await start()
    const { lost, kept } = await expire()
    archive.entries = [...kept.slice(0, 3), ...lost, ...archive.entries]
    const [hole] = await holesOf(id)
    expect(await heal(id, hole!.id)).toMatchObject({ value: { added: 5 } })
    expect(await archive.bodies()).toEqual(['old 0', 'old 1', 'old 2', 'lost 0', 'lost 1', 'lost 2', 'lost 3', 'lost 4', 'new 0', 'new 1', 'new 2', 'new 3'])
    expect(await holesOf(id)).toEqual([])
    expect(archive.replay.events.filter((event) => event.name === 'archive.holesChanged').length).toBeGreaterThan(1)
  })

  it('is gone altogether: from what was read last to now, until it is there again', async () => {
    const id = await start()
    archive.hasArchive = false
    await archive.login()
    const [hole] = await holesOf(id)
    expect(hole).toMatchObject({ fromMs: START_MS + 2000, why: 'not-archived', canHeal: false })
    expect(await above(hole!, 'chat', PEER)).toBeNull()
    expect(await heal(id, hole!.id)).toMatchObject({ ok: false, error: { code: 'not-supported' } })
    await archive.login()
    expect(await holesOf(id)).toHaveLength(1)
    archive.hasArchive = true
    archive.addMany(2, 'new')
    await archive.login()
    expect(await archive.bodies()).toEqual(['old 0', 'old 1', 'old 2', 'new 0', 'new 1'])
    expect(await holesOf(id)).toEqual([])
  })
})

describe('the archive of a room', () => {
  let room: FakeRoom
  const begin = async () => {
    archive = room = new FakeRoom()
    room.saidMany(3, 'old')
    await room.open()
    return room.conversation.id
  }

  it('that was left for very long: page by page where the hole is drawn, until it is closed', async () => {
    const id = await begin()
    const missed = room.saidMany(2200, 'missed')
    await room.again()
    const [hole] = await holesOf(id)
    expect(hole).toMatchObject({ why: 'not-fetched', canHeal: true, isHealing: false })
    expect(await above(hole!, 'room', room.address)).toBe('missed 2150')
    expect(await room.older(), 'nothing is older').toEqual({ added: 0, before: 'start' })
    const asked = heal(id, hole!.id)
    expect((await holesOf(id))[0]).toMatchObject({ isHealing: true })
    expect(await asked).toMatchObject({ value: { added: 50 } })
    expect(await above((await holesOf(id))[0]!, 'room', room.address)).toBe('missed 2100')
    for (let n = 0; n < 5 && (await holesOf(id)).length > 0; n++) await heal(id, hole!.id)
    expect(await holesOf(id)).toEqual([])
    expect((await room.texts()).slice(-200)).toEqual(missed.slice(-200))
  }, 60_000)

  it('that expires in the midst of such a hole: what is left of it is lost', async () => {
    const id = await begin()
    room.saidMany(2200, 'missed')
    await room.again()
    room.entries = room.entries.slice(2100)
    const [hole] = await holesOf(id)
    for (let n = 0; n < 3; n++) await heal(id, hole!.id)
    const [rest] = await holesOf(id)
    expect(rest).toMatchObject({ id: hole!.id, why: 'expired' })
    expect(await above(rest!, 'room', room.address)).toBe('missed 2097')
  }, 60_000)

  it('there is none: the history it replays does not reach what is here, or does', async () => {
    archive = room = new FakeRoom()
    room.hasArchive = false
    room.replayed = room.saidMany(3, 'old') && [...room.entries]
    await room.open()
    const { id } = room.conversation
    room.saidMany(3, 'new')
    room.replayed = room.entries.slice(1)
    await room.again()
    expect(await holesOf(id), 'it begins with what is known').toEqual([])
    room.saidMany(20, 'missed')
    room.replayed = room.entries.slice(-5)
    await room.again()
    const [hole] = await holesOf(id)
    expect(hole).toMatchObject({ fromMs: room.entries[5]!.stampMs, toMs: room.entries.at(-5)!.stampMs, why: 'not-archived', canHeal: false })
    expect(await above(hole!, 'room', room.address)).toBe('missed 15')
    expect(await room.texts()).toHaveLength(11)
  })

  it.each([['some messages', (body: string) => /[05]/.test(body), 0], ['all messages', () => true, 0], ['some, with history nobody had looked for', (body: string) => /[05]/.test(body), 2]] as const)(
    'after damage that took %s: they come back by themselves, and no more than there was', async (_name, isLost, pagesLeft) => {
      archive = room = new FakeRoom()
      room.saidMany(150 + 50 * pagesLeft)
      await room.open()
      while ((await room.older()).before === 'more' && (await room.texts()).length < 150);
      const before = await room.texts()
      expect(before).toHaveLength(150)
      const db = new Database(dbFile(room.replay.profileDir), nativeBinding ? { nativeBinding } : {})
      for (const body of before.filter(isLost)) db.prepare('DELETE FROM message WHERE body = ?').run(body)
      db.transaction(() => setBack(db))()
      db.close()
      await room.again()
      expect((await room.texts()).slice(-150)).toEqual(before)
      expect((await room.texts()).length, 'at most the rest of a page').toBeLessThan(200)
      const shown = room.replay.events.filter((event) => event.name === 'roomArchive.progress').map((event) => (event.payload as { work: { kind: string; seen: number } | null }).work)
      expect(shown).toContainEqual(expect.objectContaining({ kind: 'refill', seen: expect.any(Number) as number }))
      expect(shown.at(-1)).toBeNull()
      // The rest comes when somebody looks for it.
      const { added, before: more } = await room.older()
      expect([added > 0, more]).toEqual(pagesLeft > 0 ? [true, 'more'] : [false, 'start'])
    }, 60_000)
})
