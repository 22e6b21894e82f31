import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { XmlLine } from '#shared/model/console'
import { accountId, line } from '#shared/schema'

const some = v.pipe(line, v.minLength(1))

export const contract = defineContract({
  calls: {
    /** What is kept under this name: `bad-input` when no element can be called so. `text`: to be edited; null when it is too long for that. */
    'privateStorage.get': call(v.object({ accountId, name: some, namespace: some })).returns<{ lines: XmlLine[]; text: string | null; isEmpty: boolean }>(),
    /** In place of what is kept under its name. `bad-input` with an XmlProblem when it is no single element with a namespace. */
    'privateStorage.put': call(v.object({ accountId, xml: v.pipe(v.string(), v.maxLength(64 * 1024)) })).returns<null>(),
  },
})
