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
  /** Addresses by nick, as the room has shown them; those who have gone are remembered until somebody else has the nick. Follows #byRoom. */
  readonly #addresses = new Map<string, Map<string, BareJid>>()
  #asked = new Map<string, { accountId: AccountId; room: BareJid }>()

  /** By nick. */
  of(accountId: AccountId, room: string): ReadonlyMap<string, Occupant> {
    return this.#byRoom.get(keyOf(accountId, room)) ?? NOBODY
  }

  /** What a colour is made from (XEP-0392): the address where the room has shown it, so that it is that of his chat; else the nick. */
  seedOf(accountId: AccountId, room: string, nick: string): string {
    return this.#addressOf(accountId, room, nick) ?? nick
  }

  /** Whose picture is shown: his in the room, else that of his address. */
  facesOf(accountId: AccountId, room: string, nick: string): readonly string[] {
    const address = this.#addressOf(accountId, room, nick)
    return address ? [`${room}/${nick}`, address] : [`${room}/${nick}`]
  }

  #addressOf(accountId: AccountId, room: string, nick: string): BareJid | null {
    const here = this.of(accountId, room).get(nick)
    return here ? here.jid : (this.#addresses.get(keyOf(accountId, room))?.get(nick) ?? null)
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
    else this.#put(keyOf(accountId, room), result.value.occupants, new Map())
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
      this.#addresses.delete(gone)
      this.#byRoom = new Map([...this.#byRoom].filter(([key]) => key !== gone))
    }
    if (event.name !== 'room.occupantsChanged') return
    const { accountId, room, changed, removed, isReset } = event.payload
    const key = keyOf(accountId, room)
    if (!this.#asked.has(key)) return
    const next = new Map(isReset ? [] : this.#byRoom.get(key))
    for (const nick of removed) next.delete(nick)
    this.#put(key, changed, next)
  }

  /** These besides (or instead of) the others. */
  #put(key: string, some: readonly Occupant[], occupants: Map<string, Occupant>) {
    const addresses = this.#addresses.get(key) ?? new Map<string, BareJid>()
    this.#addresses.set(key, addresses)
    for (const one of some) {
      occupants.set(one.nick, one)
      if (one.jid) addresses.set(one.nick, one.jid)
      else addresses.delete(one.nick)
    }
    this.#byRoom = new Map(this.#byRoom).set(key, occupants)
  }
}

export const occupants = register(new Occupants())
