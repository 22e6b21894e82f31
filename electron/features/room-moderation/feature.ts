/**
 * Recalling messages in rooms. XEP-0425 version 0.3.0 as moderator, sending and receiving, also its former form `:0` where a room
 * offers only that (Tigase); XEP-0424 version 0.4.2 for own messages in rooms. A recall counts only from the room's own address, and
 * only for the id that the room gave (SAFETY §2.1); what an occupant sends in its likeness is thrown away. Tombstones of the history and
 * of archives take the words of a message that we have; of one that we never had nothing is shown.
 */
import { randomUUID } from 'node:crypto'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { roomAuditApi } from '#features/room-audit/public'
import { roomsApi } from '#features/rooms/public'
import type { ConversationId, MessageId } from '#shared/ids'
import { bareOf, resourceOf, type BareJid } from '#shared/jid'
import type { RoomAdminProblem } from '#shared/model/room-admin'
import { fail, ok, type ErrorCode, type Result } from '#shared/result'
import { findConversation, getConversation } from '#store/conversations'
import { findByArchiveId, getMessage } from '#store/messages'
import { attr } from '#xmpp/element'
import { parseStanzaError } from '#xmpp/stanza-error'
import { buildRetract } from '#xmpp/xep/0424'
import type { StanzaError } from '#xmpp/types'
import { contract } from './contract'
import { buildModerate, NS_MODERATE, NS_MODERATE_0, parseOwnRetract, parseRecall, parseTombstone, type Recall } from '#xmpp/xep/0425'
import { archiveIdOf, findOwn, getRecall, migrations, putRecall, setRecalled, type RecallRow } from './table'

const ANSWER_MS = 15_000
/** COMPAT(tigase): advertises the second, means the first. */
const STANZA_ID_FEATURES = ['urn:xmpp:sid:0', 'urn:xmpp:urn:xmpp:sid:0', 'urn:xmpp:mam:2']

function refused(error: StanzaError): { ok: false; error: { code: ErrorCode; message: string } } {
  const of = (code: ErrorCode, problem: RoomAdminProblem) =>
    fail(code, 'the recall was refused', { problem, condition: error.condition, ...(error.text !== null && { text: error.text }) })
  switch (error.condition) {
    case 'offline':
      return of('offline', 'offline')
    case 'timeout':
      return of('timeout', 'timeout')
    case 'forbidden':
    case 'not-allowed':
    case 'not-authorized':
      return of('forbidden', 'rank-needed')
    case 'feature-not-implemented':
    case 'service-unavailable':
      return of('not-supported', 'not-supported')
    case 'item-not-found':
      return of('not-found', 'not-here')
    default:
      return of('refused', 'server')
  }
}

export const roomModeration = defineFeature({
  name: 'room-moderation',
  xeps: [
    { id: '0425', version: '0.3.0', support: 'complete' },
  ],
  requires: ['rooms', 'room-audit'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { connection, db, accountId, clock, messageEvents } = session
    const rooms = session.use(roomsApi)
    const audit = session.use(roomAuditApi)
    /** Own retractions on their way, by the id of their message. */
    const waiting = new Map<string, (result: Result<{ as: 'writer' }>) => void>()

    const versionOf = (room: BareJid): 0 | 1 | null => {
      const features = rooms.featuresOf(room)
      return features?.has(NS_MODERATE) ? 1 : features?.has(NS_MODERATE_0) ? 0 : null
    }
    const hasIds = (room: BareJid) => STANZA_ID_FEATURES.some((feature) => rooms.featuresOf(room)?.has(feature))

    const show = (id: MessageId, conversationId: ConversationId, recall: RecallRow | null) => {
      setRecalled(db, id, recall)
      messageEvents.changed(id)
      messageEvents.conversationChanged(conversationId)
    }
    const recallStored = (room: BareJid, target: string, recall: RecallRow) => {
      const conversation = findConversation(db, accountId, 'room', room)
      const id = conversation && findByArchiveId(db, conversation.id, target)
      const message = id && getMessage(db, id)
      if (!conversation || !message || message.isRetracted) return null
      show(message.id, conversation.id, recall)
      return message
    }

    const onRecall = (room: BareJid, recall: Recall, isNews: boolean) =>
      session.transaction(() => {
        const { target, by, reason } = recall
        const isNew = putRecall(db, accountId, room, target, { by, reason }, clock.nowMs())
        const message = recallStored(room, target, { by, reason })
        if (!isNew || !isNews) return
        audit.record({ room, kind: 'recall', actor: by, isOwn: by !== '' && by === rooms.get(room)?.nick, nick: message?.sender ?? '', from: message?.sender ?? '', reason })
      })

    session.inbound.on('trust', (message) => {
      if (message.type === 'error') {
        const id = attr(message.stanza, 'id')
        const settle = id === null ? undefined : waiting.get(id)
        if (!settle || resourceOf(message.from) !== null) return
        settle(refused(parseStanzaError(message.stanza)))
        return 'drop'
      }
      const recall = parseRecall(message.stanza)
      if (!recall) return
      // XEP-0425 §6: all others are to be discarded.
      const refuse = () => session.refuse('R-RECALL-SENDER', message.from)
      if (message.type !== 'groupchat' || message.source === 'carbon' || resourceOf(message.from) !== null) return refuse()
      const room = bareOf(message.from)
      if (message.source === 'archive' && message.archive !== room) return refuse()
      const state = rooms.get(room)?.state
      if (message.source === 'live' && state !== 'joined' && state !== 'joining') return refuse()
      if (rooms.featuresOf(room) !== null && versionOf(room) === null) return refuse()
      onRecall(room, recall, message.source === 'live' && !rooms.isReplaying(room))
      return 'drop'
    })

    session.inbound.on('dedupe', (message) => {
      if (message.conversation?.kind !== 'room' || message.type !== 'groupchat') return
      const room = message.conversation.peer as BareJid
      const tombstone = message.archiveId !== null && message.isDelayed ? parseTombstone(message.stanza) : null
      if (tombstone && message.archiveId !== null) {
        const { archiveId } = message
        session.transaction(() => recallStored(room, archiveId, tombstone))
        return message.body === null ? 'drop' : undefined
      }
      const target = message.direction === 'out' ? parseOwnRetract(message.stanza) : null
      const conversation = target === null ? null : findConversation(db, accountId, 'room', room)
      const own = conversation && target !== null ? findOwn(db, conversation.id, target) : null
      if (!conversation || own === null) return
      session.transaction(() => show(own, conversation.id, null))
      waiting.get(message.stanzaId ?? '')?.(ok({ as: 'writer' }))
      return 'drop'
    })

    session.inbound.on('annotate', (message) => {
      if (message.conversation?.kind !== 'room' || message.archiveId === null) return
      const recall = getRecall(db, accountId, message.conversation.peer as BareJid, message.archiveId)
      if (recall) message.onPersist.push(({ messageId }) => setRecalled(db, messageId, recall))
    })

    const retractOwn = (room: BareJid, target: string): Promise<Result<{ as: 'writer' }>> =>
      new Promise((resolve) => {
        const id = randomUUID()
        const settle = (result: Result<{ as: 'writer' }>) => {
          clearTimeout(timer)
          waiting.delete(id)
          resolve(result)
        }
        const timer = setTimeout(() => settle(fail('timeout', 'the room did not answer', { problem: 'timeout' })), ANSWER_MS)
        waiting.set(id, settle)
        if (!connection.send(buildRetract(room, 'groupchat', id, target))) settle(fail('offline', 'not connected', { problem: 'offline' }))
      })

    const moderate = async (room: BareJid, target: string, reason: string): Promise<Result<{ as: 'moderator' }>> => {
      const version = versionOf(room)
      if (version === null) return fail('not-supported', 'the room does not offer it', { problem: 'not-supported' })
      if (rooms.get(room)?.ownRole !== 'moderator') return fail('forbidden', 'only moderators may', { problem: 'rank-needed' })
      const reply = await connection.request({ type: 'set', to: room, payload: buildModerate(version, target, reason) })
      if (!reply.ok) return refused(reply.error)
      onRecall(room, { target, by: rooms.get(room)?.nick ?? '', reason }, true) // unless the room has told us already
      return ok({ as: 'moderator' })
    }

    return {
      calls: {
        'roomModeration.recall': ({ messageId, reason = '' }) => {
          const message = getMessage(db, messageId)
          const conversation = message && getConversation(db, message.conversationId)
          if (!message || message.accountId !== accountId || conversation?.kind !== 'room' || message.kind !== 'text') {
            return fail('not-found', 'this is no message of a room')
          }
          if (message.direction === 'out' && session.outbox.withdraw(messageId)) return ok({ as: 'writer' })
          const room = conversation.peer as BareJid
          if (rooms.get(room)?.state !== 'joined') return fail('refused', 'we are not in the room', { problem: 'not-joined' })
          const target = archiveIdOf(db, messageId)
          if (target === null || !hasIds(room)) return fail('not-supported', 'the room has given no id to it', { problem: 'not-supported' })
          return message.direction === 'out' ? retractOwn(room, target) : moderate(room, target, reason)
        },
        'roomModeration.abilities': ({ room }) =>
          ok({ moderate: hasIds(room) && versionOf(room) !== null, ownRecall: hasIds(room) }),
      },
      snapshot: () => null,
      stop: () => {
        for (const settle of [...waiting.values()]) settle(fail('offline', 'logged out', { problem: 'offline' }))
      },
    }
  },
})
