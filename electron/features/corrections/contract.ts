import { defineContract } from '#shared/contract-kit'

/** Shows as `message.changed`. */
export const contract = defineContract({})
