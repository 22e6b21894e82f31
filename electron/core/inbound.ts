/**
 * THE order in which an incoming message is understood, in one readable list:
 * unwrap → trust → classify → identify → dedupe → annotate → persist (ONE transaction) → publish.
 * Features add handlers to a stage; a handler that returns 'drop' ends the way of this message.
 */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import { bareOf, domainOf, parseJid, type BareJid, type Jid } from '#shared/jid'
import type { ConversationKind } from '#shared/model/conversation'
import type { Notice } from '#shared/model/message'
import type { Clock, EpochMs } from '#shared/time'
import type { Log } from '#core/log'
import type { MessageEvents } from '#core/messages'
import type { Db } from '#store/database'
import { putConversation } from '#store/conversations'
import { findByArchiveId, findTwin, insertMessage } from '#store/messages'
import { attr, childText, NS_CLIENT } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { parseDelay } from '#xmpp/xep/0203'
import { parseOriginId, parseStanzaIds } from '#xmpp/xep/0359'

export type MessageType = 'chat' | 'groupchat' | 'normal' | 'headline' | 'error'

/** What is known of an incoming message while it goes through the stages. Each stage fills its part. */
export interface Incoming {
  stanza: Element
  from: Jid
  type: MessageType
  /** How it came: unwrapping features (carbons, archive) set the others. */
  source: 'live' | 'carbon' | 'archive'
  // classify
  conversation: { kind: ConversationKind; peer: string } | null
  direction: 'in' | 'out'
  /** Bare JID, or nick in rooms. */
  sender: string
  body: string | null
  notice: Notice | null
  isMention: boolean
  /** Shown as new? History a room replays is not. */
  isUnread: boolean
  // identify
  stanzaId: string | null
  originId: string | null
  archiveId: string | null
  sentAtMs: EpochMs
  isDelayed: boolean
  /** Rows of features, written in the transaction of the message. */
  onPersist: ((ids: { messageId: MessageId; conversationId: ConversationId }) => void)[]
  /** What may only happen once the message is safe (receipts); also for one that was already there. */
  afterCommit: (() => void)[]
}

export type StageName = 'unwrap' | 'trust' | 'classify' | 'identify' | 'dedupe' | 'annotate'
export type StageHandler = (message: Incoming) => 'drop' | void

export interface Inbound {
  /** Adds a handler behind those already in this stage. */
  on(stage: StageName, handler: StageHandler): void
  /** Takes a message stanza through all stages. Throws only when the store cannot take it (it is then not acknowledged). */
  receive(stanza: Element): void
}

const TYPES = new Set<MessageType>(['chat', 'groupchat', 'normal', 'headline', 'error'])
/** Wire ids are re-used by old clients: a twin must also be near in time (SAFETY §4.2.3). */
const TWIN_WINDOW_MS = 7 * 24 * 3600 * 1000

export interface InboundDeps {
  accountId: AccountId
  own: BareJid
  db: Db
  clock: Clock
  log: Log
  transaction: <T>(work: () => T) => T
  events: MessageEvents
}

export function createInbound(deps: InboundDeps): Inbound {
  const { accountId, own, db, clock, log } = deps
  const stages: Record<StageName, StageHandler[]> = {
    unwrap: [],
    trust: [],
    classify: [],
    identify: [],
    dedupe: [],
    annotate: [],
  }

  const isDropped = (stage: StageName, message: Incoming) => {
    for (const handler of stages[stage]) {
      if (handler(message) === 'drop') {
        log('debug', 'message dropped', { stage, type: message.type })
        return true
      }
    }
    return false
  }

  /** One-to-one unless a feature has already said otherwise. */
  const classifyChat = (message: Incoming) => {
    if (message.conversation || message.type === 'groupchat' || message.type === 'headline') return
    const peer = bareOf(message.from)
    if (peer === own && message.direction === 'in') return
    message.conversation = { kind: 'chat', peer }
    if (message.sender === '') message.sender = peer
  }

  /** A delay counts only when our server or the room says so, never the writer (SAFETY §2.1 Delay). */
  const identify = (message: Incoming) => {
    const entitled: string[] = message.type === 'groupchat' ? [bareOf(message.from), domainOf(message.from)] : [own, domainOf(own)]
    const delay = parseDelay(message.stanza, (from) => from !== null && entitled.includes(bareOf(from)))
    if (delay && delay.stampMs <= clock.nowMs()) {
      message.sentAtMs = delay.stampMs
      message.isDelayed = true
    }
    message.stanzaId = attr(message.stanza, 'id')
    message.originId = parseOriginId(message.stanza)
    const archive = message.conversation?.kind === 'room' ? bareOf(message.from) : own
    message.archiveId ??= parseStanzaIds(message.stanza).find((id) => id.by === archive)?.id ?? null
  }

  const isDuplicate = (message: Incoming, conversationId: ConversationId) => {
    if (message.archiveId && findByArchiveId(db, conversationId, message.archiveId) !== null) return true
    const wireId = message.originId ?? message.stanzaId
    if (!wireId || message.body === null) return false
    const { direction, sender, body, sentAtMs } = message
    return findTwin(db, { conversationId, direction, sender, wireId, body, sentAtMs, windowMs: TWIN_WINDOW_MS }) !== null
  }

  const persist = (message: Incoming) => {
    if (!message.conversation || (message.body === null && message.notice === null)) {
      if (message.onPersist.length > 0) log('warn', 'annotations without a message', { type: message.type })
      return
    }
    const { kind, peer } = message.conversation
    deps.transaction(() => {
      const nowMs = clock.nowMs()
      const conversation = putConversation(db, accountId, kind, peer, nowMs)
      if (isDuplicate(message, conversation.id)) return
      const messageId = insertMessage(
        db,
        {
          accountId,
          conversationId: conversation.id,
          direction: message.direction,
          kind: message.notice ? 'notice' : 'text',
          body: message.body ?? '',
          notice: message.notice,
          sender: message.sender,
          stanzaId: message.originId ?? message.stanzaId,
          originId: message.originId,
          archiveId: message.archiveId,
          sentAtMs: message.sentAtMs,
          receivedAtMs: nowMs,
          state: message.direction === 'in' ? 'received' : 'sent',
          isUnread: message.isUnread && message.direction === 'in' && message.notice === null,
          isMention: message.isMention,
        },
        // A stamp is of another clock and often in whole seconds: what a chat brings over the stream stands in its order.
        !message.isDelayed || (message.source === 'live' && kind === 'chat'),
      )
      for (const write of message.onPersist) write({ messageId, conversationId: conversation.id })
      deps.events.added(messageId)
    })
    for (const act of message.afterCommit) act()
  }

  return {
    on: (stage, handler) => void stages[stage].push(handler),
    receive: (stanza) => {
      const from = parseJid(attr(stanza, 'from')) ?? own // RFC 6120 §8.1.2.1: without `from` it is our own account
      const type = (attr(stanza, 'type') ?? 'normal') as MessageType
      const message: Incoming = {
        stanza,
        from,
        type: TYPES.has(type) ? type : 'normal',
        source: 'live',
        conversation: null,
        direction: 'in',
        sender: '',
        body: childText(stanza, 'body', NS_CLIENT) || null,
        notice: null,
        isMention: false,
        isUnread: true,
        stanzaId: null,
        originId: null,
        archiveId: null,
        sentAtMs: clock.nowMs(),
        isDelayed: false,
        onPersist: [],
        afterCommit: [],
      }
      if (isDropped('unwrap', message) || isDropped('trust', message) || isDropped('classify', message)) return
      classifyChat(message)
      identify(message)
      if (isDropped('identify', message) || isDropped('dedupe', message) || isDropped('annotate', message)) return
      if (message.type === 'error') return // errors only ever change own messages; nobody wanted this one
      persist(message)
    },
  }
}
