import { defineContract } from '#shared/contract-kit'

/** Shows as `extras.isUnstyled`. */
export const contract = defineContract({})
