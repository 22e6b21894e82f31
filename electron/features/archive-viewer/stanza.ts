/** XEP-0313 1.1.3 for those who look at it: ends, filters by id, and what a result is about. Total. */
import { archiveNamespace, type ArchiveItem } from '#features/archive/public'
import type { ArchiveEnd, ArchiveFacts, ArchiveResult } from '#shared/model/archive-view'
import type { FormAnswer } from '#shared/model/form'
import { attr, child, childText, elements, nameOf, NS_CLIENT, nsOf, xml, type Element } from '#xmpp/element'
import { parseDateTime } from '#xmpp/xep/0082'
import type { ArchiveFilter } from './contract'

const MAX_SUMMARY = 300
const MAX_ID = 1000
const MAX_ADDRESS = 3072
const cut = (text: string | null) => text?.slice(0, MAX_ADDRESS) ?? null

export const factsOf = (features: readonly string[]): Pick<ArchiveFacts, 'namespace' | 'isExtended'> => {
  const namespace = archiveNamespace(new Set(features))
  return { namespace, isExtended: namespace !== null && features.includes(`${namespace}#extended`) }
}

export const buildMetadata = (ns: string): Element => xml('metadata', { xmlns: ns })

/** §5: both ends, or none at all. Null: neither. */
export function parseMetadata(iq: Element, ns: string): Exclude<ArchiveFacts['ends'], null> | null {
  const metadata = child(iq, 'metadata', ns)
  const end = (name: string): ArchiveEnd | null => {
    const el = child(metadata, name, ns)
    const id = attr(el, 'id')
    return el && id !== null ? { id: id.slice(0, MAX_ID), stampMs: parseDateTime(attr(el, 'timestamp')) } : null
  }
  if (!metadata) return null
  const [first, last] = [end('start'), end('end')]
  if (first && last) return { first, last }
  return elements(metadata).length === 0 ? 'empty' : null
}

/** §4.1.3: fields that an archive with `#extended` knows. */
export function idFilters({ beforeId, afterId, ids }: ArchiveFilter): FormAnswer[] {
  const one = (name: string, values: string[]) => (values.length > 0 ? [{ name, values }] : [])
  return [...one('before-id', beforeId ? [beforeId] : []), ...one('after-id', afterId ? [afterId] : []), ...one('ids', ids ?? [])]
}

export function resultOf({ id, stampMs, stanza }: ArchiveItem, index: number): ArchiveResult {
  const body = childText(stanza, 'body', NS_CLIENT)
  const inside = elements(stanza).slice(0, 20).map((el) => (nsOf(el) === NS_CLIENT ? nameOf(el) : `${nameOf(el)} (${nsOf(el)})`)).join(', ')
  return {
    index, id, stampMs, from: cut(attr(stanza, 'from')) ?? '', to: cut(attr(stanza, 'to')), type: cut(attr(stanza, 'type')) ?? 'normal',
    summary: (body ?? inside).slice(0, MAX_SUMMARY), hasBody: body !== null,
  }
}

/** With the id and the time it was given: the result around the message. */
export const wholeOf = ({ stanza }: ArchiveItem): Element => stanza.parent?.parent ?? stanza
