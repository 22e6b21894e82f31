/** Requests that wait for a moderator: one for each person, gone with him. No network, no clock. */
import { randomUUID } from 'node:crypto'
import { bareOf, type BareJid } from '#shared/jid'
import type { Occupant } from '#shared/model/room'
import type { VoiceRequest } from '#shared/model/room-requests'
import type { DataForm } from '#shared/model/form'
import type { EpochMs } from '#shared/time'
import type { VoiceForm } from '#xmpp/xep/0045-voice'

/** More nobody can look through; the oldest goes. */
const MAX_PER_ROOM = 100

interface Entry {
  request: VoiceRequest
  form: DataForm
}

export interface OpenRequests {
  /** Instead of an older one of the same nick. */
  put(room: BareJid, voice: VoiceForm, atMs: EpochMs): void
  get(room: BareJid, id: string): Entry | null
  list(room?: BareJid): VoiceRequest[]
  /** True when it was there. */
  remove(room: BareJid, id: string): boolean
  /** Keeps those for whom this is still a question. `occupant`: who has the nick now. True when something changed. */
  settle(room: BareJid, occupantsNow: (nick: string) => Occupant | null, movedTo: (jid: BareJid) => Occupant | null): boolean
  clear(room?: BareJid): void
}

export function createOpenRequests(): OpenRequests {
  const rooms = new Map<BareJid, Entry[]>()
  return {
    put: (room, { nick, jid, role, form }, atMs) => {
      const known = rooms.get(room) ?? []
      const old = known.find((one) => one.request.nick === nick)
      const request: VoiceRequest = { id: old?.request.id ?? randomUUID(), room, nick, jid: jid && bareOf(jid), role, atMs }
      rooms.set(room, [...known.filter((one) => one !== old), { request, form }].slice(-MAX_PER_ROOM))
    },
    get: (room, id) => rooms.get(room)?.find((one) => one.request.id === id) ?? null,
    list: (room) => (room ? (rooms.get(room) ?? []) : [...rooms.values()].flat()).map((one) => one.request),
    remove: (room, id) => {
      const known = rooms.get(room) ?? []
      const kept = known.filter((one) => one.request.id !== id)
      rooms.set(room, kept)
      return kept.length < known.length
    },
    settle: (room, occupantsNow, movedTo) => {
      const known = rooms.get(room) ?? []
      let hasMoved = false
      const kept = known.flatMap((entry) => {
        const { nick, jid } = entry.request
        const there = occupantsNow(nick) ?? (jid && movedTo(jid))
        if (there?.role !== 'visitor') return []
        if (there.nick === nick) return entry
        hasMoved = true
        return { ...entry, request: { ...entry.request, nick: there.nick } }
      })
      rooms.set(room, kept)
      return hasMoved || kept.length < known.length
    },
    clear: (room) => (room ? void rooms.delete(room) : rooms.clear()),
  }
}
