import { describe, expect, it } from 'vitest'
import { xmppTarget } from '../../../../renderer/features/messages/open-link'
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
    ['', null],
  ])('%s', (typed, address) => expect(readRoomAddress(typed)).toBe(address))
})

describe('xmpp: links', () => {
  it.each([
    ['xmpp:lina@example.org', { address: 'lina@example.org', isRoom: false }],
    ['xmpp:design@rooms.example.org?join', { address: 'design@rooms.example.org', isRoom: true }],
    ['xmpp:lina@example.org?message;body=x', { address: 'lina@example.org', isRoom: false }],
    ['xmpp:lina@example.org?remove', { address: 'lina@example.org', isRoom: false }],
    ['xmpp:lina@example.org/phone', { address: 'lina@example.org', isRoom: false }],
    ['xmpp:a%20b@example.org', null],
    ['xmpp:a%0Ab@example.org', null],
    ['xmpp:%ff@example.org', null],
    ['https://example.org', null],
  ])('%s only says where', (url, target) => expect(xmppTarget(url)).toEqual(target))
})
