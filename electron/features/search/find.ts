/** The search itself: candidates from the index, newest first, each looked at, until a page is full. */
import type { AccountId, ConversationId } from '#shared/ids'
import type { Clock, EpochMs } from '#shared/time'
import type { MessageExtras } from '#shared/model/message-extras'
import type { FoundMessage } from '#shared/model/search'
import type { Db } from '#store/database'
import { excerptOf } from './excerpt'
import { turn } from './indexer'
import { isMatch, marksIn, parseQuery, quoteToken, type Query } from './match'
import { accountTag, candidates, conversationTag, kindTag, ownTag, searchable, senderTag, type Candidate, type MessageKind } from './table'

export interface Wanted {
  text: string
  accountIds: readonly AccountId[]
  conversationId?: ConversationId | undefined
  sender?: string | undefined
  isOwn?: boolean | undefined
  fromMs?: EpochMs | undefined
  untilMs?: EpochMs | undefined
  kind?: MessageKind | undefined
  before?: number | undefined
  limit: number
}

export interface Page {
  hits: FoundMessage[]
  next: number | null
}

/** How long the candidates are looked at in one go. */
const SLICE_MS = 12
/** Candidates of one query to the index, at most; the first ones are few, for nearly all of them match and each is a page of the disk. */
const MAX_CHUNK = 400

function expressionOf(required: readonly string[], wanted: Wanted): string {
  const tags = [
    ...(wanted.conversationId === undefined ? [] : [conversationTag(wanted.conversationId)]),
    ...(wanted.isOwn ? [ownTag] : []),
    ...(wanted.sender === undefined ? [] : [senderTag(wanted.sender)]),
    ...(wanted.kind === undefined ? [] : [kindTag(wanted.kind)]),
  ].map(quoteToken)
  const accounts = `(${wanted.accountIds.map((id) => quoteToken(accountTag(id))).join(' OR ')})`
  return [...required, ...tags, accounts].join(' AND ')
}

function foundMessage(query: Query, { place: _, body, extras, ...message }: Candidate): FoundMessage {
  const text = searchable(body, extras)
  const spoiler = extras === null ? undefined : (JSON.parse(extras) as MessageExtras).spoiler
  if (spoiler) return { ...message, excerpt: excerptOf('', []), covered: { hint: spoiler.hint }, marks: [] }
  const all = marksIn(query, text)
  return { ...message, excerpt: excerptOf(text, all), marks: text.startsWith(body) ? all.filter((mark) => mark.end <= body.length) : [] }
}

/** `isWanted`: false ends it, with what was found so far. */
export async function findMessages(db: Db, clock: Clock, wanted: Wanted, isWanted: () => boolean = () => true): Promise<Page> {
  const query = parseQuery(wanted.text)
  const hits: FoundMessage[] = []
  const isBare = query.terms.length === 0
  const hasFilter = [wanted.conversationId, wanted.sender, wanted.isOwn, wanted.kind, wanted.fromMs, wanted.untilMs].some((one) => one !== undefined)
  if (wanted.accountIds.length === 0 || (isBare && !hasFilter)) return { hits, next: null }
  const isRight = (one: Candidate) =>
    (wanted.conversationId === undefined || one.conversationId === wanted.conversationId) && wanted.accountIds.includes(one.accountId) && isMatch(query, searchable(one.body, one.extras))
  const from = wanted.fromMs ?? Number.MIN_SAFE_INTEGER
  let before = Math.min(wanted.before ?? Number.MAX_SAFE_INTEGER, wanted.untilMs ?? Number.MAX_SAFE_INTEGER)
  let began = clock.monotonicMs()
  // The first candidates by what is loosely required: when they do not fill the page, fewer match, and being exact is cheap.
  let size = query.loose.join() === query.required.join() ? wanted.limit + 10 : wanted.limit * 2
  for (let required = query.loose; ; required = query.required, size = Math.min(MAX_CHUNK, size * 2)) {
    const chunk = candidates(db, expressionOf(required, wanted), { from, before }, size)
    for (const one of chunk) {
      if (hits.length === wanted.limit) return { hits, next: before }
      before = one.place
      if (isRight(one)) hits.push(foundMessage(query, one))
    }
    if (chunk.length < size) return { hits, next: null }
    if (!isWanted()) return { hits, next: before }
    if (clock.monotonicMs() - began > SLICE_MS) {
      await turn()
      began = clock.monotonicMs()
    }
  }
}
