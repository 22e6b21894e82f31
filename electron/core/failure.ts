/** Turns the refusal of a request into the outcome of a call. */
import { fail, type CallError, type ErrorCode } from '#shared/result'
import type { StanzaError } from '#xmpp/types'

const CODES: Record<string, ErrorCode> = {
  offline: 'offline',
  timeout: 'timeout',
  forbidden: 'forbidden',
  'not-authorized': 'forbidden',
  'registration-required': 'forbidden',
  'subscription-required': 'forbidden',
  'item-not-found': 'not-found',
  gone: 'not-found',
  conflict: 'conflict',
  'bad-request': 'bad-input',
  'jid-malformed': 'bad-input',
  'feature-not-implemented': 'not-supported',
  'service-unavailable': 'not-supported',
  'remote-server-not-found': 'remote-server',
  'remote-server-timeout': 'remote-server',
}

/** Every other condition is `refused`; the condition and the server's words go along. */
export function failureOf(error: StanzaError): { ok: false; error: CallError } {
  const code = Object.hasOwn(CODES, error.condition) ? CODES[error.condition]! : 'refused'
  return fail(code, `${error.type} ${error.condition}`, { condition: error.condition, ...(error.text ? { text: error.text } : {}) })
}
