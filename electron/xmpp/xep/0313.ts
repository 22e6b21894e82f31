/** Asking an archive and reading its answers (§4). XEP-0313 version 1.1.3. */
import { attr, child, children, parseBoolean, xml, type Element } from '../element'
import type { Jid } from '#shared/jid'
import type { FormAnswer } from '#shared/model/form'
import type { EpochMs } from '#shared/time'
import { buildSubmit } from './0004'
import { buildRsm, parseRsm, type PageInfo, type PageRequest } from './0059'
import { formatDateTime } from './0082'
import { parseForwarded } from './0297'

export const NS_MAM = 'urn:xmpp:mam:2'
/** Best first. The older one differs in nothing that is used here. */
const NAMESPACES = [NS_MAM, 'urn:xmpp:mam:1']
/** In which of its forms an archive is announced; null: there is none. */
export const archiveNamespace = (features: ReadonlySet<string>): string | null => NAMESPACES.find((ns) => features.has(ns)) ?? null
const MAX_ID_CHARS = 1024

export interface ArchivePosition extends PageRequest {
  /** Nothing before this time. */
  startMs?: EpochMs
  /** Nothing after this time. */
  endMs?: EpochMs
  /** Only what was exchanged with this address. */
  with?: Jid
  /** Further fields of the form, where the archive has them. */
  filters?: readonly FormAnswer[]
}

/** COMPAT(openfire 4.7.5): never answers a query without a form, so there always is one. */
export function buildQuery(queryId: string, { startMs, endMs, with: peer, filters: more = [], ...page }: ArchivePosition, ns = NS_MAM): Element {
  const filter = (name: string, value: string | undefined) => (value === undefined ? [] : [{ name, values: [value] }])
  const time = (ms: EpochMs | undefined) => (ms === undefined ? undefined : formatDateTime(ms))
  const filters = [...filter('with', peer), ...filter('start', time(startMs)), ...filter('end', time(endMs)), ...more]
  return xml('query', { xmlns: ns, queryid: queryId }, buildSubmit(filters, ns), buildRsm(page))
}

export interface ArchiveItem {
  id: string
  /** Null when the archive does not say. */
  stampMs: EpochMs | null
  stanza: Element
}

/** Is this message an answer to a query, or pretends to be? */
const resultsOf = (message: Element) => NAMESPACES.flatMap((ns) => children(message, 'result', ns))
export const isResult = (message: Element): boolean => resultsOf(message).length > 0
export const queryIdOf = (message: Element): string | null => attr(resultsOf(message)[0], 'queryid')

/** Null when it is not well-formed. */
export function parseResult(message: Element): ArchiveItem | null {
  const results = resultsOf(message)
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
  const fin = NAMESPACES.map((ns) => child(reply, 'fin', ns)).find((found) => found)
  if (!fin) return null
  const page = parseRsm(fin) ?? { first: null, firstIndex: null, last: null, count: null }
  return { ...page, isComplete: parseBoolean(attr(fin, 'complete')) ?? false }
}
