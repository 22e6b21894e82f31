/**
 * Delivery receipts: XEP-0184 version 1.4.0.
 * Asked for in one-to-one chats only (§5.3: not in rooms); given only to those who may see our presence (§7), once the
 * message is stored, and only while the user's settings allow it. Left out: receipts for types other than chat and normal.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import type { ConversationId } from '#shared/ids'
import { bareOf } from '#shared/jid'
import { findConversation } from '#store/conversations'
import { findOutgoing, setMessageState } from '#store/messages'
import { attr } from '#xmpp/element'
import { contract } from './contract'
import { buildReceived, buildRequest, isRequest, parseReceived } from './stanza'

export const receipts = defineFeature({
  name: 'receipts',
  xeps: [{ id: '0184', version: '1.4.0', support: 'complete' }],
  discoFeatures: ['urn:xmpp:receipts'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, inbound, outbox } = session

    const markDelivered = (conversationId: ConversationId, wireId: string) => {
      outbox.confirm(conversationId, wireId)
      const message = findOutgoing(db, conversationId, wireId)
      if (message?.state !== 'sent') return
      session.transaction(() => {
        setMessageState(db, message.id, 'delivered')
        session.messageEvents.changed(message.id)
      })
    }

    outbox.decorate((stanza, _message, conversation) => {
      if (conversation.kind === 'chat') stanza.append(buildRequest())
    })

    // A receipt from Bob confirms only what was sent to Bob: it is looked up in the conversation with its sender.
    inbound.on('annotate', (message) => {
      const receivedId = parseReceived(message.stanza)
      if (receivedId === null || message.type === 'groupchat' || message.type === 'error') return
      const conversation = findConversation(db, accountId, 'chat', bareOf(message.from))
      if (conversation && message.direction === 'in') markDelivered(conversation.id, receivedId)
      return message.body === null ? 'drop' : undefined
    })

    inbound.on('annotate', (message) => {
      const id = attr(message.stanza, 'id')
      const isChat = message.conversation?.kind === 'chat' && message.type !== 'error'
      if (!id || !isChat || message.source !== 'live' || message.direction !== 'in' || !isRequest(message.stanza)) return
      message.afterCommit.push(() => {
        if (!session.settings.get().sendReceipts || !session.isContact(bareOf(message.from))) return
        session.connection.send(buildReceived(message.from, id))
      })
    })

    return { calls: {}, snapshot: () => null }
  },
})
