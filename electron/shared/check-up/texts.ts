/** The words of the check-up, for page and command line alike. Each area has its file in texts/. */
import type { AreaKey, Brand } from './report'
import { accountTexts } from './texts/account'
import { archiveTexts } from './texts/archive'
import { connectionTexts } from './texts/connection'
import { filesTexts } from './texts/files'
import { messagesTexts } from './texts/messages'
import { publishingTexts } from './texts/publishing'
import { roomsTexts } from './texts/rooms'
import { servicesTexts } from './texts/services'

export type CheckLanguage = 'zh' | 'en'

/** Sentences of one check: what the verdict means for a user. `{name}` is filled with a fact. */
export interface CheckWords {
  title: string
  pass: string
  missing?: string
  broken?: string
  /** By `Finding.reason`: said instead of the verdict's common sentence. */
  reasons?: Record<string, string>
}

export interface AreaTexts {
  zh: Record<string, CheckWords>
  en: Record<string, CheckWords>
  /** By check: which setting or plugin is meant, as it is written in that server's configuration. The same in all languages. */
  hints: Record<string, Partial<Record<Brand, string>>>
}

/** By area. */
export const areaTexts: Partial<Record<AreaKey, AreaTexts>> = {
  connection: connectionTexts,
  account: accountTexts,
  messages: messagesTexts,
  archive: archiveTexts,
  publishing: publishingTexts,
  files: filesTexts,
  services: servicesTexts,
  rooms: roomsTexts,
}
