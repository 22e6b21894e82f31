import * as v from 'valibot'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import { reportReasons, type BlockedEntry, type Blocking } from '#shared/model/blocking'
import type { XmlLine } from '#shared/model/console'
import { accountId, jid, line, ofAccount } from '#shared/schema'

const report = v.object({ reason: v.picklist(reportReasons), text: line })

export const contract = defineContract({
  calls: {
    /** Nothing comes from there any more, and they see us offline. `report` goes to the own server, where it takes reports. */
    'block.add': call(v.object({ accountId, jid, report: v.nullable(report) })).returns<null>(),
    /** The server's list, asked anew, beside the one that is kept; which stays as it is. */
    'block.look': call(ofAccount).returns<{ entries: BlockedEntry[]; raw: XmlLine[] }>(),
    'block.remove': call(v.object({ accountId, jid })).returns<null>(),
  },
  events: { 'blocking.changed': event<{ accountId: AccountId; blocking: Blocking }>() },
  snapshot: data<{ blocking: Blocking }>(),
})
