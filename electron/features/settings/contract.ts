import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { CoreEvents } from '#shared/model/core-events'
import { settingsSchema, type Settings } from '#shared/model/settings'

export const contract = defineContract({
  appCalls: {
    'settings.set': call(v.partial(settingsSchema)).returns<null>(),
  },
  events: {
    'settings.changed': event<CoreEvents['settings.changed']>(),
  },
  appSnapshot: data<{ settings: Settings; appVersion: string }>(),
})
