/**
 * What the user typed, and whether a text holds it. Words are divided by spaces (“…” keeps them together), and all must occur.
 * Each is any piece of the text, with one rule: a word of a script with spaces begins where a word begins (`her` finds `here`
 * and `Her`, not `other`), for else two letters would find half of everything.
 */
import type { Mark } from '#shared/model/search'
import { fold, foldWithPlaces } from './fold'
import { isCut, kindOf, MAX_START, runsOf, signToken, startToken, wordToken } from './words'

export interface Query {
  /** Folded. */
  terms: string[]
  /** FTS5 expressions, all of which hold for every message that matches. */
  required: string[]
  /** The same, with a token each where `required` asks for all words of a beginning: that costs, for common ones, much more. */
  loose: string[]
}

const MAX_TERMS = 12
const MAX_REQUIRED = 60
/** Of one text. */
const MAX_MARKS = 100
const QUOTED = /"([^"]*)"?|[^\s"]+/gu

export const quoteToken = (token: string) => `"${token}"`

export function parseQuery(typed: string): Query {
  const folded = fold(typed.replace(/[“”„«»＂]/gu, '"'))
  const terms = [...new Set([...folded.matchAll(QUOTED)].map(([whole, inner]) => (inner ?? whole).trim()))].filter(Boolean).slice(0, MAX_TERMS)
  const all = (isLoose: boolean) => [...new Set(terms.flatMap((term) => requiredOf(term, isLoose)))].slice(0, MAX_REQUIRED)
  return { terms, required: all(false), loose: all(true) }
}

function requiredOf(term: string, isLoose: boolean): string[] {
  const runs = runsOf(term)
  return runs.flatMap(({ kind, text }, i) => {
    if (kind === 'space') return []
    if (kind === 'sign') return [...text].map((char) => quoteToken(signToken(char)))
    if (kind === 'word') {
      if (text.length <= MAX_START) return [quoteToken(startToken(text))]
      if (i < runs.length - 1 || isCut(text)) return [quoteToken(wordToken(text))]
      return [isLoose ? quoteToken(startToken(text.slice(0, MAX_START))) : `${quoteToken(wordToken(text))}*`]
    }
    const chars = [...text]
    return chars.length === 1 ? [quoteToken(text)] : chars.slice(1).map((char, n) => quoteToken(chars[n]! + char))
  })
}

const isWordAt = (text: string, at: number) => kindOf(text.codePointAt(at) as number) === 'word'
function isWordBefore(text: string, at: number): boolean {
  if (at === 0) return false
  const isPair = at > 1 && (text.charCodeAt(at - 1) & 0xfc00) === 0xdc00
  return isWordAt(text, at - (isPair ? 2 : 1))
}

/** Next place of the term from `from` on, or -1. */
function find(folded: string, term: string, from: number): number {
  const beginsWord = isWordAt(term, 0)
  for (let at = folded.indexOf(term, from); at >= 0; at = folded.indexOf(term, at + 1)) {
    if (!beginsWord || !isWordBefore(folded, at)) return at
  }
  return -1
}

export function isMatch(query: Query, body: string): boolean {
  const folded = fold(body)
  return query.terms.every((term) => find(folded, term, 0) >= 0)
}

/** In order, none over another. */
export function marksIn(query: Query, body: string): Mark[] {
  const folded = foldWithPlaces(body)
  const found: Mark[] = []
  for (const term of query.terms) {
    for (let at = find(folded.text, term, 0), n = 0; at >= 0 && n < MAX_MARKS; at = find(folded.text, term, at + term.length), n++) {
      found.push({ begin: folded.begin[at]!, end: folded.end[at + term.length - 1]! })
    }
  }
  const marks: Mark[] = []
  for (const mark of found.sort((a, b) => a.begin - b.begin)) {
    const last = marks.at(-1)
    if (last && mark.begin <= last.end) last.end = Math.max(last.end, mark.end)
    else if (marks.length < MAX_MARKS) marks.push({ ...mark })
  }
  return marks
}
