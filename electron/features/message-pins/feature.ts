/**
 * Messages kept at hand above their conversation, on this computer: no XEP says how others would learn of it, and nobody
 * does. Left out: telling other devices.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { done, fail, ok } from '#shared/result'
import { getConversation } from '#store/conversations'
import { getMessage } from '#store/messages'
import { contract } from './contract'
import { isPinned as isPinnedNow, listPins, migrations, putPin, removePin } from './table'

/** In one conversation: more is no pinboard. */
const MAX_PINS = 50

export const messagePins = defineFeature({
  name: 'message-pins',
  xeps: [],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { db, accountId } = session
    return {
      calls: {
        'pin.set': ({ messageId, isPinned }) => {
          const message = getMessage(db, messageId)
          if (message?.accountId !== accountId || message.kind !== 'text') return fail('not-found', 'there is no such message')
          const { conversationId } = message
          if (isPinned === isPinnedNow(db, messageId)) return done
          if (isPinned && listPins(db, conversationId).length >= MAX_PINS) return fail('conflict', 'too many messages are pinned here', { problem: 'too-many' })
          session.transaction(() => {
            if (isPinned) putPin(db, accountId, conversationId, messageId, session.clock.nowMs())
            else removePin(db, messageId)
            session.publish('pins.changed', { accountId, conversationId })
          })
          return done
        },
        'pin.list': ({ conversationId }) => {
          if (getConversation(db, conversationId)?.accountId !== accountId) return fail('not-found', 'there is no such conversation')
          return ok({ messages: listPins(db, conversationId).flatMap((id) => getMessage(db, id) ?? []) })
        },
      },
      snapshot: () => null,
    }
  },
})
