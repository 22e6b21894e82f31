/**
 * Answers to one message: XEP-0461 version 0.2.1, with the quoted lines for older programs marked as fallback (XEP-0428 version 0.2.1)
 * and taken out of what comes in. What is answered is looked up by its id in the same conversation each time it is shown: its
 * words are not kept twice, so what was taken back is gone from the quotes as well.
 * Left out: quoting a part of a message, files in the quote.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { correctionsApi, parseReplace } from '#features/corrections/public'
import { bareOf, parseJid, withResource } from '#shared/jid'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import { fail, ok } from '#shared/result'
import { getConversation } from '#store/conversations'
import { getMessage } from '#store/messages'
import { addLead, cut, parseFallback } from '#xmpp/xep/0428'
import { contract } from './contract'
import { buildReply, NS_REPLY, parseReply, quoteLines, quoteSpans } from './stanza'

/** Shown of the quoted words. */
const MAX_QUOTED = 300

export const replies = defineFeature({
  name: 'replies',
  xeps: [
    { id: '0461', version: '0.2.1', support: 'complete' },
    { id: '0428', version: '0.2.1', support: 'partial', note: 'of answers and reactions; no subjects' },
  ],
  requires: ['corrections'],
  discoFeatures: [NS_REPLY, 'urn:xmpp:fallback:0'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, inbound, outbox } = session
    const corrections = session.use(correctionsApi)

    // R-REPLY-TARGET: before anybody compares bodies: what we sent comes back with the lines that we put in front.
    inbound.on('classify', (message) => {
      if (message.body === null || parseReply(message.stanza) === null) return
      const marked = parseFallback(message.stanza, NS_REPLY)
      if (marked === 'whole' || marked.length === 0) return
      const spans = quoteSpans(message.body, marked, parseReplace(message.stanza) !== null)
      const rest = cut(message.body, spans)
      if (rest.trim() === '') return // nothing else would be left of it
      message.body = rest
      message.cuts = spans
    })
    inbound.on('annotate', (message) => {
      const id = message.type === 'error' ? null : parseReply(message.stanza)
      if (id !== null) message.extras.reply = { id }
    })

    const addressOf = (conversation: Conversation, quoted: Message): string | null => {
      if (conversation.kind === 'chat') return quoted.direction === 'in' ? conversation.peer : session.own
      const room = parseJid(conversation.peer)
      return room && withResource(bareOf(room), quoted.sender)
    }
    outbox.decorate((stanza, message, conversation) => {
      const id = message.extras?.reply?.id
      if (id === undefined) return
      const meant = corrections.find(conversation, id)
      const quoted = meant === null ? null : getMessage(db, meant)
      stanza.append(buildReply(id, quoted && addressOf(conversation, quoted)))
      if (quoted && quoted.body !== '') addLead(stanza, NS_REPLY, quoteLines(quoted.extras?.spoiler ? quoted.extras.spoiler.hint || '…' : quoted.body))
    }, 'lead')

    const quotedBy = (message: Message | null, conversation: Conversation | null): Message | null => {
      const id = message?.extras?.reply?.id
      const meant = conversation && id !== undefined ? corrections.find(conversation, id) : null
      const quoted = meant === null || meant === message?.id ? null : getMessage(db, meant)
      return quoted && { ...quoted, body: [...quoted.body.slice(0, 2 * MAX_QUOTED)].slice(0, MAX_QUOTED).join('') }
    }
    return {
      calls: {
        'reply.send': ({ conversationId, messageId, body }) => {
          const conversation = getConversation(db, conversationId)
          const quoted = getMessage(db, messageId)
          if (conversation?.accountId !== accountId || quoted?.conversationId !== conversationId) return fail('not-found', 'there is no such message')
          const id = corrections.nameOf(conversation, quoted.id)
          if (id === null) return fail('not-supported', 'the room has given no id to it', { problem: 'no-id' })
          return ok({ messageId: outbox.enqueue(conversation, body, { reply: { id } }) })
        },
        'reply.quoted': ({ messageIds }) =>
          ok(
            messageIds.map((messageId) => {
              const message = getMessage(db, messageId)
              const isOurs = message?.accountId === accountId
              return { messageId, quoted: isOurs ? quotedBy(message, getConversation(db, message.conversationId)) : null }
            }),
          ),
      },
      snapshot: () => null,
    }
  },
})
