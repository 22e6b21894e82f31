/** Commands whose meaning is known: those of administrators (XEP-0133 version 1.3.1), and Prosody's own. Under names in the user's language, in groups. */
import { strings } from '../../lib/i18n/strings'

const ADMIN = 'http://jabber.org/protocol/admin#'
const PROSODY = 'http://prosody.im/protocol/'

export const GROUPS = ['users', 'sessions', 'announcements', 'server', 'others'] as const
export type CommandGroup = (typeof GROUPS)[number]

const names = strings({
  zh: {
    'add-user': '添加用户', 'delete-user': '删除用户', 'disable-user': '停用用户', 'reenable-user': '恢复停用的用户', 'end-user-session': '断开用户的会话', 'get-user-password': '查看用户的密码',
    'change-user-password': '修改用户的密码', 'get-user-roster': '用户的好友列表', 'get-user-lastlogin': '用户上次登录的时间', 'user-stats': '用户统计',
    'get-registered-users-list': '已注册的用户', 'get-registered-users-num': '已注册的用户数', 'get-disabled-users-list': '已停用的用户', 'get-disabled-users-num': '已停用的用户数',
    'get-online-users-list': '在线的用户', 'get-online-users-num': '在线的用户数', 'get-active-users': '活跃的用户', 'get-active-users-num': '活跃的用户数', 'get-idle-users': '空闲的用户', 'get-idle-users-num': '空闲的用户数',
    announce: '向在线用户发送公告', 'set-motd': '设置每日消息', 'edit-motd': '编辑每日消息', 'delete-motd': '删除每日消息', 'set-welcome': '设置欢迎消息', 'delete-welcome': '删除欢迎消息',
    'edit-blacklist': '服务器黑名单', 'edit-whitelist': '服务器白名单', 'edit-admin': '管理员名单', restart: '重启服务器', shutdown: '关闭服务器',
    'config#reload': '重新读取配置', 'hosts#activate': '启用主机', 'hosts#deactivate': '停用主机', 'modules#list': '已加载的模块', 'modules#load': '加载模块', 'modules#reload': '重新加载模块',
    'modules#unload': '卸载模块', 'modules#global-load': '在所有主机上加载模块', 'modules#global-reload': '在所有主机上重新加载模块', 'modules#global-unload': '在所有主机上卸载模块',
    's2s#list': '与其他服务器的连接', 'muc#destroy': '解散群聊', 'muc#set-affiliation': '设置群成员的身份', uptime: '运行时间', ping: '测试应答', 'invite#create-account': '生成注册邀请', 'invite#invite': '生成好友邀请',
  },
  en: {
    'add-user': 'Add a user', 'delete-user': 'Delete users', 'disable-user': 'Disable users', 'reenable-user': 'Enable users again', 'end-user-session': 'End sessions of users', 'get-user-password': 'Show a user’s password',
    'change-user-password': 'Change a user’s password', 'get-user-roster': 'Contact list of a user', 'get-user-lastlogin': 'Last login of a user', 'user-stats': 'Statistics of a user',
    'get-registered-users-list': 'Registered users', 'get-registered-users-num': 'Number of registered users', 'get-disabled-users-list': 'Disabled users', 'get-disabled-users-num': 'Number of disabled users',
    'get-online-users-list': 'Users online', 'get-online-users-num': 'Number of users online', 'get-active-users': 'Active users', 'get-active-users-num': 'Number of active users', 'get-idle-users': 'Idle users', 'get-idle-users-num': 'Number of idle users',
    announce: 'Announcement to users online', 'set-motd': 'Set the message of the day', 'edit-motd': 'Edit the message of the day', 'delete-motd': 'Delete the message of the day', 'set-welcome': 'Set the welcome message', 'delete-welcome': 'Delete the welcome message',
    'edit-blacklist': 'Blocked addresses of the server', 'edit-whitelist': 'Allowed addresses of the server', 'edit-admin': 'Administrators', restart: 'Restart the server', shutdown: 'Shut down the server',
    'config#reload': 'Read the configuration again', 'hosts#activate': 'Activate a host', 'hosts#deactivate': 'Deactivate a host', 'modules#list': 'Loaded modules', 'modules#load': 'Load a module', 'modules#reload': 'Reload modules',
    'modules#unload': 'Unload modules', 'modules#global-load': 'Load a module on all hosts', 'modules#global-reload': 'Reload a module on all hosts', 'modules#global-unload': 'Unload a module on all hosts',
    's2s#list': 'Connections to other servers', 'muc#destroy': 'Destroy rooms', 'muc#set-affiliation': 'Set an affiliation in a room', uptime: 'Uptime', ping: 'Ping', 'invite#create-account': 'Invite to a new account', 'invite#invite': 'Invite to be a contact',
  },
})
type Key = keyof typeof names

/** What is at stake. */
const dangers = strings({
  zh: {
    'delete-user': '这些账号和它们在服务器上的一切（好友、消息、文件）都会被删除，无法恢复。', 'disable-user': '这些用户会立刻断开，停用期间不能登录。', 'change-user-password': '原来的密码立刻失效，用户必须用新密码登录。',
    'end-user-session': '这些用户会立刻断开连接。他们的程序可能会自动重新连接。', shutdown: '所有用户（包括你自己）都会断开。在这里无法再启动它。', restart: '所有用户（包括你自己）都会断开，直到服务器重新启动。',
    'delete-motd': '有的服务器会立刻执行，不再询问。', 'delete-welcome': '有的服务器会立刻执行，不再询问。', 'edit-admin': '名单上的人可以对服务器做任何事。如果去掉自己，就不能再改回来。',
    'hosts#deactivate': '这个主机上的所有用户都会断开。', 'modules#unload': '依赖这些模块的功能会立刻停止工作。', 'modules#global-unload': '依赖这个模块的功能会在所有主机上立刻停止工作。', 'muc#destroy': '这些群聊和其中的消息会被删除，所有成员都会离开。',
  },
  en: {
    'delete-user': 'These accounts and all that they have on the server (contacts, messages, files) are deleted. This cannot be undone.', 'disable-user': 'These users are disconnected at once and cannot log in until they are enabled again.', 'change-user-password': 'The old password ends at once; the user has to log in with the new one.',
    'end-user-session': 'These users are disconnected at once. Their programs may connect again by themselves.', shutdown: 'Everybody is disconnected, you too. It cannot be started again from here.', restart: 'Everybody is disconnected, you too, until the server is up again.',
    'delete-motd': 'Some servers do this at once, without asking again.', 'delete-welcome': 'Some servers do this at once, without asking again.', 'edit-admin': 'Whoever is on this list may do anything to the server. If you take yourself off it, you cannot change it back.',
    'hosts#deactivate': 'Everybody on this host is disconnected.', 'modules#unload': 'What needs these modules stops working at once.', 'modules#global-unload': 'What needs this module stops working on all hosts at once.', 'muc#destroy': 'These rooms and what was said in them are deleted; everybody in them has to leave.',
  },
})
type DangerKey = keyof typeof dangers

interface Known {
  key: Key
  group: CommandGroup
}

const of = (prefix: string, group: CommandGroup, keys: Key[]) => keys.map((key): [string, Known] => [prefix + key, { key, group }])
const known = new Map<string, Known>([
  ...of(ADMIN, 'users', ['add-user', 'delete-user', 'disable-user', 'reenable-user', 'change-user-password', 'get-user-password', 'get-user-roster', 'get-user-lastlogin', 'user-stats',
    'get-registered-users-list', 'get-registered-users-num', 'get-disabled-users-list', 'get-disabled-users-num']),
  ...of(ADMIN, 'sessions', ['get-online-users-list', 'get-online-users-num', 'get-active-users', 'get-active-users-num', 'get-idle-users', 'get-idle-users-num', 'end-user-session']),
  ...of(ADMIN, 'announcements', ['announce', 'set-motd', 'edit-motd', 'delete-motd', 'set-welcome', 'delete-welcome']),
  ...of(ADMIN, 'server', ['edit-admin', 'edit-blacklist', 'edit-whitelist', 'restart', 'shutdown']),
  ...of(PROSODY, 'server', ['config#reload', 's2s#list', 'modules#list', 'modules#load', 'modules#reload', 'modules#unload', 'modules#global-load', 'modules#global-reload', 'modules#global-unload', 'hosts#activate', 'hosts#deactivate']),
  ...of('', 'server', ['uptime', 'ping']),
  ...of(PROSODY, 'others', ['muc#set-affiliation', 'muc#destroy']),
  ...of('urn:xmpp:', 'others', ['invite#create-account', 'invite#invite']),
])
const order = [...known.keys()]

/** Some act at the first word: XEP-0133 gives the last two no form, and of a server that ends nobody should be surprised. */
const ASKED_BEFORE: readonly Key[] = ['restart', 'shutdown', 'delete-motd', 'delete-welcome']

const isOwn = (texts: object, key: Key): key is Key & DangerKey => Boolean((texts as Record<string, string | undefined>)[key])

export const groupOf = (node: string): CommandGroup => known.get(node)?.group ?? 'others'
/** Our order, what is not known behind it. */
export const rankOf = (node: string): number => (known.has(node) ? order.indexOf(node) : order.length)
/** In the user's language, else as the other side calls it. */
export function commandName({ node, name }: { node: string; name: string }): string {
  const one = known.get(node)
  return one ? names[one.key] : name
}

/** What it does cannot be taken back or reaches others: the words for it. Null for everything else. */
export function dangerOf(node: string): string | null {
  const one = known.get(node)
  return one && isOwn(dangers, one.key) ? dangers[one.key] : null
}
/** Not begun by a mere click: it is dangerous without further questions, or nobody here knows what it does. */
export const isAskedBefore = (node: string): boolean => {
  const one = known.get(node)
  return !one || ASKED_BEFORE.includes(one.key)
}

/** Fields of XEP-0133's forms, by their names. */
const fields = strings({
  zh: {
    accountjid: '账号', accountjids: '账号', password: '密码', 'password-verify': '再次输入密码', email: '电子邮箱', given_name: '名', surname: '姓', max_items: '最多显示', 'details': '显示详情',
    announcement: '公告内容', subject: '标题', motd: '每日消息', welcome: '欢迎消息', delay: '延迟', blacklistjids: '黑名单', whitelistjids: '白名单', adminjids: '管理员',
  },
  en: {
    accountjid: 'Account', accountjids: 'Accounts', password: 'Password', 'password-verify': 'Password again', email: 'Email', given_name: 'First name', surname: 'Last name', max_items: 'Show at most', details: 'With details',
    announcement: 'Announcement', subject: 'Subject', motd: 'Message of the day', welcome: 'Welcome message', delay: 'Delay', blacklistjids: 'Blocked addresses', whitelistjids: 'Allowed addresses', adminjids: 'Administrators',
  },
})
const FIELDS = [
  'accountjid', 'accountjids', 'password', 'password-verify', 'email', 'given_name', 'surname', 'max_items', 'details', 'announcement', 'subject', 'motd', 'welcome', 'delay', 'blacklistjids', 'whitelistjids', 'adminjids',
] as const
/** Our words for fields whose meaning is laid down. */
export const fieldLabels = (node: string): Record<string, string> => (node.startsWith(ADMIN) ? Object.fromEntries(FIELDS.map((name) => [name, fields[name]])) : {})
