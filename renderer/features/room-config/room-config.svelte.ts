/** Templates for settings of rooms, and the last news of a room whose settings are open. */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import type { RoomConfigConflict, RoomConfigForm, RoomTemplate } from '#shared/model/room-config'
import { register } from '../../lib/sync'

export interface RoomConfigNews {
  accountId: AccountId
  form: RoomConfigForm
  fields: RoomConfigConflict[]
}

class RoomConfigState {
  templates = $state.raw<readonly RoomTemplate[]>([])
  /** Somebody else changed the settings that are on screen. */
  news = $state.raw<RoomConfigNews | null>(null)

  load(snapshot: Snapshot) {
    // Templates are for all accounts: each session tells the same ones.
    this.templates = Object.values(snapshot.accounts)[0]?.['room-config']?.templates ?? []
  }

  apply(event: ContractEvent) {
    if (event.name === 'roomConfig.changed') this.news = event.payload
    else if (event.name === 'roomTemplate.changed') this.templates = event.payload.templates
  }
}

export const roomConfig = register(new RoomConfigState())
