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
  { page: 'general', texts: general, title: 'chat', keys: ['send', 'styling'] },
  { page: 'general', texts: spelling, title: 'title', keys: ['add'] },
  { page: 'general', texts: general, title: 'contacts', keys: ['offline'] },
  { page: 'general', texts: windowTexts, title: 'title', keys: ['list', 'tray', 'autostart', 'hidden', 'boss', 'shot'] },
  { page: 'general', texts: links, title: 'links', keys: ['label'] },
  { page: 'general', texts: workbench, title: 'title', keys: ['show'] },
  { page: 'notifications', texts: notifications, title: 'title', keys: ['notify', 'shows'] },
  { page: 'notifications', texts: quiet, title: 'title', keys: ['hour', 'hours', 'days'] },
  { page: 'notifications', texts: sounds, title: 'title', keys: ['chat', 'room', 'mention', 'request'] },
  { page: 'notifications', texts: notifications, title: 'mentions', keys: ['groups', 'nick'] },
  { page: 'notifications', texts: notifications, title: 'shakeTitle', keys: ['shake'] },
  { page: 'privacy', texts: privacy, title: 'writing', keys: ['writers'] },
  { page: 'privacy', texts: privacy, title: 'title', keys: ['typing', 'receipts'] },
  { page: 'privacy', texts: privacy, title: 'blocked', keys: ['blocked'] },
  { page: 'privacy', texts: privacy, title: 'files', keys: ['auto'] },
  { page: 'privacy', texts: privacy, title: 'links', keys: ['previews'] },
  { page: 'archive', texts: archive, title: 'title', keys: ['keep', 'alwaysList', 'neverList'] },
  { page: 'account', texts: account, title: null, keys: ['autoLogin', 'settings', 'profile', 'link', 'password', 'logout', 'remove', 'end'] },
  { page: 'data', texts: data, title: 'health', keys: ['check'] },
  { page: 'data', texts: data, title: 'backups', keys: ['every', 'now'] },
  { page: 'data', texts: data, title: 'file', keys: ['export', 'import'] },
  { page: 'shortcuts', texts: settingsTexts, title: null, keys: ['shortcuts'] },
  { page: 'about', texts: updates, title: 'title', keys: ['auto', 'check'] },
]

/** What people look for and the page calls otherwise, or has in a dialog behind a button. By page and key. */
const ALSO: Record<string, string> = {
  'general theme': 'dark light night 深色 浅色 夜间 黑暗模式',
  'general size': 'font zoom larger 字体 字号 放大',
  'general send': 'Enter Return 回车',
  'general styling': 'bold italic markdown format 格式',
  'general add': 'spell checker dictionary 拼写 词典',
  'general autostart': 'boot login 开机 自启',
  'general boss': 'hide hotkey 隐藏 热键',
  'notifications notify': 'popup 弹窗 提醒 消息提示',
  'notifications hour': 'DND mute silence 勿扰 静音',
  'privacy auto': 'download 下载 流量',
  'privacy blocked': 'blacklist block list 黑名单 拉黑 屏蔽',
  'account settings': 'proxy SOCKS host port certificate TLS encryption 代理 服务器 端口 证书 加密',
  'account profile': 'avatar picture vCard nick 头像 昵称 名片 资料',
  'account end': 'delete account unregister 删除账号 销号',
  'data import': 'migrate 迁移',
  'shortcuts shortcuts': 'hotkeys keys 热键 按键',
}

export interface FoundSetting {
  page: SettingsPage
  /** The heading of its group, as it stands on the page. */
  group: string | null
  label: string
}

const textOf = (texts: object, key: string) => (texts as Record<string, string>)[key] ?? ''

/** In the order of the pages; by what it is called before what is said about it, and that before what only its surroundings say. */
export function findSettings(query: string): FoundSetting[] {
  const found: [called: FoundSetting[], said: FoundSetting[], nearby: FoundSetting[]] = [[], [], []]
  for (const { page, texts, title, keys } of GROUPS) {
    const around = [...inAllLanguages(settingsTexts, page), ...(title === null ? [] : inAllLanguages(texts, title))]
    for (const key of keys) {
      const words = [[...inAllLanguages(texts, key), ALSO[`${page} ${key}`] ?? ''], [`${key}Hint`, `${key}-hint`].flatMap((name) => inAllLanguages(texts, name)), around]
      const tier = words.findIndex((_, i) => matches(query, ...words.slice(0, i + 1).flat()))
      if (tier >= 0) found[tier]!.push({ page, group: title === null ? null : textOf(texts, title), label: textOf(texts, key) })
    }
  }
  return found.flat()
}
