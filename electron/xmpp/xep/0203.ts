/**
 * Delayed delivery. XEP-0203 version 2.0. A delay is a claim of whoever put it there: the caller says whom it believes
 * (own server, own account, the room), since anybody can forge one (SAFETY.md §2.1).
 */
import { parseJid, type Jid } from '#shared/jid'
import type { EpochMs } from '#shared/time'
import { attr, children, textOf, type Element } from '../element'
import { parseDateTime } from './0082'

export const NS_DELAY = 'urn:xmpp:delay'

export interface Delay {
  stampMs: EpochMs
  /** Who delayed it, as claimed; null when absent or no address. */
  from: Jid | null
  reason: string
}

/** Every well-formed delay of this element (a stanza, a `<forwarded/>`). */
export function parseDelays(parent: Element | null | undefined): Delay[] {
  return children(parent, 'delay', NS_DELAY).flatMap((el) => {
    const stampMs = parseDateTime(attr(el, 'stamp'))
    return stampMs === null ? [] : [{ stampMs, from: parseJid(attr(el, 'from')), reason: textOf(el) }]
  })
}

/** The first delay whose author the caller believes; without `isTrusted` the caller has to judge `from` afterwards. */
export function parseDelay(parent: Element | null | undefined, isTrusted: (from: Jid | null) => boolean = () => true): Delay | null {
  return parseDelays(parent).find((delay) => isTrusted(delay.from)) ?? null
}
