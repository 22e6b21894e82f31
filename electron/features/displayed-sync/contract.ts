import { defineContract } from '#shared/contract-kit'

/** Shows as `conversation.changed`: the unread count. */
export const contract = defineContract({})
