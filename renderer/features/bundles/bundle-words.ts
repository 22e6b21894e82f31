/** Words of bundles that several places say. */
import { writersOf, type Bundle, type ForwardedEntry } from '#shared/model/bundle'
import type { Message } from '#shared/model/message'
import { strings } from '../../lib/i18n/strings'

const MAX_NAMES = 2
const MAX_NAME_CHARS = 20
/** Cut, and in a direction of its own: the line around it must not turn. */
const shown = (name: string) => {
  const chars = [...name]
  return `\u2068${chars.length > MAX_NAME_CHARS ? `${chars.slice(0, MAX_NAME_CHARS - 1).join('').trimEnd()}…` : name}\u2069`
}
const s = strings({
  zh: {
    title: (names: string) => `${names}的聊天记录`, unknown: '聊天记录', and: (names: string[]) => names.join('和'), others: (names: string[], n: number) => `${names.join('、')}等 ${n} 人`,
    count: (n: number) => `共 ${n} 条消息`, line: (names: string) => `[聊天记录] ${names}`,
  },
  en: {
    title: (names: string) => `Chat record of ${names}`, unknown: 'Chat record', and: (names: string[]) => names.join(' and '), others: (names: string[], n: number) => `${names.join(', ')} and ${n - names.length} more`,
    count: (n: number) => (n === 1 ? '1 message' : `${n} messages`), line: (names: string) => `[Chat record] ${names}`,
  },
})

function namesIn(entries: readonly ForwardedEntry[]): string {
  const names = writersOf(entries).map(shown)
  return names.length <= MAX_NAMES ? s.and(names) : s.others(names.slice(0, MAX_NAMES), names.length)
}
export const titleOfEntries = (entries: readonly ForwardedEntry[]): string => (writersOf(entries).length === 0 ? s.unknown : s.title(namesIn(entries)))
export const countText = (entries: readonly ForwardedEntry[]): string => s.count(entries.length)
const isAlone = (bundle: Bundle | undefined): bundle is Bundle => bundle !== undefined && !bundle.hasWords
/** A message in one line; null: it says something itself. */
export const bundleLine = ({ extras }: Pick<Message, 'extras'>): string | null => (isAlone(extras?.bundle) ? s.line(namesIn(extras.bundle.entries) || countText(extras.bundle.entries)) : null)
