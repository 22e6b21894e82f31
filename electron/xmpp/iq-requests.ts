/** Our requests and their answers. An answer counts only from whom was asked (SAFETY.md P9); ids cannot be guessed. */
import { randomUUID } from 'node:crypto'
import { bareOf, domainOf, parseJid, type FullJid, type Jid } from '#shared/jid'
import { attr, xml, type Element } from './element'
import { localError, parseStanzaError } from './stanza-error'
import type { IqReply, IqRequest } from './types'

interface Pending {
  to: Jid | null
  settle(reply: IqReply): void
}

const TIMEOUT_MS = 30_000

export class IqRequests {
  #pending = new Map<string, Pending>()

  /** `write` returns false when the request cannot be written. */
  request(iq: IqRequest, write: (stanza: Element) => boolean): Promise<IqReply> {
    const id = randomUUID()
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ ok: false, error: localError('timeout') }), iq.timeoutMs ?? TIMEOUT_MS)
      const settle = (reply: IqReply) => {
        clearTimeout(timer)
        this.#pending.delete(id)
        resolve(reply)
      }
      this.#pending.set(id, { to: iq.to ?? null, settle })
      if (!write(xml('iq', { type: iq.type, id, to: iq.to }, iq.payload))) settle({ ok: false, error: localError('offline') })
    })
  }

  /** Takes an answer (`result` or `error`); false when nobody waits for it from this sender (R-ANSWER-SENDER). */
  answer(stanza: Element, own: FullJid): boolean {
    const pending = this.#pending.get(attr(stanza, 'id') ?? '')
    if (!pending || !isFrom(attr(stanza, 'from'), pending.to, own)) return false
    if (attr(stanza, 'type') === 'result') pending.settle({ ok: true, value: stanza })
    else pending.settle({ ok: false, error: parseStanzaError(stanza) })
    return true
  }

  /** The session is over: nobody will answer any more. */
  endAll(): void {
    for (const pending of [...this.#pending.values()]) pending.settle({ ok: false, error: localError('offline') })
  }
}

/**
 * May an answer to a request to `to` come from `from`? Whatever has no `from` comes from our own server (RFC 6120 §8.1.2.1).
 * For our own account servers answer in its bare address, in our full one or in their own.
 */
function isFrom(from: string | null, to: Jid | null, own: FullJid): boolean {
  const account = bareOf(own)
  const isOwn = to === null || to === account
  if (from === null) return isOwn || to === domainOf(own) || to === own
  const sender = parseJid(from)
  if (sender === null) return false
  return sender === to || (isOwn && (sender === account || sender === own)) || (to === null && sender === domainOf(own))
}
