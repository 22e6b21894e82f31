/**
 * Slow mode: XEP-0500 version 0.1.1. Some seconds have to pass between two messages of one person; owners and admins are
 * free of it. What is written meanwhile waits in the outbox. Time is counted from our message as the room sends it back
 * (also another device's of ours), since the room may have taken it later than we sent it.
 */
import { bareOf } from '#shared/jid'
import { valueOf } from '#shared/model/form'
import type { EpochMs } from '#shared/time'
import type { StanzaError } from '#xmpp/types'
import type { DiscoInfo } from '#xmpp/xep/0030'
import type { Registry, RoomsSession } from './registry'
import type { RoomRuntime } from './state'

/** Own word for the refusal of a message that came too early; a sentence in renderer/features/messages/failure-texts. */
const TOO_SOON = 'slow-mode'
/** What the room takes off our second, its rounding and the way back; ms. */
const MARGIN_MS = 250

export interface SlowMode {
  /** May a message leave for the room now? */
  mayLeave(room: RoomRuntime): boolean
  /** A message has left: the next one waits, until its echo at the least. */
  onLeaving(room: RoomRuntime): void
  /** The room did not take a message: the condition to note. Asks `learn` when there seems to be a limit that we do not know. */
  onRefused(room: RoomRuntime, error: StanzaError): string
  /** Our rank in the room has changed. */
  review(room: RoomRuntime): void
  stop(): void
}

export function createSlowMode(session: RoomsSession, registry: Registry, learn: (room: RoomRuntime) => void): SlowMode {
  const timers = new Map<RoomRuntime, ReturnType<typeof setTimeout>>()

  const isBound = (room: RoomRuntime): boolean => {
    const rank = room.occupants.get(room.nick)?.affiliation
    return room.slowSeconds > 0 && room.state === 'joined' && rank !== 'owner' && rank !== 'admin'
  }
  const release = (room: RoomRuntime) => {
    clearTimeout(timers.get(room))
    if (!timers.delete(room)) return
    room.slowUntilMs = null
    if (registry.get(room.jid) === room) registry.changed(room) // which lets go of what waits in the outbox
  }
  const wait = (room: RoomRuntime) => {
    if (!isBound(room)) return
    clearTimeout(timers.get(room))
    const waitMs = room.slowSeconds * 1000 + MARGIN_MS
    timers.set(room, setTimeout(() => release(room), waitMs).unref())
    room.slowUntilMs = (session.clock.nowMs() + waitMs) as EpochMs
    registry.changed(room)
  }

  // Behind the rooms' own handler, which says whose it is.
  session.inbound.on('identify', (message) => {
    if (message.conversation?.kind !== 'room' || message.direction !== 'out' || message.source !== 'live' || message.isDelayed) return
    const room = registry.get(bareOf(message.from))
    if (room && message.body !== null) wait(room)
  })

  return {
    mayLeave: (room) => !timers.has(room) || !isBound(room),
    onLeaving: wait,
    onRefused: (room, error) => {
      const isLimit = error.condition === 'policy-violation' && error.type === 'wait'
      if (isLimit && isBound(room)) {
        wait(room) // how long it was still, nobody said
        return TOO_SOON
      }
      if (isLimit) learn(room)
      if (timers.has(room)) release(room) // not taken: it does not count
      return error.condition
    },
    review: (room) => {
      if (timers.has(room) && !isBound(room)) release(room)
      else registry.changed(room)
    },
    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}

/** Nobody means more, and timers end at 24 days. */
const MAX_SECONDS = 7 * 24 * 3600

/** What the room says of it; what is no whole number above 0 is no slow mode. */
export function slowSecondsOf(info: Pick<DiscoInfo, 'forms'>): number {
  const form = info.forms.find((one) => one.formType === 'http://jabber.org/protocol/muc#roominfo') ?? null
  const value = valueOf(form, 'muc#roominfo_slow_mode_duration')?.trim() ?? ''
  const seconds = /^\d{1,9}$/.test(value) ? Number(value) : 0
  return seconds <= MAX_SECONDS ? seconds : 0
}
