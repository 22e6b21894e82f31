/** Forwarded stanzas. XEP-0297 version 1.0. Who may forward is the caller's to check: a wrapper is a claim like any other. */
import type { EpochMs } from '#shared/time'
import { child, children, NS_CLIENT, type Element } from '../element'
import { parseDelay } from './0203'

export const NS_FORWARD = 'urn:xmpp:forward:0'

export interface Forwarded {
  message: Element
  /** When it was sent first, in the word of the one who forwards. */
  stampMs: EpochMs | null
}

/** What is inside of one `<forwarded/>`; null when it is no message, or more than one. */
export function readForwarded(forwarded: Element): Forwarded | null {
  const [message, more] = children(forwarded, 'message', NS_CLIENT)
  if (!message || more || child(forwarded, 'iq', NS_CLIENT)) return null
  return { message, stampMs: parseDelay(forwarded)?.stampMs ?? null }
}

/** The one message inside `<forwarded/>`; null when there is none, or more than one. */
export function parseForwarded(parent: Element | null | undefined): Forwarded | null {
  const [forwarded, more] = children(parent, 'forwarded', NS_FORWARD)
  return forwarded && !more ? readForwarded(forwarded) : null
}
