/**
 * How contacts and other own devices are there, and how we are.
 * RFC 6121 §4. XEP-0186 version 0.14.0 where the server has it; own-status.ts says what is lost where it has not.
 * XEP-0319 version 1.0.2: since when nobody has touched a device; ours from the moment the user says that he is away.
 * Probes are the server's business, but for a session resumed after a restart. Left out: privacy lists (XEP-0016, 0126: deprecated). Only presences of contacts and of
 * own devices are taken; rooms take those of their occupants.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { disco } from '#features/disco/public'
import { roster } from '#features/roster/public'
import { bareOf, isFullJid } from '#shared/jid'
import { done } from '#shared/result'
import { xml } from '#xmpp/element'
import { isOccupantPresence } from '#xmpp/xep/0045'
import { createContactPresences } from './contact-presences'
import { contract } from './contract'
import { createOwnStatus } from './own-status'
import type { ContactPresencesApi, PresenceApi } from './public'
import { parsePresence } from './stanza'

export const presence = defineFeature({
  name: 'presence',
  xeps: [
    { id: 'RFC 6121', version: '2011-03', support: 'partial', note: '§4; probes by the client only after a restart' },
    { id: '0186', version: '0.14.0', support: 'complete' },
    { id: '0319', version: '1.0.2', support: 'partial', note: 'sent when the user says that he is away' },
  ],
  requires: ['disco', 'roster'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { own, connection } = session
    const contacts = session.use(roster)
    const discovery = session.use(disco)
    const presences = createContactPresences(session, (jid) => {
      const info = isFullJid(jid) ? discovery.capsOf(jid) : null
      return info?.identities.find((identity) => identity.category === 'client' && identity.name)?.name ?? null
    })
    const status = createOwnStatus(session, discovery.hasServerFeature)
    const listeners: Parameters<ContactPresencesApi['onContact']>[0][] = []

    session.onPresence(({ from, type, stanza }) => {
      const jid = bareOf(from)
      if ((jid !== own && !contacts.get(jid)) || isOccupantPresence(stanza)) return false
      if (from === connection.jid) return true // our own, sent back
      if (type === null && status.isBlind()) return true // was under way when we said goodbye
      if (type === null || type === 'unavailable') for (const listener of listeners) listener(from, stanza, type === null)
      if (type === null) presences.put(from, parsePresence(stanza))
      else if (type === 'unavailable') presences.remove(from, parsePresence(stanza).status)
      else if (type === 'error') presences.remove(from, '') // his server does not know him or cannot be reached
      return true
    })

    contacts.onChange((jids) => {
      for (const jid of jids) if (!contacts.get(jid) && jid !== own) presences.drop(jid)
      discovery.reconsiderCaps()
    })
    discovery.onCaps((jid) => presences.touch(bareOf(jid)))
    status.onBlind(presences.clear)
    session.onOnline('presence', async () => {
      await status.announce()
      // Resumed after a restart, the server takes us for available already and asks nobody for us. To go and come back
      // would send messages of that moment to the offline store and out of their order.
      if (connection.state.phase !== 'online' || !connection.state.isResumed) return
      for (const { jid, subscription } of contacts.list()) {
        if (subscription === 'to' || subscription === 'both') connection.send(xml('presence', { type: 'probe', to: jid }))
      }
    })
    connection.on('resumed', () => void status.catchUp())
    session.onLogout(status.leave)
    session.onEnded(() => {
      status.ended()
      presences.clear()
    })

    const api: PresenceApi & ContactPresencesApi = {
      current: status.current,
      onChange: status.onChange,
      renew: status.renew,
      resourcesOf: presences.resourcesOf,
      onContact: (listener) => void listeners.push(listener),
    }
    return {
      calls: {
        'status.set': async ({ availability, signature }) => {
          await status.set(availability, signature)
          return done
        },
      },
      snapshot: () => ({ presences: presences.list(), status: status.view() }),
      api,
      stop: presences.stop,
    }
  },
})
