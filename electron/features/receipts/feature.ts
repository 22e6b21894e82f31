/**
 * Delivery receipts: XEP-0184 version 1.4.0.
 * Asked for in one-to-one chats only (§5.3: not in rooms); given only to those who may see our presence (§7), once the
 * message is stored, and only while the user's settings allow it. What first comes out of the archive, because it was missed,
 * gets its receipt when all that was missed is in (§5.5: "only when first receiving the message"), unless another device of ours
 * has given one by then; until then it is owed in a row of its own, and of a row at most one receipt is sent. What is fetched from
 * before this installation gets none. Left out: types other than chat and normal.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { archiveApi } from '#features/archive/public'
import type { ConversationId } from '#shared/ids'
import { bareOf, type Jid } from '#shared/jid'
import { findConversation } from '#store/conversations'
import { holdId, takeId } from '#store/held'
import { findOutgoing, setMessageState } from '#store/messages'
import { attr } from '#xmpp/element'
import { contract } from './contract'
import { buildReceived, buildRequest, isRequest, parseReceived } from './stanza'
import { dropOwed, listOwed, migrations, oweReceipt } from './table'

export const receipts = defineFeature({
  name: 'receipts',
  xeps: [{ id: '0184', version: '1.4.0', support: 'complete' }],
  requires: ['archive'],
  discoFeatures: ['urn:xmpp:receipts'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, inbound, outbox } = session

    const markDelivered = (conversationId: ConversationId, wireId: string) => {
      outbox.confirm(conversationId, wireId)
      const message = findOutgoing(db, conversationId, wireId)
      if (message?.state !== 'sent') return message !== null
      session.transaction(() => {
        setMessageState(db, message.id, 'delivered')
        session.messageEvents.changed(message.id)
      })
      return true
    }

    outbox.decorate((stanza, _message, conversation) => {
      if (conversation.kind === 'chat') stanza.append(buildRequest())
    })

    // A receipt from Bob confirms only what was sent to Bob: it is looked up in the conversation with its sender.
    inbound.on('annotate', (message) => {
      const receivedId = parseReceived(message.stanza)
      if (receivedId === null || message.type === 'groupchat' || message.type === 'error') return
      const conversation = findConversation(db, accountId, 'chat', bareOf(message.from))
      if (message.direction === 'out') dropOwed(db, accountId, message.to, receivedId) // another device of ours has said so
      else if (!(conversation && markDelivered(conversation.id, receivedId))) {
        if (message.source !== 'archive') session.refuse('R-RECEIPT-TARGET', message.from)
        else if (!holdId(db, 'receipt_held', accountId, bareOf(message.from), receivedId)) session.refuse('R-HELD-LIMIT', message.from)
      }
      return message.body === null ? 'drop' : undefined
    })
    // History is read backwards: the receipt may stand in a page that came before that of its message.
    inbound.on('annotate', (message) => {
      const { source, direction, conversation, originId, stanzaId, to } = message
      const wireId = originId ?? stanzaId
      if (source !== 'archive' || direction !== 'out' || conversation?.kind !== 'chat' || !wireId) return
      message.onPersist.push(({ conversationId }) => {
        if (takeId(db, 'receipt_held', accountId, bareOf(to), wireId)) markDelivered(conversationId, wireId)
      })
    })

    // R-RECEIPT-STRANGER
    const mayHave = (to: Jid) => session.settings.get().sendReceipts && session.isContact(bareOf(to))
    /** False: it could not be written. */
    const give = (to: Jid, id: string) => !mayHave(to) || session.connection.send(buildReceived(to, id))
    inbound.on('annotate', (message) => {
      const { stanza, source, from } = message
      const id = attr(stanza, 'id')
      const isChat = message.conversation?.kind === 'chat' && message.type !== 'error'
      if (!id || !isChat || message.direction !== 'in' || !isRequest(stanza)) return
      if (source === 'live') {
        // What is here already has had its receipt, unless it is owed: then it comes out of the offline store, beside the archive.
        let isDue = true
        message.onKnown.push(() => void (isDue = dropOwed(db, accountId, from, id) > 0))
        message.afterCommit.push(() => void (isDue && give(from, id)))
      } else if (source === 'archive' && message.isUnread && mayHave(from)) {
        message.onPersist.push(() => oweReceipt(db, accountId, { to: from, stanzaId: id }))
      }
    })
    session.use(archiveApi).onLevel(() => {
      const owed = listOwed(db, accountId)
      if (owed.length === 0) return
      // The rows go first: one that is lost with the program is better than two.
      session.transaction(() => owed.forEach(({ to, stanzaId }) => dropOwed(db, accountId, to, stanzaId)))
      const left = owed.filter(({ to, stanzaId }) => !give(to, stanzaId))
      if (left.length > 0) session.transaction(() => left.forEach((one) => oweReceipt(db, accountId, one)))
    })

    return { calls: {}, snapshot: () => null }
  },
})
