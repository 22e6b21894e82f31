import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { BareJid } from '#shared/jid'
import { MAX_PROFILE_LINE, MAX_PROFILE_NOTE, profileFields, type Profile, type ProfileField } from '#shared/model/profile'
import type { EpochMs } from '#shared/time'
import { accountId, bareJid, jid } from '#shared/schema'

const short = v.pipe(v.string(), v.maxLength(MAX_PROFILE_LINE))
const profile = v.object({
  ...(Object.fromEntries(profileFields.map((field) => [field, short])) as Record<ProfileField, typeof short>),
  note: v.pipe(v.string(), v.maxLength(MAX_PROFILE_NOTE)),
})

export const contract = defineContract({
  calls: {
    /** As it was last read; null: never. */
    'profile.known': call(v.object({ accountId, jid })).returns<{ profile: Profile | null; atMs: EpochMs | null }>(),
    /** Asked anew. */
    'profile.ask': call(v.object({ accountId, jid })).returns<{ profile: Profile; atMs: EpochMs }>(),
    /** Contacts whose card, as it was last read, has the same full name or mail as his. */
    'profile.alike': call(v.object({ accountId, jid: bareJid })).returns<{ jids: BareJid[] }>(),
    /** Our own. What other programs have put into the card stays as it is. */
    'profile.setOwn': call(v.object({ accountId, profile })).returns<null>(),
  },
})
