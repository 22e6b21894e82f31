/** What people ask of those who run a room: to speak, to be registered. And whether we are asking ourselves. */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import type { RegistrationRequest, VoiceRequest } from '#shared/model/room-requests'
import { register } from '../../lib/sync'

interface OfRoom {
  voice: readonly VoiceRequest[]
  registration: readonly RegistrationRequest[]
  isAsking: boolean
}
const nothing: OfRoom = { voice: [], registration: [], isAsking: false }
const keyOf = (accountId: AccountId, room: string) => `${accountId} ${room}`

class Requests {
  #byRoom = $state.raw<ReadonlyMap<string, OfRoom>>(new Map())

  of(accountId: AccountId, room: string): OfRoom {
    return this.#byRoom.get(keyOf(accountId, room)) ?? nothing
  }

  /** How many wait for an answer, in one room or in all. */
  waitingIn(accountId: AccountId, room: string): number {
    const { voice, registration } = this.of(accountId, room)
    return voice.length + registration.length
  }
  get waitingTotal(): number {
    return [...this.#byRoom.values()].reduce((sum, { voice, registration }) => sum + voice.length + registration.length, 0)
  }

  load(snapshot: Snapshot) {
    const byRoom = new Map<string, OfRoom>()
    for (const [id, slices] of Object.entries(snapshot.accounts)) {
      const put = (room: string, change: (before: OfRoom) => Partial<OfRoom>) => {
        const key = keyOf(Number(id) as AccountId, room)
        const before = byRoom.get(key) ?? nothing
        byRoom.set(key, { ...before, ...change(before) })
      }
      for (const one of slices['room-voice']?.requests ?? []) put(one.room, ({ voice }) => ({ voice: [...voice, one] }))
      for (const room of slices['room-voice']?.asking ?? []) put(room, () => ({ isAsking: true }))
      for (const one of slices['room-registration']?.requests ?? []) put(one.room, ({ registration }) => ({ registration: [...registration, one] }))
    }
    this.#byRoom = byRoom
  }

  apply(event: ContractEvent) {
    if (event.name === 'roomVoice.changed') {
      const { accountId, room, requests, isAsking } = event.payload
      this.#put(accountId, room, { voice: requests, isAsking })
    } else if (event.name === 'roomRegistration.requestsChanged') {
      const { accountId, room, requests } = event.payload
      this.#put(accountId, room, { registration: requests })
    }
  }

  #put(accountId: AccountId, room: string, change: Partial<OfRoom>) {
    this.#byRoom = new Map(this.#byRoom).set(keyOf(accountId, room), { ...this.of(accountId, room), ...change })
  }
}

export const requests = register(new Requests())
