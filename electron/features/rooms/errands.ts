/**
 * Messages that a room (or a person) answers only when it refuses them. Stanzas to one address are handled in their order
 * (RFC 6120 §10.1), so a request sent behind the message comes back behind its refusal: until then it was refused or it stands.
 */
import { randomUUID } from 'node:crypto'
import { failureOf } from '#core/failure'
import { bareOf, type BareJid, type Jid } from '#shared/jid'
import { fail, ok, type Result } from '#shared/result'
import { attr, xml } from '#xmpp/element'
import { parseStanzaError } from '#xmpp/stanza-error'
import type { Element, StanzaError } from '#xmpp/types'
import { NS_DISCO_INFO } from '#xmpp/xep/0030'
import type { RoomsSession } from './registry'

export interface Errand {
  /** Who may refuse it. */
  to: Jid
  /** Whom to ask afterwards; default `to`. */
  askAfter?: Jid
  build(id: string): Element
  /** Refused after it had been taken for granted. */
  onLateRefusal?(error: StanzaError): void
}
export type SendErrand = (errand: Errand) => Promise<Result<null>>

/** Another server may take minutes to find out that nobody is there. */
const MAX_REMEMBERED = 200

export function createErrands(session: RoomsSession): { send: SendErrand; stop(): void } {
  const { connection } = session
  const waiting = new Map<string, { from: BareJid; refused: (error: StanzaError) => void }>()
  const remember = (id: string, entry: { from: BareJid; refused: (error: StanzaError) => void }) => {
    waiting.set(id, entry)
    const oldest = waiting.size > MAX_REMEMBERED ? [...waiting.keys()][0] : undefined
    if (oldest) waiting.delete(oldest)
  }

  session.inbound.on('trust', (message) => {
    const id = message.type === 'error' && message.source === 'live' ? attr(message.stanza, 'id') : null
    const entry = id === null ? undefined : waiting.get(id)
    if (!entry || id === null || entry.from !== bareOf(message.from)) return
    waiting.delete(id)
    entry.refused(parseStanzaError(message.stanza))
    return 'drop'
  })
  session.onEnded(() => waiting.clear())

  return {
    send: async ({ to, askAfter = to, build, onLateRefusal }) => {
      const id = randomUUID()
      let refusal: StanzaError | null = null
      remember(id, { from: bareOf(to), refused: (error) => (refusal = error) })
      if (!connection.send(build(id))) return fail('offline', 'not connected')
      const echo = await connection.request({ type: 'get', to: askAfter, payload: xml('query', { xmlns: NS_DISCO_INFO }) })
      if (refusal) return failureOf(refusal)
      if (!echo.ok && echo.error.condition === 'offline') return failureOf(echo.error)
      if (onLateRefusal) remember(id, { from: bareOf(to), refused: onLateRefusal })
      return ok(null)
    },
    stop: () => waiting.clear(),
  }
}
