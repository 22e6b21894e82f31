/** Who is in a room, and their presences on the way in: XEP-0045 §7.1–7.3, 7.6, 7.7, 7.14 and what §8–10 make of them. */
import { bareOf, resourceOf, type FullJid } from '#shared/jid'
import type { Occupant } from '#shared/model/room'
import type { Element } from '#xmpp/types'
import type { RoomChange, RoomPerson, RoomPresenceEvent, RoomsApi } from './public'
import type { Registry, RoomsSession } from './registry'
import { NS_OCCUPANT_ID, parseRoomPresence } from '#xmpp/xep/0045'
import { apply, toOccupant, type RoomEffect, type RoomRuntime } from './state'

/** Elsewhere anybody may make one up. */
export const hasOccupantIds = (room: RoomRuntime): boolean => room.features?.has(NS_OCCUPANT_ID) ?? false

export const occupantsOf = (room: RoomRuntime): Occupant[] => [...room.occupants.keys()].flatMap((nick) => toOccupant(room, nick) ?? [])

export function personOf(room: RoomRuntime, nick: string): RoomPerson | null {
  const occupant = toOccupant(room, nick)
  return occupant && { ...occupant, occupantId: hasOccupantIds(room) ? (room.occupants.get(nick)?.occupantId ?? null) : null }
}
export const peopleIn = (room: RoomRuntime | null): RoomPerson[] =>
  room ? [...room.occupants.keys()].flatMap((nick) => personOf(room, nick) ?? []) : []

export interface OccupantHooks {
  /** Something came from the room. */
  heard(room: RoomRuntime): void
  onError(room: RoomRuntime, stanza: Element): void
  onEffect(room: RoomRuntime, effect: RoomEffect): void
  /** After the effect. */
  tell(room: RoomRuntime, change: RoomChange): void
}

/** Every presence of a room of ours is claimed here; only while we are in, or on the way in, it changes anything. */
export function listenToOccupants(session: RoomsSession, registry: Registry, hooks: OccupantHooks) {
  const { connection } = session
  const listeners: Parameters<RoomsApi['onOccupantPresence']>[0][] = []
  const roomListeners: Parameters<RoomsApi['onRoomPresence']>[0][] = []

  session.onPresence(({ from, type, stanza }) => {
    const room = registry.get(bareOf(from))
    if (!room) return
    hooks.heard(room)
    if (type === 'error') {
      hooks.onError(room, stanza)
      return true
    }
    const parsed = parseRoomPresence(from, type, stanza)
    if (!parsed && resourceOf(from) === null) for (const listener of roomListeners) listener(room.jid, stanza)
    if (!parsed || !connection.jid || (room.state !== 'joined' && room.state !== 'joining')) return true
    const { nick, isAvailable, muc, occupantId } = parsed
    const entry = room.occupants.get(nick)
    const before = entry ? { role: entry.role, affiliation: entry.affiliation, jid: entry.jid } : null
    const isEntering = room.state === 'joining'
    if (isEntering && !room.hasAsked) return true
    const wasSelf = nick === room.nick
    const effects = apply(room, parsed, connection.jid)
    for (const effect of effects) {
      hooks.onEffect(room, effect)
      // While we come in nobody has come or gone: that we are in tells of all of them.
      if (effect.kind !== 'notice' && (!isEntering || effect.kind === 'joined')) hooks.tell(room, effect)
    }
    const isSelf = effects.some(({ kind }) => kind === 'self' || kind === 'joined' || kind === 'left') || (wasSelf && isAvailable)
    const event: RoomPresenceEvent = {
      room: room.jid, from: from as FullJid, nick, isAvailable, isSelf, isEntering, codes: muc.codes, items: muc.items, destroy: muc.destroy,
      occupantId: hasOccupantIds(room) ? occupantId : null, before, stanza,
    }
    for (const listener of listeners) listener(event)
    return true
  })

  return {
    onPresence: (listener: (typeof listeners)[number]) => void listeners.push(listener),
    onRoomPresence: (listener: (typeof roomListeners)[number]) => void roomListeners.push(listener),
  }
}
