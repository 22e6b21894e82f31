/** One person, one colour: in a room that shows addresses it is that of his chat. */
import { fakeMain } from '../page'
import { beforeEach, expect, it, vi } from 'vitest'
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId, ConversationId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Conversation } from '#shared/model/conversation'
import type { Occupant } from '#shared/model/room'

const here = (nick: string, jid: string | null) => ({ nick, jid, role: 'participant', affiliation: 'none', availability: 'online', status: '', isSelf: false }) as Occupant
fakeMain(() => ({ revision: 0, app: {}, accounts: {} }) as unknown as Snapshot)
Object.assign(window.magpie, { call: () => Promise.resolve({ ok: true, value: { occupants: [here('Wei', 'wang.wei@example.org'), here('Ghost', null)] } }) })
const { occupants } = await import('../../../../renderer/features/rooms/occupants.svelte')
const { seedOf, senderSeed } = await import('../../../../renderer/features/conversations/titles')

const accountId = 1 as AccountId
const room = 'hall@rooms.example.org' as BareJid
const tell = (changed: Occupant[], removed: string[] = [], isReset = false) =>
  occupants.apply({ revision: 1, name: 'room.occupantsChanged', payload: { accountId, room, changed, removed, isReset } } as unknown as ContractEvent)
const conversation = (kind: Conversation['kind'], peer: string) => ({ id: 1 as ConversationId, accountId, kind, peer }) as Conversation
const seeds = (...nicks: string[]) => nicks.map((nick) => senderSeed(conversation('room', room), { sender: nick }))

beforeEach(async () => {
  occupants.apply({ revision: 1, name: 'room.removed', payload: { accountId, jid: room } } as unknown as ContractEvent)
  occupants.follow(accountId, room)
  await vi.waitFor(() => expect(occupants.of(accountId, room).size).toBe(2))
})

it('is made from the address where the room shows it, as in chats; else from the nick', () => {
  expect(seeds('Wei', 'Ghost', 'never seen')).toEqual(['wang.wei@example.org', 'Ghost', 'never seen'])
  expect(seedOf(conversation('room-pm', `${room}/Wei`))).toBe('wang.wei@example.org')
  expect(senderSeed(conversation('chat', 'wang.wei@example.org'), { sender: '' })).toBe('wang.wei@example.org')
})

it('stays when he has gone or the link is cut, until somebody else has the nick', () => {
  tell([], ['Wei'])
  expect(seeds('Wei')).toEqual(['wang.wei@example.org'])
  tell([], [], true)
  expect(seeds('Wei')).toEqual(['wang.wei@example.org'])
  tell([here('Wei', null)])
  expect(seeds('Wei')).toEqual(['Wei'])
  tell([], ['Wei'])
  expect(seeds('Wei'), 'who came last has no address that we know').toEqual(['Wei'])
})

it('a picture is his in the room, else that of his address; a nick that is written like an address takes nobody else\'s', () => {
  tell([here('boss@example.org', null)])
  expect(occupants.facesOf(accountId, room, 'Wei')).toEqual([`${room}/Wei`, 'wang.wei@example.org'])
  expect(occupants.facesOf(accountId, room, 'boss@example.org')).toEqual([`${room}/boss@example.org`])
})
