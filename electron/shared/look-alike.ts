/**
 * R-LOOK-ALIKE. What looks alike and is not the same: skeletons after UTS 39 §4 with all of Unicode's confusables.txt
 * (`confusables.json`, made by build/scripts/confusables.mjs), and marks that one does not see. Accents stay what they are, as in UTS 39.
 * Left out: the order in which letters of both directions are drawn (bidiSkeleton): marks that turn are shown instead. Pure.
 */
import confusables from './confusables.json'

/** Beside Unicode's: small capitals that stand for letters of other scripts in its table, which people take for the small Latin letter. */
const ALSO: Record<string, string> = { 'ĸ': 'k', 'ʍ': 'm', 'ᴛ': 't', 'ƅ': 'b', 'χ': 'x', '·': '.', 'ー': '-' }
let shapes: Map<string, string> | null = null
/** By character what it is taken for. Made when first needed: 3,000 entries. */
const allShapes = () => (shapes ??= new Map((confusables.prototypes as [string, string][]).flatMap(([shape, alike]) => [...alike].map((one) => [one, shape]))))
/** The only ones of ASCII in the table: most texts need no more. */
const ASCII = /^[ -~]*$/
const IGNORED = /\p{Default_Ignorable_Code_Point}/u
const IGNORED_ALL = new RegExp(IGNORED, 'gu')
const ASCII_SHAPES: Record<string, string> = { '0': 'O', '1': 'l', I: 'l', '|': 'l', m: 'rn', '`': "'", '"': "''", '%': 'º/₀' }

/** Turn the writing, or are not there for the eye. Those of emoji and of scripts that need joiners are judged by their place. */
const UNSEEN = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/u
const TURNING = /[\u061c\u200e\u200f]/u
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u
/** Scripts that do without joiners: in them a joiner only hides. */
const UNJOINED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Nd}\p{Z}\p{P}]/u
/** Stands for each row of marks: there is something here that one does not see. */
export const HIDDEN_SIGN = '\u25af'

function isHidden(chars: readonly string[], at: number): boolean {
  const char = chars[at]!
  if (!UNSEEN.test(char)) return false
  const before = chars[at - 1] ?? ' '
  if (char === '\u200d' || char === '\u200c') return UNJOINED.test(before)
  if (TURNING.test(char)) return !chars.some((one) => RIGHT_TO_LEFT.test(one))
  // The flags of England, Scotland and Wales are spelled with tags.
  return !(char >= '\u{e0000}' && /[\u{1f3f4}\u{e0020}-\u{e007f}]/u.test(before))
}

/** As it is shown: marks that hide or turn are there to be seen, line breaks are none. Nothing else is changed. */
export function visibleName(text: string): string {
  // eslint-disable-next-line no-control-regex
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu, ' ')
  if (!UNSEEN.test(line)) return line
  const chars = [...line]
  return chars.map((char, at) => (isHidden(chars, at) ? HIDDEN_SIGN : char)).join('').replace(/\u25af+/gu, HIDDEN_SIGN)
}

/** UTS 39 §4: the same for two texts that look alike as they are written. What has no entry stands for what it is made of. */
export function skeleton(text: string): string {
  if (ASCII.test(text)) return text.replace(/["%01I`m|]/g, (char) => ASCII_SHAPES[char]!)
  const table = allShapes()
  const shapeOf = (char: string) => table.get(char) ?? char
  const seen = (IGNORED.test(text) ? text.replace(IGNORED_ALL, '') : text).normalize('NFD')
  const isPlain = seen.normalize('NFKD') === seen
  let shape = ''
  for (const char of seen) shape += table.get(char) ?? (isPlain ? char : [...char.normalize('NFKD')].map(shapeOf).join(''))
  return shape.normalize('NFD')
}

/** Capital L stays: it does not look like the small one, nor like I. */
const small = (shape: string) => (shape.includes('L') ? shape.replace(/[^L]+/g, (rest) => rest.toLowerCase()) : shape.toLowerCase())
const alsoShaped = (shape: string) => shape.replace(/[\u25af\ufff9-\ufffb]/gu, '').replace(/[ĸʍᴛƅχ·ー]/gu, (char) => ALSO[char]!)
function fold(text: string): string {
  const shape = skeleton(text)
  return small(ASCII.test(shape) ? shape : alsoShaped(shape)).replaceAll('rn', 'm').replaceAll('vv', 'w').replace(/\s+/g, ' ').trim()
}

/**
 * All that a text can be taken for: two that share one of these look alike. As it is written, and in small letters (begun with a blank):
 * each may stand in both. In capitals alone `Ian` would be `Lan`.
 */
export function looksOf(text: string): string[] {
  const written = fold(text)
  const lower = text.toLowerCase()
  return written === '' ? [] : [written, ` ${lower === text ? written : fold(lower)}`]
}

/** The same but for capitals: nobody takes them for two. */
export const isSameName = (one: string, other: string): boolean => one.normalize('NFC').toLowerCase().trim() === other.normalize('NFC').toLowerCase().trim()

/** Can be taken for the other, and is not it. */
export const looksLike = (one: string, other: string): boolean => !isSameName(one, other) && looksOf(one).some((look) => looksOf(other).includes(look))

/** They borrow each other's shapes; nobody writes two of them in one word. */
const BORROWING = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic', 'Lisu', 'Canadian_Aboriginal'].map((name) => new RegExp(`\\p{Script=${name}}`, 'u'))

/** Letters of different scripts within one word, of which one borrows the other's shapes. */
export const mixesScripts = (text: string): boolean =>
  (text.match(/[\p{L}\p{M}]+/gu) ?? []).some((word) => !ASCII.test(word) && BORROWING.filter((script) => script.test(word)).length > 1)
