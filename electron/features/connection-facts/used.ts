/** Stream features that Magpie makes use of. Where a namespace has versions only the one that is spoken counts (not `urn:xmpp:sm:2`). */
import type { LinkFacts } from '#shared/model/link-facts'

const USED = new Set([
  'urn:ietf:params:xml:ns:xmpp-tls',
  'urn:ietf:params:xml:ns:xmpp-sasl',
  'urn:xmpp:sasl-cb:0',
  'urn:ietf:params:xml:ns:xmpp-bind',
  'urn:ietf:params:xml:ns:xmpp-session', // where the server demands it
  'urn:xmpp:sm:3',
  'urn:xmpp:csi:0',
  'urn:xmpp:features:rosterver',
  'urn:xmpp:stream-limits:0',
  'http://jabber.org/protocol/caps',
  'http://jabber.org/features/iq-register',
])

export function usedOf({ attempts }: Pick<LinkFacts, 'attempts'>): string[] {
  const offered = attempts.flatMap(({ features, candidates }) =>
    [features, ...candidates.flatMap(({ tries }) => tries.flatMap(({ clear, secured }) => [clear, secured]))].flatMap((one) => one?.list ?? []))
  return [...new Set(offered.map(({ namespace }) => namespace))].filter((namespace) => USED.has(namespace))
}
