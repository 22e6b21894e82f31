import type { AreaTexts, CheckWords } from '../texts'
import { roomsEn } from './rooms-en'
import { roomHints } from './rooms-hints'
import { roomsZh } from './rooms-zh'

/** What many of them share goes to each. */
const withCommon = (words: Record<string, CheckWords>, common: Record<string, string>): Record<string, CheckWords> =>
  Object.fromEntries(Object.entries(words).map(([id, one]) => [`rooms.${id}`, { ...one, reasons: { ...common, ...one.reasons } }]))

export const roomsTexts: AreaTexts = {
  zh: withCommon(roomsZh.checks, roomsZh.common),
  en: withCommon(roomsEn.checks, roomsEn.common),
  hints: Object.fromEntries(Object.entries(roomHints).map(([id, hint]) => [`rooms.${id}`, hint])),
}
