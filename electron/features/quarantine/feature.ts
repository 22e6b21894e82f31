/** What could not be handled (core/poison), for the tester's workbench: to be looked at, copied and forgotten. */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { done, fail, ok } from '#shared/result'
import { contract } from './contract'

export const quarantine = defineFeature({
  name: 'quarantine',
  xeps: [],
  contract,
  start: ({ quarantine: kept }: Session<typeof contract>) => ({
    calls: {
      'quarantine.list': () => ok({ stanzas: kept.list().reverse() }),
      'quarantine.forget': ({ hash }) => (kept.forget(hash) ? done : fail('not-found', 'there is none')),
    },
    snapshot: () => null,
  }),
})
