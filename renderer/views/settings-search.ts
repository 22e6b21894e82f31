/** Every setting by its words in both languages, and where it stands. A new setting adds its key here. */
import { texts as account } from '../features/accounts/AccountCard.svelte'
import { texts as archive } from '../features/archive/AccountArchive.svelte'
import { texts as workbench } from '../features/console/WorkbenchGroup.svelte'
import { texts as data } from '../features/settings/DataPage.svelte'
import { texts as general } from '../features/settings/GeneralPage.svelte'
import { texts as links } from '../features/settings/LinkHandler.svelte'
import { texts as notifications } from '../features/settings/NotificationsPage.svelte'
import { texts as privacy } from '../features/settings/PrivacyPage.svelte'
import { texts as quiet } from '../features/settings/QuietGroup.svelte'
import { texts as sounds } from '../features/settings/SoundsGroup.svelte'
import { texts as updates } from '../features/settings/Updates.svelte'
import { texts as spelling } from '../features/settings/SpellGroup.svelte'
import { windowTexts } from '../features/settings/window-texts'
import { inAllLanguages } from '../lib/i18n/strings'
import type { SettingsPage } from '../lib/state/navigation.svelte'
import { matches } from '../lib/text/matches'
import { settingsTexts } from './settings-texts'

interface Group {
  page: SettingsPage
  texts: object
  /** Key of the heading; null: the page has none for it. */
  title: string | null
  /** Keys of the settings. Words of `KEYHint` and `KEY-hint` are found, too. */
  keys: string[]
}

const GROUPS: Group[] = [
  { page: 'general', texts: general, title: 'look', keys: ['language', 'theme', 'size'] },
  { page: 'general', texts: general, title: 'chat', keys: ['send'] },
  { page: 'general', texts: spelling, title: 'title', keys: ['add'] },
  { page: 'general', texts: general, title: 'contacts', keys: ['offline'] },
  { page: 'general', texts: windowTexts, title: 'title', keys: ['tray', 'autostart', 'hidden', 'boss'] },
  { page: 'general', texts: links, title: 'links', keys: ['label'] },
  { page: 'general', texts: workbench, title: 'title', keys: ['show'] },
  { page: 'notifications', texts: notifications, title: 'title', keys: ['notify', 'shows'] },
  { page: 'notifications', texts: quiet, title: 'title', keys: ['hour', 'hours'] },
  { page: 'notifications', texts: sounds, title: 'title', keys: ['chat', 'room', 'mention', 'request'] },
  { page: 'notifications', texts: notifications, title: 'mentions', keys: ['groups', 'nick'] },
  { page: 'notifications', texts: notifications, title: 'shakeTitle', keys: ['shake'] },
  { page: 'privacy', texts: privacy, title: 'title', keys: ['typing', 'receipts'] },
  { page: 'privacy', texts: privacy, title: 'blocked', keys: ['blocked'] },
  { page: 'privacy', texts: privacy, title: 'files', keys: ['auto'] },
  { page: 'archive', texts: archive, title: 'title', keys: ['keep', 'alwaysList', 'neverList'] },
  { page: 'account', texts: account, title: null, keys: ['autoLogin', 'settings', 'link', 'logout', 'remove'] },
  { page: 'data', texts: data, title: 'health', keys: ['check'] },
  { page: 'data', texts: data, title: 'backups', keys: ['every', 'now'] },
  { page: 'data', texts: data, title: 'file', keys: ['export', 'import'] },
  { page: 'about', texts: updates, title: 'title', keys: ['auto', 'check'] },
]

export interface FoundSetting {
  page: SettingsPage
  /** The heading of its group, as it stands on the page. */
  group: string | null
  label: string
}

const textOf = (texts: object, key: string) => (texts as Record<string, string>)[key] ?? ''

/** In the order of the pages; what its own words say before what only its surroundings do. */
export function findSettings(query: string): FoundSetting[] {
  const direct: FoundSetting[] = []
  const nearby: FoundSetting[] = []
  for (const { page, texts, title, keys } of GROUPS) {
    const around = [...inAllLanguages(settingsTexts, page), ...(title === null ? [] : inAllLanguages(texts, title))]
    for (const key of keys) {
      const found = { page, group: title === null ? null : textOf(texts, title), label: textOf(texts, key) }
      const own = [key, `${key}Hint`, `${key}-hint`].flatMap((name) => inAllLanguages(texts, name))
      if (matches(query, ...own)) direct.push(found)
      else if (matches(query, ...own, ...around)) nearby.push(found)
    }
  }
  return [...direct, ...nearby]
}
