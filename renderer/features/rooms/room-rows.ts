/** My rooms as the rows of a list: with several accounts each has its rooms below a line of its own. Pure. */
import type { AccountId } from '#shared/ids'
import type { Room } from '#shared/model/room'
import { matches } from '../../lib/text/matches'

export type RoomRow = { kind: 'account'; accountId: AccountId } | { kind: 'room'; accountId: AccountId; room: Room }

export function roomRows(
  accounts: readonly { accountId: AccountId; rooms: readonly Room[] }[], filter: string, compare: (a: string, b: string) => number,
): RoomRow[] {
  return accounts.flatMap(({ accountId, rooms }): RoomRow[] => {
    const own = rooms
      .filter((room) => matches(filter, room.name, room.jid))
      .sort((a, b) => compare(a.name, b.name))
      .map((room): RoomRow => ({ kind: 'room', accountId, room }))
    return own.length > 0 && accounts.length > 1 ? [{ kind: 'account', accountId }, ...own] : own
  })
}

export const roomKey = (row: RoomRow): string => (row.kind === 'account' ? `${row.accountId}` : `${row.accountId} ${row.room.jid}`)
