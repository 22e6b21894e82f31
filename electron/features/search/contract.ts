import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import { accountId, conversationId, epochMs } from '#shared/schema'
import type { Message } from '#shared/model/message'
import type { FoundMessage } from '#shared/model/search'

export const contract = defineContract({
  appCalls: {
    /**
     * Messages of the logged-in accounts that hold all words, the newest first; without words all that the filters let through.
     * `next` given as `before` continues. A newer search of the same `seat` ends an older one: it answers with what it has.
     */
    'search.messages': call(
      v.object({
        text: v.pipe(v.string(), v.maxLength(500)),
        seat: v.picklist(['all', 'conversation', 'history']),
        accountId: v.optional(accountId),
        conversationId: v.optional(conversationId),
        /** As in Message.sender; of the others, that is. */
        sender: v.optional(v.pipe(v.string(), v.maxLength(3071))),
        isOwn: v.optional(v.literal(true)),
        fromMs: v.optional(epochMs),
        untilMs: v.optional(epochMs),
        kind: v.optional(v.picklist(['link', 'mention', 'file'])),
        before: v.optional(v.pipe(v.number(), v.safeInteger())),
        limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
      }),
    ).returns<{
      hits: FoundMessage[]
      next: number | null
      /** Messages that are not in the index yet: of those nothing is found until they are. */
      unread: number
    }>(),
    /** Messages of a conversation with links in their words, newest first. `next` given as `before` continues. */
    'search.links': call(
      v.object({
        accountId, conversationId, before: v.optional(v.pipe(v.number(), v.safeInteger())), limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
      }),
    ).returns<{ messages: Message[]; next: number | null }>(),
  },
})
