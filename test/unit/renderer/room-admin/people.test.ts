import { describe, expect, test } from 'vitest'
import { parseBareJid, type BareJid } from '#shared/jid'
import type { Occupant } from '#shared/model/room'
import type { RoomListEntry } from '#shared/model/room-admin'
import { durationName, DURATIONS_MS } from '../../../../renderer/features/room-admin/durations'
import { choosePeople, countsOf, peopleOf, readAddresses } from '../../../../renderer/features/room-admin/people'

const entry = (jid: string, affiliation: RoomListEntry['affiliation'], reason = ''): RoomListEntry => ({ jid: jid as BareJid, nick: null, affiliation, role: null, reason })
const here = (nick: string, more: Partial<Occupant> = {}): [string, Occupant] => [
  nick, { nick, role: 'participant', affiliation: 'none', jid: null, availability: 'online', status: '', isSelf: false, ...more },
]

describe('the people of a room', () => {
  const occupants = new Map([
    here('Lina', { jid: 'lina@a.example' as BareJid, affiliation: 'owner', role: 'moderator', isSelf: true }),
    here('Hidden'),
    here('王伟', { jid: 'wei@a.example' as BareJid, affiliation: 'member', role: 'visitor' }),
  ])
  const lists = {
    owner: [entry('lina@a.example', 'owner')], admin: null, member: [entry('wei@a.example', 'member'), entry('anna@a.example', 'member')],
    outcast: [entry('spam.example', 'outcast', 'ads')],
  }
  const people = peopleOf(lists, occupants, 'lina@a.example' as BareJid)

  test('are each there once, those present known by their presence', () => {
    expect(people.map((one) => one.name).sort()).toEqual(['Hidden', 'Lina', 'anna@a.example', 'spam.example', '王伟'].sort())
    expect(people.find((one) => one.name === '王伟')).toMatchObject({ nick: '王伟', role: 'visitor', affiliation: 'member' })
    expect(people.find((one) => one.name === 'anna@a.example')).toMatchObject({ nick: null, role: 'none', affiliation: 'member' })
  })
  test('are shown as they are there; nobody is “online” who is not, or of whom it is not known', () => {
    const away = peopleOf({ ...lists, visitor: [{ ...entry('x@a.example', 'none'), nick: 'Silent', role: 'visitor' }] }, new Map([here('Hidden', { availability: 'away' })]), null)
    expect(Object.fromEntries(away.map((one) => [one.name, one.availability]))).toMatchObject({ Hidden: 'away', Silent: null, 'anna@a.example': null })
  })
  test('are counted and chosen; banned ones only where bans are shown', () => {
    expect(countsOf(people)).toEqual({ all: 4, owner: 1, admin: 0, member: 2, outcast: 1, here: 3, moderator: 1, participant: 1, visitor: 1 })
    expect(choosePeople(people, 'all', '', 'en').map((one) => one.name)).toEqual(['Lina', '王伟', 'anna@a.example', 'Hidden'])
    expect(choosePeople(people, 'outcast', 'ADS', 'en').map((one) => one.name)).toEqual(['spam.example'])
    expect(choosePeople(people, 'all', 'wei', 'en').map((one) => one.name)).toEqual(['王伟'])
  })
  test('§8.5 §9.8 lists of roles: presence counts, and whom only the room names stands there, too', () => {
    const named = (nick: string, role: RoomListEntry['role']): RoomListEntry => ({ jid: null, nick, affiliation: 'none', role, reason: '' })
    const found = peopleOf({ ...lists, visitor: [named('王伟', 'visitor'), named('Silent', 'visitor')], moderator: null }, occupants, null)
    expect(choosePeople(found, 'visitor', '', 'en').map((one) => one.name)).toEqual(['王伟', 'Silent'])
    expect(choosePeople(found, 'moderator', '', 'en').map((one) => one.name)).toEqual(['Lina'])
    expect(choosePeople(found, 'participant', '', 'en').map((one) => one.name)).toEqual(['Hidden'])
  })
  test('are found by their titles', () => {
    const titled = peopleOf({}, new Map([here('Anna', { hats: [{ uri: 'urn:x:1', title: 'Teacher', hue: null }] }), here('Ben')]), null)
    expect(choosePeople(titled, 'all', 'teach', 'en').map((one) => one.name)).toEqual(['Anna'])
  })
  test('ten thousand are put in order at once', () => {
    const many = { member: Array.from({ length: 10_000 }, (_, i) => entry(`p${i}@a.example`, 'member')) }
    expect(choosePeople(peopleOf(many, new Map(), null), 'member', 'p99', 'en')).toHaveLength(111)
  })
})

test('addresses as people paste them', () => {
  expect(readAddresses('xmpp:a@b.example?join, C@b.example；spam.example\na@b.example nobody a@b.example/x', parseBareJid)).toEqual({
    jids: ['a@b.example', 'c@b.example', 'spam.example'], bad: ['nobody', 'a@b.example/x'],
  })
})

test('durations have names in both languages', () => {
  expect(DURATIONS_MS.slice(1).map((ms) => durationName(ms, 'en'))).toEqual(['10 minutes', '1 hour', '8 hours', '1 day', '7 days', '30 days'])
  expect(durationName(3_600_000, 'zh-CN')).toMatch(/1\s*小时/)
})
