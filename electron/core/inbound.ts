/**
 * THE order in which an incoming message is understood, in one readable list:
 * unwrap → trust → classify → identify → dedupe → annotate → persist (ONE transaction) → publish.
 * Features add handlers to a stage; a handler that returns 'drop' ends the way of this message.
 */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import { bareOf, domainOf, parseJid, type BareJid, type Jid } from '#shared/jid'
import type { ConversationKind } from '#shared/model/conversation'
import type { Message, Notice } from '#shared/model/message'
import type { MessageExtras } from '#shared/model/message-extras'
import type { Refuse } from '#shared/refusals'
import type { Clock, EpochMs } from '#shared/time'
import type { Log } from '#core/log'
import type { MessageEvents } from '#core/messages'
import type { Db } from '#store/database'
import { putConversation } from '#store/conversations'
import { findByArchiveId, findTwin, getMessage, insertMessage, markReadUpTo, setArchiveId, setMessageState } from '#store/messages'
import { attr, childText, NS_CLIENT } from '#xmpp/element'
import type { Element, StanzaGuard } from '#xmpp/types'
import { parseDelay } from '#xmpp/xep/0203'
import type { Span } from '#xmpp/xep/0428'
import { parseOriginId, readStanzaIds } from '#xmpp/xep/0359'

export type MessageType = 'chat' | 'groupchat' | 'normal' | 'headline' | 'error'

/** What is known of an incoming message while it goes through the stages. Each stage fills its part. */
export interface Incoming {
  stanza: Element
  from: Jid
  /** Own account when it does not say. */
  to: Jid
  type: MessageType
  /** How it came: `carbon` is set by unwrapping, `archive` by receiveArchived(). */
  source: 'live' | 'carbon' | 'archive'
  /** Whose archive it came out of: the own account's, or a room's. */
  archive: BareJid | null
  // classify
  conversation: { kind: ConversationKind; peer: string } | null
  direction: 'in' | 'out'
  /** Bare JID, or nick in rooms. */
  sender: string
  body: string | null
  /** What a feature took out of the body because it shows it better (XEP-0428); places on the wire count it. */
  cuts: readonly Span[]
  notice: Notice | null
  isMention: boolean
  mentions: NonNullable<Message['mentions']>
  /** Each feature fills its own key. */
  extras: MessageExtras
  /** Shown as new? History a room replays, or that is fetched from far back, is not. */
  isUnread: boolean
  // identify
  stanzaId: string | null
  originId: string | null
  archiveId: string | null
  sentAtMs: EpochMs
  isDelayed: boolean
  /** Where it stands in its conversation, when its time alone does not say (archives have an order of their own). */
  place: ((conversationId: ConversationId) => EpochMs) | null
  /** Rows of features, written in the transaction of the message. */
  onPersist: ((ids: { messageId: MessageId; conversationId: ConversationId }) => void)[]
  /** It was there already, as this row; in the same transaction. */
  onKnown: ((messageId: MessageId) => void)[]
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
  /**
   * A message out of an archive, past `unwrap`: who keeps the archive vouches for sender and time. Call it inside the
   * transaction of its page. What may only happen to live messages (afterCommit: receipts) does not happen.
   */
  receiveArchived(message: ArchivedMessage): void
}

export interface ArchivedMessage extends Pick<Incoming, 'archive' | 'archiveId' | 'sentAtMs' | 'isUnread' | 'place' | 'onKnown'> {
  stanza: Element
}

/** With whom it was exchanged, whichever way it went. */
export const partnerOf = (message: Pick<Incoming, 'direction' | 'from' | 'to'>): Jid => (message.direction === 'in' ? message.from : message.to)

/** Goes on with the message inside of a wrapper. False: its addresses are none. */
export function unwrapTo(message: Incoming, stanza: Element, own: BareJid): boolean {
  const inner = readStanza(stanza, own)
  if (!inner) return false
  Object.assign(message, inner)
  message.direction = bareOf(inner.from) === own ? 'out' : 'in'
  return true
}

/** What the stanza itself says. Null: an address is none. */
function readStanza(stanza: Element, own: BareJid): Pick<Incoming, 'stanza' | 'from' | 'to' | 'type' | 'body'> | null {
  const address = (name: string) => (attr(stanza, name) === null ? own : parseJid(attr(stanza, name))) // RFC 6120 §8.1.1.1, 8.1.2.1
  const from = address('from')
  const to = address('to')
  if (!from || !to) return null
  const type = (attr(stanza, 'type') ?? 'normal') as MessageType
  return { stanza, from, to, type: TYPES.has(type) ? type : 'normal', body: childText(stanza, 'body', NS_CLIENT) || null }
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
  refuse: Refuse
  transaction: <T>(work: () => T) => T
  afterCommit: (act: () => void) => void
  events: MessageEvents
  guard: StanzaGuard
}

export function createInbound(deps: InboundDeps): Inbound {
  const { accountId, own, db, clock, log, refuse } = deps
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
    const peer = bareOf(partnerOf(message))
    if (peer === own && message.direction === 'in') return // a note to oneself comes twice: the sent one counts
    message.conversation = { kind: 'chat', peer }
    if (message.sender === '') message.sender = message.direction === 'in' ? peer : own
  }

  /** A delay counts only when our server or the room says so, never the writer (SAFETY §2.1 Delay). */
  const identify = (message: Incoming) => {
    message.stanzaId = attr(message.stanza, 'id')
    message.originId = parseOriginId(message.stanza)
    if (message.source === 'archive') return // id and time are those of the result; what stands inside is old (XEP-0313 §5.1.3)
    const archive = message.conversation?.kind === 'room' ? bareOf(message.from) : own
    const ids = readStanzaIds(message.stanza)
    if (ids.twice.has(archive)) refuse('R-ID-TWICE', message.from)
    message.archiveId ??= ids.once.find((id) => id.by === archive)?.id ?? null
    if (message.source === 'carbon') return // delays inside are the writer's; that of the carbon itself is read by who unwraps it
    const entitled: string[] = message.type === 'groupchat' ? [bareOf(message.from), domainOf(message.from)] : [own, domainOf(own)]
    const delay = parseDelay(message.stanza, (from) => from !== null && entitled.includes(bareOf(from)))
    // What rooms replay is judged by who knows that they do.
    if (!delay && message.conversation?.kind !== 'room' && parseDelay(message.stanza)) refuse('R-DELAY', message.from)
    if (delay && delay.stampMs <= clock.nowMs()) {
      message.sentAtMs = delay.stampMs
      message.isDelayed = true
    }
  }

  const findStored = (message: Incoming, conversationId: ConversationId): MessageId | null => {
    const byArchive = message.archiveId === null ? null : findByArchiveId(db, conversationId, message.archiveId)
    if (byArchive !== null) return byArchive
    // R-ORIGIN-ID
    const wireId = message.originId ?? message.stanzaId
    if (!wireId || message.body === null) return null
    const { direction, sender, body, sentAtMs, archiveId } = message
    // Two entries of one archive with the same simple id are two messages; an origin-id is unique by design.
    const notArchivedAs = message.originId === null ? archiveId : null
    // Ours may have waited for weeks before it went; its origin-id was made by us.
    const windowMs = direction === 'out' && message.originId !== null ? Number.MAX_SAFE_INTEGER : TWIN_WINDOW_MS
    return findTwin(db, { conversationId, direction, sender, wireId, body, sentAtMs, windowMs, notArchivedAs })
  }

  /** It was there already. What the server shows us of our own messages has reached it: not to be sent again. */
  const recognise = (message: Incoming, id: MessageId) => {
    if (message.archiveId !== null) setArchiveId(db, id, message.archiveId)
    if (message.direction === 'out' && getMessage(db, id)?.state === 'queued') {
      setMessageState(db, id, 'sent')
      deps.events.changed(id)
    }
    for (const act of message.onKnown) act(id)
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
      const stored = findStored(message, conversation.id)
      if (stored !== null) return recognise(message, stored)
      const orderMs = message.place?.(conversation.id)
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
          ...(orderMs !== undefined && { orderMs }),
          state: message.direction === 'in' ? 'received' : 'sent',
          isUnread: message.isUnread && message.direction === 'in' && message.notice === null,
          isMention: message.isMention,
          mentions: message.mentions,
          extras: message.extras,
        },
        // A stamp is of another clock and often in whole seconds: what a chat brings over the stream stands in its order.
        !message.isDelayed || (message.source === 'live' && kind === 'chat'),
      )
      for (const write of message.onPersist) write({ messageId, conversationId: conversation.id })
      // Whoever writes on another device has read what stands above (until XEP-0490 says it better).
      if (message.direction === 'out' && message.source !== 'live') markReadUpTo(db, conversation.id, messageId)
      deps.events.added(messageId, message.source !== 'archive' || message.isUnread)
    })
    if (message.source !== 'archive') for (const act of message.afterCommit) deps.afterCommit(act)
  }

  const pass = (message: Incoming) => {
    if (isDropped('trust', message) || isDropped('classify', message)) return
    classifyChat(message)
    identify(message)
    if (isDropped('identify', message) || isDropped('dedupe', message) || isDropped('annotate', message)) return
    if (message.type === 'error') return // errors only ever change own messages; nobody wanted this one
    persist(message)
  }

  const begin = (stanza: Element): Incoming | null => {
    const said = readStanza(stanza, own)
    return said && {
      ...said,
      source: 'live',
      archive: null,
      conversation: null,
      direction: 'in',
      sender: '',
      cuts: [],
      notice: null,
      isMention: false,
      mentions: [],
      extras: {},
      isUnread: true,
      stanzaId: null,
      originId: null,
      archiveId: null,
      sentAtMs: clock.nowMs(),
      isDelayed: false,
      place: null,
      onPersist: [],
      onKnown: [],
      afterCommit: [],
    }
  }

  return {
    on: (stage, handler) => void stages[stage].push(handler),
    receive: (stanza) => {
      const message = begin(stanza)
      if (!message) return void refuse('R-ADDRESS', null)
      if (!isDropped('unwrap', message)) pass(message)
    },
    receiveArchived: ({ stanza, ...known }) => {
      const message = begin(stanza)
      if (!message) return void refuse('R-ADDRESS', known.archive)
      message.direction = bareOf(message.from) === own ? 'out' : 'in'
      const release = deps.guard.hold(stanza)
      if (!release) return
      let wasHandled = false
      try {
        pass(Object.assign(message, known, { source: 'archive', isDelayed: true }))
        wasHandled = true
      } finally {
        release(wasHandled)
      }
    },
  }
}
