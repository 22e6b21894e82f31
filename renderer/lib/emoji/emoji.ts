/** All emoji with their names in both languages, read when first wanted; what is found for typed words. */
import { plain } from '../text/matches'
import type { Language } from '../i18n/locale.svelte'
import { plainEmoji } from './tones'

export interface Emoji {
  /** Without a tone. */
  char: string
  names: Record<Language, string>
  hasTones: boolean
  /** Names, then keywords, as they are searched. */
  words: readonly string[]
}
export interface EmojiGroup {
  name: string
  emoji: readonly Emoji[]
}
/** As build/scripts/emoji.mjs writes it: the emoji, English and Chinese `name|keyword|…`, 1 when it has tones. */
type Line = readonly [string, string, string, 1?]

export class EmojiBook {
  readonly groups: readonly EmojiGroup[]
  readonly all: readonly Emoji[]
  readonly #byChar = new Map<string, Emoji>()

  constructor(groups: readonly { name: string; emoji: readonly Line[] }[]) {
    this.groups = groups.map(({ name, emoji }) => ({ name, emoji: emoji.map(read) }))
    this.all = this.groups.flatMap(({ emoji }) => emoji)
    for (const one of this.all) this.#byChar.set(plainEmoji(one.char), one)
  }

  /** In whatever tone it is written. */
  get(char: string): Emoji | undefined {
    return this.#byChar.get(plainEmoji(char))
  }

  /** Every typed word must begin a word of it, or stand inside a Chinese one. Those so called come first, then those whose name begins so. */
  search(typed: string): Emoji[] {
    const parts = plain(typed).split(/[\s_]+/u).filter(Boolean)
    if (parts.length === 0) return []
    const whole = parts.join(' ')
    const found = this.all.flatMap((emoji, place) => {
      const isMeant = parts.every((part) => emoji.words.some((word) => begins(word, part)))
      return isMeant ? [{ emoji, place, rank: rankOf(emoji.words, whole) }] : []
    })
    return found.sort((a, b) => a.rank - b.rank || a.place - b.place).map(({ emoji }) => emoji)
  }
}

function read([char, en, zh, tones]: Line): Emoji {
  const [english, chinese] = [en.split('|'), zh.split('|')]
  const names = { en: english[0]!, zh: chinese[0]! }
  return { char, names, hasTones: tones === 1, words: [names.en, names.zh, ...english.slice(1), ...chinese.slice(1)].map(plain) }
}

const IS_CHINESE = /\p{Script=Han}/u
function begins(word: string, part: string): boolean {
  if (word.startsWith(part)) return true
  return IS_CHINESE.test(part) ? word.includes(part) : word.includes(` ${part}`) || word.includes(`-${part}`)
}
/** The first two words are its names. */
function rankOf(words: readonly string[], whole: string): number {
  const names = words.slice(0, 2)
  if (names.includes(whole)) return 0
  if (names.some((name) => name.startsWith(whole))) return 1
  return words.includes(whole) || names.some((name) => name.split(' ').includes(whole)) ? 2 : 3
}

let book: Promise<EmojiBook> | undefined
/** 160 kB: not part of what the page begins with. */
export const emojiBook = (): Promise<EmojiBook> =>
  (book ??= import('./emoji-data.json').then(({ default: data }) => new EmojiBook(data.groups as unknown as ConstructorParameters<typeof EmojiBook>[0])))
