/** Requests of the tester's workbench: what came back, as it came. */
import type { Asked } from '#shared/model/services'
import { done, fail, ok, type Result } from '#shared/result'
import type { Connection, Element, IqRequest } from '#xmpp/types'
import { linesOf } from '#xmpp/xml-lines'
import { failureOf } from './failure'

/** Nobody else waits for these. */
const TIMEOUT_MS = 20_000
type Link = Pick<Connection, 'request'>

/** `parse`: the answer's iq → what is wanted of it; null: it holds no such thing. */
export async function ask<T>(connection: Link, iq: IqRequest, parse: (reply: Element) => T | null): Promise<Result<{ value: T; reply: Element }>> {
  const reply = await connection.request({ timeoutMs: TIMEOUT_MS, ...iq })
  if (!reply.ok) return failureOf(reply.error)
  const value = parse(reply.value)
  return value === null ? fail('remote-server', 'the answer is of another kind') : ok({ value, reply: reply.value })
}

/** With what stood on the wire, refusals too. */
export async function askWithRaw<T>(connection: Link, iq: IqRequest, parse: (reply: Element) => T | null): Promise<Asked<T>> {
  const reply = await connection.request({ timeoutMs: TIMEOUT_MS, ...iq })
  if (!reply.ok) return { value: null, error: failureOf(reply.error).error, raw: reply.error.element ? linesOf(reply.error.element) : [] }
  const value = parse(reply.value)
  const raw = linesOf(reply.value)
  return value === null ? { value: null, error: fail('remote-server', 'the answer is of another kind').error, raw } : { value, error: null, raw }
}

/** Something is changed there. */
export async function tell(connection: Link, iq: IqRequest): Promise<Result<null>> {
  const reply = await connection.request({ timeoutMs: TIMEOUT_MS, ...iq })
  return reply.ok ? done : failureOf(reply.error)
}
