/** XEP-0313 §4 asking an archive and reading its answers. */
import { attr, child, children, isNamed, parseBoolean, xml, type Element } from '#xmpp/element'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import { buildSubmit } from '#xmpp/xep/0004'
import { buildRsm, parseRsm, type PageInfo, type PageRequest } from '#xmpp/xep/0059'
import { formatDateTime } from '#xmpp/xep/0082'
import { parseForwarded } from '#xmpp/xep/0297'

export const NS_MAM = 'urn:xmpp:mam:2'
const MAX_ID_CHARS = 1024

export interface ArchivePosition extends PageRequest {
  /** Nothing before this time. */
  startMs?: EpochMs
  /** Nothing after this time. */
  endMs?: EpochMs
  /** Only what was exchanged with this address. */
  with?: BareJid
}

/** COMPAT(openfire 4.7.5): never answers a query without a form, so there always is one. */
export function buildQuery(queryId: string, { startMs, endMs, with: peer, ...page }: ArchivePosition): Element {
  const filter = (name: string, value: string | undefined) => (value === undefined ? [] : [{ name, values: [value] }])
  const time = (ms: EpochMs | undefined) => (ms === undefined ? undefined : formatDateTime(ms))
  const filters = [...filter('with', peer), ...filter('start', time(startMs)), ...filter('end', time(endMs))]
  return xml('query', { xmlns: NS_MAM, queryid: queryId }, buildSubmit(filters, NS_MAM), buildRsm(page))
}

export interface ArchiveItem {
  id: string
  /** Null when the archive does not say. */
  stampMs: EpochMs | null
  stanza: Element
}

/** Is this message an answer to a query, or pretends to be? */
export const isResult = (message: Element): boolean => children(message, 'result', NS_MAM).length > 0
export const queryIdOf = (message: Element): string | null => attr(child(message, 'result', NS_MAM), 'queryid')

/** Null when it is not well-formed. */
export function parseResult(message: Element): ArchiveItem | null {
  const results = children(message, 'result', NS_MAM)
  const id = attr(results[0], 'id')
  const forwarded = parseForwarded(results[0])
  if (results.length !== 1 || !id || id.length > MAX_ID_CHARS || !forwarded || attr(forwarded.message, 'from') === null) return null
  return { id, stampMs: forwarded.stampMs, stanza: forwarded.message }
}

export interface Fin extends PageInfo {
  isComplete: boolean
}

/** The answer to the query itself. Without `<set/>` nothing is known but that the page is over. */
export function parseFin(reply: Element): Fin | null {
  const fin = child(reply, 'fin', NS_MAM)
  if (!isNamed(fin, 'fin', NS_MAM)) return null
  const page = parseRsm(fin) ?? { first: null, firstIndex: null, last: null, count: null }
  return { ...page, isComplete: parseBoolean(attr(fin, 'complete')) ?? false }
}
