/**
 * What is older than all we have of one conversation, for somebody who scrolls up before the background history has come so far.
 * The same page size, sender checks and inbound stages as everything from the archive; what the history meets again it knows by id.
 */
import type { Session } from '#core/context'
import type { ConversationId } from '#shared/ids'
import { bareOf, parseJid, type BareJid } from '#shared/jid'
import type { Conversation, ConversationKind } from '#shared/model/conversation'
import { fail, ok, type CallError, type Result } from '#shared/result'
import type { EpochMs } from '#shared/time'
import { getConversation } from '#store/conversations'
import type { StanzaError } from '#xmpp/types'
import type { Older } from './contract'
import { backwards } from './places'
import type { FetchOlder } from './public'
import { isOldestPage, isUnknownId, type FetchPage } from './query'
import type { ArchivePosition } from '#xmpp/xep/0313'
import { createStorePage } from './store-page'
import { countSince, getCursor, oldestArchived, openGaps } from './table'

/** Pages without anything new (deleted here, or without words) that one call goes through. */
const MAX_PAGES = 5

const CODES: Partial<Record<string, CallError['code']>> = { offline: 'offline', timeout: 'timeout', forbidden: 'forbidden' }
export const asFailure = (error: StanzaError) =>
  fail(CODES[error.condition] ?? 'refused', `the archive refuses: ${error.condition}`, { condition: error.condition, ...(error.text && { text: error.text }) })

/** The call, whatever the kind of conversation. */
export function createOlderCalls(session: Pick<Session, 'db' | 'accountId'>) {
  const servants = new Map<ConversationKind, FetchOlder>()
  const running = new Map<ConversationId, Promise<Result<Older>>>()
  return {
    serve: (kind: ConversationKind, fetch: FetchOlder) => void servants.set(kind, fetch),
    /** Two windows that ask at once get one page. */
    fetch: (id: ConversationId): Promise<Result<Older>> | Result<Older> => {
      const conversation = getConversation(session.db, id)
      if (conversation?.accountId !== session.accountId) return fail('not-found', 'there is no such conversation')
      const fetch = servants.get(conversation.kind)
      if (!fetch) return ok({ added: 0, before: 'none' })
      const known = running.get(id)
      if (known) return known
      const mine = fetch(conversation).finally(() => running.delete(id))
      running.set(id, mine)
      return mine
    },
  }
}

export interface OwnOlderDeps {
  fetchPage: FetchPage
  hasArchive(): boolean
  /** Resolves when it is known what our server has, and what was missed is in or cannot be fetched now. */
  newsAreIn(): Promise<void>
}

/** Of our own archive: one-to-one conversations. */
export function createOwnOlder(session: Session, { fetchPage, hasArchive, newsAreIn }: OwnOlderDeps): { fetch: FetchOlder; reset(): void } {
  const { db, accountId, own, log } = session
  const storePage = createStorePage(session, own)
  /** Asked further back than to the oldest message that was kept, `oldest`; void when the background history brings an older one. */
  const asked = new Map<ConversationId, { oldest: string | null; before: string }>()
  const started = new Set<ConversationId>()
  const isOnline = () => session.connection.state.phase === 'online'

  /** Null: nothing is older. */
  const positionOf = (conversation: Conversation, peer: BareJid): ArchivePosition | null => {
    if (started.has(conversation.id)) return null
    // Nothing is missing but what the server has lost.
    if (getCursor(db, accountId, own) && openGaps(db, accountId, own).length === 0) return null
    const oldest = oldestArchived(db, conversation.id)?.archiveId ?? null
    const last = asked.get(conversation.id)
    return { before: last?.oldest === oldest ? last.before : (oldest ?? ''), with: peer }
  }

  const page = async (conversation: Conversation, peer: BareJid): Promise<Result<Older>> => {
    const position = positionOf(conversation, peer)
    if (!position) return ok({ added: 0, before: 'start' })
    let answer = await fetchPage(position)
    if (!answer.ok && isUnknownId(answer.error)) {
      // The archive does not know our oldest message any more: by time, up to the end of its second.
      const sentAtMs = oldestArchived(db, conversation.id)?.sentAtMs
      log('warn', 'the archive does not know our oldest message: asked by time', { id: position.before })
      if (sentAtMs !== undefined) answer = await fetchPage({ before: '', with: peer, endMs: (sentAtMs + 1000) as EpochMs })
    }
    if (!answer.ok) return asFailure(answer.error)
    const { items, first } = answer.page
    const isStart = isOldestPage(answer.page) || first === null || first === position.before
    const added = session.transaction(() => {
      const count = countSince(db, conversation.id)
      storePage(items, backwards(db, session.messageEvents.changed), false)
      return count()
    })
    if (isStart) started.add(conversation.id)
    else asked.set(conversation.id, { oldest: oldestArchived(db, conversation.id)?.archiveId ?? null, before: first })
    return ok({ added, before: isStart ? 'start' : 'more' })
  }

  return {
    reset: () => {
      asked.clear()
      started.clear()
    },
    fetch: async (conversation) => {
      if (!isOnline()) return fail('offline', 'not connected')
      // What was missed must not come in by this door: it would not be unread.
      await newsAreIn()
      const peer = parseJid(conversation.peer)
      if (!peer || (isOnline() && !hasArchive())) return ok({ added: 0, before: 'none' })
      for (let n = 1; ; n++) {
        if (!isOnline()) return fail('offline', 'not connected')
        const result = await page(conversation, bareOf(peer))
        if (!result.ok || result.value.added > 0 || result.value.before !== 'more' || n === MAX_PAGES) return result
      }
    },
  }
}
