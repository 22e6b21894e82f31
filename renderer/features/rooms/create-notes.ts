/** What a server did otherwise than asked when it made a room. */
import { locale, type Language } from '../../lib/i18n/locale.svelte'

type Words = Record<Language, (address: string) => string>
const notes: Record<string, Words> = {
  'public-refused': { zh: () => '服务器没有把这个群列入公开目录。', en: () => 'The server did not put the room on its public list.' },
  'members-only-refused': {
    zh: () => '服务器没有把这个群设为仅限成员：知道地址的人都能进入。',
    en: () => 'The server did not make the room members-only: anybody who knows its address may enter.',
  },
  temporary: { zh: () => '服务器不保留空群：所有人离开后，这个群会消失。', en: () => 'The server keeps no empty rooms: it goes when everybody has left.' },
  'defaults-used': { zh: () => '服务器用它自己的默认设置建了这个群。', en: () => 'The server made the room with its own settings.' },
  'member-failed': { zh: (address) => `没能把 ${address} 加为成员。`, en: (address) => `${address} could not be made a member.` },
  'invite-failed': { zh: (address) => `没能邀请 ${address}。`, en: (address) => `${address} could not be invited.` },
}

/** Null for notes of a later build. */
export function noteText(note: string): string | null {
  const colon = note.indexOf(':')
  const words = notes[colon < 0 ? note : note.slice(0, colon)]
  return words ? words[locale.current](colon < 0 ? '' : note.slice(colon + 1)) : null
}
