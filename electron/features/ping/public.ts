import { publicApi } from '#core/feature'
import type { Jid } from '#shared/jid'

export interface PingApi {
  /**
   * Also answers pings from those for whom `check` says yes, e.g. an own occupant: some servers pass the self-ping of
   * XEP-0410 on to the client (SERVERS.md, Tigase). Returns the removal.
   */
  allowPingFrom(check: (from: Jid) => boolean): () => void
}

export const ping = publicApi<PingApi>('ping')
