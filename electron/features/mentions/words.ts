/** Names in a text: where somebody is addressed without any markup, and whom an @ of ours means. Pure. Places are UTF-16. */

export interface Place {
  begin: number
  end: number
}

const WORD = /[\p{L}\p{N}_]/u
/** Scripts written without spaces: there a nick may stand right beside the next word. */
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
/** What may follow a nick at the beginning of a line to address somebody: "Bob: hello". */
const CALL = /^[:：,，]/u
/** Names inside of addresses mean nobody. */
const ADDRESS = /\b[a-z][a-z0-9+.-]*:\/\/[^\s\u3000-\u303f\uff00-\uffef]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi
const MAX_PLACES = 50

const joinsWords = (c: string | undefined) => c !== undefined && WORD.test(c) && !SPACELESS.test(c)
const charBefore = (text: string, at: number) => [...text.slice(Math.max(0, at - 2), at)].at(-1)
const charAt = (text: string, at: number) => [...text.slice(at, at + 2)][0]
const isAt = (c: string | undefined) => c === '@' || c === '＠'

/** Lower case of the same length, so that places stay places (İ becomes two). */
const lower = (text: string) => [...text].map((c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c)).join('')

const isEdge = (text: string, begin: number, end: number) =>
  !(joinsWords(charBefore(text, begin)) && joinsWords(charAt(text, begin))) && !(joinsWords(charAt(text, end)) && joinsWords(charBefore(text, end)))

/** A nick so short or so common in its script that the word alone is no address: "a", "王", "ok". */
function needsCall(nick: string): boolean {
  const chars = [...nick]
  return chars.length === 1 || (chars.length <= 3 && /^[a-z]+$/.test(nick))
}

/**
 * The nick as a word of its own, whatever its case: "Li" is not in "Lily", but 小李 is in "小李你好" and Bob in "Bob你好".
 * Very short nicks count only with an @ before or a colon behind, or written as they are ("Li", not "li").
 */
export function findNick(body: string, nick: string): Place[] {
  const wanted = lower(nick.trim())
  if (wanted === '') return []
  const text = lower(body.replace(ADDRESS, (address) => ' '.repeat(address.length)))
  const places: Place[] = []
  for (let at = text.indexOf(wanted); at >= 0 && places.length < MAX_PLACES; at = text.indexOf(wanted, at + wanted.length)) {
    const end = at + wanted.length
    const hasAt = isAt(charBefore(text, at))
    const isCalled = hasAt || ((at === 0 || text[at - 1] === '\n') && CALL.test(text.slice(end, end + 1)))
    const isLoose = !needsCall(nick.trim()) && ([...wanted].length > 2 || SPACELESS.test(wanted) || body.slice(at, end) === nick.trim())
    if (isEdge(text, at, end) && (isCalled || isLoose)) places.push({ begin: hasAt ? at - 1 : at, end })
  }
  return places
}

/** As everybody in the room is called in what we send, longest first. */
export const EVERYONE = ['所有人', '全体成员', 'everyone', 'all'] as const

export interface Addressed extends Place {
  /** Null: everybody. */
  nick: string | null
}

/** "@nick" in a text of our own: the longest name that fits counts, so that "@Li Na" is not Li. The @ belongs to the place. */
export function findAddressed(body: string, nicks: Iterable<string>): Addressed[] {
  if (!/[@＠]/u.test(body)) return []
  const text = lower(body)
  const names = [...EVERYONE.map((word) => ({ text: lower(word), nick: null })), ...[...nicks].map((nick) => ({ text: lower(nick), nick }))]
    .filter((name) => name.text !== '')
    .sort((a, b) => b.text.length - a.text.length || Number(a.nick === null) - Number(b.nick === null))
  const found: Addressed[] = []
  for (let at = text.search(/[@＠]/u); at >= 0 && found.length < MAX_PLACES; at = next(text, at + 1)) {
    if (/[\w.]/.test(charBefore(text, at) ?? '')) continue // an address
    const fits = names.filter((name) => text.startsWith(name.text, at + 1) && isEdge(text, at + 1, at + 1 + name.text.length))
    const longest = fits.filter((name) => name.text.length === fits[0]!.text.length)
    const exact = longest.find((name) => name.nick !== null && body.startsWith(name.nick, at + 1)) ?? longest[0]
    if (exact) found.push({ begin: at, end: at + 1 + exact.text.length, nick: exact.nick })
  }
  return found
}

function next(text: string, from: number): number {
  const found = text.slice(from).search(/[@＠]/u)
  return found < 0 ? -1 : from + found
}
