/**
 * Who is in the rooms that have been shown. Asked for when a room is first shown, then kept by events; a room that is
 * joined anew sends a reset. Rooms never shown cost nothing here.
 */
import type { ContractEvent } from '#contract'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Occupant } from '#shared/model/room'
import { call } from '../../lib/api'
import { register } from '../../lib/sync'

const NOBODY: ReadonlyMap<string, Occupant> = new Map()
const keyOf = (accountId: AccountId, room: string) => `${accountId} ${room}`

class Occupants {
  #byRoom = $state.raw<ReadonlyMap<string, ReadonlyMap<string, Occupant>>>(new Map())
  #asked = new Map<string, { accountId: AccountId; room: BareJid }>()

  /** By nick. */
  of(accountId: AccountId, room: string): ReadonlyMap<string, Occupant> {
    return this.#byRoom.get(keyOf(accountId, room)) ?? NOBODY
  }

  /** Idempotent: call it whenever a room is shown. */
  follow(accountId: AccountId, room: BareJid): void {
    const key = keyOf(accountId, room)
    if (this.#asked.has(key)) return
    this.#asked.set(key, { accountId, room })
    void this.#ask(accountId, room)
  }

  async #ask(accountId: AccountId, room: BareJid) {
    const result = await call('room.occupants', { accountId, room })
    // Refused (not joined, logged out): the next time the room is shown asks again.
    if (!result.ok) this.#asked.delete(keyOf(accountId, room))
    else this.#put(keyOf(accountId, room), new Map(result.value.occupants.map((one) => [one.nick, one])))
  }

  load() {
    const again = [...this.#asked.values()]
    this.#byRoom = new Map()
    for (const { accountId, room } of again) void this.#ask(accountId, room)
  }

  apply(event: ContractEvent) {
    if (event.name === 'room.removed') {
      const gone = keyOf(event.payload.accountId, event.payload.jid)
      this.#asked.delete(gone)
      this.#byRoom = new Map([...this.#byRoom].filter(([key]) => key !== gone))
    }
    if (event.name !== 'room.occupantsChanged') return
    const { accountId, room, changed, removed, isReset } = event.payload
    const key = keyOf(accountId, room)
    if (!this.#asked.has(key)) return
    const next = new Map(isReset ? [] : this.#byRoom.get(key))
    for (const nick of removed) next.delete(nick)
    for (const one of changed) next.set(one.nick, one)
    this.#put(key, next)
  }

  #put(key: string, occupants: ReadonlyMap<string, Occupant>) {
    this.#byRoom = new Map(this.#byRoom).set(key, occupants)
  }
}

export const occupants = register(new Occupants())
