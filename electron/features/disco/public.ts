import { publicApi } from '#core/feature'
import type { FullJid, Jid } from '#shared/jid'
import type { Result } from '#shared/result'
import type { DiscoInfo, DiscoItem } from '#xmpp/xep/0030'

export interface FoundService {
  jid: Jid
  info: DiscoInfo
}

export interface DiscoApi {
  /** What an entity says of itself. Answers of servers and components (no local part, no node) are kept until the session ends. */
  info(jid: Jid, node?: string): Promise<Result<DiscoInfo>>
  /** Kept like those of info(). */
  items(jid: Jid, node?: string): Promise<Result<DiscoItem[]>>
  /** Features of our server's domain. Known when the phase `presence` begins; empty before and when it did not say. */
  serverFeatures(): readonly string[]
  hasServerFeature(ns: string): boolean
  /** Features of our own account (bare JID), e.g. `urn:xmpp:mam:2`. Known when the phase `presence` begins. */
  hasAccountFeature(ns: string): boolean
  /** What the client behind an available presence can do; null as long as it is unknown or did not verify (XEP-0115 §5.4). */
  capsOf(jid: FullJid): DiscoInfo | null
  /** capsOf(jid) has become known. Returns the removal. */
  onCaps(listener: (jid: FullJid) => void): () => void
  /** Somebody may see us now who could not before: asks the clients that were not asked for fear of telling them. */
  reconsiderCaps(): void
  /** Our server and its components whose answer fulfils the predicate, in the server's order. */
  findServices(predicate: (info: DiscoInfo) => boolean): Promise<FoundService[]>
}

export const disco = publicApi<DiscoApi>('disco')
