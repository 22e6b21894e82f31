/** Why a connection failed: system errors, stream errors and SASL failures translated into our codes. */
import type { ConnectionErrorCode } from '#shared/model/connection'
import { child, elements, nameOf, NS_STREAMS, nsOf, textOf, type Element } from './element'
import type { ConnectionProblem } from './types'

export class ConnectionFailure extends Error {
  constructor(readonly problem: ConnectionProblem, readonly redirect: string | null = null) {
    super(problem.detail ? `${problem.code}: ${problem.detail}` : problem.code)
  }

  get code(): ConnectionErrorCode {
    return this.problem.code
  }
}

export const failure = (code: ConnectionErrorCode, detail?: string) => new ConnectionFailure({ code, detail })

/** Trying again by ourselves cannot help or would harm (lock-outs, SAFETY.md P11): the user has to act. */
const NEEDS_USER: readonly ConnectionErrorCode[] = [
  'no-service', 'no-tls', 'certificate', 'certificate-changed', 'password-needed', 'wrong-password', 'account-disabled', 'no-mechanism',
  'weaker-mechanism', 'downgraded', 'server-not-proved', 'login-failed', 'conflict', 'secret-store', 'proxy-login',
]
export const needsUser = (code: ConnectionErrorCode) => NEEDS_USER.includes(code)

/** Another address of the same server may do better; nothing of the account has been shown yet. */
const TRY_NEXT: readonly ConnectionErrorCode[] = [
  'host-not-found', 'refused', 'unreachable', 'timeout', 'not-xmpp', 'tls-failed', 'certificate', 'certificate-changed', 'closed', 'protocol', 'no-tls', 'proxy-unreachable', 'proxy-refused',
]
export const mayTryNextAddress = (code: ConnectionErrorCode) => TRY_NEXT.includes(code)

const SYSTEM: Record<string, ConnectionErrorCode> = {
  ENOTFOUND: 'host-not-found', EAI_AGAIN: 'unreachable', EAI_FAIL: 'unreachable', EAI_NODATA: 'host-not-found',
  ECONNREFUSED: 'refused', ENETUNREACH: 'unreachable', EHOSTUNREACH: 'unreachable', ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable', EACCES: 'unreachable', EPERM: 'unreachable', ETIMEDOUT: 'timeout',
  ECONNRESET: 'closed', EPIPE: 'closed', ECONNABORTED: 'closed', EPROTO: 'tls-failed',
}

export function fromSystemError(error: unknown, fallback: ConnectionErrorCode = 'closed'): ConnectionFailure {
  if (error instanceof ConnectionFailure) return error
  const { code = '', message } = error as NodeJS.ErrnoException
  const known = SYSTEM[code] ?? (/^ERR_(SSL|TLS)/.test(code) ? 'tls-failed' : fallback)
  return failure(known, code && !message.includes(code) ? `${message} (${code})` : message)
}

const STREAM: Record<string, ConnectionErrorCode> = {
  conflict: 'conflict', 'host-unknown': 'host-unknown', 'host-gone': 'host-unknown', 'policy-violation': 'policy',
  'not-authorized': 'closed', 'system-shutdown': 'shutdown', 'connection-timeout': 'closed', 'resource-constraint': 'policy',
}

/** `<stream:error/>` (RFC 6120 §4.9). A redirection counts only inside TLS (SAFETY.md P18). */
export function fromStreamError(el: Element, mayRedirect: boolean): ConnectionFailure {
  const condition = elements(el).find((one) => nsOf(one) === NS_STREAMS && nameOf(one) !== 'text')
  const name = condition ? nameOf(condition) : 'undefined-condition'
  const text = textOf(child(el, 'text', NS_STREAMS)).slice(0, 300)
  const redirect = mayRedirect && condition && name === 'see-other-host' ? textOf(condition).trim() : null
  return new ConnectionFailure({ code: STREAM[name] ?? 'stream-error', detail: text ? `${name}: ${text}` : name }, redirect)
}

const SASL: Record<string, ConnectionErrorCode> = {
  'not-authorized': 'wrong-password', 'account-disabled': 'account-disabled', 'credentials-expired': 'wrong-password',
  'temporary-auth-failure': 'temporary-failure',
}

/** `<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>` (RFC 6120 §6.5). */
export function fromSaslFailure(el: Element): ConnectionFailure {
  const condition = elements(el).find((one) => nameOf(one) !== 'text')
  const name = condition ? nameOf(condition) : 'undefined'
  const text = textOf(child(el, 'text', nsOf(el))).slice(0, 300)
  return failure(SASL[name] ?? 'login-failed', text ? `${name}: ${text}` : name)
}
