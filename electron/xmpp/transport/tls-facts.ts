/** A finished TLS handshake in words and figures, for testers. Judges nothing: tls.ts does. */
import { X509Certificate } from 'node:crypto'
import * as tls from 'node:tls'
import type { CertificateFact, CheckFact, TlsFact } from '#shared/model/link-facts'
import { systemClock, type EpochMs } from '#shared/time'
import { canExport } from '../sasl/channel-binding'

/** A server could send any number. */
const MAX_CHAIN = 10
const DATES = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']

const KEY_NAMES: Record<string, string> = { rsa: 'RSA', ec: 'EC' }
const oneLine = (name: string | undefined) => (name ?? '').split('\n').filter(Boolean).join(', ').slice(0, 500)

function keyOf(certificate: X509Certificate): string {
  try {
    const { asymmetricKeyType = '', asymmetricKeyDetails: { modulusLength, namedCurve } = {} } = certificate.publicKey
    return [KEY_NAMES[asymmetricKeyType] ?? asymmetricKeyType, modulusLength ?? namedCurve].filter(Boolean).join(' ')
  } catch {
    return '' // a kind of key that this OpenSSL does not know
  }
}

function certificateFact(der: Buffer): CertificateFact | null {
  try {
    const certificate = new X509Certificate(der)
    return {
      subject: oneLine(certificate.subject), issuer: oneLine(certificate.issuer), serial: certificate.serialNumber, fingerprint: certificate.fingerprint256,
      names: (certificate.subjectAltName ?? '').split(', ').filter(Boolean).map((name) => name.replace(/^(DNS|IP Address):/, '')),
      validFromMs: Date.parse(certificate.validFrom) as EpochMs, validToMs: Date.parse(certificate.validTo) as EpochMs,
      key: keyOf(certificate), isAuthority: certificate.ca,
    }
  } catch {
    return null // not readable: the check of the authority has said so
  }
}

function chainOf(socket: tls.TLSSocket): CertificateFact[] {
  const chain: CertificateFact[] = []
  const seen = new Set<string>()
  let at: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  while (at?.raw && !seen.has(at.fingerprint256) && chain.length < MAX_CHAIN) {
    seen.add(at.fingerprint256)
    const fact = certificateFact(at.raw)
    if (fact) chain.push(fact)
    at = at.issuerCertificate
  }
  return chain
}

function datesOf(chain: readonly CertificateFact[], nowMs: number): CheckFact {
  const wrong = chain.find(({ validFromMs, validToMs }) => nowMs < validFromMs || nowMs > validToMs)
  return { outcome: wrong ? 'failed' : 'passed', detail: wrong?.subject ?? null }
}

function authorityOf(socket: tls.TLSSocket): CheckFact {
  if (socket.authorized) return { outcome: 'passed', detail: null }
  const error = socket.authorizationError as Error | string | null
  const code = (typeof error === 'string' ? error : ((error as NodeJS.ErrnoException | null)?.code ?? error?.message)) ?? null
  return { outcome: DATES.includes(code ?? '') ? 'unknown' : 'failed', detail: code }
}

/** `host`: the name the certificate is to be good for. */
export function tlsFacts(socket: tls.TLSSocket, asked: { host: string; alpn: string; serverName: string | null; pinned: string | null }): Omit<TlsFact, 'verdict'> {
  const chain = chainOf(socket)
  const cipher = socket.getCipher() as tls.CipherNameAndProtocol | undefined
  const exchange = socket.getEphemeralKeyInfo() as tls.EphemeralKeyInfo | null
  const wrongName = tls.checkServerIdentity(asked.host, socket.getPeerCertificate())
  const isPinned = asked.pinned !== null && asked.pinned === chain[0]?.fingerprint
  return {
    version: socket.getProtocol(),
    cipher: cipher?.standardName ?? cipher?.name ?? null,
    bits: bitsOf(cipher?.standardName ?? cipher?.name ?? ''),
    keyExchange: exchange && 'type' in exchange ? (exchange.name ?? exchange.type) : null,
    alpn: { asked: asked.alpn, given: socket.alpnProtocol || null },
    serverName: asked.serverName,
    canExport: canExport(socket),
    chain,
    checks: {
      name: { outcome: wrongName ? 'failed' : 'passed', detail: wrongName?.message ?? null },
      authority: authorityOf(socket),
      dates: datesOf(chain, systemClock.nowMs()),
      pin: asked.pinned === null ? { outcome: 'not-asked', detail: null } : { outcome: isPinned ? 'passed' : 'failed', detail: asked.pinned },
    },
  }
}

/** Of the cipher that carries the data, by its name. */
function bitsOf(name: string): number | null {
  const found = /(?:AES_?|ARIA|CAMELLIA_?)(128|192|256)/.exec(name.replaceAll('-', ''))?.[1]
  return found ? Number(found) : /CHACHA20/i.test(name) ? 256 : null
}
