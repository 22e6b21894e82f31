/** Presence as RFC 6121 §4.7 has it, and the invisible command (XEP-0186). */
import type { Availability, OwnAvailability } from '#shared/model/contact'
import type { EpochMs } from '#shared/time'
import { attr, child, childText, NS_CLIENT, xml, type Element } from '#xmpp/element'
import { formatDateTime, parseDateTime } from '#xmpp/xep/0082'

/** XEP-0186 version 0.14.0; `:0` is the form before, without `probe`. The newer first. */
export const NS_INVISIBLE = ['urn:xmpp:invisible:1', 'urn:xmpp:invisible:0'] as const
const NS_IDLE = 'urn:xmpp:idle:1'
const MAX_STATUS = 1000

const SHOWS = new Map<string, Availability>([['chat', 'chatty'], ['away', 'away'], ['xa', 'xa'], ['dnd', 'dnd']])
const SHOW_OF: Partial<Record<OwnAvailability, string>> = { chatty: 'chat', away: 'away', xa: 'xa', dnd: 'dnd' }

export interface ParsedPresence {
  availability: Availability
  status: string
  /** -128…127; 0 when missing or nonsense. */
  priority: number
  /** XEP-0319: nobody has touched it since. */
  idleSinceMs: EpochMs | null
}

/** An available or unavailable presence. Total: whatever is unknown counts as plainly online. */
export function parsePresence(stanza: Element): ParsedPresence {
  const isOffline = attr(stanza, 'type') !== null
  const show = childText(stanza, 'show', NS_CLIENT)?.trim() ?? ''
  const priority = childText(stanza, 'priority', NS_CLIENT)?.trim() ?? ''
  const number = /^[+-]?\d{1,3}$/.test(priority) ? Number(priority) : 0
  return {
    availability: isOffline ? 'offline' : (SHOWS.get(show) ?? 'online'),
    status: (childText(stanza, 'status', NS_CLIENT) ?? '').trim().slice(0, MAX_STATUS),
    priority: number >= -128 && number <= 127 ? number : 0,
    idleSinceMs: parseDateTime(attr(child(stanza, 'idle', NS_IDLE), 'since')),
  }
}

/** `show` and `status`. */
export function buildStatus(availability: OwnAvailability, signature: string): Element[] {
  const show = SHOW_OF[availability]
  const status = availability === 'invisible' ? '' : signature
  return [...(show ? [xml('show', {}, show)] : []), ...(status ? [xml('status', {}, status)] : [])]
}

/** XEP-0319 version 1.0.2. */
export const buildIdle = (sinceMs: EpochMs): Element => xml('idle', { xmlns: NS_IDLE, since: formatDateTime(sinceMs) })

/** Messages to the bare JID go to the device in use (RFC 6121 §8.5.2.1). */
export function buildPriority(availability: OwnAvailability): Element {
  return xml('priority', {}, availability === 'away' || availability === 'xa' ? '0' : '5')
}

export const buildPresence = (children: Element[]): Element => xml('presence', {}, children)
export const buildUnavailable = (): Element => xml('presence', { type: 'unavailable' })

/** With `probe` the server goes on to fetch the contacts' presences for us. */
export const buildInvisible = (ns: string): Element => xml('invisible', { xmlns: ns, probe: ns === NS_INVISIBLE[0] ? 'true' : null })
export const buildVisible = (ns: string): Element => xml('visible', { xmlns: ns })
