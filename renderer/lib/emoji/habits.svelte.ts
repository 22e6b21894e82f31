/** What the user takes most lately, and in which skin tone. */
import { Preference } from '../state/preference.svelte'
import { TONES, type Tone } from './tones'

/** Three rows of the picker. */
const MAX_RECENT = 27
/** The longest there are have 14 UTF-16 units; a family with tones a little more. */
const MAX_UNITS = 40

const isList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= MAX_RECENT && value.every((one) => typeof one === 'string' && one.length <= MAX_UNITS)
const isTone = (value: unknown): value is Tone => TONES.includes(value as Tone)

export const recentEmoji = new Preference<readonly string[]>('emoji-recent', [], isList)
export const skinTone = new Preference<Tone>('emoji-tone', 0, isTone)

/** The newest stands first. */
export function noteUse(char: string) {
  recentEmoji.value = [char, ...recentEmoji.value.filter((one) => one !== char)].slice(0, MAX_RECENT)
}
