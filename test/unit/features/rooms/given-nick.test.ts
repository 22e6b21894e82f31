import { expect, test } from 'vitest'
import { parseRoomPresence } from '#xmpp/xep/0045'
import { apply, newRoom } from '#features/rooms/state'
import { parseJid, type BareJid, type FullJid } from '#shared/jid'
import { parseStanza } from '../../../support/transcripts'

const enter = (codes: number[], nick: string) => {
  const room = { ...newRoom('r@muc.example.org' as BareJid, 'Li Na'), state: 'joining' as const }
  const address = parseJid(`r@muc.example.org/${nick}`)!
  const status = codes.map((code) => `<status code='${code}'/>`).join('')
  const x = `<x xmlns='http://jabber.org/protocol/muc#user'><item role='participant' affiliation='none'/>${status}</x>`
  const presence = parseRoomPresence(address, null, parseStanza(`<presence from='${address}'>${x}</presence>`))!
  return apply(room, presence, 'lina@example.org/a' as FullJid).flatMap((effect) => (effect.kind === 'notice' ? [effect.notice] : []))
}

test('a nick that the room has chosen (210) is told; the one asked for is not', () => {
  expect(enter([110, 210], 'lina')).toEqual([{ code: 'room-nick-changed', args: { from: 'Li Na', to: 'lina', isSelf: '1' } }])
  expect(enter([110, 210], 'Li Na')).toEqual([])
  expect(enter([110], 'Li Na')).toEqual([])
})
