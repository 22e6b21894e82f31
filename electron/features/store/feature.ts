/** The store as the user meets it: its troubles, what was saved of a damaged one, backups. */
import { defineFeature } from '#core/feature'
import { done, ok } from '#shared/result'
import { contract } from './contract'

export const store = defineFeature({
  name: 'store',
  xeps: [],
  contract,
  startApp: ({ store }) => ({
    calls: {
      'backup.list': () => ok({ backups: store.backups() }),
      'backup.create': () => store.backUpNow(),
      'backup.restore': ({ name }) => store.restoreAtStart(name),
      'store.retry': () => ok({ isOk: store.retry() }),
      'store.acknowledgeRecovery': () => {
        store.acknowledgeRecovery()
        return done
      },
    },
    snapshot: () => ({ trouble: store.trouble, recovery: store.recovery, check: store.lastCheck }),
  }),
})
