/** Service discovery answers. XEP-0030 version 2.5.0. Total readers; asking and answering is a feature's work. */
import { parseJid, type Jid } from '#shared/jid'
import type { DataForm } from '#shared/model/form'
import { attr, children, isNamed, xml, type Element } from '../element'
import { NS_FORM, parseForm } from './0004'

export const NS_DISCO_INFO = 'http://jabber.org/protocol/disco#info'
export const NS_DISCO_ITEMS = 'http://jabber.org/protocol/disco#items'

export interface DiscoIdentity {
  category: string
  type: string
  lang: string | null
  name: string | null
}

export interface DiscoInfo {
  node: string | null
  identities: DiscoIdentity[]
  /** As sent: XEP-0115 §5.4 must see duplicates. */
  features: string[]
  forms: DataForm[]
}

export interface DiscoItem {
  jid: Jid
  node: string | null
  name: string | null
}

/** `<query xmlns='…disco#info'/>`; null when it is none. */
export function parseDiscoInfo(query: Element | null | undefined): DiscoInfo | null {
  if (!isNamed(query, 'query', NS_DISCO_INFO)) return null
  return {
    node: attr(query, 'node'),
    identities: children(query, 'identity', NS_DISCO_INFO).flatMap((el) => {
      const category = attr(el, 'category')
      const type = attr(el, 'type')
      return category === null || type === null ? [] : [{ category, type, lang: attr(el, 'xml:lang'), name: attr(el, 'name') }]
    }),
    features: children(query, 'feature', NS_DISCO_INFO).flatMap((el) => attr(el, 'var') ?? []),
    forms: children(query, 'x', NS_FORM).flatMap((el) => parseForm(el) ?? []),
  }
}

/** `<query xmlns='…disco#items'/>`; null when it is none. Items without a valid address are skipped. */
export function parseDiscoItems(query: Element | null | undefined): DiscoItem[] | null {
  if (!isNamed(query, 'query', NS_DISCO_ITEMS)) return null
  return children(query, 'item', NS_DISCO_ITEMS).flatMap((el) => {
    const jid = parseJid(attr(el, 'jid'))
    return jid === null ? [] : [{ jid, node: attr(el, 'node'), name: attr(el, 'name') }]
  })
}

export function buildDiscoInfo(info: Pick<DiscoInfo, 'node' | 'identities' | 'features'>): Element {
  return xml(
    'query',
    { xmlns: NS_DISCO_INFO, node: info.node },
    info.identities.map((one) => xml('identity', { category: one.category, type: one.type, name: one.name, 'xml:lang': one.lang })),
    info.features.map((feature) => xml('feature', { var: feature })),
  )
}
