import * as v from 'valibot'
import { call, defineContract } from '#shared/contract-kit'
import type { XmlLine } from '#shared/model/console'
import type { ServerRoster } from '#shared/model/server-roster'
import { accountId, jid, line, ofAccount, ofPage } from '#shared/schema'

const groups = v.pipe(v.array(v.pipe(line, v.minLength(1))), v.maxLength(50))

export const contract = defineContract({
  calls: {
    /** Asks the server anew; what Magpie has stored stays as it is. */
    'rosterViewer.load': call(ofAccount).returns<ServerRoster>(),
    'rosterViewer.raw': call(ofPage).returns<{ lines: XmlLine[] }>(),
    /**
     * Name and groups at the server, which tells all devices. Adds what is not there. Null: as it stands at the server now, however long;
     * `not-found` when it is not there.
     */
    'rosterViewer.put': call(v.object({ accountId, jid, name: v.nullable(line), groups: v.nullable(groups) })).returns<null>(),
    /** Off the list and out of both subscriptions. */
    'rosterViewer.remove': call(v.object({ accountId, jid })).returns<null>(),
  },
})
