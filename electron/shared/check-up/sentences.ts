/** The sentence of a line, as plain text. What a server said stands in it: every format escapes the whole. */
import type { CheckLine, Brand } from './report'
import { areaTexts, type CheckLanguage, type CheckWords } from './texts'
import { factText } from './texts/facts'
import { commonReasons, plainSentences, remainders } from './words'

/** Of one fact in a sentence. */
const MAX_FACT_CHARS = 200
/** Control characters, line ends, and those that turn the direction of what stands around them. */
// eslint-disable-next-line no-control-regex
const UNFIT = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/gu

/** What others said, as one harmless piece of a line. */
export function tame(value: string | number): string {
  const text = String(value).replace(UNFIT, ' ').trim()
  return text.length > MAX_FACT_CHARS ? `${text.slice(0, MAX_FACT_CHARS).replace(/[\ud800-\udbff]$/, '')}…` : text
}

const own = <T>(of: Record<string, T> | undefined, key: string): T | undefined => (of && Object.hasOwn(of, key) ? of[key] : undefined)

const wordsOf = ({ id, area }: Pick<CheckLine, 'id' | 'area'>, language: CheckLanguage): CheckWords | undefined => own(areaTexts[area]?.[language], id)

const fill = (template: string, facts: CheckLine['facts'], language: CheckLanguage): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const fact = own(facts, name)
    return fact === undefined ? '…' : factText(name, tame(fact), language)
  })

/** Its id where this version has no words for it: a report of another version. */
export const titleOf = (line: Pick<CheckLine, 'id' | 'area'>, language: CheckLanguage): string => wordsOf(line, language)?.title ?? line.id

export function sentenceOf(line: Pick<CheckLine, 'id' | 'area' | 'verdict' | 'reason' | 'facts'>, language: CheckLanguage): string {
  const { verdict, reason, facts } = line
  const words = wordsOf(line, language)
  const byReason = reason === null ? undefined : (own(words?.reasons, reason) ?? own<string>(commonReasons[language], reason))
  const template = byReason ?? (verdict === 'untested' ? undefined : words?.[verdict]) ?? plainSentences[language][verdict]
  const before = reason === 'after' ? own(facts, 'check') : undefined
  const area = String(before).split('.')[0] as CheckLine['area']
  return fill(template, before === undefined ? facts : { ...facts, check: titleOf({ id: String(before), area }, language) }, language)
}

/** As checks tell it to `undo`; what it is, then whose. */
const REMAINDERS: readonly [kind: keyof (typeof remainders)['en'], pattern: RegExp][] = [
  ['uncounted', /^messages \? of (.+)$/s], ['messages', /^messages (\d+) of (.+)$/s],
  ['room', /^room (.+)$/s], ['file', /^file (.+)$/s], ['node', /^node (.+) of (.+)$/s], ['node', /^node (.+)$/s], ['contact', /^contact (.+) of (.+)$/s],
  ['blocked', /^(.+) on the blocked list of (.+)$/s], ['storage', /^private storage of (.+): (.+)$/s], ['pair', /^(.+) and (.+) as contacts of each other$/s],
]

/** What was left behind (`CheckReport.leftBehind`), in the user's words; as it stands where it is of another version. */
export function remainderText(what: string, language: CheckLanguage): string {
  for (const [kind, pattern] of REMAINDERS) {
    const parts = pattern.exec(what)?.slice(1)
    if (!parts) continue
    const gaps: Record<string, string> = { what: parts.join(' · '), first: parts[0]!, last: parts.at(-1)! }
    return remainders[language][kind].replace(/\{(\w+)\}/g, (_, name: string) => tame(gaps[name]!))
  }
  return tame(what)
}

/** What no client can delete: it stays after every run, and nothing has failed. */
export const isForGood = (what: string): boolean => /^(messages|file) /.test(what)

/** Which setting of that server is meant. Null where all is well or nothing is known. */
export function hintOf({ id, area, verdict }: Pick<CheckLine, 'id' | 'area' | 'verdict'>, brand: Brand): string | null {
  if (verdict !== 'missing' && verdict !== 'broken') return null
  return own(own(areaTexts[area]?.hints, id), brand) ?? null
}
