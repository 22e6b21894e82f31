/**
 * The contact list as the server has it, for the tester's workbench: RFC 6121 §2.1, asked whole, beside what features/roster has stored. What
 * is changed here reaches that one as from any other device: by the server's push.
 */
import { ask, tell } from '#core/ask'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { KeptPage } from '#core/kept-page'
import { NS_ROSTER, roster } from '#features/roster/public'
import { fail, ok } from '#shared/result'
import { xml, type Element } from '#xmpp/element'
import { contract } from './contract'
import { buildPut, buildRemove, compare, parseServerRoster, wholeOf } from './stanza'

/** A list of 10,000 takes a busy server a while. */
const TIMEOUT_MS = 60_000

export const rosterViewer = defineFeature({
  name: 'roster-viewer',
  xeps: [],
  requires: ['roster'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { connection } = session
    const contacts = session.use(roster)
    const kept = new KeptPage()
    const load = <T>(parse: (reply: Element) => T | null) => ask(connection, { type: 'get', payload: xml('query', { xmlns: NS_ROSTER }), timeoutMs: TIMEOUT_MS }, parse)
    return {
      calls: {
        'rosterViewer.load': async () => {
          const asked = await load(parseServerRoster)
          if (!asked.ok) return asked
          const { version, items } = asked.value.value
          return ok({ version, page: kept.keep(items.map(({ el }) => el)), entries: compare(items, contacts.list()) })
        },
        'rosterViewer.raw': ({ page, index }) => kept.raw(page, index),
        'rosterViewer.put': async ({ jid, name, groups }) => {
          const put = (payload: Element) => tell(connection, { type: 'set', payload })
          if (name !== null && groups !== null) return put(buildPut(jid, name, groups))
          // What is not changed goes back whole, as it is there now: what is shown of it may be cut, and another device may have changed it.
          const asked = await load((reply) => parseServerRoster(reply) && { now: wholeOf(reply, jid) })
          if (!asked.ok) return asked
          const { now } = asked.value.value
          return now ? put(buildPut(jid, name ?? now.name, groups ?? now.groups)) : fail('not-found', 'the contact is not there any more')
        },
        'rosterViewer.remove': ({ jid }) => tell(connection, { type: 'set', payload: buildRemove(jid) }),
      },
      snapshot: () => null,
    }
  },
})
