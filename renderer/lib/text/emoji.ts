/** `v` (Unicode sets) is newer than our compile target but not than any runtime we use: hence the constructor. */
const ONLY_EMOJI = new RegExp('^(?:\\p{RGI_Emoji}|\\s)+$', 'v')
const EMOJI = new RegExp('\\p{RGI_Emoji}', 'gv')
const MAX_LARGE = 6
const MAX_CHARS = 100

/** How many emoji a text consists of when it has nothing else and at most six; else 0. */
export function largeEmojiCount(text: string): number {
  if (text.length > MAX_CHARS || !ONLY_EMOJI.test(text)) return 0
  const count = text.match(EMOJI)?.length ?? 0
  return count <= MAX_LARGE ? count : 0
}
