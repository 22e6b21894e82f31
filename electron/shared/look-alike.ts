/**
 * R-LOOK-ALIKE. What looks alike and is not the same: skeletons after UTS 39 §4 (Unicode's confusables.txt, of which this is the small part
 * for Latin, Cyrillic, Greek and Armenian letters, digits and marks; wide and styled letters go by NFKC), and marks that one does not see.
 * Left out: whole-script confusables among other scripts, the rest of the 6,000 pairs. Accents stay what they are, as in UTS 39. Pure.
 */

/** Latin letter, then what looks like it. Small letters; capitals whose shape differs have their own. */
const PAIRS = [
  'a\u0430\u0251\u03b1\u237a', 'b\u042c\u044c\u0184', 'c\u0441\u03f2\u1d04', 'd\u0501\u217e', 'e\u0435\u212e\u04bd', 'f\u0192\u03dd\u017f', 'g\u0261\u0581\u018d',
  'h\u04bb\u0570\u210e', 'i\u0456\u03b9\u0131\u0269\u04cf', 'j\u0458\u03f3', 'k\u03ba\u043a\u1d0b', 'm\u043c\u1d0d\u217f', 'n\u0578\u057c\u03b7',
  'o\u043e\u03bf\u0585\u03c3\u1d0f\u0d20\u101d', 'p\u0440\u03c1\u03f1', 'q\u051b\u0563', 'r\u0433\u1d26', 's\u0455\u01bd\ua731', 't\u0442\u03c4\u1d1b', 'u\u057d\u03c5\u028b\u1d1c',
  'v\u03bd\u0475\u1d20\u2228', 'w\u0461\u051d\u0561\u1d21', 'x\u0445\u03c7\u00d7\u2179', 'y\u0443\u03b3\u04af\u028f', 'z\u1d22',
  'B\u0412\u0392\ua4d0', 'H\u041d\u0397', 'K\u041a\u039a', 'M\u041c\u039c\u03fa', 'N\u039d', 'T\u0422\u03a4', 'Y\u03a5\u04ae\u0423', 'Z\u0396', 'E\u0395\u0415', 'P\u0420\u03a1', 'X\u03a7\u0425',
  'A\u0391\u0410', 'O\u039f\u041e', 'I\u0399\u0406\u04c0', 'S\u0405', 'C\u0421\u03f9', 'J\u0408',
  '-\u2010\u2011\u2012\u2013\u2212\u2014\u30fc', '.\u2024\u00b7\u30fb', "'\u2019\u2018\u02bc\u0060\u00b4", '_\u203f\ufe4d',
]
const TABLE = new Map(PAIRS.flatMap((pair) => [...pair].slice(1).map((one) => [one, pair[0]!.toLowerCase()] as const)))
/** In most faces one stroke, or one ring. */
const STROKES: Record<string, string> = { l: 'l', i: 'l', I: 'l', '1': 'l', '|': 'l', '\u01c0': 'l', '\u2223': 'l', '0': 'o', '5': 's', '3': 'з' }

/** Turn the writing, or are not there for the eye. Those of emoji and of scripts that need joiners are judged by their place. */
// eslint-disable-next-line no-misleading-character-class
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

/** The same for two texts that can be taken for each other. */
export function skeleton(text: string): string {
  const seen = /^[ -~]*$/.test(text) ? [...text] : [...text.normalize('NFKC')].filter((char) => char !== HIDDEN_SIGN && !UNSEEN.test(char) && !/[\ufe00-\ufe0f]/u.test(char))
  const mapped = seen.map((char) => {
    const shape = TABLE.get(char) ?? char
    return STROKES[shape] ?? STROKES[shape.toLowerCase()] ?? shape.toLowerCase()
  })
  return mapped.join('').replace(/rn/gu, 'm').replace(/vv/gu, 'w').replace(/\s+/gu, ' ').trim().normalize('NFC')
}

/** The same but for capitals: nobody takes them for two. */
export const isSameName = (one: string, other: string): boolean => one.normalize('NFC').toLowerCase().trim() === other.normalize('NFC').toLowerCase().trim()

/** Can be taken for the other, and is not it. */
export const looksLike = (one: string, other: string): boolean => !isSameName(one, other) && skeleton(one) === skeleton(other)

/** Letters of different scripts within one word, of which one borrows the other's shapes. */
export const mixesScripts = (text: string): boolean =>
  (text.match(/[\p{L}\p{M}]+/gu) ?? []).some((word) => [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u].filter((script) => script.test(word)).length > 1)
