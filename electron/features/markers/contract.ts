import { defineContract } from '#shared/contract-kit'

/** Markers show as `message.changed`. */
export const contract = defineContract({})
