/** Settings of the installation. */
import { defineFeature } from '#core/feature'
import { done } from '#shared/result'
import { contract } from './contract'

export const settings = defineFeature({
  name: 'settings',
  xeps: [],
  contract,
  startApp: ({ settings, info }) => ({
    calls: {
      'settings.set': (change) => {
        settings.set(change)
        return done
      },
    },
    snapshot: () => ({ settings: settings.get(), appVersion: info.version }),
  }),
})
