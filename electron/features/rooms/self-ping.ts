/**
 * Are we still in? XEP-0410 version 1.1.0. A room that has lost us says nothing: no message, no error. After a long silence
 * we ping our own occupant; who is no occupant gets an error and comes in again. Each room is watched by itself, since a
 * service may forget one and keep another.
 */
import { withResource } from '#shared/jid'
import { xml } from '#xmpp/element'
import type { IqReply } from '#xmpp/types'
import { NS_DISCO_INFO } from '#xmpp/xep/0030'
import type { RoomsSession } from './registry'
import type { RoomRuntime } from './state'

/** §3 suggests it. */
const SILENCE_MS = 15 * 60_000
/** The room or a link to it does not answer: nothing is known, asked again. */
const AGAIN_MS = 2 * 60_000

export interface SelfPing {
  /** Something came from the room, or we have just come in. */
  heard(room: RoomRuntime): void
  stop(room: RoomRuntime): void
  stopAll(): void
}

export type Verdict = 'in' | 'out' | 'unknown' | 'is-there-a-room'

/** §3.1. Which error says "not in" differs: `not-acceptable`, COMPAT(openfire): 4.7.5 `bad-request`. */
export function verdictOf(reply: IqReply): Verdict {
  if (reply.ok) return 'in'
  switch (reply.error.condition) {
    case 'service-unavailable':
    case 'feature-not-implemented':
      return 'in' // passed on to a client of ours that does not know pings
    case 'item-not-found':
      return 'is-there-a-room' // the nick has just changed (§3.1), or all four servers: the whole room is gone
    case 'timeout':
    case 'offline':
    case 'remote-server-not-found':
    case 'remote-server-timeout':
      return 'unknown'
    default:
      return 'out'
  }
}

export function createSelfPing(session: RoomsSession, onOut: (room: RoomRuntime) => void): SelfPing {
  const { connection } = session
  const timers = new Map<RoomRuntime, ReturnType<typeof setTimeout>>()
  /** Silent for long while the connection was down, perhaps to be resumed. */
  const due = new Set<RoomRuntime>()

  const stop = (room: RoomRuntime) => {
    clearTimeout(timers.get(room))
    timers.delete(room)
    due.delete(room)
  }
  const arm = (room: RoomRuntime, delayMs: number) => {
    stop(room)
    timers.set(room, setTimeout(() => void check(room), delayMs).unref())
  }

  const ask = async (room: RoomRuntime): Promise<Verdict> => {
    const to = withResource(room.jid, room.nick)
    if (!to) return 'unknown'
    const verdict = verdictOf(await connection.request({ type: 'get', to, payload: xml('ping', { xmlns: 'urn:xmpp:ping' }) }))
    if (verdict !== 'is-there-a-room') return verdict
    const reply = await connection.request({ type: 'get', to: room.jid, payload: xml('query', { xmlns: NS_DISCO_INFO }) })
    return !reply.ok && ['item-not-found', 'gone'].includes(reply.error.condition) ? 'out' : 'in'
  }

  const check = async (room: RoomRuntime): Promise<void> => {
    timers.delete(room)
    if (room.state !== 'joined') return
    if (connection.state.phase !== 'online') return void due.add(room)
    const { occupants, nick } = room
    const verdict = await ask(room)
    // Out and in again, or under another nick meanwhile: the answer speaks of the past.
    if (room.state !== 'joined' || room.occupants !== occupants || room.nick !== nick || timers.has(room)) return
    if (connection.state.phase !== 'online') due.add(room)
    else if (verdict === 'out') onOut(room)
    else arm(room, verdict === 'in' ? SILENCE_MS : AGAIN_MS)
  }

  connection.on('resumed', () => {
    for (const room of [...due]) {
      due.delete(room)
      void check(room)
    }
  })

  return {
    heard: (room) => {
      if (room.state !== 'joined') return
      due.delete(room)
      const timer = timers.get(room)
      // Only a timer of the full length is put off; after a retry's short one the next check comes early, which is harmless.
      if (timer) timer.refresh()
      else arm(room, SILENCE_MS)
    },
    stop,
    stopAll: () => {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      due.clear()
    },
  }
}
