/** The words of what is drawn outside of the page: tray, dialogs, notifications. */
import type { FileKind } from '#shared/model/files'
import type { Settings } from '#shared/model/settings'
import type { StoreProblem } from '#store/database'

const en = {
  open: 'Open',
  cancel: 'Cancel',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  openLinkQuestion: (host: string) => `Open this address at ${host} in your browser?`,
  openMailQuestion: 'Write a mail to this address?',
  show: 'Show Magpie',
  quit: 'Quit',
  status: 'Status',
  chatty: 'Free to chat',
  online: 'Online',
  away: 'Away',
  xa: 'Away for long',
  dnd: 'Do not disturb',
  invisible: 'Invisible',
  offline: 'Offline',
  noUnread: 'No unread messages',
  unread: (count: number) => `${count} unread`,
  newMessages: (count: number) => (count === 1 ? 'New message' : `${count} new messages`),
  file: (kind: FileKind, name: string) => `[${{ picture: 'Picture', audio: 'Audio', video: 'Video', file: 'File' }[kind]}] ${name}`,
  savePicture: 'Save picture',
  riskyFile: (name: string) => `“${name}” can run programs on this computer`,
  riskyFileDetail: 'Magpie does not open such files. If you know who sent it and what it is, open it yourself in its folder.',
  showInFolder: 'Show in folder',
  exportTitle: 'Export account',
  importTitle: 'Import messages',
  exportFiles: 'Magpie export',
  saveTitle: 'Save as',
  cannotStart: 'Magpie cannot start',
  problem: {
    locked: 'Another program has this profile open. Close it, or start Magpie with another --profile.',
    newer: 'The messages were stored by a newer Magpie. Install that version or a later one; nothing was changed.',
    corrupt: 'The message store is damaged. Keep a copy of the folder below, then move magpie.db out of it: Magpie starts with an empty store.',
    'not-ours': 'The file magpie.db in the folder below is not a message store of Magpie. Move it elsewhere and start again.',
    'disk-full': 'The disk is full. Make room and start again; nothing is lost.',
    io: 'The message store cannot be read or written. Check the disk and the rights of the folder below.',
  } satisfies Record<StoreProblem, string>,
}
export type Strings = typeof en

const zh: Strings = {
  open: '打开',
  cancel: '取消',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  openLinkQuestion: (host) => `要在浏览器中打开 ${host} 的这个地址吗？`,
  openMailQuestion: '要给这个地址写邮件吗？',
  show: '显示喜鹊',
  quit: '退出',
  status: '状态',
  chatty: '欢迎聊天',
  online: '在线',
  away: '离开',
  xa: '长时间离开',
  dnd: '请勿打扰',
  invisible: '隐身',
  offline: '离线',
  noUnread: '没有未读消息',
  unread: (count) => `${count} 条未读`,
  newMessages: (count) => (count === 1 ? '新消息' : `${count} 条新消息`),
  file: (kind, name) => `[${{ picture: '图片', audio: '音频', video: '视频', file: '文件' }[kind]}] ${name}`,
  savePicture: '保存图片',
  riskyFile: (name) => `“${name}”可以在这台电脑上运行程序`,
  riskyFileDetail: '喜鹊不会打开这类文件。如果你确认发送者和内容可信，请在文件夹中自行打开。',
  showInFolder: '在文件夹中显示',
  exportTitle: '导出账号数据',
  importTitle: '导入消息',
  exportFiles: '喜鹊导出文件',
  saveTitle: '另存为',
  cannotStart: '喜鹊无法启动',
  problem: {
    locked: '另一个程序正在使用这个账户目录。请关闭它，或用另一个 --profile 启动喜鹊。',
    newer: '消息由更新版本的喜鹊保存。请安装该版本或更高版本；数据未作任何改动。',
    corrupt: '消息库已损坏。请先备份下面的文件夹，再把其中的 magpie.db 移走：喜鹊将以空的消息库启动。',
    'not-ours': '下面文件夹中的 magpie.db 不是喜鹊的消息库。请把它移走后重新启动。',
    'disk-full': '磁盘已满。请腾出空间后重新启动；没有数据丢失。',
    io: '消息库无法读写。请检查磁盘以及下面文件夹的权限。',
  },
}

/** `locale` is the system's, for users who have not chosen. */
export function stringsFor(language: Settings['language'], locale: string): Strings {
  const isChinese = language === 'system' ? locale.toLowerCase().startsWith('zh') : language === 'zh'
  return isChinese ? zh : en
}
