/** Result set management: paging. XEP-0059 version 1.0. */
import { attr, child, childText, parseCount, textOf, xml, type Element } from '../element'

export const NS_RSM = 'http://jabber.org/protocol/rsm'

export interface PageRequest {
  max?: number
  /** Items after this id. */
  after?: string
  /** Items before this id; '' = the last page. */
  before?: string
  index?: number
}

export interface PageInfo {
  first: string | null
  /** Position of `first` in the whole set, when the server says so. */
  firstIndex: number | null
  last: string | null
  /** Size of the whole set, when the server says so (may be an estimate). */
  count: number | null
}

export function buildRsm(page: PageRequest): Element {
  const one = (name: string, value: string | number | undefined) =>
    value === undefined ? null : xml(name, {}, String(value))
  return xml('set', { xmlns: NS_RSM }, one('max', page.max), one('after', page.after), one('before', page.before), one('index', page.index))
}

/** Reads the `<set/>` inside this element; null when there is none. */
export function parseRsm(parent: Element | null | undefined): PageInfo | null {
  const set = child(parent, 'set', NS_RSM)
  if (!set) return null
  const first = child(set, 'first', NS_RSM)
  return {
    first: first && textOf(first),
    firstIndex: parseCount(attr(first, 'index')),
    last: childText(set, 'last', NS_RSM),
    count: parseCount(childText(set, 'count', NS_RSM)?.trim() ?? null),
  }
}
