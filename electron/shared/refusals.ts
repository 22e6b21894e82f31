/** Says what was refused by which rule (rules.ts): one line each, without words of others, and never a flood of them. */
import type { RuleId } from './rules'

/** `drop`: so that a stage of inbound can end with it. */
export type Refuse = (rule: RuleId, from: string | null, detail?: Record<string, string | number>) => 'drop'

/** Lines of one rule within PERIOD_MS; whoever sends thousands of forgeries must not fill the disk. */
const MAX_LINES = 50
const PERIOD_MS = 60_000
const MAX_FROM_CHARS = 200

type Write = (level: 'warn', message: string, detail: Record<string, unknown>) => void

export function createRefusals(write: Write, monotonicMs: () => number): Refuse {
  const told = new Map<RuleId, { sinceMs: number; lines: number; unsaid: number }>()
  return (rule, from, detail) => {
    const nowMs = monotonicMs()
    const before = told.get(rule)
    const isOver = !before || nowMs - before.sinceMs >= PERIOD_MS
    const count = isOver ? { sinceMs: nowMs, lines: 0, unsaid: 0 } : before
    told.set(rule, count)
    if (count.lines >= MAX_LINES) {
      count.unsaid++
      return 'drop'
    }
    count.lines++
    const unsaid = isOver && before ? before.unsaid : 0
    write('warn', `refused ${rule}`, { rule, from: from?.slice(0, MAX_FROM_CHARS) ?? null, ...detail, ...(unsaid > 0 && { unsaid }) })
    return 'drop'
  }
}
