/**
 * The contact list.
 * RFC 6121 §2 (roster; §2.6 versions, formerly XEP-0237) and §3 (subscriptions). The list of the last time is kept and
 * shown before the connection is there. Left out: pre-approval (§3.4); items with a resource in their address.
 */
import type { Session } from '#core/context'
import { failureOf } from '#core/failure'
import { defineFeature } from '#core/feature'
import type { BareJid } from '#shared/jid'
import type { Contact } from '#shared/model/contact'
import { done, fail, type Result } from '#shared/result'
import { isNamed } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { createContactList } from './contact-list'
import { contract } from './contract'
import {
  buildRosterGet, buildRosterRemove, buildRosterSet, cleanGroups, isSubscriptionType, NS_ROSTER, NS_ROSTER_VERSIONS, parsePush, parseRoster,
} from './stanza'
import { createSubscriptions } from './subscriptions'
import { listContacts, listRequests, migrations, removeInvited } from './table'

/** A list of 10,000 takes a busy server a while. */
const GET_TIMEOUT_MS = 60_000
const SETS_AT_ONCE = 20

type Push = NonNullable<ReturnType<typeof parsePush>>

export const roster = defineFeature({
  name: 'roster',
  xeps: [{ id: 'RFC 6121', version: '2011-03', support: 'partial', note: '§2 with versions, §3; no pre-approval (§3.4)' }],
  contract,
  migrations,
  exported: (db, accountId) => listContacts(db, accountId).map((contact) => ({ type: 'contact', ...contact })),
  start: (session: Session<typeof contract>) => {
    const { connection, db, accountId, own } = session
    const list = createContactList(session)
    const subscriptions = createSubscriptions(session, list)
    /** Pushes since the list was asked for: one may come before the answer has been stored. They count last. */
    let meanwhile: Push[] | null = null

    const seesUs = (contact: Contact | null) => contact?.subscription === 'from' || contact?.subscription === 'both'
    session.decideContacts((jid) => seesUs(list.get(jid)))

    const applyPush = ({ contact, ver, isRemoved }: Push) => {
      if (isRemoved) {
        removeInvited(db, accountId, contact.jid)
        return list.remove(contact.jid, ver)
      }
      list.put(contact, ver)
      if (seesUs(contact)) subscriptions.forget(contact.jid)
    }

    // RFC 6121 §2.1.6: only from nobody or the own bare JID (SAFETY §2.1). To others it looks as if nobody were here.
    connection.onIq('set', 'query', NS_ROSTER, 'everyone', ({ from, payload }) => {
      if (from !== own) {
        session.refuse('R-ROSTER-SENDER', from)
        return { error: 'service-unavailable' }
      }
      const push = parsePush(payload)
      if (!push) return { error: 'bad-request' }
      meanwhile?.push(push)
      applyPush(push)
      return { result: null }
    })

    session.onOnline('before-presence', async () => {
      const { state } = connection
      const hasVersions = state.phase === 'online' && state.secure.streamFeatures.some((el) => isNamed(el, 'ver', NS_ROSTER_VERSIONS))
      meanwhile = []
      const payload = buildRosterGet(hasVersions ? list.version() : null)
      const reply = await connection.request({ type: 'get', payload, timeoutMs: GET_TIMEOUT_MS })
      const answer = reply.ok ? parseRoster(reply.value) : null
      if (answer === null) session.log('warn', 'no roster', { condition: reply.ok ? 'not a roster' : reply.error.condition })
      else if (answer !== 'unchanged') await list.replace(answer.contacts, answer.ver)
      const pushes = meanwhile
      meanwhile = null
      if (answer === null || answer === 'unchanged') return
      for (const push of pushes) applyPush(push)
      for (const { jid } of listRequests(db, accountId)) if (seesUs(list.get(jid))) subscriptions.forget(jid)
    })

    session.onPresence(({ from, type, stanza }) => {
      if (type === 'error') return subscriptions.fail(from)
      if (!isSubscriptionType(type)) return false
      subscriptions.receive(from, type, stanza)
      return true
    })

    const set = async (payload: Element): Promise<Result<null>> => {
      const reply = await connection.request({ type: 'set', payload })
      return reply.ok ? done : failureOf(reply.error)
    }
    const unknown = fail('not-found', 'he is not on the list')
    const known = (jid: BareJid, work: (contact: Contact) => Promise<Result<null>>) => {
      const contact = list.get(jid)
      return contact ? work(contact) : unknown
    }

    return {
      calls: {
        'contact.add': async ({ jid, name, groups, message }) => {
          if (jid === own) return fail('bad-input', 'this is the own address')
          const stored = await set(buildRosterSet({ jid, name: name.trim(), groups: cleanGroups(groups) }))
          if (!stored.ok) return stored
          if (subscriptions.hasRequest(jid)) return subscriptions.accept(jid)
          return ['to', 'both'].includes(list.get(jid)?.subscription ?? '') ? done : subscriptions.ask(jid, message.trim())
        },
        'contact.update': ({ jid, name, groups }) =>
          known(jid, (contact) =>
            set(buildRosterSet({ jid, name: name?.trim() ?? contact.name, groups: groups ? cleanGroups(groups) : contact.groups })),
          ),
        'contact.remove': ({ jid }) => known(jid, () => set(buildRosterRemove(jid))),
        'contact.accept': ({ jid }) => subscriptions.accept(jid),
        'contact.deny': ({ jid }) => subscriptions.deny(jid),
        'contact.cancelRequest': ({ jid }) => subscriptions.withdraw(jid),
        'group.rename': async ({ from, to }) => {
          const members = list.list().filter((contact) => contact.groups.includes(from))
          if (members.length === 0) return fail('not-found', 'there is no such group')
          const renamed = (contact: Contact) => cleanGroups(contact.groups.map((group) => (group === from ? to : group)))
          for (let at = 0; at < members.length; at += SETS_AT_ONCE) {
            const some = members.slice(at, at + SETS_AT_ONCE)
            const results = await Promise.all(some.map((contact) => set(buildRosterSet({ ...contact, groups: renamed(contact) }))))
            const failed = results.find((result) => !result.ok)
            if (failed) return failed
          }
          return done
        },
      },
      snapshot: () => ({ contacts: list.list(), requests: listRequests(db, accountId) }),
      api: { get: list.get, list: list.list, onChange: list.onChange },
    }
  },
})
