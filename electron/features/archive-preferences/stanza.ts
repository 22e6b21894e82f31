/** XEP-0441 §2.1 simple configuration. */
import { parseJid, type Jid } from '#shared/jid'
import { attr, child, children, isNamed, textOf, xml, type Element } from '#xmpp/element'
import type { ArchivePreferences } from './contract'

/** Of XEP-0313: the preferences were once part of it. */
export const NS_MAM = 'urn:xmpp:mam:2'
const DEFAULTS = ['always', 'roster', 'never'] as const

export const buildGet = (): Element => xml('prefs', { xmlns: NS_MAM })

export function buildSet(preferences: ArchivePreferences): Element {
  const list = (name: 'always' | 'never') => xml(name, {}, preferences[name].map((jid) => xml('jid', {}, jid)))
  return xml('prefs', { xmlns: NS_MAM, default: preferences.default }, list('always'), list('never'))
}

/** Null when it is none. A list that is missing is an empty one (§2.1.2, §2.1.3); what is no address in it is left out. */
export function parsePreferences(reply: Element): ArchivePreferences | null {
  const prefs = child(reply, 'prefs', NS_MAM)
  const chosen = DEFAULTS.find((one) => one === attr(prefs, 'default'))
  if (!isNamed(prefs, 'prefs', NS_MAM) || !chosen) return null
  const list = (name: string): Jid[] =>
    children(child(prefs, name, NS_MAM), 'jid', NS_MAM).flatMap((one) => parseJid(textOf(one).trim()) ?? [])
  return { default: chosen, always: list('always'), never: list('never') }
}
