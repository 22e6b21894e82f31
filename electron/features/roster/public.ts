import { publicApi } from '#core/feature'
import type { BareJid } from '#shared/jid'
import type { Contact } from '#shared/model/contact'

export { NS_ROSTER } from './stanza'

export interface RosterApi {
  /** Null when he is not on the list. The list of the last time is there before the connection is. */
  get(jid: BareJid): Contact | null
  list(): Contact[]
  /** After contacts came, changed or went. Returns the removal. */
  onChange(listener: (jids: BareJid[]) => void): () => void
}

export const roster = publicApi<RosterApi>('roster')
