/** Own changes that a room grants or refuses: nick (XEP-0045 §7.6) and subject (§8.1). One of each at a time and room. */
import { randomUUID } from 'node:crypto'
import { done, fail, type Result } from '#shared/result'
import { parseStanzaError } from '#xmpp/stanza-error'
import type { Element, StanzaError } from '#xmpp/types'
import { refused } from './errors'
import type { RoomsSession } from './registry'
import { buildSubject } from '#xmpp/xep/0045'
import type { RoomRuntime } from './state'

const ANSWER_MS = 15_000

interface Waiting {
  wanted: string
  id: string
  settle(result: Result<null>): void
}

export interface SelfChanges {
  setNick(room: RoomRuntime, nick: string, presence: Element): Promise<Result<null>>
  setSubject(room: RoomRuntime, subject: string): Promise<Result<null>>
  /** Own nick may have changed. */
  onNick(room: RoomRuntime): void
  /** True when the error answered our request. */
  onNickRefused(room: RoomRuntime, stanza: Element): boolean
  onSubject(room: RoomRuntime, id: string | null, subject: string, isOwn: boolean): void
  onSubjectRefused(room: RoomRuntime, id: string, error: StanzaError): boolean
  /** We are out: nothing is granted any more. */
  drop(room: RoomRuntime): void
}

export function createSelfChanges(session: RoomsSession): SelfChanges {
  const nicks = new Map<RoomRuntime, Waiting>()
  const subjects = new Map<RoomRuntime, Waiting>()

  const ask = (map: Map<RoomRuntime, Waiting>, room: RoomRuntime, wanted: string, build: (id: string) => Element) =>
    new Promise<Result<null>>((resolve) => {
      map.get(room)?.settle(fail('conflict', 'overtaken by another change'))
      const id = randomUUID()
      const timer = setTimeout(() => entry.settle(fail('timeout', 'the room did not answer')), ANSWER_MS)
      const entry: Waiting = {
        wanted,
        id,
        settle: (result) => {
          clearTimeout(timer)
          if (map.get(room) === entry) map.delete(room)
          resolve(result)
        },
      }
      map.set(room, entry)
      if (!session.connection.send(build(id))) entry.settle(fail('offline', 'not connected'))
    })

  return {
    setNick: async (room, nick, presence) => {
      if (nick === room.nick) return done
      const result = await ask(nicks, room, nick, () => presence)
      if (result.ok) room.wantedNick = nick
      return result
    },
    setSubject: (room, subject) => ask(subjects, room, subject, (id) => buildSubject(room.jid, id, subject)),
    onNick: (room) => {
      const entry = nicks.get(room)
      if (entry && entry.wanted.normalize('NFC') === room.nick) entry.settle(done)
    },
    onNickRefused: (room, stanza) => {
      const entry = nicks.get(room)
      if (!entry || room.state !== 'joined') return false
      entry.settle(refused(parseStanzaError(stanza), 'the room refused the nick'))
      return true
    },
    onSubject: (room, id, subject, isOwn) => {
      const entry = subjects.get(room)
      // COMPAT(prosody): the reflected subject has lost its id.
      if (entry && (entry.id === id || (isOwn && subject === entry.wanted))) entry.settle(done)
    },
    onSubjectRefused: (room, id, error) => {
      const entry = subjects.get(room)
      if (!entry || entry.id !== id) return false
      entry.settle(refused(error, 'the room refused the subject'))
      return true
    },
    drop: (room) => {
      for (const map of [nicks, subjects]) map.get(room)?.settle(fail('offline', 'we are no longer in the room'))
    },
  }
}
