import { strings } from '../../lib/i18n/strings'

export const sessionsViewerTexts = strings({
  zh: {
    title: '登录的设备', list: '登录的设备', empty: '没有登录的设备', summary: (count: string) => `${count} 个登录`, thisOne: '这个程序', silent: '没有发送在线状态', resource: '资源', presence: '在线状态', words: '签名', priority: '优先级', idle: '空闲时间', client: '程序', version: '版本', system: '系统', caps: '功能标识', hash: '校验方式', noAnswer: '没有应答',
    seconds: (n: number) => (n < 60 ? `${n} 秒` : n < 3600 ? `${Math.floor(n / 60)} 分钟` : `${Math.floor(n / 3600)} 小时`), end: '结束登录…', endTitle: '结束这个登录？', endText: (resource: string) => `“${resource}”会立刻断开，没有发出的内容可能会丢失。它可能会自动重新登录。`, endAction: '结束登录', ended: '已结束',
    cannotEnd: '这台服务器没有提供结束其他登录的办法（通常只有管理员可以）。修改密码能让其他设备重新登录。', rawVersion: '程序的应答', rawIdle: '空闲时间的应答', asking: '正在询问…',
  },
  en: {
    title: 'Own sessions', list: 'Own sessions', empty: 'No session', summary: (count: string) => (count === '1' ? '1 session' : `${count} sessions`), thisOne: 'This program', silent: 'has sent no presence', resource: 'Resource', presence: 'Status', words: 'Signature', priority: 'Priority', idle: 'Idle for', client: 'Program', version: 'Version', system: 'System', caps: 'Capabilities', hash: 'Hash', noAnswer: 'no answer',
    seconds: (n: number) => (n < 60 ? `${n} s` : n < 3600 ? `${Math.floor(n / 60)} min` : `${Math.floor(n / 3600)} h`), end: 'End the session…', endTitle: 'End this session?', endText: (resource: string) => `“${resource}” is cut off at once; what it has not sent yet may be lost. It may log in again by itself.`, endAction: 'End the session', ended: 'Ended',
    cannotEnd: 'This server offers no way to end other sessions (mostly only administrators may). Changing the password makes other devices log in again.', rawVersion: 'Answer about the program', rawIdle: 'Answer about idleness', asking: 'Asking …',
  },
})
