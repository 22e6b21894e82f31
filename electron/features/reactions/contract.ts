import * as v from 'valibot'
import { call, defineContract, event } from '#shared/contract-kit'
import { isOneEmoji } from '#shared/emoji'
import type { AccountId, MessageId } from '#shared/ids'
import { accountId, messageId } from '#shared/schema'

/** They show as `message.changed` (`extras.reactions`). */
export const contract = defineContract({
  calls: {
    /** Adds an own reaction, or takes it away. `not-supported`: the room has not given the message an id. `conflict`: too many. */
    'reaction.toggle': call(v.object({ accountId, messageId, emoji: v.pipe(v.string(), v.check(isOneEmoji, 'one emoji')) })).returns<null>(),
  },
  events: {
    /** An own one was refused and is gone again. `text`: why, in the words of who refused. */
    'reaction.refused': event<{ accountId: AccountId; messageId: MessageId; text: string | null }>(),
  },
})
