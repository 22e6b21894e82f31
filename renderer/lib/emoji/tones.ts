/** Skin tones as Unicode writes them: behind whatever part of an emoji is a person's skin. Pure. */

/** 0: the yellow without a tone, 1 to 5 from light to dark. */
export const TONES = [0, 1, 2, 3, 4, 5] as const
export type Tone = (typeof TONES)[number]

const FIRST_TONE = 0x1f3fb
const isTone = (code: number) => code >= FIRST_TONE && code < FIRST_TONE + 5

/** `emoji` without a tone; only for those that have tones. */
export function toned(emoji: string, tone: Tone): string {
  return tone === 0 ? emoji : emoji.replace(/(\p{Emoji_Modifier_Base})\uFE0F?/gu, `$1${String.fromCodePoint(FIRST_TONE + tone - 1)}`)
}

/** The same without tone and without the sign that asks for colour: equal for all ways to write one emoji. */
export const plainEmoji = (emoji: string): string => [...emoji].filter((part) => part !== '\uFE0F' && !isTone(part.codePointAt(0)!)).join('')
