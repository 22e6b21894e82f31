/** Streams of in-band bytes of all sessions: whose they are, and that nobody else writes into them. */
import type { Session } from '#core/context'
import { bareOf, type FullJid, type Jid } from '#shared/jid'
import type { IqHandler } from '#xmpp/types'
import type { Channel } from './channel'
import { IbbReceiver, IbbSender } from './ibb'
import { buildOpen, NS_IBB, parseData, parseIbb, parseSid, type Ibb } from './stanza'

const ANSWER_MS = 30_000

export function createInBand(session: Session) {
  const { clock, connection } = session
  const streams = new Map<string, { stream: IbbReceiver; opened: (isOpen: boolean) => void; isOpen: boolean }>()
  const keyOf = (peer: Jid, sid: string) => `${peer} ${sid}`

  const unknown = (from: Jid) => {
    session.refuse('R-SESSION-BYTES', from)
    return { error: session.isContact(bareOf(from)) ? 'item-not-found' : 'service-unavailable' }
  }
  const find = (from: Jid, sid: string | null) => (sid === null ? undefined : streams.get(keyOf(from, sid)))
  const on = (name: string, handler: IqHandler) => connection.onIq('set', name, NS_IBB, 'everyone', handler)

  on('open', ({ from, payload }) => {
    const asked = parseIbb(payload, 'open')
    const found = find(from, asked?.sid ?? null)
    if (!found || !asked) return unknown(from)
    if (found.isOpen || asked.blockSize > found.stream.blockSize) return { error: 'resource-constraint', errorType: 'modify' }
    found.isOpen = true
    // After the answer.
    queueMicrotask(() => found.opened(true))
    return { result: null }
  })
  on('data', async ({ from, payload }) => {
    const block = parseData(payload)
    const found = find(from, block?.sid ?? parseSid(payload))
    if (!found?.isOpen) return unknown(from)
    if (!block) {
      found.stream.destroy()
      return { error: 'bad-request', errorType: 'cancel' }
    }
    const refusal = await found.stream.push(block.seq, block.bytes)
    return refusal === null ? { result: null } : { error: refusal, errorType: 'cancel' }
  })
  on('close', ({ from, payload }) => {
    const found = find(from, parseSid(payload))
    if (!found) return unknown(from)
    found.stream.close()
    return { result: null }
  })

  return {
    open: async (peer: FullJid, ibb: Ibb): Promise<Channel | null> => {
      const reply = await connection.request({ type: 'set', to: peer, payload: buildOpen(ibb), timeoutMs: ANSWER_MS })
      if (!reply.ok) return null
      return new IbbSender(ibb.sid, ibb.blockSize, (payload, timeoutMs) => connection.request({ type: 'set', to: peer, payload, timeoutMs }), clock)
    },
    /** `forget` when the session is over. */
    await: (peer: FullJid, ibb: Ibb): Promise<Channel | null> =>
      new Promise((resolve) => {
        const stream = new IbbReceiver(ibb.sid, ibb.blockSize)
        streams.set(keyOf(peer, ibb.sid), { stream, isOpen: false, opened: (isOpen) => resolve(isOpen ? stream : null) })
      }),
    forget: (peer: FullJid, sid: string) => {
      const found = find(peer, sid)
      streams.delete(keyOf(peer, sid))
      found?.opened(false)
      found?.stream.close()
    },
  }
}
