/** What is said in a campaign: every body begins with a tag that names its writer, conversation and number. */
import { createHash } from 'node:crypto'
import type { Random } from './random'

/** Two-, three- and four-byte characters, composed and decomposed accents, markup, joiners, both ends of the line. */
const WORDS = [
  '喜鹊登梅', '你好，世界！', '😀🎉', '👩‍👩‍👧‍👦', 'é ü ñ', 'e\u0301 u\u0308', '<b>&amp;</b>', '"quote" \'n\' ]]>', 'العربية', '한국어', '𠮷野家', '  two  blanks  ',
  'line\nbreak', 'ﬁ ﬂ Å', '日本語テキスト', '🇨🇳🏳️‍🌈', 'naïve café', '\u200bzero', '€1.234,56', 'plain words',
]
/** 8,000 characters of three bytes: longer than a TLS record (16 KiB), so that a character is cut by the record's end. */
const LONG_CHARS = 8000
const LONG_SHARE = 0.04

export interface Tag {
  /** Who numbered it: an account, or one of its devices. */
  stream: string
  conversation: string
  n: number
}

export const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

export function makeBody({ stream, conversation, n }: Tag, random: Random, longShare = LONG_SHARE): string {
  const words = Array.from({ length: random.int(1, 6) }, () => random.pick(WORDS)).join(' ')
  const long = random.chance(longShare) ? '鹊é😀'.repeat(LONG_CHARS / 3) : ''
  return `[${stream}|${conversation}|${n}] ${words}${long} 。`
}

export function readTag(body: string): Tag | null {
  const found = /^\[([^|\]]+)\|([^|\]]+)\|(\d{1,9})\] /.exec(body)
  return found && { stream: found[1]!, conversation: found[2]!, n: Number(found[3]) }
}
