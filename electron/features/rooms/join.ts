/**
 * Coming in and staying in: XEP-0045 §7.2. A few rooms at a time, each attempt with an end: in, refused (the problem
 * says why) or no answer. Taken nicks are varied; what may pass by itself is tried again, ever more seldom.
 */
import type { PresenceApi } from '#features/presence/public'
import { withResource } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import { findConversation } from '#store/conversations'
import { child, xml } from '#xmpp/element'
import { parseStanzaError } from '#xmpp/stanza-error'
import type { Element, StanzaError } from '#xmpp/types'
import { NS_DISCO_INFO, parseDiscoInfo } from '#xmpp/xep/0030'
import type { CatchingUp } from './catching-up'
import { isNickTaken, isPassing, joinProblem, problemOf } from './problem'
import type { Registry, RoomsSession } from './registry'
import { askReservedNick } from './reserved-nick'
import { slowSecondsOf } from './slow-mode'
import { buildJoin, buildLeave } from '#xmpp/xep/0045'
import { clearOccupants, HISTORY_OVERLAP_MS, type RoomRuntime } from './state'
import { newestMs } from './table'

export interface Joiner {
  /** Starts (or renews) coming in; the outcome is in the room's state. */
  join(room: RoomRuntime): void
  /** An attempt is on its way. */
  isTrying(room: RoomRuntime): boolean
  /** Out, or no longer trying. Says goodbye where it can. */
  leave(room: RoomRuntime): void
  /** Presence of type error from the room or the nick we asked for. True when it answered our attempt. */
  onError(room: RoomRuntime, stanza: Element): boolean
  /** The attempt has succeeded. */
  onJoined(room: RoomRuntime): void
  /** We were put out; comes back where that makes sense. */
  onPutOut(room: RoomRuntime): void
  /** After a fresh login: everything that is wanted. */
  joinWanted(): void
  /** Asks the room what it is and can. */
  discover(room: RoomRuntime): Promise<void>
  /** The session is over. */
  reset(): void
  /** Resolves when the room is joined, failed or left. */
  settled(room: RoomRuntime): Promise<void>
}

const PARALLEL = 6
const ANSWER_MS = 30_000
const FIRST_RETRY_MS = 30_000
/** Whoever makes a room unlocks it in a moment, or takes his time over its form. */
const FIRST_RETRY_LOCKED_MS = 2000
const LAST_RETRY_MS = 600_000
const MAX_NICK_TRIES = 8
/** COMPAT(tigase): `not-allowed` is a taken nick there and a plain refusal elsewhere: not worth many tries. */
const MAX_UNSURE_TRIES = 3
const FIRST_HISTORY = 50
/** A room that does not say by then what it can is joined as one without an archive. */
const DISCOVERY_MS = 5000

interface Attempt {
  timer: ReturnType<typeof setTimeout>
  nickTries: number
  hasCleared: boolean
  /** The nick that the room keeps for us was asked for. */
  hasAskedNick: boolean
  /** The room has said what it is, or was given time enough to. */
  discovered: Promise<unknown>
}

export interface JoinerDeps {
  session: RoomsSession
  registry: Registry
  presence: PresenceApi
  catchingUp: CatchingUp
  /** The room keeps this nick for us: from now on we come under it. */
  keepNick(room: RoomRuntime, nick: string): void
}

export function createJoiner({ session, registry, presence, catchingUp, keepNick }: JoinerDeps): Joiner {
  const { connection, db } = session
  const attempts = new Map<RoomRuntime, Attempt>()
  const queue: RoomRuntime[] = []
  const retries = new Map<RoomRuntime, { timer: ReturnType<typeof setTimeout> | null; delayMs: number }>()
  const waiting = new Map<RoomRuntime, (() => void)[]>()

  const settle = (room: RoomRuntime) => {
    const list = waiting.get(room) ?? []
    waiting.delete(room)
    for (const done of list) done()
  }

  const newestIn = (room: RoomRuntime): EpochMs | null => {
    const conversation = findConversation(db, session.accountId, 'room', room.jid)
    return conversation && newestMs(db, conversation.id)
  }

  const history = (room: RoomRuntime): { maxStanzas?: number; sinceMs?: EpochMs } => {
    if (room.isCreating) return { maxStanzas: 0 }
    room.knownUntilMs = newestIn(room)
    if (catchingUp.prepare(room)) return { maxStanzas: 0 }
    if (room.knownUntilMs === null) return { maxStanzas: FIRST_HISTORY }
    return { sinceMs: Math.max(0, room.knownUntilMs - HISTORY_OVERLAP_MS) as EpochMs }
  }

  const sendJoin = (room: RoomRuntime): boolean => {
    const to = withResource(room.jid, room.nick)
    if (!to) return false
    room.hasAsked = connection.send(
      buildJoin(to, { password: room.password, history: history(room), children: presence.current().stanzaChildren() }),
    )
    return room.hasAsked
  }

  const discover = async (room: RoomRuntime) => {
    const reply = await connection.request({ type: 'get', to: room.jid, payload: xml('query', { xmlns: NS_DISCO_INFO }) })
    if (!reply.ok && (reply.error.condition === 'timeout' || reply.error.condition === 'offline')) return
    const info = reply.ok ? parseDiscoInfo(child(reply.value, 'query', NS_DISCO_INFO)) : null
    room.isKnown = info !== null
    if (!info) return
    room.features = new Set(info.features)
    room.slowSeconds = slowSecondsOf(info)
    registry.entitle(room, info.identities.find((one) => one.category === 'conference')?.name?.slice(0, 1000) ?? '')
    registry.changed(room)
    catchingUp.go(room)
  }

  const endAttempt = (room: RoomRuntime) => {
    const attempt = attempts.get(room)
    if (!attempt) return
    clearTimeout(attempt.timer)
    attempts.delete(room)
    pump()
  }

  const retryLater = (room: RoomRuntime) => {
    const firstMs = room.problem?.code === 'locked' ? FIRST_RETRY_LOCKED_MS : FIRST_RETRY_MS
    const delayMs = Math.min(LAST_RETRY_MS, (retries.get(room)?.delayMs ?? firstMs / 2) * 2)
    const timer = setTimeout(() => {
      if (room.isWanted && room.state === 'failed' && connection.state.phase === 'online') join(room)
    }, delayMs * (0.8 + Math.random() * 0.4))
    retries.set(room, { timer, delayMs })
  }
  const stopRetrying = (room: RoomRuntime, isForgotten: boolean) => {
    const retry = retries.get(room)
    if (retry?.timer) clearTimeout(retry.timer)
    if (isForgotten) retries.delete(room)
  }

  const failWith = (room: RoomRuntime, problem: NonNullable<RoomRuntime['problem']>) => {
    endAttempt(room)
    clearOccupants(room)
    room.state = 'failed'
    room.problem = problem
    if (isPassing(problem)) retryLater(room)
    else room.isWanted = false
    registry.occupantsReset(room)
    settle(room)
  }

  const patience = () => new Promise((resolve) => setTimeout(resolve, DISCOVERY_MS).unref())
  /** True when there is one, and we have not tried it yet. */
  const takeReservedNick = async (room: RoomRuntime, attempt: Attempt): Promise<boolean> => {
    attempt.hasAskedNick = true
    room.mayAskNick = false
    const reserved = await askReservedNick(connection, room.jid)
    if (!reserved.ok || reserved.value === null || reserved.value === room.nick || attempts.get(room) !== attempt) return false
    keepNick(room, reserved.value)
    return true
  }

  const begin = (room: RoomRuntime) => {
    const onSilence = () => {
      const to = withResource(room.jid, room.nick)
      if (to) connection.send(buildLeave(to)) // should the answer only be late, we are not in without knowing it
      failWith(room, problemOf('timeout'))
    }
    const discovered = Promise.race([discover(room), patience()])
    const attempt: Attempt = { timer: setTimeout(onSilence, ANSWER_MS), nickTries: 0, hasCleared: false, hasAskedNick: false, discovered }
    attempts.set(room, attempt)
    const send = () => {
      if (attempts.get(room) !== attempt) return
      if (!sendJoin(room)) failWith(room, problemOf(withResource(room.jid, room.nick) ? 'timeout' : 'not-allowed'))
    }
    const before: Promise<unknown>[] = []
    // Who has been here wants to know first whether the archive spares the history.
    if (!room.isCreating && newestIn(room)) before.push(discovered)
    if (!room.isCreating && room.mayAskNick) before.push(Promise.race([takeReservedNick(room, attempt), patience()]))
    if (before.length === 0) send()
    else void Promise.all(before).then(send)
  }
  const pump = () => {
    while (connection.state.phase === 'online' && attempts.size < PARALLEL) {
      const room = queue.shift()
      if (!room) return
      if (room.state === 'joining' && !attempts.has(room)) begin(room)
    }
  }

  const join = (room: RoomRuntime) => {
    const wasIn = room.state === 'joined'
    stopRetrying(room, false)
    const attempt = attempts.get(room)
    if (attempt) clearTimeout(attempt.timer)
    attempts.delete(room)
    const to = withResource(room.jid, room.nick)
    if (wasIn && to) connection.send(buildLeave(to))
    clearOccupants(room)
    Object.assign(room, { state: 'joining', problem: null, isWanted: true, isKnown: null, nick: room.wantedNick })
    registry.occupantsReset(room)
    if (!queue.includes(room)) queue.push(room)
    pump()
  }

  const vary = (room: RoomRuntime, attempt: Attempt, error: StanzaError): boolean => {
    const limit = error.condition === 'conflict' ? MAX_NICK_TRIES : MAX_UNSURE_TRIES
    if (!isNickTaken(error) || attempt.nickTries >= limit) return false
    attempt.nickTries++
    room.nick = `${room.wantedNick}${attempt.nickTries + 1}`
    return sendJoin(room)
  }

  /** COMPAT(tigase): 501 "changing nick is not supported" means that it thinks we are still in: go out first. */
  const clearAndRepeat = (room: RoomRuntime, attempt: Attempt, error: StanzaError): boolean => {
    const to = withResource(room.jid, room.nick)
    if (error.condition !== 'feature-not-implemented' || attempt.hasCleared || !to) return false
    attempt.hasCleared = true
    return connection.send(buildLeave(to)) && sendJoin(room)
  }

  return {
    join,
    isTrying: (room) => attempts.has(room),
    leave: (room) => {
      const to = withResource(room.jid, room.nick)
      const wasIn = room.state === 'joined' || attempts.has(room)
      stopRetrying(room, true)
      endAttempt(room)
      if (wasIn && to) connection.send(buildLeave(to))
      clearOccupants(room)
      Object.assign(room, { state: 'left', problem: null, isWanted: false })
      registry.occupantsReset(room)
      settle(room)
    },
    onError: (room, stanza) => {
      const attempt = attempts.get(room)
      if (room.state !== 'joining' || !attempt) return false
      const error = parseStanzaError(stanza)
      if (vary(room, attempt, error) || clearAndRepeat(room, attempt, error)) return true
      const fail = () => failWith(room, joinProblem(error, { hadPassword: room.password !== null, isKnown: room.isKnown }))
      // §7.2.8: where nicks are locked down, another than ours is not let in.
      if (error.condition === 'not-acceptable' && !attempt.hasAskedNick) {
        void takeReservedNick(room, attempt).then((isNew) => (isNew && sendJoin(room)) || (attempts.get(room) === attempt && fail()))
        return true
      }
      // Not there, or locked: only discovery tells, and its answer may come right behind.
      if (error.condition !== 'item-not-found' || room.isKnown !== null) fail()
      else void attempt.discovered.then(() => attempts.get(room) === attempt && fail())
      return true
    },
    onJoined: (room) => {
      stopRetrying(room, true)
      endAttempt(room)
      settle(room)
    },
    onPutOut: (room) => {
      settle(room)
      if (room.problem === null) return
      if (isPassing(room.problem)) retryLater(room)
      else room.isWanted = false
    },
    joinWanted: () => {
      for (const room of registry.all()) if (room.isWanted && room.state !== 'joined') join(room)
    },
    discover,
    reset: () => {
      queue.length = 0
      for (const { timer } of attempts.values()) clearTimeout(timer)
      attempts.clear()
      for (const { timer } of retries.values()) if (timer) clearTimeout(timer)
      retries.clear()
      for (const room of waiting.keys()) settle(room)
    },
    settled: (room) =>
      room.state === 'joining' ? new Promise((resolve) => waiting.set(room, [...(waiting.get(room) ?? []), resolve])) : Promise.resolve(),
  }
}

