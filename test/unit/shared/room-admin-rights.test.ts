import { describe, expect, test } from 'vitest'
import type { BareJid } from '#shared/jid'
import type { Affiliation, Role } from '#shared/model/room'
import { actorOf, factsOf, judge, offersFor, type RoomChange, type RoomFacts, type RoomTarget } from '#shared/model/room-rights'

const me = 'me@x.example' as BareJid
const facts: RoomFacts = { ownerCount: 2, isMembersOnly: false, isModerated: true }
const actor = (affiliation: Affiliation, role: Role = affiliation === 'owner' || affiliation === 'admin' ? 'moderator' : 'participant') => ({ role, affiliation, jid: me })
const target = (affiliation: Affiliation | null, role: Role = affiliation === 'owner' || affiliation === 'admin' ? 'moderator' : 'participant', more: Partial<RoomTarget> = {}): RoomTarget => ({
  nick: role === 'none' ? null : 'He', jid: 'he@x.example' as BareJid, role, affiliation, isSelf: false, ...more,
})
const role = (to: Role): RoomChange => ({ kind: 'role', to })
const affiliation = (to: Affiliation): RoomChange => ({ kind: 'affiliation', to })
const refusal = (...args: Parameters<typeof judge>) => judge(...args).refusal

describe('XEP-0045 §5.1.1 and 8: roles', () => {
  test.each([
    // kick (§8.2): a moderator, and nobody of higher affiliation
    ['owner', 'member', 'none', null], ['owner', 'admin', 'none', null], ['admin', 'owner', 'none', 'higher-rank'], ['admin', 'none', 'none', null],
    ['admin', 'admin', 'none', 'higher-rank'],
    // moderator (§9.6, 9.7): admins and owners make and unmake
    ['admin', 'member', 'moderator', null], ['owner', 'none', 'moderator', null],
    // voice (§8.4): never of an admin or owner
    ['admin', 'admin', 'visitor', 'higher-rank'], ['admin', 'owner', 'visitor', 'higher-rank'], ['owner', 'member', 'visitor', null],
  ] as const)('%s to %s: %s → %s', (mine, theirs, to, expected) => {
    expect(refusal(actor(mine), target(theirs), role(to), facts)).toBe(expected)
  })
  test('a moderator without rank: kicks and mutes those without, nothing more', () => {
    const moderator = actor('none', 'moderator')
    expect(refusal(moderator, target('none'), role('none'), facts)).toBeNull()
    expect(refusal(moderator, target('none'), role('visitor'), facts)).toBeNull()
    expect(refusal(moderator, target('member'), role('visitor'), facts)).toBe('higher-rank')
    expect(refusal(moderator, target('none'), role('moderator'), facts)).toBe('rank-needed')
    expect(refusal(moderator, target('none', 'moderator'), role('participant'), facts)).toBe('rank-needed')
    expect(refusal(moderator, target('none', 'moderator'), role('none'), facts)).toBeNull()
    expect(refusal(moderator, target('owner'), role('none'), facts)).toBe('higher-rank')
    const self = judge(moderator, target('none', 'moderator', { isSelf: true }), role('participant'), facts)
    expect(self).toMatchObject({ refusal: null, warnings: ['self-demotion'] })
  })
  test('who is no moderator may nothing; who is not there cannot be changed; who is not in does not know', () => {
    expect(refusal(actor('member'), target('none'), role('none'), facts)).toBe('rank-needed')
    expect(refusal(actor('owner'), target('none', 'none'), role('none'), facts)).toBe('not-here')
    expect(refusal(null, target('none'), role('none'), facts)).toBe('not-joined')
    expect(refusal(actor('owner'), target('owner', 'moderator', { isSelf: true }), role('none'), facts)).toBe('self')
  })
  test('what is said before', () => {
    const warnings = (change: RoomChange, to: RoomTarget, more: Partial<RoomFacts> = {}) => judge(actor('owner'), to, change, { ...facts, ...more }).warnings
    expect(warnings(role('none'), target('admin'))).toEqual(['server-may-refuse'])
    expect(warnings(role('visitor'), target('none'))).toEqual([])
    expect(warnings(role('visitor'), target('none'), { isModerated: false })).toEqual(['until-rejoin', 'may-still-speak'])
    expect(warnings(role('moderator'), target('none'))).toEqual(['until-rejoin'])
    expect(judge(actor('owner'), target('none'), role('participant'), facts).isUnchanged).toBe(true)
  })
})

describe('XEP-0045 §5.2.1, 9 and 10: affiliations', () => {
  const all: Affiliation[] = ['owner', 'admin', 'member', 'none', 'outcast']
  test('the whole table: an admin moves people between member, none and outcast; an owner anywhere; others nowhere', () => {
    const low: Affiliation[] = ['member', 'none', 'outcast']
    for (const from of all) {
      for (const to of all) {
        const of = (mine: Affiliation) => refusal(actor(mine), target(from), affiliation(to), facts)
        expect(of('owner'), `owner: ${from} → ${to}`).toBeNull()
        const forAdmin = from === to || (low.includes(from) && low.includes(to)) ? null : low.includes(from) ? 'rank-needed' : 'higher-rank'
        expect(of('admin'), `admin: ${from} → ${to}`).toBe(forAdmin)
        expect(of('member'), `member: ${from} → ${to}`).toBe('rank-needed')
      }
    }
  })
  test('the last owner stays (COMPAT(tigase): the room would let him go); one of two may go, and is told', () => {
    const self = target('owner', 'moderator', { isSelf: true, jid: me })
    expect(refusal(actor('owner'), self, affiliation('admin'), { ...facts, ownerCount: 1 })).toBe('last-owner')
    expect(judge(actor('owner'), self, affiliation('admin'), facts)).toMatchObject({ refusal: null, warnings: ['self-demotion'] })
    expect(judge(actor('owner'), self, affiliation('none'), { ...facts, ownerCount: null }).warnings).toContain('owners-unknown')
    expect(refusal(actor('admin'), target('admin', 'moderator', { isSelf: true, jid: me }), affiliation('none'), facts)).toBeNull()
    expect(refusal(actor('owner'), self, affiliation('outcast'), facts)).toBe('self')
  })
  test('domains, hidden addresses, hidden lists', () => {
    const domain = target('none', 'none', { jid: 'x.example' as BareJid, nick: null })
    expect(judge(actor('owner'), domain, affiliation('outcast'), facts).warnings).toEqual(['whole-domain', 'own-domain'])
    expect(refusal(actor('owner'), domain, affiliation('admin'), facts)).toBe('bad-address')
    expect(refusal(actor('owner'), target('none', 'none', { jid: null, nick: null }), affiliation('outcast'), facts)).toBe('no-address')
    expect(judge(actor('admin'), target(null, 'none'), affiliation('outcast'), facts)).toMatchObject({ refusal: null, warnings: ['current-unknown'] })
    expect(judge(null, target(null, 'none'), affiliation('outcast'), facts).warnings).toContain('not-joined')
  })
  test('what is lost with it', () => {
    expect(judge(actor('owner'), target('admin'), affiliation('outcast'), facts).warnings).toEqual(['loses-rank'])
    expect(judge(actor('owner'), target('member'), affiliation('none'), { ...facts, isMembersOnly: true }).warnings).toEqual(['puts-out'])
    expect(judge(actor('owner'), target('member'), affiliation('owner'), facts).warnings).toEqual(['makes-equal'])
  })
})

test('the menu on a person: what fits him, each with its verdict', () => {
  const of = (mine: Affiliation, to: RoomTarget) => offersFor(actor(mine), to, facts).map((one) => `${one.action}${one.refusal ? `:${one.refusal}` : ''}`)
  expect(of('owner', target('none'))).toEqual(['make-moderator', 'mute', 'make-member', 'make-admin', 'make-owner', 'kick', 'ban'])
  expect(of('admin', target('owner'))).toEqual(['mute:higher-rank', 'take-moderator:higher-rank', 'take-owner:higher-rank', 'kick:higher-rank', 'ban:higher-rank'])
  expect(of('admin', target('outcast', 'none'))).toEqual(['unban'])
  expect(actorOf({ state: 'left', ownRole: 'none', ownAffiliation: 'owner' }, me)).toBeNull()
  expect(factsOf({ config: null })).toEqual({ ownerCount: null, isMembersOnly: false, isModerated: false })
})
