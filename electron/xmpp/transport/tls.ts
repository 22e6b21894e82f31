/**
 * TLS for both kinds (STARTTLS, direct) and for WebSockets: server name and identity are the given name, never the
 * connection's host (SAFETY.md P6). A bad certificate is read and reported; nothing is written before it is accepted.
 */
import { isIP, type Socket } from 'node:net'
import * as tls from 'node:tls'
import { domainToASCII } from 'node:url'
import type { CertificateInfo } from '#shared/model/connection'
import type { TlsFact } from '#shared/model/link-facts'
import { ConnectionFailure, failure, fromSystemError } from '../errors'
import { inspectCertificate, secureContext } from './certificate'
import { tlsFacts } from './tls-facts'

export interface TlsOptions {
  /** The name that the certificate must carry. */
  name: string
  alpn: string
  extraCa: readonly string[]
  /** What the user trusts although it fails: `FINGERPRINT NAME`; the fingerprint alone counts for every name. */
  acceptedFingerprints: readonly string[]
  /** No other certificate than this, also not one that checks out. */
  pinned?: string | null | undefined
  signal: AbortSignal
  /** Told of every handshake that brought a certificate, also of one that is refused. */
  onHandshake?: (fact: TlsFact) => void
}

export interface SecureSocket {
  socket: tls.TLSSocket
  certificate: CertificateInfo
}

export function secure(raw: Socket, options: TlsOptions): Promise<SecureSocket> {
  const host = domainToASCII(options.name) || options.name
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      socket: raw,
      secureContext: secureContext(options.extraCa),
      ...(isIP(host) ? {} : { servername: host }),
      ALPNProtocols: [options.alpn],
      minVersion: 'TLSv1.2',
      rejectUnauthorized: false, // judged below, so that the user can be shown the certificate
      checkServerIdentity: () => undefined,
    })
    const abort = () => give(failure('timeout', 'TLS handshake'))
    const onError = (error: Error) => give(asTlsFailure(error))
    const onClose = () => give(failure('tls-failed', 'closed during the handshake'))
    let seen: Omit<TlsFact, 'verdict'> | null = null
    const give = (outcome: ConnectionFailure | SecureSocket) => {
      const isRefused = outcome instanceof ConnectionFailure
      if (seen) options.onHandshake?.({ ...seen, verdict: isRefused ? 'refused' : outcome.certificate.problem === 'none' ? 'valid' : 'by-user' })
      options.signal.removeEventListener('abort', abort)
      socket.off('error', onError).off('close', onClose)
      if (!isRefused) return resolve(outcome)
      socket.on('error', () => {}) // it is being thrown away; an error more says nothing new
      socket.destroy()
      reject(outcome)
    }
    options.signal.addEventListener('abort', abort)
    socket.on('error', onError).on('close', onClose)
    socket.once('secureConnect', () => {
      const certificate = inspectCertificate(socket, host)
      if (!certificate) return give(failure('tls-failed', 'no certificate'))
      const { fingerprint } = certificate
      if (options.onHandshake) seen = tlsFacts(socket, { host, alpn: options.alpn, serverName: isIP(host) ? null : host, pinned: options.pinned ?? null })
      if (options.pinned && options.pinned !== fingerprint) return give(failure('certificate-changed', fingerprint))
      const trusted = [fingerprint, `${fingerprint} ${host}`]
      if (certificate.problem !== 'none' && !options.acceptedFingerprints.some((one) => trusted.includes(one))) {
        return give(new ConnectionFailure({ code: 'certificate', detail: certificate.problem, certificate }))
      }
      give({ socket, certificate })
    })
  })
}

function asTlsFailure(error: Error): ConnectionFailure {
  const found = fromSystemError(error, 'tls-failed')
  return found.code === 'closed' ? failure('tls-failed', found.problem.detail) : found
}
