import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { CommandItem, CommandPlace, CommandStage } from '#shared/model/commands'
import { formLimits } from '#shared/model/data-form'
import { accountId, jid, line } from '#shared/schema'

const run = v.object({ accountId, run: v.pipe(v.string(), v.maxLength(100)) })
const values = v.record(line, v.pipe(v.array(v.pipe(v.string(), v.maxLength(formLimits.value))), v.maxLength(formLimits.values)))

export const contract = defineContract({
  calls: {
    /** Where commands may be: the own server and account, its services, the own devices that are online. */
    'adHoc.places': call(v.object({ accountId })).returns<{ places: CommandPlace[] }>(),
    /** What an address offers to us now. `isCut`: there is more than is shown. */
    'adHoc.list': call(v.object({ accountId, jid })).returns<{ commands: CommandItem[]; isCut: boolean }>(),
    /** `lang`: of the words that are wanted. */
    'adHoc.start': call(v.object({ accountId, jid, node: v.pipe(v.string(), v.maxLength(3000)), lang: v.pipe(v.string(), v.maxLength(20)) })).returns<CommandStage>(),
    /** `values` by field name; what the form did not ask for is left out. Not looked at on the way back. */
    'adHoc.step': call(v.object({ ...run.entries, action: v.picklist(['prev', 'next', 'complete']), values })).returns<CommandStage>(),
    /** Not to be gone on with: cancelled where it runs. */
    'adHoc.leave': call(run).returns<null>(),
  },
})
