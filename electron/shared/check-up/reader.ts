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
  // What is in order needs the least proof.
  for (const [isWanted, maxChars] of [[true, 20_000], [false, 1500], [false, 0], [true, 1500], [true, 300], [true, 0]] as const) {
    const lines = small.lines.map((line) => {
      if (isWanted !== (line.verdict === 'broken' || line.verdict === 'missing')) return line
      return { ...line, evidence: maxChars === 0 ? [] : line.evidence.map((one) => ({ ...one, xml: cut(one.xml, maxChars) })) }
    })
    small.lines = lines
    if (JSON.stringify(small).length <= MAX_REPORT_CHARS) break
  }
  return small
}
