/**
 * Where the own account is logged in, for the tester's workbench: those whose presence we have, and those the server names (XEP-0030, items of
 * the own address). Each is asked by XEP-0092 version 1.1 and XEP-0012 version 2.0; ended by the server's command (XEP-0133 version 1.3.1
 * §4.5, administrators only): the one way there is. Left out: ending several at once.
 */
import { ask, askWithRaw } from '#core/ask'
import type { Session } from '#core/context'
import { failureOf } from '#core/failure'
import { defineFeature } from '#core/feature'
import { disco } from '#features/disco/public'
import { buildPriority, parsePresence, presence } from '#features/presence/public'
import { bareOf, domainOf, isFullJid, type FullJid, type Jid } from '#shared/jid'
import type { OwnSession } from '#shared/model/own-sessions'
import { done, fail, ok } from '#shared/result'
import { child, NS_CLIENT, xml, type Element } from '#xmpp/element'
import { NS_LAST, parseLast } from '#xmpp/xep/0012'
import { NS_DISCO_ITEMS, parseDiscoItems } from '#xmpp/xep/0030'
import { NS_COMMANDS, runCommand } from '#xmpp/xep/0050'
import { buildVersionQuery, parseVersion } from '#xmpp/xep/0092'
import { parseCaps } from '#xmpp/xep/0115'
import { contract } from './contract'

const END_SESSION = 'http://jabber.org/protocol/admin#end-user-session'
/** COMPAT(ejabberd): it takes one at a time. */
const FIELDS = ['accountjids', 'accountjid']
/** More devices are an attack. */
const MAX_SESSIONS = 50

export const sessionsViewer = defineFeature({
  name: 'sessions-viewer',
  xeps: [{ id: '0133', version: '1.3.1', support: 'partial', note: 'ends sessions of the own account' }],
  requires: ['disco', 'presence'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { connection, own } = session
    const discovery = session.use(disco)
    const status = session.use(presence)
    /** Of the other ones, as it came last. */
    const presences = new Map<FullJid, Element>()
    status.onContact((from, stanza, isAvailable) => {
      if (bareOf(from) !== own || !isFullJid(from)) return
      if (!isAvailable) presences.delete(from)
      else if (presences.size < MAX_SESSIONS || presences.has(from)) presences.set(from, stanza)
    })
    session.onEnded(() => presences.clear())

    const items = async (to: Jid, node?: string) => {
      const asked = await ask(connection, { type: 'get', to, payload: xml('query', { xmlns: NS_DISCO_ITEMS, node }) }, (reply) => parseDiscoItems(child(reply, 'query', NS_DISCO_ITEMS)))
      return asked.ok ? asked.value.value : []
    }
    const server = domainOf(own)
    const canEnd = async () => (await items(server, NS_COMMANDS)).some(({ node }) => node === END_SESSION)
    const view = (jid: FullJid, stanza: Element | null): OwnSession => {
      const said = stanza && parsePresence(stanza)
      return {
        jid, isThis: jid === connection.jid, availability: said?.availability ?? null, status: said?.status ?? '', priority: said?.priority ?? null, idleSinceMs: said?.idleSinceMs ?? null,
        client: discovery.capsOf(jid)?.identities.find(({ category, name }) => category === 'client' && name)?.name ?? null, caps: parseCaps(stanza),
      }
    }
    const here = (): OwnSession[] => {
      if (connection.jid === null) return []
      const { availability, stanzaChildren } = status.current()
      // Invisible: the server was told nothing.
      const sent = availability === 'invisible' ? null : xml('presence', { xmlns: NS_CLIENT }, stanzaChildren(), buildPriority(availability))
      return [{ ...view(connection.jid, sent), client: session.info.name }]
    }
    return {
      calls: {
        'sessions.list': async () => {
          const [named, isAble] = await Promise.all([items(own), canEnd()])
          const seen = [...here(), ...[...presences].map(([jid, stanza]) => view(jid, stanza))]
          const known = new Set(seen.map(({ jid }) => jid))
          const rest = new Set(named.flatMap(({ jid, node }) => (node === null && isFullJid(jid) && bareOf(jid) === own && !known.has(jid) ? jid : [])))
          return ok({ sessions: [...seen, ...[...rest].slice(0, MAX_SESSIONS).map((jid) => view(jid, null))], canEnd: isAble })
        },
        'sessions.ask': async ({ jid }) => {
          if (bareOf(jid) !== own) return fail('bad-input', 'not the own address')
          const [version, idle] = await Promise.all([
            askWithRaw(connection, { type: 'get', to: jid, payload: buildVersionQuery() }, parseVersion),
            askWithRaw(connection, { type: 'get', to: jid, payload: xml('query', { xmlns: NS_LAST }) }, parseLast),
          ])
          return ok({ version, idle })
        },
        'sessions.end': async ({ jid }) => {
          if (bareOf(jid) !== own || !isFullJid(jid) || jid === connection.jid) return fail('bad-input', 'not another session of the own account')
          if (!(await canEnd())) return fail('not-supported', 'the server does not offer to end sessions')
          const outcome = await runCommand(connection, server, END_SESSION, (form) => {
            const field = form.fields.find(({ name }) => name !== null && FIELDS.includes(name))
            return field ? [{ name: field.name!, values: [jid] }] : null
          })
          return outcome.ok ? done : failureOf(outcome.error)
        },
      },
      snapshot: () => null,
    }
  },
})
