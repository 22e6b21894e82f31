/**
 * What counts as the same when words are looked for: case, width (`Ａ` = `a`), accents (`é` = `e`), ligatures, compatibility
 * forms, line breaks. Traditional and simplified characters stay different: which one stands for which depends on the word.
 */

/** A run of Hangul letters, or one character with the marks that belong to it: what is folded as one. */
const CLUSTER = /[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+|[^][\u0300-\u036f\u3099\u309a\uff9e\uff9f]*/gu
/** Accents, and what nobody sees: format characters, variation selectors. */
const UNSEEN = /[\u0300-\u036f\p{Cf}\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu
/** Letters that Unicode does not take apart. */
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ı: 'i', ς: 'σ' }
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu')

const known = new Map<string, string>()
/** What is kept of them; a hostile text must not fill the memory. */
const MAX_KNOWN = 20_000

function foldCluster(cluster: string): string {
  const before = known.get(cluster)
  if (before !== undefined) return before
  const folded = cluster.normalize('NFKC').toLowerCase().normalize('NFD').replace(UNSEEN, '').normalize('NFC')
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter).replace(/\s/gu, ' ')
  if (known.size < MAX_KNOWN && cluster.length < 8) known.set(cluster, folded)
  return folded
}

const isPlain = (code: number) => code < 0x80 || (code >= 0x4e00 && code <= 0x9fff)

/** Only ASCII and common Han: the marks that change what stands before them come from elsewhere. */
function isAllPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (!isPlain(text.charCodeAt(i))) return false
  return true
}

const plainFold = (text: string) => text.toLowerCase().replace(/[\t\n\v\f\r]/g, ' ')

export function fold(text: string): string {
  if (isAllPlain(text)) return plainFold(text)
  let folded = ''
  for (const [cluster] of text.matchAll(CLUSTER)) {
    folded += cluster.length === 1 && cluster.charCodeAt(0) >= 0x4e00 && cluster.charCodeAt(0) <= 0x9fff ? cluster : foldCluster(cluster)
  }
  return folded
}

export interface Folded {
  text: string
  /** UTF-16 place in the original of each of the folded text's, and of its end. */
  begin: number[]
  /** … and where the original of each ends. */
  end: number[]
}

export function foldWithPlaces(text: string): Folded {
  const folded: Folded = { text: '', begin: [], end: [] }
  for (const match of text.matchAll(CLUSTER)) {
    const piece = foldCluster(match[0])
    folded.text += piece
    for (let i = 0; i < piece.length; i++) {
      folded.begin.push(match.index)
      folded.end.push(match.index + match[0].length)
    }
  }
  return folded
}
