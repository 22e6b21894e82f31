import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { BareJid } from '#shared/jid'
import type { DirectoryForm, FoundPerson } from '#shared/model/directory'
import { accountId, bareJid, line } from '#shared/schema'

export const contract = defineContract({
  calls: {
    /** Directories of the own server. */
    'directory.services': call(v.object({ accountId })).returns<{ services: { jid: BareJid; name: string }[] }>(),
    'directory.form': call(v.object({ accountId, service: bareJid })).returns<DirectoryForm>(),
    /** `values` by field name. `isCut`: there were more than are shown. */
    'directory.search': call(
      v.object({ accountId, service: bareJid, values: v.record(line, v.pipe(v.array(v.pipe(v.string(), v.maxLength(1000))), v.maxLength(50))) }),
    ).returns<{ people: FoundPerson[]; isCut: boolean }>(),
  },
})
