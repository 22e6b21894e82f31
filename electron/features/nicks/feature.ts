/**
 * What people want to be called: XEP-0172 version 1.1, published for contacts and learnt from theirs; shown where the user gave
 * no remark. Left out: nicks in requests and messages of strangers (R-NICK: anybody can call himself as he likes).
 */
import type { Session } from '#core/context'
import { failureOf } from '#core/failure'
import { defineFeature } from '#core/feature'
import { isPersonsEvent } from '#core/trust'
import { roster } from '#features/roster/public'
import type { BareJid } from '#shared/jid'
import { MAX_NICK } from '#shared/model/profile'
import { done } from '#shared/result'
import { childText, xml } from '#xmpp/element'
import { publishPep } from '#xmpp/xep/0163'
import { parseNodeEvent } from '#xmpp/xep/0223'
import { contract } from './contract'
import type { NicksApi } from './public'
import { listNicks, migrations, putNick } from './table'

const NS_NICK = 'http://jabber.org/protocol/nick'

export const nicks = defineFeature({
  name: 'nicks',
  xeps: [{ id: '0172', version: '1.1', support: 'partial', note: 'of contacts and ourselves; not in requests or messages' }],
  requires: ['roster'],
  discoFeatures: [`${NS_NICK}+notify`],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { connection, db, accountId, own } = session
    const contacts = session.use(roster)

    const keep = (jid: BareJid, nick: string) =>
      session.transaction(() => {
        if (putNick(db, accountId, jid, nick)) session.publish('nick.changed', { accountId, jid, nick })
      })
    contacts.onChange((jids) => {
      for (const jid of jids) if (jid !== own && !contacts.get(jid)) keep(jid, '')
    })

    // Only accounts speak for themselves: a bare address, on the list.
    session.inbound.on('trust', (message) => {
      const event = parseNodeEvent(message.stanza, NS_NICK)
      if (!event) return
      if (!isPersonsEvent(message, (jid) => jid === own || contacts.get(jid) !== null)) return session.refuse('R-CONTACT-EVENT', message.from)
      const { from } = message
      const nick = childText(event.published.at(-1), 'nick', NS_NICK) ?? ''
      keep(from, nick.replace(/\s+/g, ' ').trim().slice(0, MAX_NICK))
      return 'drop'
    })

    const api: NicksApi = {
      setOwn: async (nick) => {
        const reply = await publishPep(connection, NS_NICK, 'current', xml('nick', { xmlns: NS_NICK }, nick), 'presence')
        if (!reply.ok) return failureOf(reply.error)
        keep(own, nick)
        return done
      },
    }
    return { calls: {}, snapshot: () => ({ nicks: listNicks(db, accountId) }), api }
  },
})
