import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { Conversation } from '#shared/model/conversation'
import type { CoreEvents } from '#shared/model/core-events'
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import { MAX_BODY_CHARS, type Message, type MessageCursor } from '#shared/model/message'
import type { EpochMs } from '#shared/time'
import { accountId, conversationId, cursor, epochMs, jid, messageId, text } from '#shared/schema'

const inConversation = { accountId, conversationId }
/** `untilMs` exclusive. */
const range = { fromMs: epochMs, untilMs: epochMs }

export const contract = defineContract({
  calls: {
    /** Opens (makes, brings out of hiding) the conversation with this peer: bare JID, or occupant JID for `room-pm`. */
    'conversation.open': call(v.object({ accountId, kind: v.picklist(['chat', 'room', 'room-pm']), peer: jid })).returns<Conversation>(),
    /** At most `limit` messages before or after a position, in reading order; without one, the newest, and which unread ones mention the user. */
    'conversation.history': call(
      v.object({
        ...inConversation,
        before: v.optional(cursor),
        after: v.optional(cursor),
        limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
      }),
    ).returns<{ messages: Message[]; firstUnread: MessageCursor | null; unreadMentions: MessageCursor[] }>(),
    'conversation.markRead': call(v.object(inConversation)).returns<null>(),
    /** The last that came in it is new again, here alone. */
    'conversation.markUnread': call(v.object(inConversation)).returns<null>(),
    'conversation.setDraft': call(v.object({ ...inConversation, draft: text })).returns<null>(),
    'conversation.setPinned': call(v.object({ ...inConversation, isPinned: v.boolean() })).returns<null>(),
    /** Takes it off the list; the next message brings it back. */
    'conversation.hide': call(v.object(inConversation)).returns<null>(),
    /** Local midnights of the days between these times on which something was said, and when the first and last message ever came. */
    'conversation.days': call(v.object({ ...inConversation, ...range })).returns<{ days: EpochMs[]; firstMs: EpochMs | null; lastMs: EpochMs | null }>(),
    'conversation.countRange': call(v.object({ ...inConversation, ...range })).returns<{ count: number }>(),
    /** Deletes the messages between these times on this computer. */
    'conversation.deleteRange': call(v.object({ ...inConversation, ...range })).returns<{ deleted: number }>(),
    /** Deletes its messages on this computer. */
    'conversation.deleteHistory': call(v.object(inConversation)).returns<null>(),
    /** Stores the text as a queued message; it leaves as soon as it can. */
    'message.send': call(v.object({ ...inConversation, body: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_BODY_CHARS)) })).returns<{ messageId: MessageId }>(),
    /** Sends a failed message again. */
    'message.retry': call(v.object({ accountId, messageId })).returns<null>(),
    /** Removes one message on this computer; a queued one is thereby not sent. */
    'message.delete': call(v.object({ accountId, messageId })).returns<null>(),
  },
  events: {
    'message.added': event<CoreEvents['message.added']>(),
    'message.changed': event<CoreEvents['message.changed']>(),
    'message.removed': event<CoreEvents['message.removed']>(),
    /** Many messages of it went at once: what is shown of it is read anew. */
    'conversation.thinned': event<{ accountId: AccountId; conversationId: ConversationId }>(),
    'conversation.changed': event<CoreEvents['conversation.changed']>(),
    'conversation.removed': event<CoreEvents['conversation.removed']>(),
  },
  snapshot: data<{ conversations: Conversation[] }>(),
})
