/**
 * Messages that their writers change or take back: XEP-0308 version 1.2.1, XEP-0424 version 0.4.2.
 * Only the writer may: in chats the same bare JID, in rooms the same occupant (XEP-0421, else without having left). A change
 * that comes before its message is kept: a correction is shown as a message of its own until then, so that its words are
 * never missing. Left out: the archive's tombstones (0424 §5), moderation (0425), ids that differ between the
 * id attribute and the origin-id of one message.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import type { Incoming } from '#core/inbound'
import { conversationsApi } from '#features/conversations/public'
import { roomsApi } from '#features/rooms/public'
import type { ConversationId, MessageId } from '#shared/ids'
import { findConversation } from '#store/conversations'
import { getMessage, setArchiveId, setExtra } from '#store/messages'
import { NS_RETRACT } from '#xmpp/xep/0424'
import { contract } from './contract'
import { addOwnChanges } from './own'
import type { CorrectionsApi } from './public'
import { NS_CORRECT, parseReplace, parseRetract } from './stanza'
import {
  countHeld, findMeant, findTargets, isChangedOriginal, isKnown, isSameAuthor, lastCorrectionMs, listHeld, migrations, nameOf, putAuthor, putChange, setApplied, setBody,
  setEdited, setRetracted, type Author, type Change,
} from './table'

/** As in core/inbound. */
const TWIN_WINDOW_MS = 7 * 24 * 3600 * 1000
/** Of one writer in one conversation: what he takes back that is not here. */
const MAX_HELD_OF_ONE = 500

export const corrections = defineFeature({
  name: 'corrections',
  xeps: [
    { id: '0308', version: '1.2.1', support: 'complete' },
    { id: '0424', version: '0.4.2', support: 'partial', note: 'no archive tombstones' },
  ],
  requires: ['conversations', 'rooms'],
  discoFeatures: [NS_CORRECT, NS_RETRACT],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, inbound, messageEvents } = session
    const rooms = session.use(roomsApi)
    const conversations = session.use(conversationsApi)

    const authorOf = (message: Incoming): Author => ({
      direction: message.direction,
      sender: message.sender,
      speaker: message.conversation?.kind === 'chat' ? null : (rooms.speakerOf(message) ?? { occupantId: null, visit: null }),
    })
    const isNobody = ({ speaker }: Author) => speaker !== null && speaker.occupantId === null && speaker.visit === null
    const conversationOf = (message: Incoming) =>
      message.conversation && findConversation(db, accountId, message.conversation.kind, message.conversation.peer)
    const changeOf = (message: Incoming, kind: Change['kind'], target: string, conversationId: ConversationId): Change => ({
      conversationId, kind, target, author: authorOf(message),
      wireId: message.originId ?? message.stanzaId, archiveId: message.archiveId, sentAtMs: message.sentAtMs,
    })

    /** The words of a correction, and whom they mention. */
    const setWords = (id: MessageId, { body, mentions, isMention, extras }: Incoming) => {
      const before = getMessage(db, id)
      setBody(db, id, body ?? '', mentions, isMention)
      if (before?.extras?.spoiler || extras.spoiler) setExtra(db, id, 'spoiler', extras.spoiler)
      messageEvents.changed(id)
      if (before && before.isMention !== isMention) messageEvents.conversationChanged(before.conversationId)
    }

    /** True: it is dealt with. False: to be stored like any other message. */
    const correct = (message: Incoming, target: string): boolean => {
      const conversation = conversationOf(message)
      const hold = (change: (id: ConversationId) => Change) =>
        message.onPersist.push(({ messageId, conversationId }) => {
          putChange(db, change(conversationId), { standIn: messageId })
          setEdited(db, messageId)
        })
      if (!conversation) {
        hold((id) => changeOf(message, 'correction', target, id))
        return false
      }
      const change = changeOf(message, 'correction', target, conversation.id)
      if (isKnown(db, change)) return true
      const targets = findTargets(db, change)
      const found = targets.find((one) => isSameAuthor(change.author, one))
      if (found) {
        if (found.isRetracted) return true
        const isNewest = message.sentAtMs >= (lastCorrectionMs(db, found.id) ?? 0)
        putChange(db, change, { messageId: found.id, originalLength: [...found.body].length })
        if (!isNewest) return true
        setWords(found.id, message)
        return true
      }
      if (targets.length > 0 || isNobody(change.author)) {
        session.refuse('R-CORRECTION-AUTHOR', message.from)
        return false
      }
      const held = listHeld(db, conversation.id, message.direction, [target]).find((one) => one.standIn !== null && isSameAuthor(change.author, one))
      if (!held?.standIn) {
        hold(() => change)
        return false
      }
      const isNewest = message.sentAtMs >= (lastCorrectionMs(db, held.standIn) ?? 0)
      putChange(db, change, { standIn: held.standIn })
      if (isNewest) {
        setWords(held.standIn, message)
      }
      return true
    }

    const showRetracted = (id: MessageId, conversationId: ConversationId) => {
      setRetracted(db, id)
      messageEvents.changed(id)
      messageEvents.conversationChanged(conversationId)
    }

    const retract = (message: Incoming, target: string): void => {
      const conversation = conversationOf(message)
      if (!conversation) return
      const change = changeOf(message, 'retraction', target, conversation.id)
      if (isKnown(db, change)) return
      const targets = findTargets(db, change)
      const found = targets.find((one) => isSameAuthor(change.author, one))
      if (!found && (targets.length > 0 || isNobody(change.author))) return void session.refuse('R-RETRACTION-AUTHOR', message.from)
      if (found) {
        putChange(db, change, { messageId: found.id, originalLength: [...found.body].length })
        return showRetracted(found.id, conversation.id)
      }
      if (countHeld(db, change) >= MAX_HELD_OF_ONE) return void session.refuse('R-HELD-LIMIT', message.from)
      putChange(db, change, {})
      for (const { standIn } of listHeld(db, conversation.id, message.direction, [target]).filter((one) => isSameAuthor(change.author, one))) {
        if (standIn !== null) showRetracted(standIn, conversation.id)
      }
    }

    /** The message has come; what was said of it before takes effect. */
    const applyHeld = (message: Incoming, author: Author, messageId: MessageId, conversationId: ConversationId) => {
      const ids = [...new Set([message.originId ?? message.stanzaId, author.speaker ? message.archiveId : null])]
      const held = listHeld(db, conversationId, author.direction, ids).filter((one) => isSameAuthor(author, one))
      const originalLength = [...(message.body ?? '')].length
      for (const { id, kind, standIn } of held) {
        const words = standIn === null ? null : getMessage(db, standIn)
        setApplied(db, id, messageId, originalLength)
        if (kind === 'retraction' || words?.isRetracted) setRetracted(db, messageId)
        else if (words) setBody(db, messageId, words.body, words.mentions ?? [], words.isMention)
        if (standIn !== null && words) conversations.removeMessage(standIn)
      }
    }

    // Before receipts and typing look at it: a message taken back is none.
    inbound.on('dedupe', (message) => {
      if (!message.conversation || message.type === 'error' || message.notice) return
      const target = parseRetract(message.stanza)
      if (target !== null) {
        session.transaction(() => retract(message, target))
        return 'drop'
      }
      const conversation = conversationOf(message)
      const wireId = message.originId ?? message.stanzaId
      if (!conversation || !wireId || message.body === null || parseReplace(message.stanza) !== null) return
      const { direction, sender, body, sentAtMs } = message
      if (!isChangedOriginal(db, { conversationId: conversation.id, direction, sender, wireId, body, sentAtMs, windowMs: TWIN_WINDOW_MS })) return
      // Ours was changed before anybody knew whether it arrived: it did.
      if (direction === 'out') session.transaction(() => {
        const id = session.outbox.confirm(conversation.id, wireId)
        if (id !== null && message.archiveId !== null) setArchiveId(db, id, message.archiveId)
      })
      return 'drop'
    })

    inbound.on('annotate', (message) => {
      const { body, conversation } = message
      if (!conversation || body === null || message.notice || message.type === 'error') return
      const target = parseReplace(message.stanza)
      if (target !== null && session.transaction(() => correct(message, target))) {
        for (const act of message.afterCommit) session.afterCommit(act) // its writer wants the receipt under the new id
        return 'drop'
      }
      const author = authorOf(message)
      message.onPersist.push(({ messageId, conversationId }) => {
        if (author.speaker && !isNobody(author)) putAuthor(db, messageId, author.speaker)
        if (target === null) applyHeld(message, author, messageId, conversationId)
      })
    })

    const api: CorrectionsApi = {
      authorOf,
      find: (conversation, id) => findMeant(db, conversation, id),
      nameOf: (conversation, id) => nameOf(db, conversation, id),
    }
    const changes = addOwnChanges(session)
    return {
      api,
      calls: {
        'message.correct': ({ messageId, body }) => changes.correct(messageId, body),
        'message.recall': ({ messageId }) => changes.recall(messageId),
      },
      snapshot: () => null,
    }
  },
})
