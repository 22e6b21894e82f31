/**
 * Displayed markers: XEP-0333 version 1.0.0.
 * In one-to-one chats, both ways. Sent only to those who may see our presence, only for messages that ask for one, and
 * only while the setting for receipts allows it; what was read offline is told at the next login. One whose message is not here
 * yet (archives are read backwards) is kept for it; all that comes before a message that was seen, was seen. What another device
 * of ours has told is read here, too. Left out: rooms (nothing is sent into them and nobody's markers are shown), private
 * messages in rooms.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { conversationsApi } from '#features/conversations/public'
import type { ConversationId } from '#shared/ids'
import { bareOf, parseBareJid } from '#shared/jid'
import type { Conversation } from '#shared/model/conversation'
import type { MessageCursor } from '#shared/model/message'
import { findConversation, getConversation } from '#store/conversations'
import { holdId, takeId } from '#store/held'
import { findOutgoing, getMessage, setMessageState } from '#store/messages'
import { attr } from '#xmpp/element'
import { contract } from './contract'
import { buildDisplayed, buildMarkable, isMarkable, NS_MARKERS, parseDisplayed } from './stanza'
import {
  dropSeen, dropUntil, findMarkable, hasWaitingBefore, listUnreadByPeer, listUntold, migrations, newestRead, newestSeen, putMarkable, setSeen,
} from './table'

export const markers = defineFeature({
  name: 'markers',
  xeps: [{ id: '0333', version: '1.0.0', support: 'partial', note: 'one-to-one chats; not in rooms' }],
  requires: ['conversations'],
  discoFeatures: [NS_MARKERS],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, connection, inbound, outbox } = session
    const conversations = session.use(conversationsApi)

    outbox.decorate((stanza, _message, conversation) => {
      if (conversation.kind === 'chat') stanza.append(buildMarkable())
    })

    /** A marker may overtake the server's acknowledgements of what it covers: it is looked at again when they come. */
    const early = new Map<ConversationId, string>()

    /** How far our words have been seen, for pages of the past; read once per conversation. */
    const seenUntil = new Map<ConversationId, MessageCursor | null>()
    const isBefore = (a: MessageCursor, b: MessageCursor) => a.orderMs < b.orderMs || (a.orderMs === b.orderMs && a.id < b.id)

    /** False: there is no such message. */
    const markRead = (conversationId: ConversationId, wireId: string): boolean => {
      outbox.confirm(conversationId, wireId)
      const until = findOutgoing(db, conversationId, wireId)
      if (!until) return false
      if (until.state === 'failed') return true
      seenUntil.delete(conversationId)
      session.transaction(() => {
        for (const id of listUnreadByPeer(db, until)) {
          setMessageState(db, id, 'read')
          session.messageEvents.changed(id)
        }
      })
      if (hasWaitingBefore(db, until)) early.set(conversationId, wireId)
      else early.delete(conversationId)
      return true
    }
    connection.on('acked', () => {
      if (early.size > 0) queueMicrotask(() => [...early].forEach(([id, wireId]) => markRead(id, wireId))) // after the outbox
    })
    session.onEnded(() => {
      early.clear()
      seenUntil.clear()
    })

    /** Another device of ours has told the writer (those without XEP-0490 say nothing else of what was read there). */
    const readElsewhere = (conversationId: ConversationId, wireId: string) => {
      const id = findMarkable(db, conversationId, wireId)
      const until = id && getMessage(db, id)
      if (!until) return
      session.transaction(() => {
        conversations.markReadUntil(conversationId, until)
        dropUntil(db, until)
      })
    }

    // A marker from Bob speaks only of what was sent to Bob: it is looked up in the conversation with its sender.
    inbound.on('annotate', (message) => {
      const displayedId = parseDisplayed(message.stanza)
      if (displayedId === null || message.type === 'groupchat' || message.type === 'error') return
      if (message.direction === 'out') {
        const conversation = message.conversation?.kind === 'chat' ? findConversation(db, accountId, 'chat', message.conversation.peer) : null
        if (conversation) readElsewhere(conversation.id, displayedId)
      } else {
        const peer = bareOf(message.from)
        const conversation = findConversation(db, accountId, 'chat', peer)
        const isHere = conversation !== null && markRead(conversation.id, displayedId)
        // §4: of a message that is not there it says nothing. But it may come: out of the archive, from another device of ours.
        if (isHere) return message.body === null ? 'drop' : undefined
        if (message.source !== 'archive' && !session.isContact(peer)) session.refuse('R-MARKER-TARGET', message.from)
        else if (!holdId(db, 'marker_held', accountId, peer, displayedId)) session.refuse('R-HELD-LIMIT', message.from)
      }
      return message.body === null ? 'drop' : undefined
    })
    inbound.on('annotate', (message) => {
      const { source, direction, conversation, originId, stanzaId, to } = message
      const wireId = originId ?? stanzaId
      if (source === 'live' || direction !== 'out' || conversation?.kind !== 'chat' || !wireId) return
      message.onPersist.push(({ messageId, conversationId }) => {
        if (takeId(db, 'marker_held', accountId, bareOf(to), wireId)) return void markRead(conversationId, wireId)
        if (source !== 'archive') return
        if (!seenUntil.has(conversationId)) seenUntil.set(conversationId, newestRead(db, conversationId))
        const seen = seenUntil.get(conversationId)
        const mine = getMessage(db, messageId)
        if (seen && mine && isBefore(mine, seen)) setMessageState(db, messageId, 'read')
      })
    })

    inbound.on('annotate', (message) => {
      const id = attr(message.stanza, 'id')
      const isChat = message.conversation?.kind === 'chat' && message.type !== 'error' && message.body !== null
      if (!id || !isChat || message.direction !== 'in' || !message.isUnread || !isMarkable(message.stanza)) return
      message.onPersist.push(({ messageId, conversationId }) => {
        if (getMessage(db, messageId)?.isUnread) putMarkable(db, messageId, conversationId, id)
      })
    })

    /** Tells the writer how far his messages were seen, as soon as that can be done. */
    const tell = (conversation: Conversation) => {
      const peer = conversation.kind === 'chat' ? parseBareJid(conversation.peer) : null
      const wireId = newestSeen(db, conversation.id)
      if (!peer || wireId === null || connection.state.phase !== 'online') return
      // R-RECEIPT-STRANGER
      const mayKnow = session.settings.get().sendReceipts && session.isContact(peer)
      if (!mayKnow || connection.send(buildDisplayed(peer, wireId))) dropSeen(db, conversation.id)
    }

    conversations.onRead((conversation) => {
      setSeen(db, conversation.id)
      if (!session.settings.get().sendReceipts) dropSeen(db, conversation.id) // also not later, should he allow it then
      tell(conversation)
    })
    const tellAll = () => {
      for (const id of listUntold(db, accountId)) {
        const conversation = getConversation(db, id)
        if (conversation) tell(conversation)
      }
    }
    session.onOnline('after-presence', tellAll)
    connection.on('resumed', tellAll)
    return { calls: {}, snapshot: () => null }
  },
})
