/** Forms that were fetched: the states a user may have before him, and the rooms whose changes he wants to hear of. */
import { createHash } from 'node:crypto'
import type { TidyForm } from '#shared/model/data-form'
import type { BareJid } from '#shared/jid'
import { roomConfigItems, type RoomConfigForm } from '#shared/model/room-config'

/** Of one room; a window has one, an older one is only of use for naming the differences. */
const MAX_STATES = 5
const MAX_ROOMS = 50

export interface OpenForms {
  /** Remembers this state and makes it ready to be shown. */
  put(room: BareJid, form: TidyForm): RoomConfigForm
  get(room: BareJid, revision: string): TidyForm | null
  /** The state that was fetched last; null when the form is not open. */
  latest(room: BareJid): RoomConfigForm | null
  close(room: BareJid): void
  closeAll(): void
}

/** Of the values only: labels may come in another language. */
const revisionOf = (form: TidyForm): string =>
  createHash('sha256')
    .update(JSON.stringify(form.fields.flatMap((field) => (field.name === null ? [] : [[field.name, field.type, field.values]]))))
    .digest('hex')
    .slice(0, 32)

export function createOpenForms(): OpenForms {
  const rooms = new Map<BareJid, RoomConfigForm[]>()
  return {
    put: (room, form) => {
      const state: RoomConfigForm = { room, revision: revisionOf(form), form, items: roomConfigItems(form) }
      const others = (rooms.get(room) ?? []).filter((one) => one.revision !== state.revision)
      rooms.delete(room)
      rooms.set(room, [...others, state].slice(-MAX_STATES))
      const oldest = rooms.size > MAX_ROOMS ? [...rooms.keys()][0] : undefined
      if (oldest) rooms.delete(oldest)
      return state
    },
    get: (room, revision) => rooms.get(room)?.find((one) => one.revision === revision)?.form ?? null,
    latest: (room) => rooms.get(room)?.at(-1) ?? null,
    close: (room) => void rooms.delete(room),
    closeAll: () => rooms.clear(),
  }
}
