/** Two runs side by side: before and after an upgrade, or one server and another. */
import type { CheckLine, CheckReport, Verdict } from './report'

/** `changed`: neither better nor worse: another reason of the same verdict, or one of the two was not tried. */
export const CHANGES = ['worse', 'better', 'changed', 'fresh', 'gone'] as const
export type Change = (typeof CHANGES)[number]

export interface Difference {
  change: Change
  /** Null: not in that run. */
  before: CheckLine | null
  after: CheckLine | null
}

export interface Comparison {
  before: Pick<CheckReport, 'server' | 'startedAtMs' | 'accounts'>
  /** Worst first, each in the order of its run. */
  differences: Difference[]
  /** Checks of which both say the same. */
  same: number
}

const RANK: Record<Exclude<Verdict, 'untested'>, number> = { broken: 0, missing: 1, pass: 2 }

function changeOf(before: CheckLine, after: CheckLine): Change | null {
  if (before.verdict === after.verdict) return before.reason === after.reason ? null : 'changed'
  if (before.verdict === 'untested' || after.verdict === 'untested') return 'changed'
  return RANK[after.verdict] > RANK[before.verdict] ? 'better' : 'worse'
}

export function compare(before: CheckReport, after: CheckReport): Comparison {
  const earlier = new Map(before.lines.map((line) => [line.id, line]))
  const later = new Set(after.lines.map((line) => line.id))
  const both = after.lines.map((line) => [earlier.get(line.id) ?? null, line] as const)
  const found: Difference[] = [
    ...both.flatMap(([old, line]) => {
      const change = old === null ? 'fresh' : changeOf(old, line)
      return change === null ? [] : [{ change, before: old, after: line }]
    }),
    ...before.lines.filter((line) => !later.has(line.id)).map((line) => ({ change: 'gone' as const, before: line, after: null })),
  ]
  return {
    before: { server: before.server, startedAtMs: before.startedAtMs, accounts: before.accounts },
    differences: CHANGES.flatMap((change) => found.filter((one) => one.change === change)),
    same: both.length - found.filter((one) => one.after !== null).length,
  }
}
