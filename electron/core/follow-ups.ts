/**
 * Stanzas that speak of a message (a reaction, a correction, taking it back) are durable like messages: a row before they are a stanza,
 * gone when the server has acknowledged them. None leaves before the message it speaks of is sent, nor one before another of
 * the same message. All that travel this way may arrive twice without harm: they are repeated with the same id when in doubt.
 */
import { randomUUID } from 'node:crypto'
import type { Inbound } from '#core/inbound'
import type { Outbox } from '#core/outbox'
import type { AccountId, MessageId } from '#shared/ids'
import { bareOf } from '#shared/jid'
import type { Conversation } from '#shared/model/conversation'
import { getConversation } from '#store/conversations'
import type { Db } from '#store/database'
import { deleteFollowUp, followUpsOf, getFollowUp, listFollowUps, putFollowUp, type FollowUp } from '#store/follow-ups'
import { getMessage } from '#store/messages'
import { attr, xml } from '#xmpp/element'
import { parseStanzaError } from '#xmpp/stanza-error'
import type { Connection, Element } from '#xmpp/types'

export type { FollowUp }

export interface FollowUpKind {
  /** `wait`: it cannot be said yet. Null: there is nothing to say any more. */
  build(one: FollowUp, conversation: Conversation): Element | 'wait' | null
  /** The server has it. In a transaction. */
  onSent?(one: FollowUp): void
  /** It was refused, also after it was sent. In a transaction. */
  onRefused(one: FollowUp, error: { condition: string; text: string | null }): void
}

export interface FollowUps {
  define(kind: string, handler: FollowUpKind): void
  /** Inside the transaction that shows it; it leaves after the commit, when it can. */
  add(one: Pick<FollowUp, 'conversationId' | 'messageId' | 'kind' | 'payload'>): { wireId: string }
  /** Not sent yet, oldest first. */
  waiting(messageId: MessageId): FollowUp[]
  /** Takes back one that has not left. False: it is on its way. */
  drop(one: FollowUp): boolean
}

interface FollowUpDeps {
  accountId: AccountId
  db: Db
  connection: Connection
  inbound: Inbound
  outbox: Pick<Outbox, 'canSend'>
  transaction: <T>(work: () => T) => T
  afterCommit: (act: () => void) => void
}

/** Sent ones that are remembered for a refusal. */
const MAX_SENT = 200

export function createFollowUps(deps: FollowUpDeps): FollowUps & { flush(): void; ready(): void } {
  const { accountId, db, connection, transaction } = deps
  const kinds = new Map<string, FollowUpKind>()
  const inFlight = new Set<string>()
  const byStanza = new WeakMap<Element, string>()
  const sent = new Map<string, FollowUp>()
  let isReady = false

  const markSent = (wireId: string) => {
    inFlight.delete(wireId)
    const one = getFollowUp(db, accountId, wireId)
    if (!one) return
    sent.set(wireId, one)
    if (sent.size > MAX_SENT) sent.delete(sent.keys().next().value as string)
    transaction(() => {
      deleteFollowUp(db, one.id)
      kinds.get(one.kind)?.onSent?.(one)
    })
    flush()
  }
  const refuse = (one: FollowUp, error: { condition: string; text: string | null }) => {
    inFlight.delete(one.wireId)
    sent.delete(one.wireId)
    transaction(() => {
      deleteFollowUp(db, one.id)
      kinds.get(one.kind)?.onRefused(one, error)
    })
  }

  const confirmByPing = async (wireId: string) => {
    const reply = await connection.request({ type: 'get', payload: xml('ping', { xmlns: 'urn:xmpp:ping' }) })
    const isAnswered = reply.ok || !['timeout', 'offline'].includes(reply.error.condition)
    if (isAnswered && inFlight.has(wireId)) markSent(wireId)
  }

  const isSaid = (messageId: MessageId | null) => {
    const state = messageId === null ? null : getMessage(db, messageId)?.state
    return state !== 'queued' && state !== 'failed'
  }
  /** False: what follows of the same message waits. */
  const write = (one: FollowUp): boolean => {
    const conversation = getConversation(db, one.conversationId)
    const kind = kinds.get(one.kind)
    if (!conversation || !kind || !isSaid(one.messageId) || !deps.outbox.canSend(conversation)) return false
    const stanza = kind.build(one, conversation)
    if (stanza === 'wait') return false
    if (stanza === null) {
      transaction(() => deleteFollowUp(db, one.id))
      return true
    }
    byStanza.set(stanza, one.wireId)
    inFlight.add(one.wireId)
    if (!connection.send(stanza)) {
      inFlight.delete(one.wireId)
      if (connection.state.phase === 'online') refuse(one, { condition: 'too-long', text: null })
      return false
    }
    const { state } = connection
    if (!(state.phase === 'online' && state.secure.streamManagement)) void confirmByPing(one.wireId)
    return true
  }

  const flush = () => {
    if (!isReady || connection.state.phase !== 'online') return
    const blocked = new Set<MessageId>()
    for (const one of listFollowUps(db, accountId)) {
      if (inFlight.has(one.wireId) || (one.messageId !== null && blocked.has(one.messageId))) continue
      if (!write(one) && one.messageId !== null) blocked.add(one.messageId)
    }
  }

  connection.on('acked', (stanza) => {
    const wireId = byStanza.get(stanza)
    if (wireId !== undefined) markSent(wireId)
  })
  connection.on('ackedBefore', (ids) => {
    for (const { wireId } of listFollowUps(db, accountId)) if (ids.includes(wireId)) markSent(wireId)
  })
  connection.on('lost', (stanza) => {
    const wireId = byStanza.get(stanza)
    if (wireId !== undefined) inFlight.delete(wireId)
  })
  connection.on('ended', () => {
    isReady = false
    inFlight.clear()
  })
  connection.on('resumed', flush)

  // Only whom we said it to can refuse it.
  deps.inbound.on('trust', (message) => {
    const wireId = message.type === 'error' ? attr(message.stanza, 'id') : null
    const one = wireId === null ? null : (sent.get(wireId) ?? getFollowUp(db, accountId, wireId))
    const peer = one && getConversation(db, one.conversationId)?.peer
    if (!one || !peer || (message.from !== peer && bareOf(message.from) !== peer)) return
    const { condition, text } = parseStanzaError(message.stanza)
    refuse(one, { condition, text })
    return 'drop'
  })

  return {
    define: (kind, handler) => void kinds.set(kind, handler),
    add: (one) => {
      const wireId = randomUUID()
      putFollowUp(db, accountId, { ...one, wireId })
      deps.afterCommit(flush)
      return { wireId }
    },
    waiting: (messageId) => followUpsOf(db, messageId),
    drop: (one) => !inFlight.has(one.wireId) && deleteFollowUp(db, one.id),
    flush,
    ready: () => {
      isReady = true
      flush()
    },
  }
}
