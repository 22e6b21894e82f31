/** Requests that others send us. Whoever may not ask learns nothing, not even that somebody is here (SAFETY.md P16). */
import { bareOf, domainOf, parseJid, type BareJid, type FullJid, type Jid } from '#shared/jid'
import type { Refuse } from '#shared/refusals'
import { attr, elements, nameOf, nsOf, xml, type Element } from './element'
import { buildErrorReply } from './stanza-error'
import type { ConnectionDeps, IqAudience, IqHandler } from './types'

interface Entry {
  audience: IqAudience
  handler: IqHandler
}

type Outcome = Awaited<ReturnType<IqHandler>>

export class IqAnswers {
  #entries = new Map<string, Entry>()

  constructor(readonly deps: Pick<ConnectionDeps, 'isContact' | 'log' | 'guard'> & { refuse: Refuse }) {}

  on(type: 'get' | 'set', name: string, ns: string, entry: Entry): () => void {
    const key = `${type} {${ns}}${name}`
    this.#entries.set(key, entry)
    return () => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
    }
  }

  /** Answers one `get` or `set`, at once when the handler does: answers go out in the order of the stream. */
  handle(stanza: Element, own: FullJid, write: (reply: Element) => void): void {
    const id = attr(stanza, 'id')
    const type = attr(stanza, 'type')
    if (!id || (type !== 'get' && type !== 'set')) return
    const from = attr(stanza, 'from') === null ? bareOf(own) : parseJid(attr(stanza, 'from'))
    const payload = elements(stanza)
    const entry = payload.length === 1 ? this.#entries.get(`${type} {${nsOf(payload[0]!)}}${nameOf(payload[0]!)}`) : undefined
    if (!from) return
    if (!entry || !this.#mayAsk(entry.audience, from, own)) {
      this.deps.refuse(entry ? 'R-ASK-STRANGER' : 'R-IQ-UNKNOWN', from)
      return write(buildErrorReply(stanza, 'service-unavailable'))
    }
    const reply = (outcome: Outcome) => write(buildReply(stanza, outcome))
    const broken = (error: unknown) => {
      this.deps.log('error', 'an answerer threw', { payload: payload[0]!.name.slice(0, 50), error: String((error as Error)?.stack ?? error) })
      this.deps.guard?.threw(stanza, String((error as Error)?.stack ?? error), false)
      reply({ error: 'internal-server-error' })
    }
    try {
      const outcome = entry.handler({ from, id, payload: payload[0]!, type })
      if (outcome instanceof Promise) outcome.then(reply).catch(broken)
      else reply(outcome)
    } catch (error) {
      broken(error)
    }
  }

  #mayAsk(audience: IqAudience, from: Jid, own: FullJid): boolean {
    const sender: BareJid = bareOf(from)
    if (sender === bareOf(own) || audience === 'everyone') return true
    if (audience === 'own-account') return false
    return from === domainOf(own) || (audience === 'contacts' && this.deps.isContact(sender))
  }
}

function buildReply(stanza: Element, outcome: Outcome): Element {
  if ('error' in outcome) return buildErrorReply(stanza, outcome.error, outcome.errorType, outcome.text)
  return xml('iq', { type: 'result', id: attr(stanza, 'id'), to: attr(stanza, 'from') }, outcome.result)
}
