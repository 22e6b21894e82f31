import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { MessageId } from '#shared/ids'
import type { LinkCard } from '#shared/model/link-card'
import { MAX_BODY_CHARS } from '#shared/model/message'
import { accountId, conversationId, messageId } from '#shared/schema'

const url = v.pipe(v.string(), v.maxLength(2048), v.regex(/^https:\/\//i))

export const contract = defineContract({
  calls: {
    /** Asks the linked server; only when the user allows it. `not-found`: it says nothing of itself. */
    'link.preview': call(v.object({ accountId, url })).returns<{ card: LinkCard }>(),
    /** The same for a link in a message that is here, and keeps it with the message. */
    'link.show': call(v.object({ accountId, messageId, url })).returns<null>(),
    /** Like message.send, with what `link.preview` has said of this address. */
    'link.send': call(
      v.object({ accountId, conversationId, body: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_BODY_CHARS)), url }),
    ).returns<{ messageId: MessageId }>(),
  },
})
