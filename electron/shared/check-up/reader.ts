/** A report out of a file: from anywhere, so nothing of it is believed but its form. */
import * as v from 'valibot'
import { bareJid, epochMs } from '../schema'
import type { CheckReport } from './report'
import { AREAS } from './words'

/** A report as JSON; also what a call may carry (ipc/serve). */
export const MAX_REPORT_CHARS = 900_000

const shortText = v.pipe(v.string(), v.maxLength(1000))
const count = v.pipe(v.number(), v.finite(), v.minValue(0))
const fact = v.union([v.pipe(v.string(), v.maxLength(4000)), v.pipe(v.number(), v.finite())])

const lineSchema = v.object({
  id: v.pipe(v.string(), v.maxLength(100), v.regex(/^[a-z]+\.[a-z0-9-]+$/)),
  area: v.picklist(AREAS),
  spec: v.pipe(v.string(), v.maxLength(100)),
  section: v.pipe(v.string(), v.maxLength(100)),
  verdict: v.picklist(['pass', 'missing', 'broken', 'untested']),
  reason: v.nullable(v.pipe(v.string(), v.maxLength(100))),
  facts: v.pipe(v.record(v.pipe(v.string(), v.maxLength(50)), fact), v.check((facts) => Object.keys(facts).length <= 50)),
  tookMs: count,
  evidence: v.pipe(v.array(v.object({ session: v.pipe(v.string(), v.maxLength(20)), direction: v.picklist(['in', 'out']), xml: v.pipe(v.string(), v.maxLength(20_000)) })), v.maxLength(200)),
})

export const reportSchema = v.object({
  format: v.literal('magpie-check-up/1'),
  magpie: shortText,
  startedAtMs: v.pipe(epochMs, v.minValue(0 as never), v.maxValue(8_640_000_000_000_000 as never)),
  tookMs: count,
  server: v.object({
    domain: shortText, brand: v.picklist(['prosody', 'ejabberd', 'openfire', 'tigase', 'other']),
    name: v.nullable(shortText), version: v.nullable(shortText), os: v.nullable(shortText),
  }),
  accounts: v.pipe(v.array(bareJid), v.maxLength(2)),
  lines: v.pipe(v.array(lineSchema), v.maxLength(1000), v.check((lines) => new Set(lines.map((line) => line.id)).size === lines.length)),
  isAborted: v.boolean(),
  leftBehind: v.pipe(v.array(shortText), v.maxLength(1000)),
})

/** Null: it is none, or larger than any of ours. */
export function readReport(text: string): CheckReport | null {
  if (text.length > MAX_REPORT_CHARS) return null
  try {
    const parsed = v.safeParse(reportSchema, JSON.parse(text))
    return parsed.success ? parsed.output : null
  } catch (error) {
    void error // no JSON
    return null
  }
}

/** Of broken and missing lines or of the others: how many pieces of evidence, and how long. What is in order needs the least proof. */
const SHORTER: readonly (readonly [isWanted: boolean, maxPieces: number, maxChars: number])[] = [
  [true, 60, 20_000], [false, 60, 1500], [false, 20, 1000], [false, 10, 700], [false, 5, 500], [false, 2, 300], [false, 0, 0], [true, 60, 1500], [true, 10, 300], [true, 0, 0],
]

/**
 * With so much of the evidence that it can be read back: that of what is in order goes first, then the longest of each line. Texts of servers
 * are cut to what is read.
 */
export function fitting(report: CheckReport): CheckReport {
  const cut = (text: string, max: number) => text.slice(0, max)
  const named = (text: string | null) => (text === null ? null : cut(text, 1000))
  const { server } = report
  const small: CheckReport = {
    ...report,
    server: { ...server, name: named(server.name), version: named(server.version), os: named(server.os) },
    leftBehind: report.leftBehind.slice(0, 1000).map((one) => cut(one, 1000)),
    lines: report.lines.map((line) => ({
      ...line, facts: Object.fromEntries(Object.entries(line.facts).map(([name, value]) => [name, typeof value === 'string' ? cut(value, 4000) : value])),
    })),
  }
  const sizeOf = (one: unknown) => JSON.stringify(one).length + 1
  const sizes = small.lines.map(sizeOf)
  const rest = sizeOf({ ...small, lines: [] })
  for (const [isWanted, maxPieces, maxChars] of SHORTER) {
    small.lines = small.lines.map((line, i) => {
      if (isWanted !== (line.verdict === 'broken' || line.verdict === 'missing')) return line
      // The last ones: what was asked for the sake of others stands before.
      const shorter = { ...line, evidence: maxPieces === 0 ? [] : line.evidence.slice(-maxPieces).map((one) => ({ ...one, xml: cut(one.xml, maxChars) })) }
      sizes[i] = sizeOf(shorter)
      return shorter
    })
    if (sizes.reduce((sum, size) => sum + size, rest) <= MAX_REPORT_CHARS) break
  }
  return small
}
