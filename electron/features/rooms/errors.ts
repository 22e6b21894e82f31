/** What a call answers when a room or its server refused. */
import type { RoomProblem } from '#shared/model/room'
import { fail, type CallError, type ErrorCode } from '#shared/result'
import type { StanzaError } from '#xmpp/types'

const CONDITIONS: Record<string, ErrorCode> = {
  offline: 'offline',
  timeout: 'timeout',
  forbidden: 'forbidden',
  'not-allowed': 'forbidden',
  'registration-required': 'forbidden',
  'item-not-found': 'not-found',
  gone: 'not-found',
  conflict: 'conflict',
  'feature-not-implemented': 'not-supported',
  'remote-server-not-found': 'remote-server',
  'remote-server-timeout': 'remote-server',
}

export const refused = (error: StanzaError, message: string): { ok: false; error: CallError } =>
  fail(CONDITIONS[error.condition] ?? 'refused', message, {
    condition: error.condition,
    ...(error.text ? { text: error.text } : {}),
  })

const PROBLEMS: Partial<Record<RoomProblem['code'], ErrorCode>> = {
  timeout: 'timeout',
  'nick-conflict': 'conflict',
  'not-found': 'not-found',
  gone: 'not-found',
  'service-gone': 'remote-server',
  banned: 'forbidden',
  'not-allowed': 'forbidden',
  'members-only': 'forbidden',
}
/** No problem: the connection went meanwhile. */
export const codeOf = (problem: RoomProblem | null): ErrorCode => (problem ? (PROBLEMS[problem.code] ?? 'refused') : 'offline')
