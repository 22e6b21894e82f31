import { describe, expect, test } from 'vitest'
import { isNickTaken, joinProblem, roomOfUri } from '#features/rooms/problem'
import { parseRoomPresence } from '#xmpp/xep/0045'
import { apply, newRoom } from '#features/rooms/state'
import { bareOf, parseJid, resourceOf, type FullJid } from '#shared/jid'
import { attr, child } from '#xmpp/element'
import { parseStanzaError } from '#xmpp/stanza-error'
import { transcriptsOf, type Transcript, type TranscriptServer } from '../../../support/transcripts'

/** Who enters in this step, and what becomes of it: `joined`, or the code of the problem. */
function outcome(transcript: Transcript, title: string): string {
  const step = transcript.steps.find((one) => one.title === title)
  const entry = step?.entries.find((one) => one.to === 'server' && one.element && child(one.element, 'x', 'http://jabber.org/protocol/muc'))
  if (!step || !entry?.element) throw new Error(`no joining in "${title}"`)
  const to = parseJid(attr(entry.element, 'to'))!
  const own = transcript.people[entry.from] as FullJid
  const room = { ...newRoom(bareOf(to), resourceOf(to) ?? ''), state: 'joining' as const }
  const hadPassword = entry.xml.includes('<password>')
  let problem: string | null = null
  for (const { element, to: receiver } of step.entries.slice(step.entries.indexOf(entry) + 1)) {
    if (!element || receiver !== entry.from || element.name !== 'presence') continue
    const from = parseJid(attr(element, 'from'))!
    if (bareOf(from) !== room.jid) continue
    const type = attr(element, 'type')
    if (type === 'error') {
      const error = parseStanzaError(element)
      problem = isNickTaken(error) ? 'taken' : joinProblem(error, { hadPassword, isKnown: null }).code
    }
    const presence = parseRoomPresence(from, type, element)
    if (presence) apply(room, presence, own)
  }
  return problem ?? room.state
}

const same = (code: string) => ({ default: code })
const expected: Record<string, { default: string } & Partial<Record<TranscriptServer, string>>> = {
  'password: none given': same('password-required'),
  'password: wrong': same('wrong-password'),
  'password: right': same('joined'),
  'members only: stranger': same('members-only'),
  'members only: member': same('joined'),
  banned: same('banned'),
  'nickname taken by another': same('taken'),
  'second device of the same user with the same nickname': same('joined'),
  'second device of the same user with another nickname': same('joined'),
  'very long nickname': same('joined'),
  'room is full': { default: 'full', 'prosody-0.12.3': 'joined' }, // it has no such setting
  'room just created and not configured': { default: 'not-found', 'ejabberd-23.01': 'joined' }, // never locked
}

describe.each(transcriptsOf('09-muc-join-errors'))('joining on %s', (server, transcript) => {
  test.each(Object.keys(expected))('%s', (title) => {
    expect(outcome(transcript, title)).toBe(expected[title]?.[server] ?? expected[title]?.default)
  })
})

describe('problems', () => {
  const error = (condition: string, uri: string | null = null) => ({
    condition, uri, type: 'cancel' as const, text: null, application: [], element: null,
  })
  const unknown = { hadPassword: false, isKnown: null }
  test('a room that answers discovery but is not found is locked', () => {
    expect(joinProblem(error('item-not-found'), { hadPassword: false, isKnown: true }).code).toBe('locked')
    expect(joinProblem(error('item-not-found'), { hadPassword: false, isKnown: false }).code).toBe('not-found')
  })
  test('service-unavailable: full, or no such service when that did not answer discovery either', () => {
    expect(joinProblem(error('service-unavailable'), { hadPassword: false, isKnown: true }).code).toBe('full')
    expect(joinProblem(error('service-unavailable'), { hadPassword: false, isKnown: false }).code).toBe('service-gone')
  })
  test('gone names the way to the new room; nonsense names none', () => {
    expect(joinProblem(error('gone', 'xmpp:new%20x@c.example?join'), unknown).alternate).toBeNull()
    expect(joinProblem(error('gone', 'xmpp:new@C.example?join'), unknown)).toMatchObject({ code: 'gone', alternate: 'new@c.example' })
    expect(roomOfUri('xmpp:%E0%A4%A@c')).toBeNull()
    expect(roomOfUri('https://example.org/')).toBeNull()
  })
})
