import { defineContract } from '#shared/contract-kit'

/** Works for other features; nothing of it is shown by itself. */
export const contract = defineContract({})
