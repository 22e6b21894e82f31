import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Occupant, RoomProblem } from '#shared/model/room'
import { locale } from '../../../../renderer/lib/i18n/locale.svelte'
import { keyOfRow, MemberOrder } from '../../../../renderer/features/rooms/members'
import { problemText, remediesOf } from '../../../../renderer/features/rooms/room-texts'

const occupant = (nick: string, more: Partial<Occupant> = {}): Occupant => ({
  nick, role: 'participant', affiliation: 'none', jid: null, availability: 'online', status: '', isSelf: false, ...more,
})
const mapOf = (occupants: Occupant[]) => new Map(occupants.map((one) => [one.nick, one]))
const wordsOf = (order: MemberOrder, filter = '') =>
  order.rows(filter).map((row) => (row.kind === 'group' ? `${row.affiliation} ${row.count}` : row.occupant.nick))
const words = (occupants: Occupant[], filter = '') => wordsOf(new MemberOrder('zh-CN').update(mapOf(occupants)), filter)

describe('members', () => {
  it('stand in groups, those who are there first, then by name', () => {
    const all = [
      occupant('王伟', { affiliation: 'member', availability: 'away' }),
      occupant('张三', { affiliation: 'member' }),
      occupant('李娜', { affiliation: 'member' }),
      occupant('guest10'),
      occupant('guest9'),
      occupant('老板', { affiliation: 'owner' }),
    ]
    expect(words(all)).toEqual(['owner 1', '老板', 'member 3', '李娜', '张三', '王伟', 'none 2', 'guest9', 'guest10'])
  })

  it('are found by nick and address; empty groups go', () => {
    const all = [occupant('李娜', { jid: 'lina@example.org' as Occupant['jid'] }), occupant('老板', { affiliation: 'owner' })]
    expect(words(all, '李')).toEqual(['none 1', '李娜'])
    expect(words(all, 'LINA@')).toEqual(['none 1', '李娜'])
    expect(words(all, 'zzz')).toEqual([])
  })
})

describe('the order of members', () => {
  const AVAILABILITIES = ['online', 'away', 'dnd', 'chatty', 'xa'] as const
  const AFFILIATIONS = ['owner', 'admin', 'member', 'none'] as const
  const arbitraryOccupant = fc.record({
    nick: fc.oneof(fc.constantFrom('a', 'A', 'ä', 'b', 'b10', 'b9', '李', '王', ''), fc.string({ maxLength: 4 })),
    availability: fc.constantFrom(...AVAILABILITIES), affiliation: fc.constantFrom(...AFFILIATIONS),
  }).map(({ nick, ...more }) => occupant(nick, more))
  const arbitraryStep = fc.record({ put: fc.array(arbitraryOccupant, { maxLength: 6 }), remove: fc.array(fc.nat(30), { maxLength: 4 }) })

  it('kept through any changes is the order of sorting anew', () => {
    fc.assert(fc.property(fc.array(arbitraryOccupant, { maxLength: 40 }), fc.array(arbitraryStep, { maxLength: 12 }), (start, steps) => {
      let present = mapOf(start)
      const kept = new MemberOrder('en').update(present)
      for (const { put, remove } of steps) {
        const next = new Map(present)
        for (const at of remove) next.delete([...next.keys()][at] ?? '')
        for (const one of put) next.set(one.nick, one)
        present = next
        expect(wordsOf(kept.update(present))).toEqual(wordsOf(new MemberOrder('en').update(present)))
      }
    }))
  })

  it('of 5,000: a few changes move a few rows, all others stay the same objects', () => {
    const crowd = Array.from({ length: 5000 }, (_, i) => occupant(`someone ${i}`, { affiliation: AFFILIATIONS[i % 97 === 0 ? 1 : 3] }))
    const present = mapOf(crowd)
    const order = new MemberOrder('en').update(present)
    const before = new Set(order.rows(''))
    const next = new Map(present).set('someone 77', occupant('someone 77', { availability: 'away' }))
    next.delete('someone 78')
    const after = order.update(next).rows('')
    expect(after.filter((row) => row.kind === 'occupant' && !before.has(row)).map(keyOfRow)).toEqual(['nick someone 77'])
    expect(keyOfRow(after.at(-1)!), 'who sleeps stands last').toBe('nick someone 77')
    expect(after).toHaveLength(4999 + 2)
    expect(order.rows('SOMEONE 4999').map(keyOfRow)).toEqual(['group none', 'nick someone 4999'])
  })
})

describe('problems of a room', () => {
  const problem = (more: Partial<RoomProblem>): RoomProblem => ({ code: 'kicked', text: null, actor: null, alternate: null, ...more })

  it('are told with actor and reason in both languages', () => {
    Object.assign(globalThis, { document: { documentElement: {} } })
    locale.choose('zh')
    expect(problemText(problem({ actor: '王伟', text: '刷屏' }))).toBe('你被移出了群。操作者：王伟。说明：“刷屏”')
    locale.choose('en')
    expect(problemText(problem({ actor: 'Wang', text: 'spam' }))).toBe('You were removed from the room. By Wang. In their words: “spam”')
  })

  it('offer another room only where one is known', () => {
    expect(remediesOf(problem({ code: 'destroyed' }))).toEqual(['forget'])
    expect(remediesOf(problem({ code: 'destroyed', alternate: 'b@x' as RoomProblem['alternate'] }))).toEqual(['elsewhere', 'forget'])
  })
})
