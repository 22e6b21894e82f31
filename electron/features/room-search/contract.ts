import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { BareJid } from '#shared/jid'
import type { RoomSearchPage } from '#shared/model/room-search'
import { accountId, bareJid, line } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** Search services of the own server. Others can be named, none is asked unless it is. */
    'roomSearch.services': call(v.object({ accountId })).returns<{ services: { jid: BareJid; name: string }[] }>(),
    /**
     * Without words: all rooms, where the service gives them. Errors: `bad-input` no usable word, `forbidden` not all rooms,
     * `refused` with condition `resource-constraint` too many searches.
     */
    'roomSearch.find': call(
      v.object({
        accountId,
        service: bareJid,
        words: v.pipe(line, v.trim()),
        order: v.picklist(['users', 'address']),
        after: v.optional(line),
      }),
    ).returns<RoomSearchPage>(),
  },
})
