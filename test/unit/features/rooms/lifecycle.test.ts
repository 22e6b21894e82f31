import { describe, expect, test } from 'vitest'
import { fillForm, fillLeast, slugOf } from '#features/rooms/config-form'
import { joinProblem } from '#features/rooms/problem'
import { parseRoomPresence } from '#xmpp/xep/0045'
import { apply, newRoom, type RoomEffect, type RoomRuntime } from '#features/rooms/state'
import { bareOf, parseJid, resourceOf, type BareJid, type FullJid } from '#shared/jid'
import { attr, child } from '#xmpp/element'
import { parseStanzaError } from '#xmpp/stanza-error'
import { findForm } from '#xmpp/xep/0004'
import { transcriptsOf, type Transcript } from '../../../support/transcripts'

const NS_OWNER = 'http://jabber.org/protocol/muc#owner'

/** Everything that one person's client sees of one room, from his joining to the end of the step. */
function follow(transcript: Transcript, who: string, roomName: string, upTo: string): { room: RoomRuntime; effects: RoomEffect[] } {
  const own = transcript.people[who] as FullJid
  const entries = transcript.steps.slice(0, transcript.steps.findIndex((step) => step.title === upTo) + 1).flatMap((step) => step.entries)
  let room: RoomRuntime | null = null
  let effects: RoomEffect[] = []
  for (const { from, to, element } of entries) {
    if (element?.name !== 'presence') continue
    const address = parseJid(attr(element, from === who ? 'to' : 'from'))
    if (!address?.startsWith(roomName) || (from !== who && to !== who)) continue
    if (from === who) {
      if (!child(element, 'x', 'http://jabber.org/protocol/muc')) continue
      room = { ...newRoom(bareOf(address), resourceOf(address) ?? ''), state: 'joining' }
      continue
    }
    const presence = parseRoomPresence(address, attr(element, 'type'), element)
    if (!room || !presence) continue
    const now = apply(room, presence, own)
    for (const effect of now) if (effect.kind === 'left') room.state = 'left'
    effects = [...effects, ...now]
  }
  if (!room) throw new Error(`${who} never joins ${roomName}`)
  return { room, effects }
}

describe.each(transcriptsOf('08-muc-create'))('a room is made and ends on %s', (server, transcript) => {
  const step = (title: string) => transcript.steps.find((one) => one.title.startsWith(title))!
  const made = (prefix: string, title: string) => follow(transcript, 'alice', prefix, title)

  test('entering a room that does not exist makes us its owner, and says that it is new', () => {
    const { room, effects } = made('new-', 'join a room that does not exist: it is created')
    expect(effects).toContainEqual({ kind: 'joined', isNew: true })
    expect(room.occupants.get('Alice')).toMatchObject({ role: 'moderator', affiliation: 'owner' })
    expect([...room.occupants.keys()], 'the room itself is no occupant').toEqual(['Alice'])
  })

  const form = () => {
    const reply = step('owner asks for the form').entries.findLast((entry) => entry.element?.name === 'iq')!.element!
    return findForm(child(reply, 'query', NS_OWNER))!
  }
  test('the form is answered by meaning: nothing that it does not have, nothing that it does not offer', () => {
    for (const kind of ['private-group', 'public-channel'] as const) {
      const answers = fillForm(form(), { name: 'Tee 茶', kind, isListed: kind === 'public-channel' })
      const value = (name: string) => answers.find((answer) => answer.name === `muc#roomconfig_${name}`)?.values[0]
      for (const answer of answers) expect(form().fields.map((field) => field.name)).toContain(answer.name)
      expect(value('roomname')).toBe('Tee 茶')
      expect(value('persistentroom')).toBe('1')
      expect(value('membersonly')).toBe(kind === 'private-group' ? '1' : '0')
      expect(value('publicroom')).toBe(kind === 'private-group' ? '0' : '1')
      expect(value('whois')).toBe(kind === 'private-group' ? 'anyone' : 'moderators')
      expect(answers.some((answer) => /roomadmins|roomowners|roomsecret/.test(answer.name)), 'COMPAT(openfire): an empty owner list is a conflict').toBe(false)
    }
    expect(fillLeast(form(), { name: 'x', kind: 'private-group', isListed: false })).toHaveLength(3)
  })

  test('destroyed: out, with the reason and the way to the new room', () => {
    const { effects } = follow(transcript, 'bob', 'full-', 'destroy with reason and alternate venue')
    const left = effects.filter((effect) => effect.kind === 'left')
    expect(left).toHaveLength(1)
    expect(left[0]).toMatchObject({
      problem: { code: 'destroyed', text: 'Moved: see the new room', alternate: expect.stringMatching(/^instant-/) as string },
      notice: { code: 'room-destroyed', args: { reason: 'Moved: see the new room' } },
    })
  })

  if (server === 'prosody-0.12.3') {
    test('joining what was destroyed: gone, and where to', () => {
      const error = step('the destroyed room').entries.findLast((entry) => entry.element?.name === 'presence' && entry.to === 'bob')!.element!
      const problem = joinProblem(parseStanzaError(error), { hadPassword: false, isKnown: null })
      expect(problem).toMatchObject({ code: 'gone', alternate: expect.stringMatching(/^instant-/) as string })
    })
  }
})

describe.each(transcriptsOf('16-muc-nick-registration'))('nick change on %s', (server, transcript) => {
  const join = (nick: string): RoomRuntime => {
    const jid = attr(transcript.steps.flatMap((step) => step.entries).find((entry) => entry.xml.includes('Bobby'))!.element!, 'to')!
    const room = newRoom(bareOf(parseJid(jid)!), nick)
    const entry = { role: 'participant', affiliation: 'none', jid: null, availability: 'online', status: '', occupantId: null, devices: new Set<BareJid>(), visit: 'v' } as const
    room.occupants.set('Alice', { ...entry, devices: new Set() }).set('Bob', { ...entry, devices: new Set() })
    return Object.assign(room, { state: 'joined' })
  }
  const run = (who: string, room: RoomRuntime) =>
    transcript.steps
      .find((step) => step.title === 'change of nickname')!
      .entries.flatMap(({ to, element }) => {
        const from = element?.name === 'presence' && to === who ? parseJid(attr(element, 'from')) : null
        const presence = from && element ? parseRoomPresence(from, attr(element, 'type'), element) : null
        return presence ? apply(room, presence, transcript.people[who] as FullJid) : []
      })

  test(server === 'tigase-8.4.0' ? 'is refused and nothing moves' : 'moves the occupant, and ourselves', () => {
    const [alice, bob] = [join('Alice'), join('Bob')]
    const effects = run('alice', alice)
    run('bob', bob)
    const after = server === 'tigase-8.4.0' ? ['Alice', 'Bob'] : ['Alice', 'Bobby 鲍勃']
    expect([...alice.occupants.keys()]).toEqual(after)
    expect([...bob.occupants.keys()]).toEqual(after)
    expect(bob.nick).toBe(after[1])
    expect(alice.nick).toBe('Alice')
    expect(effects.filter((effect) => effect.kind === 'notice')).toHaveLength(server === 'tigase-8.4.0' ? 0 : 1)
    expect(bob.state).toBe('joined')
  })
})

test('addresses come from names', () => {
  expect(slugOf('  Café & Kuchen 茶 ')).toBe('cafe-kuchen')
  expect(slugOf('设计组')).toBe('')
})
