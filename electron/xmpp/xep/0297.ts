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

/** The one message inside `<forwarded/>`; null when there is none, or more than one. */
export function parseForwarded(parent: Element | null | undefined): Forwarded | null {
  const all = children(parent, 'forwarded', NS_FORWARD)
  const messages = children(all[0], 'message', NS_CLIENT)
  const [message] = messages
  if (!message || all.length !== 1 || messages.length !== 1 || child(all[0], 'iq', NS_CLIENT)) return null
  return { message, stampMs: parseDelay(all[0])?.stampMs ?? null }
}
