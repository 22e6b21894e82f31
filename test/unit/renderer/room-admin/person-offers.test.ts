import { describe, expect, test } from 'vitest'
import '../page'
import { inBoth } from '../page'
import type { BareJid } from '#shared/jid'
import type { Occupant, Room } from '#shared/model/room'
import { adminErrorText, problemText } from '../../../../renderer/features/room-admin/admin-texts'
import { personOffers } from '../../../../renderer/features/room-admin/person-offers'
import { recallText } from '../../../../renderer/features/messages/recall-text'

const roomAs = (ownRole: Room['ownRole'], ownAffiliation: Room['ownAffiliation']) => ({ state: 'joined', ownRole, ownAffiliation, config: null }) as Room
const occupant = (more: Partial<Occupant> = {}): Occupant => ({
  nick: '王伟', role: 'participant', affiliation: 'none', jid: null, availability: 'online', status: '', isSelf: false, ...more,
})
const person = { name: '王伟', nick: '王伟', jid: null }

describe('what a menu on somebody offers', () => {
  const offered = (room: Room, here: Occupant | undefined, who = person as Parameters<typeof personOffers>[1]) =>
    personOffers(room, who, here).map(({ action, refusal }) => (refusal ? `${action}: ${refusal}` : action))

  test('nothing to whoever has no rank', () => expect(offered(roomAs('participant', 'none'), occupant())).toEqual([]))
  test('a moderator: what he may, and why not the rest', () => {
    const all = offered(roomAs('moderator', 'none'), occupant())
    expect(all).toContain('kick')
    expect(all).toContain('mute')
    expect(all).toContain('ban: rank-needed')
  })
  test('voice to the muted', () => {
    const all = offered(roomAs('moderator', 'owner'), occupant({ role: 'visitor' }))
    expect(all).toContain('unmute')
    expect(all).not.toContain('mute')
  })
  test('a ban of somebody who has left, when his address is known', () => {
    const gone = { name: '王伟', nick: null, jid: 'wei@example.org' as BareJid }
    expect(offered(roomAs('moderator', 'owner'), undefined, gone)).toContain('ban')
    expect(offered(roomAs('moderator', 'owner'), undefined, gone)).not.toContain('kick')
    expect(offered(roomAs('moderator', 'owner'), undefined, { ...gone, jid: null })).toEqual([])
  })
})

test('the room’s own words follow; a refusal without a reason of its own is told by its code', async () => {
  const error = { code: 'forbidden', message: '', problem: 'rank-needed', text: 'no' } as const
  expect((await inBoth(() => adminErrorText(error))).en).toBe(`${(await inBoth(() => problemText('rank-needed'))).en} The server says: “no”`)
  expect((await inBoth(() => adminErrorText({ code: 'offline', message: '' }))).en).toMatch(/offline/)
})
test('who took a message back, and why', async () => {
  const by = { direction: 'in', recall: { by: '李娜', reason: '广告' } } as const
  expect(await inBoth(() => recallText(by))).toEqual({ zh: '李娜 撤回了这条消息：广告', en: 'Taken back by 李娜: 广告' })
  expect((await inBoth(() => recallText({ direction: 'in', recall: { by: '', reason: '' } }))).en).toBe('Taken back by a moderator')
  expect((await inBoth(() => recallText({ direction: 'out', recall: null }))).en).toBe('You took this message back')
})
