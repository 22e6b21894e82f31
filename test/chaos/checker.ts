/**
 * The judge (SAFETY.md §6, L13): every accepted message must be in every store of its conversation exactly once, unaltered,
 * under its writer's name and behind what the same writer said before. Pure: from lists to findings.
 */
import { readTag, sha256, type Tag } from './texts'

export interface Sent extends Tag {
  author: string
  sha: string
  /** False: the sender died before it said yes. Such a message may be there once, or not at all. */
  isCertain: boolean
  cycle: number
}

export interface Row {
  author: string
  body: string
}

export interface Store {
  owner: string
  conversation: string
  /** In reading order. */
  rows: Row[]
}

export const kinds = ['lost', 'duplicated', 'reordered', 'wrongSender', 'altered'] as const
export type Kind = (typeof kinds)[number]

export interface Finding {
  kind: Kind
  owner: string
  /** `stream|conversation|n`, or the beginning of a text that nobody wrote. */
  message: string
  cycle: number | null
}

export interface Verdict extends Record<Kind, number> {
  sent: number
  findings: Finding[]
}

const keyOf = ({ stream, conversation, n }: Tag) => `${stream}|${conversation}|${n}`

function checkStore(store: Store, sent: Map<string, Sent>): Finding[] {
  const findings: Finding[] = []
  const seen = new Set<string>()
  const highest = new Map<string, number>()
  for (const { author, body } of store.rows) {
    const tag = readTag(body)
    const key = tag ? keyOf(tag) : body.slice(0, 60)
    const said = sent.get(key)
    const found = (kind: Kind) => findings.push({ kind, owner: store.owner, message: key, cycle: said?.cycle ?? null })
    if (!tag || !said || said.conversation !== store.conversation) {
      found('altered') // nobody wrote this here
      continue
    }
    if (seen.has(key)) {
      found('duplicated')
      continue
    }
    seen.add(key)
    if (said.sha !== sha256(body)) found('altered')
    if (said.author !== author) found('wrongSender')
    const before = highest.get(tag.stream) ?? -1
    if (tag.n < before) found('reordered')
    highest.set(tag.stream, Math.max(before, tag.n))
  }
  for (const [key, { conversation, isCertain, cycle }] of sent) {
    if (conversation === store.conversation && isCertain && !seen.has(key)) findings.push({ kind: 'lost', owner: store.owner, message: key, cycle })
  }
  return findings
}

const countsOf = (findings: readonly Finding[]) =>
  Object.fromEntries(kinds.map((kind) => [kind, findings.filter((one) => one.kind === kind).length])) as Record<Kind, number>

export function check(sent: Sent[], stores: Store[]): Verdict {
  const byKey = new Map(sent.map((one) => [keyOf(one), one]))
  const findings = stores.flatMap((store) => checkStore(store, byKey))
  return { sent: sent.filter((one) => one.isCertain).length, ...countsOf(findings), findings }
}

/** The verdict, when these are not held against us. */
export const without = (verdict: Verdict, forgiven: readonly Finding[]): Verdict => {
  const findings = verdict.findings.filter((one) => !forgiven.includes(one))
  return { ...verdict, ...countsOf(findings), findings }
}

export const isClean = (verdict: Verdict) => verdict.findings.length === 0
