import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { CoreEvents } from '#shared/model/core-events'
import type { BackupInfo, StoreCheck, StoreRecovery, StoreTrouble } from '#shared/model/store'

const nothing = v.object({})

export const contract = defineContract({
  appCalls: {
    /** Newest first. */
    'backup.list': call(nothing).returns<{ backups: BackupInfo[] }>(),
    'backup.create': call(nothing).returns<BackupInfo>(),
    /** Takes effect at the next start. */
    'backup.restore': call(v.object({ name: v.pipe(v.string(), v.maxLength(100)) })).returns<null>(),
    /** Tries to write again now. */
    'store.retry': call(nothing).returns<{ isOk: boolean }>(),
    /** The user has read what was saved of a damaged store. */
    'store.acknowledgeRecovery': call(nothing).returns<null>(),
  },
  events: {
    'store.problem': event<CoreEvents['store.problem']>(),
    'store.ok': event<CoreEvents['store.ok']>(),
    'store.checked': event<CoreEvents['store.checked']>(),
    'store.recovered': event<CoreEvents['store.recovered']>(),
  },
  appSnapshot: data<{ trouble: StoreTrouble | null; recovery: StoreRecovery | null; check: StoreCheck | null }>(),
})
