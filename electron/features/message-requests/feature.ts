/**
 * Messages of people who are neither contacts nor were ever written to wait apart (Conversation.isRequest) until the user
 * lets them in: by saying so, by answering, by adding them; also on another device, as far as the answer is found in the
 * archive. No XEP. What such a person is not told (receipts, markers, typing) follows from Session.isContact, as do pictures
 * and files, which are not fetched. Left out: private messages in rooms (the room says who may write there), messages of the
 * own server; that a request was let in without an answer, other devices do not learn.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { roster } from '#features/roster/public'
import type { ConversationId } from '#shared/ids'
import { domainOf, parseBareJid } from '#shared/jid'
import { done, fail } from '#shared/result'
import { findConversation, getConversation, hasWritten, LET_IN, listWaiting, NO_REQUEST, requestState, setRequestState, WAITS } from '#store/conversations'
import { contract } from './contract'

export const messageRequests = defineFeature({
  name: 'message-requests',
  xeps: [],
  requires: ['roster', 'conversations'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, own, inbound } = session
    const contacts = session.use(roster)
    const isStranger = (address: string) => {
      const peer = parseBareJid(address)
      return peer !== null && peer !== own && peer !== domainOf(own) && contacts.get(peer) === null
    }
    const letIn = (ids: ConversationId[], state: typeof LET_IN | typeof NO_REQUEST) => {
      if (ids.length === 0) return
      session.transaction(() => {
        for (const id of ids) {
          setRequestState(db, id, state)
          session.messageEvents.conversationChanged(id)
        }
      })
    }

    inbound.on('annotate', ({ conversation, direction, onPersist }) => {
      if (conversation?.kind !== 'chat' || direction !== 'in' || session.settings.get().whoMayWrite === 'everyone' || !isStranger(conversation.peer)) return
      onPersist.push(({ conversationId }) => {
        if (requestState(db, conversationId) === NO_REQUEST) setRequestState(db, conversationId, hasWritten(db, conversationId) ? LET_IN : WAITS)
      })
    })

    contacts.onChange((jids) =>
      letIn(
        jids.flatMap((jid) => {
          const conversation = contacts.get(jid) && findConversation(db, accountId, 'chat', jid)
          return conversation?.isRequest ? conversation.id : []
        }),
        LET_IN,
      ),
    )
    const stop = session.settings.onChange(({ whoMayWrite }) => {
      if (whoMayWrite === 'everyone') letIn(listWaiting(db, accountId), NO_REQUEST)
    })

    return {
      calls: {
        'messageRequest.accept': ({ conversationId }) => {
          const conversation = getConversation(db, conversationId)
          if (conversation?.accountId !== accountId) return fail('not-found', 'there is no such conversation')
          letIn([conversationId], LET_IN)
          return done
        },
      },
      snapshot: () => null,
      stop,
    }
  },
})
