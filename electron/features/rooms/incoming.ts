/**
 * Messages of rooms on their way in: XEP-0045 §7.4, 7.5, 8.1, 10.2.1 and history §7.2.13.
 * Sender checks (SAFETY §2.1): groupchat counts only from rooms we are in; a status code only from the room itself; what
 * an occupant says privately opens a conversation with the occupant, never with a contact; a reflection is ours only with
 * our nick and our id.
 */
import { partnerOf, type Incoming } from '#core/inbound'
import type { MessageId } from '#shared/ids'
import { bareOf, domainOf, resourceOf, type BareJid } from '#shared/jid'
import type { Message } from '#shared/model/message'
import { roomNotice, type RoomNoticeArgs } from '#shared/model/room-notices'
import type { EpochMs } from '#shared/time'
import { findConversation } from '#store/conversations'
import { findByArchiveId, findOutgoing, findTwin, getMessage, setArchiveId, setOrder } from '#store/messages'
import { attr } from '#xmpp/element'
import { parseStanzaError } from '#xmpp/stanza-error'
import type { StanzaError } from '#xmpp/types'
import { parseDelay } from '#xmpp/xep/0203'
import { hasOccupantIds } from './occupants'
import type { Registry, RoomsSession } from './registry'
import { claimsRoomsWord, parseArchivedBy, parseMucUser, parseOccupantId, parseSubject } from '#xmpp/xep/0045'
import { HISTORY_OVERLAP_MS, type RoomRuntime } from './state'
import { findWithoutId, newestBehind } from './table'

export interface IncomingHooks {
  /** The room has refused something that was sent with this id. True when somebody waited for it. */
  onRefused(room: RoomRuntime, id: string, error: StanzaError): boolean
  /** The room did not take a message of ours: the condition to note with it. */
  onMessageRefused(room: RoomRuntime, error: StanzaError): string
  /** The room says that we are not in although we thought so. */
  onNotIn(room: RoomRuntime): void
  /** A past message was replayed; the end of the history may be near. */
  onReplayed(room: RoomRuntime): void
  onHistoryEnd(room: RoomRuntime): void
  onConfigChanged(room: RoomRuntime): void
  /** Our subject was accepted (it came back with this id, or as we set it). */
  onSubject(room: RoomRuntime, id: string | null, subject: string, isOwn: boolean): void
}

const CONFIG_CODES: Record<number, RoomNoticeArgs['room-config-changed']['change']> = {
  102: 'absent-shown',
  103: 'absent-hidden',
  104: 'general',
  170: 'logging-on',
  171: 'logging-off',
  172: 'non-anonymous',
  173: 'semi-anonymous',
}
/** COMPAT(tigase): advertises the second, means the first. */
const STANZA_ID_FEATURES = ['urn:xmpp:sid:0', 'urn:xmpp:urn:xmpp:sid:0', 'urn:xmpp:mam:2']
/** As in core/inbound: wire ids are used again by old clients (SAFETY §4.2.3). */
const TWIN_WINDOW_MS = 7 * 24 * 3600 * 1000
/** How far the room's clock and ours may differ for messages that carry no id at all. */
const CLOCK_DIFFERENCE_MS = 60_000

const isIn = (room: RoomRuntime | null): room is RoomRuntime => room !== null && (room.state === 'joined' || room.state === 'joining')

export function listenToRooms(session: RoomsSession, registry: Registry, hooks: IncomingHooks): void {
  const { db, accountId, own, inbound, outbox } = session

  const onSubject = (room: RoomRuntime, message: Incoming, subject: string) => {
    const nick = resourceOf(message.from) ?? ''
    const delay = parseDelay(message.stanza)
    const isReplay = room.history !== 'done' || delay !== null
    const isChange = subject !== room.subject
    room.subjectBy = nick
    room.subject = subject
    room.subjectAtMs = (delay?.stampMs ?? (isReplay ? null : session.clock.nowMs())) as EpochMs | null
    registry.changed(room)
    if (isChange && !isReplay && !room.isCreating) registry.addNotice(room.jid, roomNotice('room-subject', { by: nick, subject }))
    hooks.onSubject(room, attr(message.stanza, 'id'), subject, nick === room.nick)
    if (room.history === 'running') hooks.onHistoryEnd(room) // §7.2.15: the subject comes last
  }

  /** The room itself speaks: settings were changed, or the server wants to say something. */
  const onRoomSpeaks = (room: RoomRuntime, message: Incoming): 'drop' | void => {
    const said = parseMucUser(message.stanza)
    if (said?.codes.has(101)) {
      const { affiliation, actor, reason } = said.items[0] ?? { affiliation: null, actor: '', reason: '' }
      registry.addNotice(room.jid, roomNotice('room-rank-while-away', { affiliation: affiliation ?? '', actor, reason }))
    }
    const codes = [...(said?.codes ?? [])].flatMap((code) => CONFIG_CODES[code] ?? [])
    if (codes.length > 0) {
      if (!room.isCreating) {
        const told = codes.filter((change) => change !== 'general')
        for (const change of told.length > 0 ? told : codes) registry.addNotice(room.jid, roomNotice('room-config-changed', { change }))
      }
      hooks.onConfigChanged(room)
    }
    if (message.body === null || room.isCreating || room.needsUnlock) return 'drop'
    message.notice = roomNotice('room-message', {})
    message.conversation = { kind: 'room', peer: room.jid }
    message.sender = ''
  }

  const onError = (message: Incoming, room: RoomRuntime): 'drop' => {
    const id = attr(message.stanza, 'id')
    if (id === null) return 'drop'
    const error = parseStanzaError(message.stanza)
    if (hooks.onRefused(room, id, error)) return 'drop'
    const nick = resourceOf(message.from)
    const conversation = findConversation(db, accountId, nick === null ? 'room' : 'room-pm', nick === null ? room.jid : message.from)
    if (!conversation) return session.refuse('R-ERROR-TARGET', message.from)
    const failed = findOutgoing(db, conversation.id, id)
    const condition = nick === null && failed ? hooks.onMessageRefused(room, error) : error.condition
    const isOfOurs = outbox.fail(conversation.id, id, { condition, text: error.text })
    if (!isOfOurs && nick !== null) session.refuse('R-ERROR-TARGET', message.from)
    // XEP-0045 §7.4: not-acceptable = we are no occupant. The server lost us without a word: come back, then say it again.
    if (nick === null && error.condition === 'not-acceptable' && room.state === 'joined') {
      hooks.onNotIn(room)
      if (failed) outbox.retry(failed.id)
    }
    return 'drop'
  }

  /** Only out of the room's own archive, and only what an occupant said. */
  const classifyArchived = (message: Incoming, room: RoomRuntime): 'drop' | void => {
    const nick = resourceOf(message.from)
    if (message.archive !== room.jid || nick === null || parseSubject(message.stanza) !== null) return 'drop'
    message.conversation = { kind: 'room', peer: room.jid }
    message.sender = nick
  }

  /** Not believed, and said so: what only the room may say, in the words of an occupant. Rooms append it to what they keep. */
  const noteClaims = (room: RoomRuntime, message: Incoming) => {
    if (room.history === 'done' && claimsRoomsWord(message.stanza)) session.refuse('R-ROOM-STATUS', message.from)
    if (room.features && !hasOccupantIds(room) && parseOccupantId(message.stanza) !== null) session.refuse('R-ROOM-OCCUPANT-ID', message.from)
  }

  const classifyGroupchat = (message: Incoming): 'drop' | void => {
    const room = registry.get(bareOf(message.from))
    if (!isIn(room)) return session.refuse('R-ROOM-SENDER', message.from)
    if (message.source !== 'live') return classifyArchived(message, room)
    const subject = parseSubject(message.stanza)
    if (subject !== null) {
      onSubject(room, message, subject)
      return 'drop'
    }
    const nick = resourceOf(message.from)
    if (nick !== null) noteClaims(room, message)
    if (nick === null) return onRoomSpeaks(room, message)
    message.conversation = { kind: 'room', peer: room.jid }
    message.sender = nick
  }

  const classifyPrivate = (message: Incoming): 'drop' | void => {
    const occupant = partnerOf(message)
    const nick = resourceOf(occupant)
    const room = registry.get(bareOf(occupant))
    if (nick === null) {
      if (!room) return
      return message.direction === 'in' && message.source === 'live' ? onRoomSpeaks(room, message) : 'drop'
    }
    // R-ROOM-PRIVATE
    if (!room && (!parseMucUser(message.stanza) || session.isContact(bareOf(occupant)))) return
    // Another device's talk in a room that we may not even be in; and out of an archive a nick is nobody any more.
    if (message.source !== 'live') return 'drop'
    message.conversation = { kind: 'room-pm', peer: message.from }
    message.sender = nick
  }

  inbound.on('classify', (message) => {
    if (message.type === 'error') {
      const room = registry.get(bareOf(message.from))
      return room ? onError(message, room) : undefined
    }
    if (message.type === 'groupchat') return classifyGroupchat(message)
    return classifyPrivate(message)
  })

  /**
   * What we had is recognised as a double; so all that is left near the end or behind it is new to us. Rooms stamp with
   * their own clock, some to the second only.
   */
  const isAfterKnown = (room: RoomRuntime, message: Incoming) =>
    room.knownUntilMs !== null && message.sentAtMs > room.knownUntilMs - HISTORY_OVERLAP_MS

  const roomOfMessage = (message: Incoming) =>
    message.conversation?.kind === 'room' ? registry.get(message.conversation.peer as BareJid) : null

  const isOwnId = (room: RoomRuntime, message: Incoming) =>
    room.occupantId !== null && parseOccupantId(message.stanza) === room.occupantId

  inbound.on('identify', (message) => {
    const room = roomOfMessage(message)
    if (!room) return
    if (message.source === 'archive') {
      const isOwnName = message.sender === room.nick && parseArchivedBy(message.stanza) === own
      if (isOwnId(room, message) || isOwnName) message.direction = 'out'
      message.isUnread &&= isAfterKnown(room, message)
      return
    }
    const isAnnounced = STANZA_ID_FEATURES.some((feature) => room.features?.has(feature))
    if (!isAnnounced && message.archiveId !== null) {
      if (room.features) session.refuse('R-ID-UNANNOUNCED', message.from)
      message.archiveId = null
    }
    // While the room replays, any delay is the room's (COMPAT(openfire): it names the writer; tigase: nobody). Later an
    // occupant could have put it there: only our own server delays what is live.
    const delay = parseDelay(message.stanza, (from) => {
      return room.history !== 'done' || from === domainOf(own) || from === own
    })
    if (room.history === 'done' && !delay && parseDelay(message.stanza)) session.refuse('R-DELAY', message.from)
    // A resumed stream goes on where it was: what comes late on it has its time, but stands where it comes.
    const isLate = room.history !== 'running' && (delay?.from === domainOf(own) || delay?.from === own)
    const isReplayed = room.history !== 'done' && delay !== null && !isLate
    const isBelievable = delay !== null && delay.stampMs <= session.clock.nowMs()
    message.isDelayed = isBelievable && !isLate
    message.sentAtMs = isBelievable ? delay.stampMs : session.clock.nowMs()
    if (isReplayed) hooks.onReplayed(room)
    if (message.notice === null && (isReplayed ? isOwnId(room, message) : message.sender === room.nick)) message.direction = 'out'
    if (isReplayed) message.isUnread = isAfterKnown(room, message)
  })

  /**
   * What we wrote while others spoke stands behind them once it is said: in the order in which everybody in the room has it.
   * How far that is: out of the archive or a replay, to what came before in there; live, to all that was said.
   */
  const putInOrder = (room: RoomRuntime, message: Incoming, sent: Message) => {
    if (sent.state !== 'queued' && sent.state !== 'failed') return
    const isReplayed = message.isDelayed && message.source === 'live'
    const untilMs = message.place?.(sent.conversationId) ?? (isReplayed ? room.replayedUntilMs : (newestBehind(db, sent) ?? 0))
    if (sent.orderMs > untilMs) return
    setOrder(db, sent.id, (untilMs + 1) as EpochMs)
    session.messageEvents.changed(sent.id)
    session.messageEvents.conversationChanged(sent.conversationId)
  }

  /** Our message as the room sends it back: then it is said. */
  const findReflected = (room: RoomRuntime, message: Incoming): MessageId | null => {
    const conversation = findConversation(db, accountId, 'room', room.jid)
    if (!conversation) return null
    for (const id of new Set([message.stanzaId, message.originId])) {
      const sent = id === null ? null : findOutgoing(db, conversation.id, id)
      if (!id || !sent || (message.sender !== room.nick && message.sender !== sent.sender)) continue
      if (sent.body !== message.body) continue // ids can be copied, words of others not passed off as ours
      session.transaction(() => {
        outbox.confirm(conversation.id, id)
        putInOrder(room, message, sent)
      })
      return sent.id
    }
    return null
  }

  /** The same message, when we have it already: by the room's id, then by its writer's, then by its words. */
  const findStored = (room: RoomRuntime, message: Incoming, body: string): MessageId | null => {
    const { archiveId, sender, sentAtMs, originId } = message
    const conversationId = registry.conversationOf(room.jid)
    const byArchive = archiveId === null ? null : findByArchiveId(db, conversationId, archiveId)
    if (byArchive !== null) return byArchive
    const notArchivedAs = originId === null ? archiveId : null
    const wireId = originId ?? message.stanzaId
    if (wireId === null) return findWithoutId(db, { conversationId, sender, body, sentAtMs, windowMs: CLOCK_DIFFERENCE_MS, archiveId })
    const twin = { conversationId, sender, wireId, body, sentAtMs, windowMs: TWIN_WINDOW_MS, notArchivedAs }
    // Where the room does not tell occupants apart, what was ours when it came live is that of a nick later.
    return findTwin(db, { ...twin, direction: message.direction }) ?? findTwin(db, { ...twin, direction: message.direction === 'in' ? 'out' : 'in' })
  }

  /** It was there already: what else is to be noted of it is done as if it were stored now. */
  const recognise = (message: Incoming, id: MessageId): 'drop' => {
    session.transaction(() => {
      if (message.archiveId) setArchiveId(db, id, message.archiveId)
      for (const act of message.onKnown) act(id)
    })
    return 'drop'
  }

  inbound.on('dedupe', (message) => {
    const room = roomOfMessage(message)
    if (!room || message.body === null) return
    const reflected = message.notice === null ? findReflected(room, message) : null
    const isReplayed = room.history !== 'done' && message.isDelayed && message.source === 'live'
    const stored = reflected ?? (isReplayed || message.source === 'archive' ? findStored(room, message, message.body) : null)
    if (isReplayed) {
      // What is replayed stands in the room's order, even where its clock or its stamps (Prosody: seconds) say otherwise.
      if (stored === null) message.sentAtMs = Math.max(message.sentAtMs, room.replayedUntilMs) as EpochMs
      const orderMs = stored === null ? message.sentAtMs : (getMessage(db, stored)?.orderMs ?? 0)
      room.replayedUntilMs = Math.max(room.replayedUntilMs, orderMs)
    }
    return stored === null ? undefined : recognise(message, stored)
  })
}

