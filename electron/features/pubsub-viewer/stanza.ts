/** XEP-0060 1.30.0 as it came. Total. */
import type { DataForm } from '#shared/model/form'
import type { PubsubAccess, PubsubAffiliation, PubsubItem, PubsubSubscription } from '#shared/model/pubsub-view'
import { attr, child, children, elements, nameOf, nsOf, xml, type Element } from '#xmpp/element'
import { findForm } from '#xmpp/xep/0004'
import { buildRsm, parseRsm, type PageInfo } from '#xmpp/xep/0059'
import { NS_OWNER, NS_PUBSUB, optionsForm, parseNodeItems, PUBLISH_OPTIONS } from '#xmpp/xep/0223'

/** Of a page, where the service pages. */
const PAGE = 100
const MAX_CHARS = 3000
/** Of lists of people. */
const MAX_LISTED = 10_000
const cut = (text: string | null) => (text ?? '').slice(0, MAX_CHARS)
const cutOrNull = (text: string | null) => (text === null ? null : cut(text))

const pubsub = (...inside: (Element | null)[]) => xml('pubsub', { xmlns: NS_PUBSUB }, ...inside)
const ofOwner = (...inside: (Element | null)[]) => xml('pubsub', { xmlns: NS_OWNER }, ...inside)

/** §6.5.8: with paging for those who know it. */
export const buildItems = (node: string, after: string | null): Element => pubsub(xml('items', { node }), buildRsm({ max: PAGE, ...(after !== null && { after }) }))

export function parseItems(iq: Element, node: string): { els: Element[]; set: PageInfo | null } | null {
  const els = parseNodeItems(iq, node)
  return els && { els, set: parseRsm(child(iq, 'pubsub', NS_PUBSUB)) }
}

export const payloadOf = (item: Element): Element | null => elements(item)[0] ?? null

export function itemOf(el: Element, index: number): PubsubItem {
  const payload = payloadOf(el)
  const id = attr(el, 'id')
  // One that is too long to be shown is not to be taken for another.
  return { index, id: id !== null && id.length <= MAX_CHARS ? id : null, publisher: cutOrNull(attr(el, 'publisher')), payload: payload && { name: cut(nameOf(payload)), namespace: cut(nsOf(payload)) } }
}

export const buildConfigGet = (node: string) => ofOwner(xml('configure', { node }))
export const buildAffiliationsGet = (node: string) => ofOwner(xml('affiliations', { node }))
export const buildSubscriptionsGet = (node: string) => ofOwner(xml('subscriptions', { node }))

const owned = (iq: Element, name: string) => child(child(iq, 'pubsub', NS_OWNER), name, NS_OWNER)
export const parseConfig = (iq: Element): DataForm | null => findForm(owned(iq, 'configure'))

export function parseAffiliations(iq: Element): PubsubAffiliation[] | null {
  const list = owned(iq, 'affiliations')
  return list && children(list, 'affiliation', NS_OWNER).slice(0, MAX_LISTED).map((el) => ({ jid: cut(attr(el, 'jid')), affiliation: cut(attr(el, 'affiliation')) }))
}

export function parseSubscriptions(iq: Element): PubsubSubscription[] | null {
  const list = owned(iq, 'subscriptions')
  return list && children(list, 'subscription', NS_OWNER).slice(0, MAX_LISTED).map((el) => ({ jid: cut(attr(el, 'jid')), subscription: cut(attr(el, 'subscription')), subid: cutOrNull(attr(el, 'subid')) }))
}

export const buildPublish = (node: string, id: string | null, payload: Element, access: PubsubAccess | null): Element =>
  pubsub(
    xml('publish', { node }, xml('item', { id }, payload)),
    access === null ? null : xml('publish-options', {}, optionsForm(PUBLISH_OPTIONS, { 'pubsub#persist_items': 'true', 'pubsub#access_model': access })),
  )
export const buildRetract = (node: string, id: string): Element => pubsub(xml('retract', { node, notify: 'true' }, xml('item', { id })))
export const buildPurge = (node: string): Element => ofOwner(xml('purge', { node }))
export const buildRemove = (node: string): Element => ofOwner(xml('delete', { node }))
