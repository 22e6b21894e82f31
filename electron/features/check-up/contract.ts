import * as v from 'valibot'
import { reportSchema } from '#shared/check-up/reader'
import type { CheckReport } from '#shared/check-up/report'
import { AREAS } from '#shared/check-up/words'
import { call, data, defineContract, event } from '#shared/contract-kit'
import type { CheckUpState, CheckUpSummary, EvidenceView } from '#shared/model/check-up'
import { accountId, line } from '#shared/schema'

const reportId = v.pipe(v.number(), v.integer(), v.minValue(1))
const nothing = v.object({})

export const contract = defineContract({
  appCalls: {
    /** One account or two, logged in here. `conflict` while one runs. What comes of it is told by events. */
    'checkUp.start': call(v.object({
      accountIds: v.union([v.strictTuple([accountId]), v.strictTuple([accountId, accountId])]),
      /** Only these, and what they stand on. Null: all. */
      areas: v.nullable(v.pipe(v.array(v.picklist(AREAS)), v.minLength(1), v.maxLength(AREAS.length))),
    })).returns<null>(),
    /** What was made is still removed; then there is a report of what was found so far. */
    'checkUp.stop': call(nothing).returns<null>(),
    'checkUp.report': call(v.object({ reportId })).returns<CheckReport>(),
    /** What went over the wire of one line of it. */
    'checkUp.evidence': call(v.object({ reportId, check: line })).returns<{ evidence: EvidenceView[] }>(),
    /** One out of a file, put beside the own ones. */
    'checkUp.import': call(v.object({ report: reportSchema })).returns<{ reportId: number }>(),
    'checkUp.forget': call(v.object({ reportId })).returns<null>(),
  },
  events: {
    'checkUp.changed': event<CheckUpState>(),
    'checkUp.reports': event<{ reports: CheckUpSummary[] }>(),
  },
  /** Newest first. */
  appSnapshot: data<CheckUpState & { reports: CheckUpSummary[] }>(),
})
