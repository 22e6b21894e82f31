import { describe, expect, it } from 'vitest'
import type { Occupant, RoomProblem } from '#shared/model/room'
import { locale } from '../../../../renderer/lib/i18n/locale.svelte'
import { memberRows } from '../../../../renderer/features/rooms/members'
import { problemText, remediesOf } from '../../../../renderer/features/rooms/room-texts'

const occupant = (nick: string, more: Partial<Occupant> = {}): Occupant => ({
  nick, role: 'participant', affiliation: 'none', jid: null, availability: 'online', status: '', isSelf: false, ...more,
})
const words = (occupants: Occupant[], filter = '') =>
  memberRows(occupants, filter, 'zh-CN').map((row) => (row.kind === 'group' ? `${row.affiliation} ${row.count}` : row.occupant.nick))

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
