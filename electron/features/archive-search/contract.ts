import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { MessageCursor } from '#shared/model/message'
import type { FoundOnServer } from '#shared/model/search'
import { accountId, bareJid, conversationId, epochMs, ofAccount } from '#shared/schema'
import type { EpochMs } from '#shared/time'

const archiveId = v.pipe(v.string(), v.minLength(1), v.maxLength(1024))

export const contract = defineContract({
  calls: {
    /** Can the account's server look for words in what it keeps? It is asked once in a session. */
    'archiveSearch.isOffered': call(ofAccount).returns<{ isOffered: boolean }>(),
    /**
     * What the server finds and is not here, newest first; nothing of it is stored. `next` given as `before` continues.
     * A newer search ends an older one, which then answers with nothing.
     */
    'archiveSearch.find': call(
      v.object({
        accountId,
        text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)),
        /** Only what was exchanged with this address. */
        peer: v.optional(bareJid),
        fromMs: v.optional(epochMs),
        untilMs: v.optional(epochMs),
        before: v.optional(archiveId),
      }),
    ).returns<{ hits: FoundOnServer[]; next: string | null }>(),
    /** Where it stands, when it is here by now; and how far back the conversation is here (null: nothing of it). */
    'archiveSearch.place': call(v.object({ accountId, conversationId, archiveId })).returns<{ place: MessageCursor | null; oldestMs: EpochMs | null }>(),
  },
})
