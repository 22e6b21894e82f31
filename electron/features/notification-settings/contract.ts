import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import { NOTIFY_LEVELS, type Conversation } from '#shared/model/conversation'
import { NOTIFY_SHOWS, type NotifyShows } from '#shared/model/settings'
import { accountId, conversationId } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** On all devices of the account; shows as `conversation.changed`. Talks with one occupant of a room: on this device. */
    'conversation.setNotify': call(v.object({ accountId, conversationId, level: v.picklist(NOTIFY_LEVELS) })).returns<null>(),
    /** What its notifications show, on this computer. Null: what all do. */
    'conversation.setNotifyShows': call(v.object({ accountId, conversationId, shows: v.nullable(v.picklist(NOTIFY_SHOWS)) })).returns<null>(),
  },
  events: {
    'notifyShows.changed': event<{ accountId: AccountId; kind: Conversation['kind']; peer: string; shows: NotifyShows | null }>(),
  },
  /** What was chosen, not what holds. */
  snapshot: data<{ shows: { kind: Conversation['kind']; peer: string; shows: NotifyShows }[] }>(),
})
