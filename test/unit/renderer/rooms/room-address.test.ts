import { describe, expect, it } from 'vitest'
import { readRoomAddress } from '../../../../renderer/features/rooms/room-address'

describe('room addresses', () => {
  it.each([
    ['design@rooms.example.org', 'design@rooms.example.org'],
    [' Design@Rooms.Example.org ', 'design@rooms.example.org'],
    ['xmpp:design@rooms.example.org?join', 'design@rooms.example.org'],
    ['xmpp:%E8%AE%BE%E8%AE%A1@rooms.example.org?join;password=x', '设计@rooms.example.org'],
    ['design@rooms.example.org/nick', 'design@rooms.example.org'],
    ['rooms.example.org', null],
    ['design', null],
    ['@rooms.example.org', null],
    ['a b@x', null],
    ['%ff@x.org', '%ff@x.org'],
    ['design@rooms.example.org?join', 'design@rooms.example.org'],
    ['', null],
  ])('%s', (typed, address) => expect(readRoomAddress(typed)).toBe(address))
})
