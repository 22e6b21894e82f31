import { defineContract } from '#shared/contract-kit'

/** Receipts show as `message.changed`. */
export const contract = defineContract({})
