/**
 * Outbox first (SAFETY §4.2.1): a message is a row `queued` before it is a stanza. Rows leave in order, one conversation
 * never overtaking itself, and only the server's word makes them `sent`: its `<a/>` (XEP-0198), the answer to a ping
 * sent behind the message where there is no stream management, or the reflection by the room.
 * A message written in a session that ended without that word is in doubt: it waits until whoever can tell (the archive)
 * has looked whether it arrived, then goes out again with the same id. Chats only: rooms look themselves (Route.canSend).
 */
import { randomUUID } from 'node:crypto'
import type { Log } from '#core/log'
import type { MessageEvents } from '#core/messages'
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Conversation, ConversationKind } from '#shared/model/conversation'
import type { Message, MessageFailure } from '#shared/model/message'
import type { MessageExtras } from '#shared/model/message-extras'
import type { Clock } from '#shared/time'
import { getConversation } from '#store/conversations'
import type { Db } from '#store/database'
import { deleteFollowUpsOf } from '#store/follow-ups'
import { findOutgoing, getMessage, getWireIds, insertMessage, listQueued, setMessageState } from '#store/messages'
import { xml } from '#xmpp/element'
import type { Connection, Element } from '#xmpp/types'

/** How messages of one kind of conversation leave. */
export interface Route {
  /** May messages to this peer leave now? Asked before each; call outbox.flush() when the answer turns true. */
  canSend(conversation: Conversation): boolean
  build(message: Message, conversation: Conversation, id: string): Element
  /** `ack`: the server's acknowledgement makes it sent. `reflection`: the room sending it back does (outbox.confirm). */
  confirmedBy: 'ack' | 'reflection'
  /** Who is the sender in the stored row (own bare JID, or own nick in a room). */
  sender(conversation: Conversation): string
}

export type Decorate = (stanza: Element, message: Message, conversation: Conversation) => void

export interface Outbox {
  route(kind: ConversationKind, route: Route): void
  /**
   * Lets a feature add its children to every outgoing message. `lead`: it puts words before the body, and is asked before those who
   * name places in it.
   */
  decorate(decorate: Decorate, kind?: 'lead'): void
  /** May anything be said there now? */
  canSend(conversation: Conversation): boolean
  /** Who we are there: own bare JID, or own nick. */
  sender(conversation: Conversation): string
  /** A message as it would leave now, under this id. */
  compose(message: Message, conversation: Conversation, id: string): Element | null
  /**
   * Stores the message as queued, shows it and tries to send. Whoever owns a key of `extras` puts it on the wire by `decorate`.
   * `also`: rows of a feature, in the same transaction.
   */
  enqueue(conversation: Conversation, body: string, extras?: MessageExtras, also?: (messageId: MessageId) => void): MessageId
  /** Asked of a queued message whenever it could leave; true: not yet. Others may overtake it. Call flush() when the answer turns false. */
  gate(mustWait: (message: Message) => boolean): void
  /** Sends what may leave. Cheap when nothing is queued. */
  flush(): void
  /** The room reflected the message with this wire id. Null when it is none of ours. */
  confirm(conversationId: ConversationId, wireId: string): MessageId | null
  /** False: there is no such message in there. */
  fail(conversationId: ConversationId, wireId: string, failure: MessageFailure): boolean
  /** Failed message back to queued, at its old place, with the same id. */
  retry(messageId: MessageId): boolean
  /** Queued, and surely never written: what is done to it concerns nobody else. */
  isUnwritten(messageId: MessageId): boolean
  /** Takes away a queued message that has surely never been written: nobody hears of it. False: it has left, or may have. */
  withdraw(messageId: MessageId): boolean
  /** Something is written of which only the server's word, not a room's, says that it arrived; and that has not come. */
  isAwaited(): boolean
  /** Keeps back what may have been sent in an earlier session; returns the release, after which it is sent again. */
  holdDoubtful(): () => void
}

export interface OutboxDeps {
  accountId: AccountId
  own: BareJid
  db: Db
  clock: Clock
  log: Log
  connection: Connection
  transaction: <T>(work: () => T) => T
  afterCommit: (act: () => void) => void
  events: MessageEvents
  /** More may leave now, or speak of what has. */
  onProgress: () => void
}

export function createOutbox(deps: OutboxDeps): Outbox & { start(): void; ready(): void } {
  const { accountId, db, clock, connection, events } = deps
  const routes = new Map<ConversationKind, Route>()
  const decorators: Decorate[] = []
  const gates: ((message: Message) => boolean)[] = []
  /** Written, not yet confirmed: must not be written again in this session. */
  const inFlight = new Map<MessageId, Route['confirmedBy']>()
  const byStanza = new WeakMap<Element, MessageId>()
  /** The server has them, which could not be noted yet. */
  const taken = new Set<MessageId>()
  /** May have reached the server although it did not say so. After a start of the program nobody knows of any. */
  const doubtful = new Set(listQueued(db, accountId).map((message) => message.id))
  /** Written at some time, or nobody knows: whoever takes one of them back has to say so to the others. */
  const mayHaveLeft = new Set(doubtful)
  const holds = new Set<symbol>()
  /** The steps after login are through: whoever wants to hold does. */
  let isReady = false

  const markSent = (id: MessageId) => {
    const isNoted = () => {
      taken.delete(id)
      inFlight.delete(id)
    }
    if (getMessage(db, id)?.state !== 'queued') return isNoted()
    taken.add(id)
    deps.transaction(() => {
      setMessageState(db, id, 'sent')
      events.changed(id)
      // Where the store cannot take it (full disk) the message still stands as queued, and must not be written again.
      deps.afterCommit(isNoted)
    })
    deps.onProgress()
  }

  /** Never said, so that nothing is to be said of it either. In a transaction. */
  const remove = (message: Message) => {
    deleteFollowUpsOf(db, message.id)
    events.removed(message)
  }

  const setFailed = (id: MessageId, failure: MessageFailure) =>
    deps.transaction(() => {
      const message = getMessage(db, id)
      // Taken back, and it did not arrive.
      if (message?.isRetracted) return remove(message)
      setMessageState(db, id, 'failed', failure)
      events.changed(id)
    })

  /** Without stream management a server answers requests in order: the pong says that what stood before was taken. */
  const confirmByPing = async (id: MessageId) => {
    const reply = await connection.request({ type: 'get', payload: xml('ping', { xmlns: 'urn:xmpp:ping' }) })
    const isAnswered = reply.ok || !['timeout', 'offline'].includes(reply.error.condition)
    if (isAnswered && inFlight.has(id)) markSent(id)
  }

  const compose = (route: Route, message: Message, conversation: Conversation, id: string): Element => {
    const stanza = route.build(message, conversation, id)
    for (const decorate of decorators) decorate(stanza, message, conversation)
    return stanza
  }

  const sender = (conversation: Conversation) => routes.get(conversation.kind)?.sender(conversation) ?? deps.own

  const write = (message: Message): boolean => {
    const conversation = getConversation(db, message.conversationId)
    const route = conversation && routes.get(conversation.kind)
    const id = getWireIds(db, message.id)?.stanzaId
    if (!conversation || !route || !id || !route.canSend(conversation)) return false
    const stanza = compose(route, message, conversation, id)
    byStanza.set(stanza, message.id)
    inFlight.set(message.id, route.confirmedBy)
    if (!connection.send(stanza)) {
      inFlight.delete(message.id)
      // Refused although online: it is larger than may be sent, and would block the conversation for ever.
      if (connection.state.phase === 'online') setFailed(message.id, { condition: 'too-long', text: null })
      return connection.state.phase === 'online'
    }
    mayHaveLeft.add(message.id)
    const { state } = connection
    const hasAcks = state.phase === 'online' && state.secure.streamManagement
    if (route.confirmedBy === 'ack' && !hasAcks) void confirmByPing(message.id)
    return true
  }

  /**
   * Taken back while it was in doubt: its words are not written again. Where they may have arrived the taking back follows; a room, whose
   * id that would need, has shown by now that it does not have them.
   */
  const settleRetracted = (message: Message) => {
    const conversation = getConversation(db, message.conversationId)
    const route = conversation && routes.get(conversation.kind)
    if (!route?.canSend(conversation as Conversation)) return
    if (route.confirmedBy === 'ack') markSent(message.id)
    else deps.transaction(() => remove(message))
  }

  const flush = () => {
    if (connection.state.phase !== 'online') return
    const blocked = new Set<ConversationId>() // order within a conversation is kept
    const isHeld = !isReady || holds.size > 0
    if (!isHeld) doubtful.clear()
    for (const id of [...taken]) markSent(id)
    for (const message of listQueued(db, accountId)) {
      if (inFlight.has(message.id) || (!message.isRetracted && gates.some((mustWait) => mustWait(message))) || blocked.has(message.conversationId)) continue
      const mustWait = isHeld && doubtful.has(message.id) && getConversation(db, message.conversationId)?.kind === 'chat'
      if (message.isRetracted) {
        if (!mustWait) settleRetracted(message)
      } else if (mustWait || !write(message)) blocked.add(message.conversationId)
    }
    deps.onProgress()
  }

  const isUnwritten = (id: MessageId) => {
    const message = getMessage(db, id)
    return message?.accountId === accountId && message.state === 'queued' && !mayHaveLeft.has(id)
  }

  /** The session is over: what it had not confirmed is in doubt. */
  const onEnded = () => {
    isReady = false
    for (const id of inFlight.keys()) doubtful.add(id)
    inFlight.clear()
  }

  return {
    start: () => {
      connection.on('acked', (stanza) => {
        const id = byStanza.get(stanza)
        if (id === undefined) return
        const message = getMessage(db, id)
        const conversation = message && getConversation(db, message.conversationId)
        if (conversation && routes.get(conversation.kind)?.confirmedBy === 'ack') markSent(id)
      })
      connection.on('ackedBefore', (ids) => {
        const queued = listQueued(db, accountId).filter((message) => ids.includes(getWireIds(db, message.id)?.stanzaId ?? ''))
        for (const message of queued) {
          const conversation = getConversation(db, message.conversationId)
          if (conversation && routes.get(conversation.kind)?.confirmedBy === 'ack') markSent(message.id)
        }
      })
      connection.on('lost', (stanza) => {
        const id = byStanza.get(stanza)
        if (id === undefined) return
        inFlight.delete(id)
        doubtful.add(id)
      })
      connection.on('ended', onEnded)
      connection.on('resumed', flush) // steps that the cut has ended begin again, and ready() comes after them
    },
    ready: () => {
      isReady = true
      flush()
    },
    isAwaited: () => [...inFlight].some(([id, by]) => by === 'ack' && !taken.has(id)),
    holdDoubtful: () => {
      const hold = Symbol('hold')
      holds.add(hold)
      return () => {
        if (holds.delete(hold)) flush()
      }
    },
    route: (kind, route) => void routes.set(kind, route),
    decorate: (decorate, kind) => void (kind === 'lead' ? decorators.unshift(decorate) : decorators.push(decorate)),
    canSend: (conversation) => routes.get(conversation.kind)?.canSend(conversation) ?? false,
    sender,
    compose: (message, conversation, id) => {
      const route = routes.get(conversation.kind)
      return route ? compose(route, message, conversation, id) : null
    },
    gate: (mustWait) => void gates.push(mustWait),
    enqueue: (conversation, body, extras = {}, also) => {
      const stanzaId = randomUUID()
      const nowMs = clock.nowMs()
      const id = deps.transaction(() => {
        const messageId = insertMessage(
          db,
          {
            accountId,
            conversationId: conversation.id,
            direction: 'out',
            kind: 'text',
            body,
            sender: sender(conversation),
            stanzaId,
            originId: stanzaId,
            sentAtMs: nowMs,
            receivedAtMs: nowMs,
            state: 'queued',
            extras,
          },
          true,
        )
        also?.(messageId)
        events.added(messageId)
        return messageId
      })
      flush()
      return id
    },
    flush,
    confirm: (conversationId, wireId) => {
      const message = findOutgoing(db, conversationId, wireId)
      if (!message) return null
      if (message.state === 'queued' || message.state === 'failed') {
        inFlight.delete(message.id)
        deps.transaction(() => {
          setMessageState(db, message.id, 'sent')
          events.changed(message.id)
        })
        deps.onProgress()
      }
      return message.id
    },
    fail: (conversationId, wireId, failure) => {
      const message = findOutgoing(db, conversationId, wireId)
      if (!message || message.state === 'delivered' || message.state === 'read') return message !== null
      inFlight.delete(message.id)
      setFailed(message.id, failure)
      return true
    },
    retry: (messageId) => {
      const message = getMessage(db, messageId)
      if (!message || message.accountId !== accountId || message.state !== 'failed') return false
      mayHaveLeft.add(messageId)
      deps.transaction(() => {
        setMessageState(db, messageId, 'queued')
        events.changed(messageId)
      })
      flush()
      return true
    },
    isUnwritten,
    withdraw: (messageId) => {
      const message = getMessage(db, messageId)
      if (!message || !isUnwritten(messageId)) return false
      deps.transaction(() => remove(message))
      return true
    },
  }
}
