/** For the features that keep archives of their own (rooms): catching up, older history on request; and when the news are all in. */
import { publicApi } from '#core/feature'
import type { Conversation, ConversationKind } from '#shared/model/conversation'
import type { Result } from '#shared/result'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import type { CatchUp, CatchUpOptions, Outcome } from './catch-up'
import type { Older } from './contract'
import type { FetchPage } from './pages'

export { asFailure } from './older'
export { isOldestPage } from './query'
export { archiveNamespace, NS_MAM, type ArchiveItem, type ArchivePosition } from '#xmpp/xep/0313'
export type { CatchUp, Outcome }
export { isPutBack } from './refill'

/**
 * One page older than all we have of this conversation, stored and announced (`message.added`) before it answers. It must end: a
 * page of nothing new is either `start`, or the next call asks further back. Fails with `offline`, `timeout` … when it may be tried again.
 */
export type FetchOlder = (conversation: Conversation) => Promise<Result<Older>>

export interface OpenOptions extends Pick<CatchUpOptions, 'accepts' | 'maxNews' | 'onPage'> {
  /** Resolves when what was missed is in, or cannot be had. */
  newsAreIn: () => Promise<unknown>
}

export interface ArchiveApi {
  hasArchive(): boolean
  /** One page of the account's own, from nobody but it; nothing of it is stored. */
  page: FetchPage
  /** One page of any archive, of at most so many; nothing of it is stored. `ns`: the form in which it is announced. */
  look(archive: BareJid, ns: string, max: number): FetchPage
  /** Who answers `archive.older` for conversations of this kind. Without anybody the answer is `none`. */
  serveOlder(kind: ConversationKind, fetch: FetchOlder): void
  /** What was missed is in (again); told after every fresh session in which our server has an archive. */
  onLevel(listener: () => void): void
  /** Another archive than the account's own. `ns`: the form in which it is announced. */
  open(archive: BareJid, ns: string, options: OpenOptions): CatchUp
  /** As `noteLoss` of a catch-up, where there is no archive. */
  noteLoss(archive: BareJid, fromMs: EpochMs, toMs: EpochMs): void
}

export const archiveApi = publicApi<ArchiveApi>('archive')
