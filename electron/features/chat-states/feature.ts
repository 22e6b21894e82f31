/**
 * Who is typing: XEP-0085 version 2.1.
 * Sent only to contacts who may see our presence, and only while the settings allow it; shown for contacts and for
 * occupants of rooms. Left out: `inactive` and `gone` are understood but not sent; nothing is sent into rooms (§5.5).
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import type { ConversationId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { resourceOf } from '#shared/jid'
import { done, fail } from '#shared/result'
import { findConversation, getConversation } from '#store/conversations'
import { contract, type Typing } from './contract'
import { buildChatState, buildStateMessage, parseChatState } from './stanza'

/** No key for so long = paused (XEP-0085 §5.1 suggests about 30 s; people expect less). */
const PAUSE_MS = 8_000
/** A `composing` that nobody took back is forgotten. */
const FORGET_MS = 60_000

export const chatStates = defineFeature({
  name: 'chat-states',
  xeps: [{ id: '0085', version: '2.1', support: 'partial', note: 'inactive and gone are not sent; nothing in rooms' }],
  discoFeatures: ['http://jabber.org/protocol/chatstates'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { db, accountId } = session
    const typing = new Map<ConversationId, Map<string, NodeJS.Timeout>>()
    const composing = new Map<ConversationId, NodeJS.Timeout>()

    const view = (conversationId: ConversationId): Typing => ({ conversationId, who: [...(typing.get(conversationId)?.keys() ?? [])] })
    const setTyping = (conversationId: ConversationId, who: string, isTyping: boolean) => {
      const here = typing.get(conversationId) ?? new Map<string, NodeJS.Timeout>()
      const had = here.has(who)
      clearTimeout(here.get(who))
      here.delete(who)
      if (isTyping) here.set(who, setTimeout(() => setTyping(conversationId, who, false), FORGET_MS).unref())
      if (here.size > 0) typing.set(conversationId, here)
      else typing.delete(conversationId)
      if (had !== isTyping) session.publish('typing.changed', { accountId, ...view(conversationId) })
    }

    session.inbound.on('annotate', (message) => {
      const { conversation } = message
      if (!conversation || message.isDelayed || message.type === 'error' || message.direction !== 'in') return
      const state = parseChatState(message.stanza)
      if (state === null && message.body === null) return
      const who = conversation.kind === 'chat' ? conversation.peer : (resourceOf(message.from) ?? '')
      const stored = findConversation(db, accountId, conversation.kind, conversation.peer)
      if (stored && who) setTyping(stored.id, who, state === 'composing' && message.body === null)
      return message.body === null && message.notice === null && state !== null ? 'drop' : undefined
    })

    const sendState = (peer: string, state: 'composing' | 'paused' | 'active') => {
      if (session.settings.get().sendTyping && session.isContact(peer as BareJid)) session.connection.send(buildStateMessage(peer, state))
    }
    const stop = (conversationId: ConversationId, peer: string, state: 'paused' | 'active' | null) => {
      const timer = composing.get(conversationId)
      if (!timer) return
      clearTimeout(timer)
      composing.delete(conversationId)
      if (state) sendState(peer, state)
    }

    session.outbox.decorate((stanza, _message, conversation) => {
      if (conversation.kind !== 'chat') return
      stop(conversation.id, conversation.peer, null) // the message itself says that the typing is over
      if (session.settings.get().sendTyping) stanza.append(buildChatState('active'))
    })

    session.onEnded(() => {
      for (const [conversationId, people] of [...typing]) for (const who of [...people.keys()]) setTyping(conversationId, who, false)
      for (const timer of composing.values()) clearTimeout(timer)
      composing.clear()
    })

    return {
      calls: {
        'typing.set': ({ conversationId, isTyping }) => {
          const conversation = getConversation(db, conversationId)
          if (conversation?.accountId !== accountId) return fail('not-found', 'there is no such conversation')
          if (conversation.kind !== 'chat') return done
          if (!isTyping) {
            stop(conversationId, conversation.peer, 'active')
            return done
          }
          if (!composing.has(conversationId)) sendState(conversation.peer, 'composing')
          clearTimeout(composing.get(conversationId))
          composing.set(conversationId, setTimeout(() => stop(conversationId, conversation.peer, 'paused'), PAUSE_MS).unref())
          return done
        },
      },
      snapshot: () => ({ typing: [...typing.keys()].map(view) }),
      stop: () => {
        for (const timer of composing.values()) clearTimeout(timer)
      },
    }
  },
})
