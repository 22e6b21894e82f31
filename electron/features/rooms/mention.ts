/** Is somebody addressed by his nick? */
const WORD = /[\p{L}\p{N}_]/u
/** Scripts written without spaces: there a nick may stand right beside the next word. */
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u

const joinsWords = (c: string | undefined) => c !== undefined && WORD.test(c) && !SPACELESS.test(c)

/** The nick as a word of its own, whatever its case. "Li" is not in "Lily", but 小李 is in "小李你好" and Bob in "Bob你好". */
export function mentions(body: string, nick: string): boolean {
  const wanted = nick.trim().toLowerCase()
  if (wanted === '') return false
  const text = body.toLowerCase()
  const first = [...wanted][0]
  const last = [...wanted].at(-1)
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const before = [...text.slice(Math.max(0, at - 2), at)].at(-1)
    const after = [...text.slice(at + wanted.length, at + wanted.length + 2)][0]
    if (!(joinsWords(before) && joinsWords(first)) && !(joinsWords(after) && joinsWords(last))) return true
  }
  return false
}
