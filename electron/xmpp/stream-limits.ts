/** What the server says it will not take. XEP-0478 version 0.2.0. The limits before login do not concern us: we stay far below. */
import { childText, parseCount } from './element'
import type { Element } from './element'

const NS_LIMITS = 'urn:xmpp:stream-limits:0'

export interface StreamLimits {
  maxBytes: number | null
  idleMs: number | null
}

/** COMPAT(openfire 5.0.5): lists the element twice; the first counts. */
export function parseStreamLimits(features: readonly Element[]): StreamLimits {
  const limits = features.find((el) => el.name === 'limits' && el.attrs['xmlns'] === NS_LIMITS) ?? null
  const count = (name: string) => parseCount(childText(limits, name, NS_LIMITS)?.trim() ?? null) || null
  const idleSeconds = count('idle-seconds')
  return { maxBytes: count('max-bytes'), idleMs: idleSeconds && idleSeconds * 1000 }
}
