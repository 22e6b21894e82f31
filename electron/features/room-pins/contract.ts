import { defineContract } from '#shared/contract-kit'

/** Works without being called. */
export const contract = defineContract({})
