/**
 * Contacts recommended to others: XEP-0144 version 1.1.1 in messages, with their addresses as links in the body, marked as
 * fallback (XEP-0428). Nobody is added but by the user's hand. Left out: suggestions to change or remove contacts, groups,
 * and IQs (gateways and shared groups use them): none of these is heard.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { roomsApi } from '#features/rooms/public'
import { parseBareJid } from '#shared/jid'
import { fail, ok } from '#shared/result'
import { getConversation, listConversations } from '#store/conversations'
import { parseFallback } from '#xmpp/xep/0428'
import { contract } from './contract'
import { buildCards, buildWholeFallback, NS_ROSTERX, parseCards, wordsFor } from './stanza'

export const contactCards = defineFeature({
  name: 'contact-cards',
  xeps: [{ id: '0144', version: '1.1.1', support: 'partial', note: 'people to add, in messages; nothing happens by itself' }],
  requires: ['rooms'],
  discoFeatures: [NS_ROSTERX],
  contract,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, inbound, outbox } = session
    const rooms = session.use(roomsApi)

    inbound.on('classify', (message) => {
      const people = message.type === 'error' ? null : parseCards(message.stanza)
      if (people === null) return
      // §3.1: the words may be missing.
      const isAll = message.body === null || parseFallback(message.stanza, NS_ROSTERX) === 'whole'
      message.body ??= wordsFor(people)
      message.extras.cards = { people, isAll }
    })
    outbox.decorate((stanza, message) => {
      const cards = message.extras?.cards
      if (cards) stanza.append(buildCards(cards.people), buildWholeFallback())
    })

    return {
      calls: {
        'contactCard.send': ({ conversationId, people }) => {
          const conversation = getConversation(db, conversationId)
          if (conversation?.accountId !== accountId) return fail('not-found', 'there is no such conversation')
          return ok({ messageId: outbox.enqueue(conversation, wordsFor(people), { cards: { people, isAll: true } }) })
        },
        'person.rooms': ({ jid }) => {
          const joined = listConversations(db, accountId).flatMap(({ kind, peer }) => (kind === 'room' ? (parseBareJid(peer) ?? []) : []))
          return ok({ rooms: joined.flatMap((room) => rooms.people(room).flatMap((one) => (one.jid === jid ? [{ room, nick: one.nick }] : []))) })
        },
      },
      snapshot: () => null,
    }
  },
})
