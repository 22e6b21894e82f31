import { expect, test } from 'vitest'
import { fakeMain } from '../page'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { RoomListEntry } from '#shared/model/room-admin'
import type { RoomAuditEntry } from '#shared/model/room-audit'
import { roomAdmin } from '../../../../renderer/features/room-admin/room-admin.svelte'

const [accountId, room] = [1 as AccountId, 'tea@rooms.example' as BareJid]
const jid = (name: string) => `${name}@a.example` as BareJid
const entry = (name: string, affiliation: RoomListEntry['affiliation'], reason = '', nick: string | null = null): RoomListEntry => ({ jid: jid(name), nick, affiliation, role: null, reason })
const told = (change: Partial<RoomAuditEntry>, of = room) =>
  roomAdmin.apply({ name: 'roomAudit.added', payload: { accountId, room: of, entries: [{ jid: null, to: '', reason: '', ...change } as RoomAuditEntry] }, revision: 1 })

test('lists on screen follow what the room tells of the absent, and keep what they knew', async () => {
  fakeMain(() => ({}) as never)
  const kept: Record<string, RoomListEntry[]> = { member: [entry('anna', 'member', '', 'Ann'), entry('wei', 'member')], outcast: [entry('spam', 'outcast', 'ads')] }
  window.magpie.call = (_name, input) => {
    const { list, listId } = input as { list: string; listId: string }
    return Promise.resolve({ ok: true, value: { listId, total: kept[list]!.length, entries: kept[list], isComplete: true } as never })
  }
  const lists = roomAdmin.open(accountId, room)
  await lists.fetch('member')
  await lists.fetch('outcast')
  told({ kind: 'ban', jid: jid('wei'), to: 'outcast', reason: 'rude' })
  told({ kind: 'affiliation', jid: jid('spam'), to: 'none' }, 'other@rooms.example' as BareJid)
  told({ kind: 'affiliation', jid: jid('anna'), to: 'member' })
  told({ kind: 'role', jid: jid('anna'), to: 'visitor' })
  told({ kind: 'affiliation', jid: null, to: 'none' })
  expect(lists.get('member').entries).toEqual([entry('anna', 'member', '', 'Ann')])
  expect(lists.get('outcast').entries).toEqual([entry('spam', 'outcast', 'ads'), entry('wei', 'outcast', 'rude')])
  told({ kind: 'affiliation', jid: jid('wei'), to: 'none' })
  told({ kind: 'affiliation', jid: jid('zed'), to: 'owner' })
  expect(lists.get('outcast').entries).toEqual([entry('spam', 'outcast', 'ads')])
  expect(lists.get('owner').entries, 'never seen').toBeNull()
})
