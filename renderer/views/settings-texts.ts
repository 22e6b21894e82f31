import { strings } from '../lib/i18n/strings'

/** Names of the settings pages, in their list and as their headings. */
export const settingsTexts = strings({
  zh: { settings: '设置', general: '通用', notifications: '通知', privacy: '隐私', archive: '消息存档', account: '账号', data: '数据', shortcuts: '快捷键', about: '关于' },
  en: { settings: 'Settings', general: 'General', notifications: 'Notifications', privacy: 'Privacy', archive: 'Message archive', account: 'Account', data: 'Data', shortcuts: 'Keyboard shortcuts', about: 'About' },
})
