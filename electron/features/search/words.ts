/**
 * What of a text goes into the index. Scripts without spaces: every character and every pair of neighbours. Other scripts: whole
 * words, and their first one to four characters, so that a word is found by its beginning from the first key on. Signs and
 * pictures: each. All of them as a set: the index says which messages may hold what is looked for, match.ts which do.
 */

export type CharKind = 'word' | 'sign' | 'unspaced' | 'space'

const UNSPACED =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}\p{sc=Yiii}\u30fc]/u
const WORD = /[\p{L}\p{N}\p{M}]/u
const kinds = new Map<number, CharKind>()

/** Of a folded character. */
export function kindOf(code: number): CharKind {
  if (code < 0x80) {
    if ((code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39)) return 'word'
    return code === 0x20 ? 'space' : 'sign'
  }
  if (code >= 0x4e00 && code <= 0x9fff) return 'unspaced'
  let kind = kinds.get(code)
  if (!kind) {
    const char = String.fromCodePoint(code)
    kind = UNSPACED.test(char) ? 'unspaced' : WORD.test(char) ? 'word' : /\s/u.test(char) ? 'space' : 'sign'
    kinds.set(code, kind)
  }
  return kind
}

export interface Run {
  kind: CharKind
  text: string
}

/** Neighbours of one kind together. */
export function runsOf(folded: string): Run[] {
  const runs: Run[] = []
  let begin = 0
  let kind: CharKind | null = null
  for (let i = 0; i < folded.length;) {
    const code = folded.codePointAt(i) as number
    const here = kindOf(code)
    if (here !== kind) {
      if (kind !== null) runs.push({ kind, text: folded.slice(begin, i) })
      begin = i
      kind = here
    }
    i += code > 0xffff ? 2 : 1
  }
  if (kind !== null) runs.push({ kind, text: folded.slice(begin) })
  return runs
}

// Characters of the private use area keep the sorts of tokens apart; folded texts may hold them, which finds too much, never too little.
const START = '\ue001'
const SIGN = '\ue002'
const TAG = '\ue000'
/** Of longer words only so much is in the index. */
const MAX_WORD = 32
/** Beginnings with a token of their own. */
export const MAX_START = 4

export const startToken = (start: string) => START + start
export const signToken = (char: string) => SIGN + (char.codePointAt(0) as number).toString(16)
export const wordToken = (word: string) => word.slice(0, MAX_WORD)
export const isCut = (word: string) => word.length >= MAX_WORD
export const tagToken = (tag: string) => TAG + tag

/** Of a text that is folded already. */
export function tokensOf(folded: string): Set<string> {
  const tokens = new Set<string>()
  for (const { kind, text } of runsOf(folded)) {
    if (kind === 'word') {
      for (let n = 1; n <= MAX_START && n <= text.length; n++) tokens.add(startToken(text.slice(0, n)))
      if (text.length > MAX_START) tokens.add(wordToken(text))
    } else if (kind === 'unspaced') {
      let before = ''
      for (const char of text) {
        tokens.add(char)
        if (before) tokens.add(before + char)
        before = char
      }
    } else if (kind === 'sign') for (const char of text) tokens.add(signToken(char))
  }
  return tokens
}
