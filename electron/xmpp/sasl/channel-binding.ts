/** Channel bindings of a TLS connection: tls-exporter (RFC 9266) and tls-server-end-point (RFC 5929 §4). */
import { createHash } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { ChannelBinding } from './mechanism'

/** Hash of the certificate's signature; MD5 and SHA-1 count as SHA-256. By DER of the object identifier. */
const SIGNATURES: Record<string, string> = {
  '2a864886f70d010104': 'sha256', '2a864886f70d010105': 'sha256', '2a864886f70d01010b': 'sha256', '2a864886f70d01010c': 'sha384',
  '2a864886f70d01010d': 'sha512', '2a8648ce3d0401': 'sha256', '2a8648ce3d040302': 'sha256', '2a8648ce3d040303': 'sha384',
  '2a8648ce3d040304': 'sha512',
}

/** Start and end of the content of the DER value at `at`. */
function content(der: Buffer, at: number): [number, number] {
  const first = der[at + 1] ?? 0
  if (first < 0x80) return [at + 2, at + 2 + first]
  const size = first & 0x7f
  const start = at + 2 + size
  return [start, start + (size > 0 && size <= 4 ? der.readUIntBE(at + 2, size) : 0)]
}

/** Null when the signature defines no hash (Ed25519, RSA-PSS): then this binding does not exist. */
export function serverEndPoint(certificate: Buffer): Buffer | null {
  const [inside] = content(certificate, 0)
  const [, afterBody] = content(certificate, inside) // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, … }
  const [algorithm] = content(certificate, afterBody)
  const hash = SIGNATURES[certificate.subarray(...content(certificate, algorithm)).toString('hex')]
  return hash ? createHash(hash).update(certificate).digest() : null
}

/**
 * `announced`: types the server names (XEP-0440 version 1.0.0), null when it names none. Then a -PLUS means tls-unique, which
 * TLS 1.3 has not: ejabberd 23.01 offers it there all the same and refuses every binding (seen), so none is tried.
 */
export function channelBinding(socket: TLSSocket | null, announced: readonly string[] | null): ChannelBinding | null {
  if (!socket) return null
  if (announced?.includes('tls-exporter') && canExport(socket)) {
    return { type: 'tls-exporter', data: socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0)) }
  }
  if (!announced?.includes('tls-server-end-point')) return null
  const certificate = socket.getPeerCertificate().raw
  const data = certificate ? serverEndPoint(certificate) : null
  return data && { type: 'tls-server-end-point', data }
}

/** RFC 9266 §3: with TLS 1.2 it would need a check of the extended master secret, which Node does not show. */
export const canExport = (socket: TLSSocket | null) => socket?.getProtocol() === 'TLSv1.3'
