/** One line on a room in a list. */
import type { Room } from '#shared/model/room'
import { locale } from '../../lib/i18n/locale.svelte'
import { strings } from '../../lib/i18n/strings'
import { numberText } from '../../lib/text/numbers'
import { problemText } from './room-texts'

const s = strings({
  zh: { members: (n: number) => `${numberText(n, locale.tag)} 人在群里`, joining: '正在进入…', left: '不在群里' },
  en: { members: (n: number) => (n === 1 ? '1 person here' : `${numberText(n, locale.tag)} people here`), joining: 'Entering…', left: 'Not entered' },
})

export function roomStatus(room: Room): string {
  if (room.state === 'joined') return room.subject || s.members(room.occupantCount)
  if (room.state === 'joining') return s.joining
  return room.state === 'failed' && room.problem ? problemText(room.problem) : s.left
}
