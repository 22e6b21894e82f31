/** Archives besides the account's own, for the features that know whose they are. */
import { publicApi } from '#core/feature'
import type { BareJid } from '#shared/jid'
import type { CatchUp, CatchUpOptions, Outcome } from './catch-up'

export { archiveNamespace } from './stanza'
export type { CatchUp, Outcome }

export interface ArchiveApi {
  /** `ns`: the form in which it is announced. */
  open(archive: BareJid, ns: string, options: Pick<CatchUpOptions, 'accepts' | 'maxNewsPages'>): CatchUp
}

export const archiveApi = publicApi<ArchiveApi>('archive')
