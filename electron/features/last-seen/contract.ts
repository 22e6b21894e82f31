import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { EpochMs } from '#shared/time'
import { accountId, bareJid } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** When he was last online; null: his server does not know, or may not say. Asked of his server. */
    'lastSeen.ask': call(v.object({ accountId, jid: bareJid })).returns<{ atMs: EpochMs | null }>(),
  },
})
