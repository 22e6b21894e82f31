/** What is looked for: pieces of messages, as often as they occur there, and some that occur nowhere. */
import { randomOf } from './corpus'

export type QueryKind = 'zh1' | 'zh2' | 'zh4' | 'en1' | 'en2' | 'en4' | 'enWord' | 'mixed' | 'absent'
export const QUERY_KINDS: QueryKind[] = ['zh1', 'zh2', 'zh4', 'en1', 'en2', 'en4', 'enWord', 'mixed', 'absent']

const HAN = /[\u4e00-\u9fff]+/g
const WORD = /[a-z]+/g

/** `bodies`: some of the messages, anywhere out of them. */
export function queriesOf(bodies: readonly string[], count: number): Record<QueryKind, string[]> {
  const random = randomOf(7)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!
  const runs = (pattern: RegExp, least: number) => bodies.flatMap((body) => (body.toLowerCase().match(pattern) ?? []).filter((run) => run.length >= least))
  const pieces = (pattern: RegExp, length: number, fromStart: boolean) => {
    const all = runs(pattern, length)
    return Array.from({ length: count }, () => {
      const run = pick(all)
      const at = fromStart ? 0 : Math.floor(random() * (run.length - length + 1))
      return run.slice(at, at + length)
    })
  }
  const words = runs(WORD, 4)
  const zh2 = pieces(HAN, 2, false)
  return {
    zh1: pieces(HAN, 1, false), zh2, zh4: pieces(HAN, 4, false),
    en1: pieces(WORD, 1, true), en2: pieces(WORD, 2, true), en4: pieces(WORD, 4, true),
    enWord: Array.from({ length: count }, () => pick(words)),
    mixed: zh2.map((piece) => `${piece} ${pick(words)}`),
    absent: zh2.map((piece, i) => (i % 2 === 0 ? `${piece}龘${piece}` : `zq${pick(words)}`)),
  }
}

/** Independent of the index: what a full scan takes for a match. Bodies of the corpus need no folding but case. */
export function scanOf(query: string): (body: string) => boolean {
  const parts = query.split(' ').map((part) => (/^[a-z]/.test(part) ? new RegExp(`(?:^|[^a-z0-9])${part}`) : part))
  return (body) => parts.every((part) => (typeof part === 'string' ? body.includes(part) : part.test(body)))
}
