import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { Jid } from '#shared/jid'
import { MAX_OWN_AVATAR_BYTES, type AvatarPicture } from '#shared/model/avatar'
import { accountId, base64, jid } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** The picture of a person, room or occupant as last announced; asked for when it is not at hand. Null: none that can be shown. */
    'avatar.get': call(v.object({ accountId, jid })).returns<{ avatar: AvatarPicture | null }>(),
    /** Our own; null takes it away. `isForContacts`: nobody else may fetch it. */
    'avatar.setOwn': call(v.object({ accountId, base64: v.nullable(base64(MAX_OWN_AVATAR_BYTES)), isForContacts: v.boolean() })).returns<null>(),
  },
  events: {
    /** Batched. Hash null: no picture any more. */
    'avatar.changed': event<{ accountId: AccountId; changed: { jid: Jid; hash: string | null }[] }>(),
  },
  /** Who has a picture; what it shows is proven only when it is fetched. */
  snapshot: data<{ avatars: { jid: Jid; hash: string }[] }>(),
})
