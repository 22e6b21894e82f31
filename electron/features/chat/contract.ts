import { defineContract } from '#shared/contract-kit'

/** Nothing of its own to call: messages are sent with `message.send` of conversations. */
export const contract = defineContract({})
