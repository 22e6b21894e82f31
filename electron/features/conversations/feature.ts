/** The messages list and the history behind it. How a message travels is the business of chat and rooms. */
import { defineFeature } from '#core/feature'
import type { Session } from '#core/context'
import type { ConversationId } from '#shared/ids'
import { bareOf, isFullJid } from '#shared/jid'
import type { Conversation } from '#shared/model/conversation'
import { done, fail, ok } from '#shared/result'
import {
  findConversation, getConversation, LET_IN, listConversations, NO_REQUEST, putConversation, refreshConversation, requestState, setRequestState, updateConversation,
} from '#store/conversations'
import { deleteMessage, deleteMessages, firstUnread, getMessage, listMessages, markAllRead, unreadMentions } from '#store/messages'
import { contract } from './contract'
import type { ConversationsApi } from './public'
import { countRange, daysWithMessages, firstAndLast, idsInRange } from './days'
import { bury, isBuried, markLastUnread, markReadUntil, migrations } from './table'

const noConversation = fail('not-found', 'there is no such conversation')
/** As in core/inbound. */
const TWIN_WINDOW_MS = 7 * 24 * 3600 * 1000
/** Places of unread mentions told at once. */
const MAX_MENTIONS = 50
/** In one transaction: about 15 ms. */
const DELETED_AT_ONCE = 200
const noMessage = fail('not-found', 'there is no such message')

export const conversations = defineFeature({
  name: 'conversations',
  xeps: [],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, publish, transaction } = session
    /** A window names conversations by number: only those of its account are answered. */
    const find = (id: ConversationId) => {
      const conversation = getConversation(db, id)
      return conversation?.accountId === accountId ? conversation : null
    }
    const announce = (id: ConversationId) => {
      const conversation = getConversation(db, id)
      if (conversation) publish('conversation.changed', { accountId, conversation })
    }
    const change = (id: ConversationId, values: Parameters<typeof updateConversation>[2]) => {
      if (!find(id)) return noConversation
      transaction(() => {
        updateConversation(db, id, values)
        announce(id)
      })
      return done
    }

    const readers: Parameters<ConversationsApi['onRead']>[0][] = []
    const pinners: Parameters<ConversationsApi['onPinned']>[0][] = []
    const showRead = (id: ConversationId) => {
      refreshConversation(db, id, false)
      announce(id)
    }
    const api: ConversationsApi = {
      removeMessage: (id) => {
        const message = getMessage(db, id)
        if (message?.accountId === accountId) transaction(() => session.messageEvents.removed(message))
      },
      onPinned: (listener) => void pinners.push(listener),
      setPinned: (id, isPinned) => {
        if (find(id)?.isPinned !== isPinned) change(id, { isPinned })
      },
      onRead: (listener) => void readers.push(listener),
      markReadUntil: (id, until) =>
        transaction(() => {
          const hadUnread = markReadUntil(db, id, until) > 0
          if (hadUnread) showRead(id)
          return hadUnread
        }),
    }

    // What was deleted here must not come back out of a room's history, an archive or by our own reflection.
    session.inbound.on('dedupe', (message) => {
      if (!message.conversation || message.body === null || message.notice) return
      const { kind, peer } = message.conversation
      const conversation = findConversation(db, accountId, kind, peer)
      if (!conversation) return
      const { direction, sender, archiveId, body, sentAtMs } = message
      const wireId = message.originId ?? message.stanzaId
      const arriving = { conversationId: conversation.id, direction, sender, wireId, archiveId, body, sentAtMs, windowMs: TWIN_WINDOW_MS }
      return isBuried(db, arriving) ? 'drop' : undefined
    })

    return {
      api,
      calls: {
        'conversation.open': ({ kind, peer }) => {
          if (kind === 'room-pm' && !isFullJid(peer)) return fail('bad-input', 'an occupant address is needed')
          const key = kind === 'room-pm' ? peer : bareOf(peer)
          return ok(
            transaction(() => {
              const conversation = putConversation(db, accountId, kind, key, session.clock.nowMs())
              // Whoever is sought out need not ask.
              if (requestState(db, conversation.id) === NO_REQUEST) setRequestState(db, conversation.id, LET_IN)
              if (conversation.isHidden) updateConversation(db, conversation.id, { isHidden: false, activityMs: session.clock.nowMs() })
              announce(conversation.id)
              return getConversation(db, conversation.id) as Conversation
            }),
          )
        },
        'conversation.history': ({ conversationId, before, after, limit }) => {
          if (!find(conversationId)) return noConversation
          return ok({
            messages: listMessages(db, conversationId, { before, after, limit }),
            firstUnread: firstUnread(db, conversationId),
            unreadMentions: before || after ? [] : unreadMentions(db, conversationId, MAX_MENTIONS),
          })
        },
        'conversation.markRead': ({ conversationId }) => {
          const conversation = find(conversationId)
          if (!conversation) return noConversation
          const hadUnread = transaction(() => {
            if (markAllRead(db, conversationId) === 0) return false
            showRead(conversationId)
            return true
          })
          if (hadUnread) for (const tell of readers) tell(conversation)
          return done
        },
        'conversation.markUnread': ({ conversationId }) => {
          if (!find(conversationId)) return noConversation
          transaction(() => {
            if (markLastUnread(db, conversationId)) showRead(conversationId)
          })
          return done
        },
        'conversation.setDraft': ({ conversationId, draft }) => change(conversationId, { draft }),
        'conversation.setPinned': ({ conversationId, isPinned }) => {
          const changed = change(conversationId, { isPinned })
          const conversation = find(conversationId)
          if (conversation) for (const tell of pinners) tell(conversation)
          return changed
        },
        'conversation.hide': ({ conversationId }) => change(conversationId, { isHidden: true }),
        'conversation.deleteHistory': ({ conversationId }) => {
          if (!find(conversationId)) return noConversation
          transaction(() => {
            bury(db, conversationId, null, session.clock.nowMs())
            deleteMessages(db, conversationId)
            refreshConversation(db, conversationId, false)
            publish('conversation.removed', { accountId, conversationId })
            announce(conversationId)
          })
          return done
        },
        'conversation.days': ({ conversationId, fromMs, untilMs }) =>
          find(conversationId) ? ok({ days: daysWithMessages(db, conversationId, fromMs, untilMs), ...firstAndLast(db, conversationId) }) : noConversation,
        'conversation.countRange': ({ conversationId, fromMs, untilMs }) =>
          find(conversationId) ? ok({ count: countRange(db, conversationId, fromMs, untilMs) }) : noConversation,
        'conversation.deleteRange': async ({ conversationId, fromMs, untilMs }) => {
          if (!find(conversationId)) return noConversation
          let deleted = 0
          for (;;) {
            const count = transaction(() => {
              const ids = idsInRange(db, conversationId, fromMs, untilMs, DELETED_AT_ONCE)
              for (const id of ids) {
                bury(db, conversationId, id, session.clock.nowMs())
                deleteMessage(db, id)
              }
              if (ids.length > 0) showRead(conversationId)
              return ids.length
            })
            deleted += count
            if (count < DELETED_AT_ONCE) break
            await new Promise((resolve) => setImmediate(resolve))
          }
          if (deleted > 0) publish('conversation.thinned', { accountId, conversationId })
          return ok({ deleted })
        },
        'message.send': ({ conversationId, body }) => {
          const conversation = find(conversationId)
          return conversation ? ok({ messageId: session.outbox.enqueue(conversation, body) }) : noConversation
        },
        'message.retry': ({ messageId }) => (session.outbox.retry(messageId) ? done : noMessage),
        'message.delete': ({ messageId }) => {
          const message = getMessage(db, messageId)
          if (message?.accountId !== accountId) return noMessage
          transaction(() => {
            bury(db, message.conversationId, messageId, session.clock.nowMs())
            session.messageEvents.removed(message)
          })
          return done
        },
      },
      snapshot: () => ({ conversations: listConversations(db, accountId) }),
    }
  },
})
