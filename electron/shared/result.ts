/** The outcome of anything that may fail in a foreseen way. Nothing throws across a layer or a process. */
export type Result<T, E = CallError> = { ok: true; value: T } | { ok: false; error: E }

/** Why a call was not accepted. Codes are stable and have a sentence in every language; `message` is for the log. */
export type ErrorCode =
  | 'offline'
  | 'timeout'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'bad-input'
  | 'not-supported'
  | 'remote-server'
  | 'refused'
  | 'locked'
  | 'disk-full'
  | 'internal'

export interface CallError {
  code: ErrorCode
  message: string
  /** RFC 6120 condition when a server refused, so that the UI can be precise. */
  condition?: string
  /** The server's own words, shown as a quotation. */
  text?: string
  /** A feature's own reason, finer than `code`; its model lists them (room-admin: RoomAdminProblem). */
  problem?: string
}

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })
export const done: { ok: true; value: null } = { ok: true, value: null }
export const fail = (code: ErrorCode, message: string, more: Partial<CallError> = {}): { ok: false; error: CallError } => ({
  ok: false,
  error: { code, message, ...more },
})
