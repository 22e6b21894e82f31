/**
 * One-to-one messages: RFC 6121 §5, with XEP-0359 (0.7.0) origin-id.
 * Left out until their issues: threads, subjects, headlines (dropped).
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { bareOf } from '#shared/jid'
import { findConversation } from '#store/conversations'
import { attr } from '#xmpp/element'
import { parseStanzaError } from '#xmpp/stanza-error'
import { contract } from './contract'
import { buildChatMessage } from './stanza'

export const chat = defineFeature({
  name: 'chat',
  xeps: [
    { id: 'RFC 6121', version: '2011-03', support: 'partial', note: '§5 messages without threads and headlines' },
    { id: '0359', version: '0.7.0', support: 'complete' },
  ],
  discoFeatures: ['urn:xmpp:sid:0'],
  contract,
  start: (session: Session<typeof contract>) => {
    session.outbox.route('chat', {
      canSend: () => session.connection.state.phase === 'online',
      build: (message, conversation, id) => buildChatMessage(conversation.peer, id, message.body),
      confirmedBy: 'ack',
      sender: () => session.own,
    })

    // An error counts only for a message that we sent to the very entity it comes from (SAFETY §2.1 receipts, errors).
    session.inbound.on('classify', (message) => {
      if (message.type !== 'error') return
      const conversation = findConversation(session.db, session.accountId, 'chat', bareOf(message.from))
      const id = attr(message.stanza, 'id')
      if (!conversation || !id) return void session.refuse('R-ERROR-TARGET', message.from)
      const error = parseStanzaError(message.stanza)
      if (!session.outbox.fail(conversation.id, id, { condition: error.condition, text: error.text })) session.refuse('R-ERROR-TARGET', message.from)
      return 'drop'
    })

    return { calls: {}, snapshot: () => null }
  },
})
