/** Words for how somebody is there, and the colour of its dot. */
import type { Availability, OwnAvailability } from '#shared/model/contact'
import type { ConnectionView } from '#shared/model/connection'
import { locale, type Language } from '../i18n/locale.svelte'

const texts: Record<Availability | OwnAvailability, Record<Language, string>> = {
  chatty: { zh: '有空聊天', en: 'Free to chat' },
  online: { zh: '在线', en: 'Online' },
  away: { zh: '离开', en: 'Away' },
  xa: { zh: '长时间离开', en: 'Away for long' },
  dnd: { zh: '忙碌', en: 'Busy' },
  offline: { zh: '离线', en: 'Offline' },
  invisible: { zh: '隐身', en: 'Invisible' },
}
export const availabilityText = (availability: Availability | OwnAvailability): string => texts[availability][locale.current]

export const availabilityColour: Record<Availability | OwnAvailability, string> = {
  chatty: 'var(--is-online)',
  online: 'var(--is-online)',
  away: 'var(--is-away)',
  xa: 'var(--is-away)',
  dnd: 'var(--is-busy)',
  offline: 'var(--is-offline)',
  invisible: 'var(--is-offline)',
}

/** Of an account's own connection. */
export const phaseColour: Record<ConnectionView['phase'], string> = {
  online: 'var(--is-online)',
  connecting: 'var(--is-away)',
  waiting: 'var(--is-away)',
  offline: 'var(--is-offline)',
}
