/** Every key of the program, for the page that lists them. Who adds a key adds a line. */
import type { MagpieApi } from '#contract'
import { strings } from '../lib/i18n/strings'

export const shortcutTexts = strings({
  zh: {
    or: '或', places: '去哪里', messages: '消息', contacts: '联系人', rooms: '群聊', workbench: '测试工作台（开启时）', settings: '设置', search: '搜索', shortcuts: '快捷键',
    lists: '列表', move: '上下移动', ends: '到开头、末尾', pages: '翻页', open: '打开', menu: '打开菜单', fold: '折叠、展开分组', escape: '关闭最上面的窗口或面板',
    conversation: '会话', send: '发送', newline: '换行', complete: '选中补全的昵称或命令', read: '逐条阅读消息', newest: '回到最新消息', oldest: '到最早的消息', close: '关闭独立窗口', ownWindow: '在独立窗口中打开',
    doubleClick: '双击会话', emoji: '表情', onMessage: '在消息上', reply: '回复', react: '回应表情', searchAll: '搜索全部', searchHere: '在会话中搜索', editLast: '输入框为空时：修改上一条自己的消息', bold: '加粗', italic: '斜体', struck: '删除线', code: '等宽',
  },
  en: {
    or: 'or', places: 'Places', messages: 'Messages', contacts: 'Contacts', rooms: 'Rooms', workbench: 'Tester’s workbench, when it is on', settings: 'Settings', search: 'Search', shortcuts: 'Keyboard shortcuts',
    lists: 'Lists', move: 'Up and down', ends: 'To the start, to the end', pages: 'A page up, a page down', open: 'Open', menu: 'Open the menu', fold: 'Fold and unfold a group',
    escape: 'Close what is in front', conversation: 'Conversations', send: 'Send', newline: 'New line', complete: 'Take the nick or command that is offered', read: 'From message to message',
    newest: 'To the newest message', oldest: 'To the oldest message', close: 'Close a conversation’s own window', ownWindow: 'Open in its own window', doubleClick: 'Double click', emoji: 'Emoji', onMessage: 'On a message',
    reply: 'Reply', react: 'React', searchAll: 'Search everything', searchHere: 'Search in the conversation', editLast: 'In an empty field: edit the last own message', bold: 'Bold', italic: 'Italic', struck: 'Struck through', code: 'Monospace',
  },
})
export type ShortcutText = keyof typeof shortcutTexts

export const SHORTCUTS: { title: ShortcutText; keys: [what: ShortcutText, ...ways: string[]][] }[] = [
  {
    title: 'places',
    keys: [['messages', 'Ctrl+1'], ['contacts', 'Ctrl+2'], ['rooms', 'Ctrl+3'], ['workbench', 'Ctrl+4'], ['settings', 'Ctrl+,'], ['search', 'Ctrl+K'], ['searchAll', 'Ctrl+Shift+F'], ['shortcuts', 'Ctrl+/', '?'], ['escape', 'Esc']],
  },
  {
    title: 'lists',
    keys: [['move', '↑ ↓'], ['ends', 'Home End'], ['pages', 'PageUp PageDown'], ['open', 'Enter'], ['menu', 'Shift+F10'], ['fold', '← →'], ['ownWindow', '=doubleClick']],
  },
  {
    title: 'conversation',
    keys: [['searchHere', 'Ctrl+F'], ['send', 'Enter', 'Ctrl+Enter'], ['newline', 'Shift+Enter'], ['complete', 'Tab', 'Enter'], ['emoji', 'Ctrl+E'], ['editLast', '↑'], ['bold', 'Ctrl+B'], ['italic', 'Ctrl+I'], ['struck', 'Ctrl+Shift+X'], ['code', 'Ctrl+Shift+E'], ['read', '↑ ↓'], ['newest', 'End'], ['oldest', 'Home'], ['close', 'Ctrl+W']],
  },
  { title: 'onMessage', keys: [['reply', 'R'], ['react', 'E'], ['menu', 'Shift+F10']] },
]

/** As they stand on this computer's keyboard. `=word` is no key but a text. */
export function keysText(way: string, platform: MagpieApi['platform']): string {
  if (way.startsWith('=')) return shortcutTexts[way.slice(1) as ShortcutText]
  return platform === 'darwin' ? way.replace(/Ctrl\+/, '⌘').replace(/Shift\+/, '⇧') : way
}
