import { defineContract } from '#shared/contract-kit'

export const contract = defineContract({})
