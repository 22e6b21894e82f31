/** What the connection page shows: a link that has been there for a while, one that is cut again and again, a certificate that was refused, nothing. */
import type { ConnectionFacts } from '#shared/model/connection-facts'
import type { AttemptFact, CertificateFact, StreamFeaturesFact, TlsFact } from '#shared/model/link-facts'
import type { EpochMs } from '#shared/time'
import { account, ago, online } from './fixture'

const day = (text: string) => Date.parse(text) as EpochMs
const hex = (seed: number) => Array.from({ length: 32 }, (_, i) => ((i * 37 + seed) % 256).toString(16).toUpperCase().padStart(2, '0')).join(':')

const features = (list: [name: string, namespace: string][], mechanisms: string[] = [], bindings: string[] | null = null): StreamFeaturesFact => ({
  list: list.map(([name, namespace]) => ({ name, namespace })), mechanisms, bindings,
  lines: list.map(([name, namespace]) => ({
    depth: 1, parts: [{ kind: 'mark', text: '<' }, { kind: 'name', text: name }, { kind: 'mark', text: ' ' }, { kind: 'attribute', text: 'xmlns' }, { kind: 'mark', text: '="' }, { kind: 'namespace', text: namespace }, { kind: 'mark', text: '"/>' }],
  })),
})
const TLS = 'urn:ietf:params:xml:ns:xmpp-tls'
const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl'
const clear = features([['starttls', TLS], ['mechanisms', SASL], ['compression', 'http://jabber.org/features/compress'], ['register', 'http://jabber.org/features/iq-register']], ['PLAIN', 'SCRAM-SHA-1'])
const secured = features([['mechanisms', SASL], ['sasl-channel-binding', 'urn:xmpp:sasl-cb:0']], ['SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256', 'SCRAM-SHA-1-PLUS', 'SCRAM-SHA-1', 'PLAIN'], ['tls-exporter', 'tls-server-end-point'])
const after = features([
  ['bind', 'urn:ietf:params:xml:ns:xmpp-bind'], ['session', 'urn:ietf:params:xml:ns:xmpp-session'], ['sm', 'urn:xmpp:sm:2'], ['sm', 'urn:xmpp:sm:3'], ['csi', 'urn:xmpp:csi:0'],
  ['ver', 'urn:xmpp:features:rosterver'], ['sub', 'urn:xmpp:features:pre-approval'], ['c', 'http://jabber.org/protocol/caps'], ['limits', 'urn:xmpp:stream-limits:0'], ['wonder', 'urn:example:a-namespace-that-nobody-knows-and-that-goes-on-and-on'],
])

const certificate = (subject: string, issuer: string, seed: number, more: Partial<CertificateFact> = {}): CertificateFact => ({
  subject, issuer, names: [], serial: `03A${seed}F4490C1B`, validFromMs: day('2026-10-02'), validToMs: day('2027-01-01'), fingerprint: hex(seed), key: 'EC prime256v1', isAuthority: true, ...more,
})
const own = certificate('CN=xmpp.example.org', 'CN=E7, O=Let’s Encrypt, C=US', 11, { names: ['example.org', 'xmpp.example.org', 'rooms.example.org', 'a-very-long-name-of-a-host.in-a-department.example.org'], isAuthority: false })
const chain = [own, certificate('CN=E7, O=Let’s Encrypt, C=US', 'CN=ISRG Root X1, O=Internet Security Research Group, C=US', 23, { key: 'EC secp384r1' }), certificate('CN=ISRG Root X1, O=Internet Security Research Group, C=US', 'CN=ISRG Root X1, O=Internet Security Research Group, C=US', 54, { key: 'RSA 4096', validToMs: day('2035-06-04') })]
const fine = { outcome: 'passed', detail: null } as const
const tls: TlsFact = {
  version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', bits: 256, keyExchange: 'X25519', alpn: { asked: 'xmpp-client', given: 'xmpp-client' }, serverName: 'example.org', canExport: true, chain,
  checks: { name: fine, authority: fine, dates: fine, pin: { outcome: 'not-asked', detail: null } }, verdict: 'valid',
}
const refusedTls: TlsFact = {
  ...tls, version: 'TLSv1.2', cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', bits: 128, alpn: { asked: 'xmpp-client', given: null }, canExport: false, verdict: 'refused',
  chain: [certificate('CN=old-host.example.net', 'CN=old-host.example.net', 11, { key: 'RSA 2048', names: ['old-host.example.net'], validFromMs: day('2024-01-01'), validToMs: day('2025-01-01'), isAuthority: false })],
  checks: {
    name: { outcome: 'failed', detail: 'Host: example.org. is not in the cert’s altnames: DNS:old-host.example.net' }, authority: { outcome: 'unknown', detail: 'CERT_HAS_EXPIRED' },
    dates: { outcome: 'failed', detail: 'CN=old-host.example.net' }, pin: { outcome: 'not-asked', detail: null },
  },
}

const attempt = (minutes: number, more: Partial<AttemptFact> = {}): AttemptFact => ({
  atMs: ago(minutes), tookMs: 412,
  srv: [
    { name: '_xmpp-client._tcp.example.org', error: null, records: [{ host: 'xmpp.example.org', port: 5222, priority: 5, weight: 10 }, { host: 'backup.a-rather-long-host-name.example.org', port: 5222, priority: 20, weight: 0 }] },
    { name: '_xmpps-client._tcp.example.org', error: 'ENOTFOUND', records: [] },
  ],
  hostMeta: [],
  candidates: [
    {
      source: 'srv', kind: 'starttls', host: 'xmpp.example.org', port: 5222, url: null,
      tries: [
        { address: '203.0.113.8', proxy: null, afterMs: 260, failure: { code: 'refused', detail: 'connect ECONNREFUSED 203.0.113.8:5222' }, tls: null, clear: null, secured: null },
        { address: '2001:db8:4::5222', proxy: null, afterMs: 281, failure: null, tls, clear, secured },
      ],
    },
    { source: 'srv', kind: 'starttls', host: 'backup.a-rather-long-host-name.example.org', port: 5222, url: null, tries: [] },
  ],
  login: { mechanism: 'SCRAM-SHA-256-PLUS', binding: 'tls-exporter', bindingFlag: 'p', iterations: 10_000, isOfferProved: true, isDone: true },
  features: after, outcome: 'online', failure: null, ...more,
})

const failedTls = (): AttemptFact => {
  const failure = { code: 'certificate', detail: 'wrong-host' } as const
  const [first, second] = attempt(1).candidates
  return attempt(1, {
    candidates: [{ ...first!, tries: [{ ...first!.tries[1]!, failure, tls: refusedTls, secured: null, clear: features([['starttls', TLS]]) }] }, second!],
    login: null, features: null, outcome: 'failed', failure,
  })
}

const base: ConnectionFacts = {
  attempts: [], links: [], resumes: [], roundTrips: [], losses: [], heartbeat: null, used: [], tally: account(online).tally,
  management: { isOn: false, id: null, maxMs: null, handled: 0, sent: 0, acknowledged: 0, unacknowledged: 0 },
}
const roundTrips = (count: number) => Array.from({ length: count }, (_, i) => ({ atMs: ago(95 - i * (90 / count)), ms: 24 + ((i * i * 7) % 31) + (i % 17 === 9 ? 180 : 0) }))

/** `kind`: `often` (cut and resumed), `refused` (the certificate), `offline` (nothing tried yet); else a calm link. */
export function linkFacts(kind: string | null): ConnectionFacts {
  const used = [...clear.list, ...secured.list, ...after.list].map(({ namespace }) => namespace).filter((namespace) => !/sm:2|pre-approval|compress|example/.test(namespace))
  if (kind === 'offline') return base
  if (kind === 'refused') return { ...base, used, attempts: [failedTls()] }
  const online: ConnectionFacts = {
    ...base, used, attempts: [attempt(95)], roundTrips: roundTrips(42),
    links: [{ onlineAtMs: ago(95), endedAtMs: null, server: 'xmpp.example.org:5222', address: '2001:db8:4::5222', isResumed: false, failure: null }],
    management: { isOn: true, id: 'a-secret-id-0123456789abcdef', maxMs: 600_000, handled: 41_207, sent: 3_918, acknowledged: 3_916, unacknowledged: 2 },
    heartbeat: { intervalMs: 240_000, survivedMs: 160_000, lostMs: 420_000, serverLimitMs: 360_000 },
  }
  if (kind !== 'often') return online
  const cuts = Array.from({ length: 30 }, (_, i) => i)
  const failure = { code: 'closed', detail: 'read ECONNRESET' } as const
  return {
    ...online,
    attempts: [...cuts.slice(0, 8).map((i) => attempt(90 - i * 10, i % 3 === 2 ? { outcome: 'failed', failure: { code: 'timeout', detail: null }, candidates: [], login: null, features: null } : {})), attempt(2)],
    links: [...cuts.map((i) => ({ onlineAtMs: ago(95 - i * 3), endedAtMs: ago(93 - i * 3), server: 'xmpp.example.org:5222', address: '2001:db8:4::5222', isResumed: i % 4 > 0, failure })), { ...online.links[0]!, onlineAtMs: ago(2), isResumed: true }],
    resumes: cuts.map((i) => ({ atMs: ago(93 - i * 3), outcome: i % 4 > 0 ? 'resumed' : 'refused', condition: i % 4 > 0 ? null : 'item-not-found', awayMs: 900 + i * 731, resent: i % 5, isRestored: i === 5 })),
    losses: [{ atMs: ago(60), silenceMs: 420_000 }, { atMs: ago(22), silenceMs: null }],
  }
}
