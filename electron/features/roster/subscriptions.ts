/** Who may see whom (RFC 6121 §3): requests of others, and our answers. The roster itself follows by push. */
import type { Session } from '#core/context'
import { bareOf, type BareJid, type Jid } from '#shared/jid'
import { done, fail, type Result } from '#shared/result'
import type { Element } from '#xmpp/types'
import type { ContactList } from './contact-list'
import type { contract } from './contract'
import { buildSubscription, parseRequestMessage, type SubscriptionType } from './stanza'
import { listRequests, putInvited, putRequest, removeInvited, removeRequest } from './table'

/** More at once is no crowd of friends but a flood. */
const MAX_REQUESTS = 200
const offline = fail('offline', 'not connected')

export interface Subscriptions {
  /** Takes a presence of a subscription type. */
  receive(from: Jid, type: SubscriptionType, stanza: Element): void
  /** A presence of type `error`. False: it answers no request of ours. Told once for each; errors of later sessions are those of probes. */
  fail(from: Jid): boolean
  /** Asks to see him; his request back is granted without asking the user again, he has just added him. */
  ask(jid: BareJid, message: string): Result<null>
  accept(jid: BareJid): Result<null>
  deny(jid: BareJid): Result<null>
  withdraw(jid: BareJid): Result<null>
  /** He sees us by now (accepted elsewhere), or nobody wants it any more. */
  forget(jid: BareJid): void
  hasRequest(jid: BareJid): boolean
}

export function createSubscriptions(session: Session<typeof contract>, list: ContactList): Subscriptions {
  const { db, accountId, connection, publish } = session
  const send = (type: SubscriptionType, to: BareJid, message?: string) => connection.send(buildSubscription(type, to, message))
  const hasRequest = (jid: BareJid) => listRequests(db, accountId).some((request) => request.jid === jid)
  const seesHim = (jid: BareJid) => ['to', 'both'].includes(list.get(jid)?.subscription ?? 'none')

  /** Asked in this session, and nothing heard of it yet. */
  const asked = new Set<BareJid>()

  const forget = (jid: BareJid) => {
    session.transaction(() => {
      if (removeRequest(db, accountId, jid)) publish('contactRequest.removed', { accountId, jid })
    })
  }

  const onRequest = (jid: BareJid, message: string) => {
    if (session.isContact(jid)) return void send('subscribed', jid) // §3.1.3: granted long ago
    if (removeInvited(db, accountId, jid)) return void send('subscribed', jid)
    const requests = listRequests(db, accountId)
    const known = requests.find((request) => request.jid === jid)
    if (known?.message === message) return // servers repeat it at every login
    if (!known && requests.length >= MAX_REQUESTS) {
      return void session.refuse('R-REQUEST-FLOOD', jid)
    }
    session.transaction(() => {
      const request = { jid, message, atMs: known?.atMs ?? session.clock.nowMs() }
      putRequest(db, accountId, request)
      publish('contactRequest.changed', { accountId, request })
    })
  }

  const ask = (jid: BareJid, message: string) => {
    if (!send('subscribe', jid, message)) return offline
    asked.add(jid)
    if (!session.isContact(jid)) putInvited(db, accountId, jid)
    return done
  }

  return {
    receive: (from, type, stanza) => {
      const jid = bareOf(from)
      if (jid === session.own) return
      // Servers deny in the name of accounts that there are not.
      if (type === 'unsubscribed' && asked.has(jid)) publish('contactRequest.failed', { accountId, jid, isDenied: true })
      if (type !== 'subscribe') asked.delete(jid)
      if (type === 'subscribe') onRequest(jid, parseRequestMessage(stanza))
      else if (type === 'unsubscribe') forget(jid)
      // `subscribed` and `unsubscribed` say nothing that the server's push does not say, too; and that is the truth.
    },
    fail: (from) => {
      const jid = bareOf(from)
      if (!asked.delete(jid)) return false
      publish('contactRequest.failed', { accountId, jid, isDenied: false })
      return true
    },
    ask,
    accept: (jid) => {
      if (!hasRequest(jid)) return fail('not-found', 'he has not asked')
      if (!send('subscribed', jid)) return offline
      forget(jid)
      if (seesHim(jid) || list.get(jid)?.isPending) return done
      return send('subscribe', jid) ? done : offline
    },
    deny: (jid) => {
      if (!hasRequest(jid)) return fail('not-found', 'he has not asked')
      if (!send('unsubscribed', jid)) return offline
      forget(jid)
      return done
    },
    withdraw: (jid) => {
      if (!list.get(jid)?.isPending) return fail('not-found', 'there is no unanswered request')
      if (!send('unsubscribe', jid)) return offline
      asked.delete(jid)
      removeInvited(db, accountId, jid)
      return done
    },
    forget,
    hasRequest,
  }
}
