/**
 * Reactions: XEP-0444 version 0.2.1. In a chat of the two who talk, in a room by occupants that are known again (XEP-0421, else
 * without having left), only to messages of the same conversation; the newest set of a person counts, whatever comes late. One that comes before its
 * message waits for it. Own ones show at once, leave when they can and are gone again when they are refused.
 * Left out: restrictions that a room announces (§2.2; its refusal is followed).
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import type { FollowUp } from '#core/follow-ups'
import { correctionsApi, isSameAuthor, type Author } from '#features/corrections/public'
import { emojiKey } from '#shared/emoji'
import type { MessageId } from '#shared/ids'
import type { Conversation } from '#shared/model/conversation'
import { done, fail } from '#shared/result'
import { findConversation, getConversation, putConversation } from '#store/conversations'
import { getMessage, setExtra } from '#store/messages'
import { parseFallback } from '#xmpp/xep/0428'
import { contract } from './contract'
import { buildReactions, MAX_EMOJI, NS_REACTIONS, parseReactions } from './stanza'
import { attach, heldFor, migrations, putReaction, reactionsTo, setReaction, summary, type ReactionRow } from './table'

const KIND = 'reactions'
/** `before`: what comes back when it is refused. */
interface Payload {
  emoji: string[]
  before: string[]
}

export const reactions = defineFeature({
  name: 'reactions',
  xeps: [{ id: '0444', version: '0.2.1', support: 'partial', note: 'without announced restrictions' }],
  requires: ['corrections'],
  discoFeatures: [NS_REACTIONS],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, inbound, followUps, messageEvents, clock } = session
    const corrections = session.use(correctionsApi)

    const refresh = (id: MessageId) => {
      if (getMessage(db, id)?.isRetracted !== false) return
      const found = summary(reactionsTo(db, id))
      setExtra(db, id, 'reactions', found.length > 0 ? found : undefined)
    }
    const show = (id: MessageId) => {
      refresh(id)
      messageEvents.changed(id)
    }
    const isBy = (author: Author) => (row: ReactionRow) => row.direction === author.direction && (row.direction === 'out' || isSameAuthor(author, row))
    const ownRow = (id: MessageId) => reactionsTo(db, id).find((row) => row.direction === 'out')
    const unsent = (id: MessageId) => followUps.waiting(id).filter((one) => one.kind === KIND)

    inbound.on('dedupe', (message) => {
      const said = message.conversation && message.type !== 'error' ? parseReactions(message.stanza) : null
      if (!said || !message.conversation) return
      if (parseFallback(message.stanza, NS_REACTIONS) === 'whole') message.body = null
      const { kind, peer } = message.conversation
      const author = corrections.authorOf(message)
      const isUnknown = author.direction === 'in' && author.speaker !== null && author.speaker.occupantId === null && author.speaker.visit === null
      if (!isUnknown) {
        session.transaction(() => {
          // Out of an archive it may come before there is a single message; of who never wrote to us nothing is kept.
          const conversation =
            findConversation(db, accountId, kind, peer) ?? (message.source === 'archive' ? putConversation(db, accountId, kind, peer, clock.nowMs()) : null)
          if (!conversation) return void session.refuse('R-REACTION-TARGET', message.from)
          const messageId = corrections.find(conversation, said.target)
          if (messageId !== null && author.direction === 'out' && unsent(messageId).length > 0) return // a newer one is on its way
          const known = (messageId === null ? heldFor(db, conversation.id, said.target) : reactionsTo(db, messageId)).find(isBy(author))
          if (known && known.sentAtMs > message.sentAtMs) return
          if (known) setReaction(db, known.id, author.sender, said.emoji, message.sentAtMs)
          else if (!putReaction(db, { conversationId: conversation.id, target: said.target, messageId }, author, said.emoji, message.sentAtMs)) {
            return void session.refuse('R-HELD-LIMIT', message.from)
          }
          if (messageId !== null) show(messageId)
        })
      } else session.refuse('R-REACTION-TARGET', message.from)
      return message.body === null ? 'drop' : undefined
    })

    inbound.on('annotate', (message) => {
      const { conversation } = message
      if (!conversation || message.body === null || message.notice || message.type === 'error') return
      const name = conversation.kind === 'room' ? message.archiveId : (message.originId ?? message.stanzaId)
      if (name === null) return
      message.onPersist.push(({ messageId, conversationId }) => {
        if (attach(db, conversationId, name, messageId)) refresh(messageId)
      })
      // It was here under another id, or without one.
      message.onKnown.push((messageId) => {
        const id = getMessage(db, messageId)?.conversationId
        if (id !== undefined && attach(db, id, name, messageId)) show(messageId)
      })
    })

    const setOwn = (conversation: Conversation, id: MessageId, emoji: readonly string[]) => {
      const row = ownRow(id)
      const sender = session.outbox.sender(conversation)
      const target = corrections.nameOf(conversation, id) ?? ''
      if (row) setReaction(db, row.id, sender, emoji, clock.nowMs())
      else putReaction(db, { conversationId: conversation.id, target, messageId: id }, { direction: 'out', sender, speaker: null }, emoji, clock.nowMs())
      show(id)
    }

    followUps.define(KIND, {
      build: (one: FollowUp, conversation) => {
        if (one.messageId === null || getMessage(db, one.messageId)?.isRetracted) return null
        const target = corrections.nameOf(conversation, one.messageId)
        if (target === null) return 'wait'
        return buildReactions(conversation.peer, conversation.kind, one.wireId, target, (one.payload as Payload).emoji)
      },
      onRefused: (one, { text }) => {
        const conversation = getConversation(db, one.conversationId)
        const { emoji, before } = one.payload as Payload
        if (!conversation || one.messageId === null) return
        // Unless another one has been said since.
        if (JSON.stringify(ownRow(one.messageId)?.emoji) === JSON.stringify(emoji)) setOwn(conversation, one.messageId, before)
        session.publish('reaction.refused', { accountId, messageId: one.messageId, text })
      },
    })

    return {
      calls: {
        'reaction.toggle': ({ messageId, emoji }) => {
          const message = getMessage(db, messageId)
          const conversation = message && getConversation(db, message.conversationId)
          if (message?.accountId !== accountId || !conversation || message.kind !== 'text' || message.isRetracted) {
            return fail('not-found', 'there is no such message')
          }
          if (message.state !== 'queued' && corrections.nameOf(conversation, messageId) === null) {
            return fail('not-supported', 'the room has given no id to it', { problem: 'no-id' })
          }
          const before = ownRow(messageId)?.emoji ?? []
          const without = before.filter((one) => emojiKey(one) !== emojiKey(emoji))
          const after = without.length < before.length ? without : [...before, emoji]
          if (after.length > MAX_EMOJI) return fail('conflict', 'too many reactions', { problem: 'too-many' })
          session.transaction(() => {
            // What has not left yet is said together; what it would go back to is what the others know.
            const [oldest] = unsent(messageId).filter((one) => followUps.drop(one))
            setOwn(conversation, messageId, after)
            followUps.add({ conversationId: conversation.id, messageId, kind: KIND, payload: { emoji: after, before: (oldest?.payload as Payload | undefined)?.before ?? before } })
          })
          return done
        },
      },
      snapshot: () => null,
    }
  },
})
