/** One emoji, as a reaction is. `v` (Unicode sets) is newer than the compile target but not than any runtime in use: hence the constructor. */
const KNOWN = new RegExp('^\\p{RGI_Emoji}$', 'v')
/** Newer than the tables of this runtime. */
const PICTURE = /^\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?(?:\u200d\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?)*$/u
/** UTF-16 units; the longest known ones have 15. */
const MAX_CHARS = 40

export const isOneEmoji = (text: string): boolean =>
  text.length <= MAX_CHARS && (KNOWN.test(text) || KNOWN.test(`${text}\ufe0f`) || PICTURE.test(text))

/** ❤ and ❤️ are the same. */
export const emojiKey = (emoji: string): string => emoji.replaceAll('\ufe0f', '')
