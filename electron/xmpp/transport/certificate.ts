/** Whom we trust, and what a certificate says (RFC 6125; SAFETY.md P6). */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'
import type { CertificateInfo } from '#shared/model/connection'
import type { EpochMs } from '#shared/time'

/** Where Linux and BSD systems keep their authorities; the first that exists counts. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/ca-bundle.pem', '/etc/ssl/cert.pem',
]

function readBundle(path: string | undefined): string[] {
  if (!path) return []
  try {
    return readFileSync(path, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  } catch {
    return [] // not this system's path; the built-in authorities remain
  }
}

function systemAuthorities(): string[] {
  // Node 22.15+ reads the stores of Windows and macOS too.
  const get = (tls as { getCACertificates?: (type: string) => string[] }).getCACertificates
  const fromSystem = get ? get('system') : []
  if (fromSystem.length > 0 || process.platform === 'win32') return fromSystem
  for (const path of [process.env['SSL_CERT_FILE'], ...BUNDLES]) {
    const found = readBundle(path)
    if (found.length > 0) return found
  }
  return []
}

let authorities: string[] | null = null
const contexts = new Map<string, tls.SecureContext>()

/** Built-in roots, the system's, those of NODE_EXTRA_CA_CERTS, and those given for this account. */
export function trustedAuthorities(extraCa: readonly string[]): string[] {
  authorities ??= [...new Set([...tls.rootCertificates, ...systemAuthorities(), ...readBundle(process.env['NODE_EXTRA_CA_CERTS'])])]
  return [...authorities, ...extraCa]
}

/** Kept per set of extra authorities: to build one takes ~20 ms. */
export function secureContext(extraCa: readonly string[]): tls.SecureContext {
  const key = extraCa.join('\n')
  const known = contexts.get(key)
  if (known) return known
  const context = tls.createSecureContext({ ca: trustedAuthorities(extraCa), minVersion: 'TLSv1.2' })
  contexts.set(key, context)
  return context
}

const PROBLEMS: Record<string, CertificateInfo['problem']> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  CERT_UNTRUSTED: 'unknown-authority',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
}

const nameText = (name: tls.Certificate | undefined) => {
  const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(', ') : value)
  return [one(name?.CN), one(name?.O)].filter(Boolean).join(', ')
}

function isSelfSigned(der: Buffer): boolean {
  const certificate = new X509Certificate(der)
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey)
}

/** The certificate of a finished handshake and what is wrong with it for this host. */
export function inspectCertificate(socket: tls.TLSSocket, host: string): CertificateInfo | null {
  const cert = socket.getPeerCertificate()
  if (!cert.fingerprint256) return null
  let problem: CertificateInfo['problem'] = 'none'
  if (!socket.authorized) problem = PROBLEMS[String(socket.authorizationError)] ?? 'other'
  else if (tls.checkServerIdentity(host, cert)) problem = 'wrong-host'
  if (problem === 'unknown-authority' && isSelfSigned(cert.raw)) problem = 'self-signed' // Electron's BoringSSL does not tell the two apart
  return {
    host,
    subject: nameText(cert.subject),
    issuer: nameText(cert.issuer),
    names: (cert.subjectaltname ?? '').split(', ').filter(Boolean).map((name) => name.replace(/^(DNS|IP Address):/, '')),
    validFromMs: Date.parse(cert.valid_from) as EpochMs,
    validToMs: Date.parse(cert.valid_to) as EpochMs,
    fingerprint: cert.fingerprint256,
    problem,
  }
}
