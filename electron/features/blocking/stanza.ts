/** XEP-0191 1.3 with the report of XEP-0377 0.4.1. */
import { parseJid, type Jid } from '#shared/jid'
import type { ReportReason } from '#shared/model/blocking'
import { attr, child, children, xml, type Element } from '#xmpp/element'

export const NS_BLOCKING = 'urn:xmpp:blocking'
export const NS_REPORTING = 'urn:xmpp:reporting:1'
/** More is an attack, or another program's list of the whole world. */
const MAX_ITEMS = 10_000

/** The addresses in `<block/>`, `<unblock/>` or `<blocklist/>`; what is none is left out. */
export const parseItems = (el: Element): Jid[] => [
  ...new Set(children(el, 'item', NS_BLOCKING).slice(0, MAX_ITEMS).flatMap((item) => parseJid(attr(item, 'jid')) ?? [])),
]

/** Null: no list. */
export function parseBlocklist(iq: Element): Jid[] | null {
  const list = child(iq, 'blocklist', NS_BLOCKING)
  return list && parseItems(list)
}

export const buildListGet = (): Element => xml('blocklist', { xmlns: NS_BLOCKING })

const buildReport = ({ reason, text }: { reason: ReportReason; text: string }) =>
  xml('report', { xmlns: NS_REPORTING, reason: `urn:xmpp:reporting:${reason}` }, text ? xml('text', {}, text) : null)

export const buildBlock = (jid: Jid, report: { reason: ReportReason; text: string } | null): Element =>
  xml('block', { xmlns: NS_BLOCKING }, xml('item', { jid }, report && buildReport(report)))

export const buildUnblock = (jid: Jid): Element => xml('unblock', { xmlns: NS_BLOCKING }, xml('item', { jid }))
