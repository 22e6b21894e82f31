/** Channel search on the wire: XEP-0433 version 0.1.0. Readers are total. */
import { localOf, parseBareJid } from '#shared/jid'
import type { FoundRoom, RoomSearchPage } from '#shared/model/room-search'
import { attr, child, children, childText, parseBoolean, parseCount, xml, type Element } from '#xmpp/element'
import { buildSubmit } from '#xmpp/xep/0004'
import { buildRsm, parseRsm } from '#xmpp/xep/0059'

export const NS_SEARCH = 'urn:xmpp:channel-search:0:search'
const PARAMS = 'urn:xmpp:channel-search:0:search-params'
const ORDER = 'urn:xmpp:channel-search:0:order'
const MAX_TEXT = 2000
const PAGE = 50

/** Only the fields that every service must know (§5.1): so its form need not be asked for. */
export function buildSearch(search: { words: string; order: 'users' | 'address'; after: string | null }): Element {
  const { words, order, after } = search
  const what = words === '' ? [{ name: 'all', values: ['true'] }] : [
    { name: 'q', values: [words] }, { name: 'sinname', values: ['true'] }, { name: 'sindescription', values: ['true'] },
  ]
  return xml(
    'search',
    { xmlns: NS_SEARCH },
    buildRsm({ max: PAGE, ...(after !== null && { after }) }),
    buildSubmit([...what, { name: 'key', values: [`{${ORDER}}${order === 'users' ? 'nusers' : 'address'}`] }], PARAMS),
  )
}

function parseItem(item: Element): FoundRoom | null {
  const jid = parseBareJid(attr(item, 'address'))
  if (!jid?.includes('@')) return null
  const text = (name: string) => (childText(item, name, NS_SEARCH) ?? '').trim().slice(0, MAX_TEXT)
  const type = text('service-type')
  if (type !== '' && type !== 'xep-0045') return null
  const open = child(item, 'is-open', NS_SEARCH)
  const anonymity = text('anonymity-mode')
  return {
    jid,
    name: text('name') || (localOf(jid) ?? jid),
    description: text('description'),
    language: text('language').slice(0, 35),
    occupantCount: parseCount(text('nusers')),
    // The example of the text has it empty, meaning yes.
    isOpen: open && (text('is-open') === '' || parseBoolean(text('is-open'))),
    isNonAnonymous: anonymity === '' ? null : anonymity !== 'muc_semianonymous', // unknown ones are to be taken for none (§5.2.1)
  }
}

/** Null when the answer is none. */
export function parseResult(iq: Element): RoomSearchPage | null {
  const result = child(iq, 'result', NS_SEARCH)
  if (!result) return null
  const items = children(result, 'item', NS_SEARCH)
  const page = parseRsm(result)
  const rooms = new Map(items.slice(0, 4 * PAGE).flatMap((item) => parseItem(item) ?? []).map((one) => [one.jid, one]))
  const isLast = items.length === 0 || (page?.count != null && page.firstIndex !== null && page.firstIndex + items.length >= page.count)
  return { rooms: [...rooms.values()], next: isLast ? null : (page?.last?.slice(0, 1000) ?? null), total: page?.count ?? null }
}
