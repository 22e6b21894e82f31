/** Settings of rooms in words: a name and one line of explanation for every key of #shared/model/room-config. */
import type { FieldIssue } from '#shared/model/data-form'
import type { RoomConfigKey, RoomConfigRefusal, RoomConfigTopic } from '#shared/model/room-config'
import { locale, type Language } from '../../lib/i18n/locale.svelte'

type Words = Record<Language, string>
export interface FieldText {
  label: string
  help: string
}
/** Label and explanation, Chinese then English. */
const field = (zhLabel: string, zhHelp: string, enLabel: string, enHelp: string): Record<Language, FieldText> => ({
  zh: { label: zhLabel, help: zhHelp },
  en: { label: enLabel, help: enHelp },
})

export const fieldTexts: Record<RoomConfigKey, Record<Language, FieldText>> = {
  name: field('群名称', '大家看到的名字。', 'Name', 'What everybody calls the room.'),
  description: field('群简介', '一句话说明这个群是做什么的。', 'Description', 'What the room is about, in a line.'),
  language: field('主要语言', '例如 zh、en。', 'Language', 'The language mostly spoken here, such as zh or en.'),
  listed: field('在群目录中公开', '打开后任何人都能搜到这个群；关闭则只有知道地址的人才能找到。', 'Listed in the directory', 'Anybody can find the room. Off: only who knows its address.'),
  membersOnly: field('仅限成员', '只有成员才能进入。现在在群里的非成员会被请出。', 'Members only', 'Only members may enter. Those who are in now and are no members have to go.'),
  passwordProtected: field('需要密码', '进入时要输入密码。', 'Needs a password', 'Whoever enters has to give the password.'),
  password: field('群密码', '留空表示没有密码。', 'Password', 'Empty: no password.'),
  maxUsers: field('人数上限', '同时在群里的人数不能超过这个数。', 'Most people at once', 'More than this cannot be in the room at the same time.'),
  maxDevices: field('设备数上限', '同时在群里的设备数不能超过这个数。', 'Most devices at once', 'More devices than this cannot be in the room at the same time.'),
  registration: field('允许登记', '任何人都可以在群里登记昵称并成为成员。', 'Registration', 'People may register with the room, which makes them members.'),
  reservedNickOnly: field('只能用登记的昵称', '登记过昵称的人只能用那个昵称进入。', 'Registered nicks only', 'Whoever registered a nick can only come in under it.'),
  captcha: field('进入时验证', '第一次进入要先通过人机验证。', 'Ask a puzzle at the door', 'Newcomers must show that they are no robots.'),
  captchaExceptions: field('免验证名单', '这些地址不用验证。', 'Let in without a puzzle', 'These addresses are not asked.'),
  invites: field('允许邀请别人', '群里的人都可以邀请别人进来。', 'Everybody may invite', 'Everybody in the room may invite others.'),
  memberInvites: field('成员可以邀请', '仅限成员的群里，普通成员也可以邀请新成员。', 'Members may invite', 'Members may bring new members into a members-only room.'),
  moderated: field('发言需要许可', '没有发言权的人只能看。', 'Permission to speak', 'Whoever has no voice can only read.'),
  voiceByDefault: field('新来的人可以发言', '发言需要许可时，新来的人一进来就有发言权。', 'Newcomers may speak', 'With permission to speak switched on, newcomers have it at once.'),
  voiceRequests: field('可以申请发言', '没有发言权的人可以向管理员申请。', 'Asking to speak', 'Whoever has no voice may ask the moderators for it.'),
  voiceRequestInterval: field('两次申请的间隔（秒）', '被拒绝后要等这么久才能再申请。', 'Seconds between requests', 'How long one has to wait before asking to speak again.'),
  slowMode: field('慢速模式（秒）', '每个人隔这么久才能发一条消息；0 表示关闭。', 'Slow mode (seconds)', 'Everybody waits this long between two messages. 0: off.'),
  subjectByAll: field('人人可改公告', '关闭则只有管理员可以改群公告。', 'Everybody may set the subject', 'Off: only moderators may.'),
  privateMessages: field('谁可以私聊', '谁可以给群里的人发私聊消息。', 'Private messages', 'Who may write privately to others in the room.'),
  privateMessagesAllowed: field('允许私聊', '群里的人可以互相发私聊消息。', 'Private messages', 'People in the room may write to each other privately.'),
  visitorPrivateMessages: field('没有发言权的人可以私聊', '没有发言权的人可以私聊谁。', 'Private messages of the voiceless', 'To whom those without voice may write privately.'),
  visitorStatus: field('没有发言权的人可以显示签名', '关闭后看不到他们的签名。', 'Status of the voiceless', 'Off: their status texts are not shown.'),
  visitorNickChange: field('没有发言权的人可以改昵称', '关闭后他们不能在群里改名。', 'New nicks of the voiceless', 'Off: they cannot change their nicks.'),
  nickChange: field('可以改群昵称', '关闭后大家只能用进来时的昵称。', 'Changing nicks', 'Off: everybody keeps the nick he came in with.'),
  realAddresses: field('谁能看到真实地址', '所有人：群里的人彼此知道是谁；仅管理员：其他人只看到昵称。', 'Who sees real addresses', 'Everybody: people know who is who. Moderators: all others see nicks only.'),
  visibleRoles: field('显示哪些人在场', '只有这些角色的人会出现在成员列表里。', 'Whose presence is shown', 'Only people with these roles appear in the list.'),
  memberListFor: field('谁能看成员名单', '哪些角色可以查看完整的成员名单。', 'Who may see the list of members', 'Roles that may ask for the whole list.'),
  occupantsListed: field('群外可看在场的人', '没进群的人也能看到现在谁在群里。', 'Show outsiders who is in', 'People outside can see who is in the room now.'),
  queries: field('可以互查资料', '群里的人可以查看彼此的客户端和资料。', 'Looking each other up', 'People may ask for each other\'s profile and program.'),
  presenceFiltering: field('只显示部分人', '只在选定的身份之间显示在场状态，适合很大的群。', 'Show only some people', 'Presence is shown between the chosen groups only; for very big rooms.'),
  presenceFilteredFor: field('显示给哪些身份', '上一项打开时，哪些身份之间互相可见。', 'Groups that see each other', 'Used when only some people are shown.'),
  archive: field('保存聊天记录', '服务器保存群里的消息，晚来的人和别的设备也能看到。', 'Keep what is said', 'The server keeps the messages, also for those who come later and for other devices.'),
  historyLength: field('进群时最多可看几条', '新进来的人最多能得到这么多条之前的消息。', 'Most messages on entering', 'Newcomers can get at most this many earlier messages.'),
  historyDefault: field('进群时默认显示几条', '客户端没有要求时，给新进来的人这么多条。', 'Messages on entering', 'How many earlier messages newcomers get unless they ask for another number.'),
  publicLog: field('记录为公开日志', '群里的话可能会登在网页上；进群的人会得到提醒。', 'Public log', 'What is said may be put on a web page. Whoever enters is told so.'),
  logFormat: field('日志格式', '公开日志用什么格式保存。', 'Format of the log', 'How the public log is written.'),
  keepHistory: field('解散后保留记录', '群解散后，服务器仍保留聊天记录。', 'Keep messages after the end', 'The server keeps what was said when the room is closed for good.'),
  owners: field('群主', '可以改所有设置、可以解散群的人。', 'Owners', 'They may change everything and close the room for good.'),
  admins: field('管理员', '可以管理成员和封禁的人。', 'Admins', 'They look after members and bans.'),
  hats: field('头衔', '可以给群里的人加头衔。', 'Titles', 'People in the room can be given titles.'),
  persistent: field('永久保留', '没有人在的时候，群也不会消失。', 'Stays when empty', 'The room remains when nobody is in it.'),
  retireAddress: field('解散后停用地址', '解散以后，没有人能用同一个地址再建群。', 'Retire the address', 'After the end nobody can make a room with this address again.'),
  subscriptions: field('不进群也收消息', '允许不在群里的人订阅群消息。', 'Subscriptions', 'People may get the messages without being in the room.'),
  pubsubNode: field('关联的发布节点', '写着更多群信息的 xmpp: 地址。', 'Linked node', 'An xmpp: address with more about the room.'),
  welcomeMessages: field('发送欢迎消息', '建群时服务器发一条欢迎消息。', 'Welcome message', 'The server greets when the room is made.'),
  presenceDelivery: field('多设备的显示方式', '同一个人有几台设备时，显示哪一台的状态。', 'Several devices', 'Which device counts when somebody has several.'),
}

export const topicTexts: Record<RoomConfigTopic, Words> = {
  about: { zh: '基本资料', en: 'About' },
  access: { zh: '谁能进来', en: 'Who may come in' },
  invites: { zh: '邀请', en: 'Invitations' },
  talk: { zh: '发言', en: 'Speaking' },
  privacy: { zh: '谁能看到什么', en: 'Who sees what' },
  history: { zh: '聊天记录', en: 'History' },
  people: { zh: '群主与管理员', en: 'People in charge' },
  lifetime: { zh: '保留与解散', en: 'Lifetime' },
  more: { zh: '其他', en: 'More' },
}

/** Choices that mean the same on every server; all others keep the server's label. */
const choiceTexts: Partial<Record<RoomConfigKey, Record<string, Words>>> = {
  realAddresses: { moderators: { zh: '仅管理员', en: 'Moderators only' }, anyone: { zh: '所有人', en: 'Everybody' }, none: { zh: '没有人', en: 'Nobody' } },
  privateMessages: {
    anyone: { zh: '所有人', en: 'Everybody' },
    participants: { zh: '有发言权的人', en: 'Whoever may speak' },
    moderators: { zh: '仅管理员', en: 'Moderators only' },
    none: { zh: '没有人', en: 'Nobody' },
  },
  visitorPrivateMessages: { anyone: { zh: '所有人', en: 'Everybody' }, moderators: { zh: '仅管理员', en: 'Moderators only' }, nobody: { zh: '没有人', en: 'Nobody' } },
  visibleRoles: {
    moderator: { zh: '管理员', en: 'Moderators' },
    participant: { zh: '有发言权的人', en: 'Whoever may speak' },
    visitor: { zh: '没有发言权的人', en: 'Whoever only reads' },
    none: { zh: '其他', en: 'Others' },
  },
  maxUsers: { none: { zh: '不限', en: 'No limit' }, '0': { zh: '不限', en: 'No limit' } },
  maxDevices: { none: { zh: '不限', en: 'No limit' } },
  logFormat: { html: { zh: '网页', en: 'Web page' }, plain: { zh: '纯文本', en: 'Plain text' } },
}

const refusalTexts: Record<RoomConfigRefusal, Words> = {
  'not-owner': { zh: '只有群主可以改设置。', en: 'Only owners may change the settings.' },
  'listing-refused': {
    zh: '这个服务器只允许服务器管理员公开群。其他设置也没有保存，请关闭“在群目录中公开”后再试。',
    en: 'On this server only its administrators may list a room. Nothing was saved: switch off “Listed in the directory” and try again.',
  },
  'password-missing': { zh: '打开了密码，但没有填密码。', en: 'A password is asked for, but none is set.' },
  'owner-missing': { zh: '群至少要有一位群主。', en: 'A room needs at least one owner.' },
  'bad-value': { zh: '服务器不接受标出的设置，什么都没有保存。', en: 'The server does not take the marked settings. Nothing was saved.' },
  'not-allowed': { zh: '服务器不允许这样设置。', en: 'The server does not allow this.' },
  gone: { zh: '这个群已经不在了。', en: 'This room is no longer there.' },
  error: { zh: '服务器没有接受，什么都没有保存。', en: 'The server did not accept it. Nothing was saved.' },
}

const issueTexts: Record<FieldIssue, Words> = {
  required: { zh: '必须填写。', en: 'This must be filled in.' },
  'not-an-option': { zh: '请从列表里选。', en: 'Choose from the list.' },
  'not-an-address': { zh: '这不是一个地址（应该像 name@server）。', en: 'This is no address. It should look like name@server.' },
  'not-a-number': { zh: '请填一个整数。', en: 'This must be a whole number.' },
  'too-long': { zh: '太长了。', en: 'This is too long.' },
  'too-many': { zh: '太多了。', en: 'These are too many.' },
  'not-editable': { zh: '这一项现在不能改。', en: 'This cannot be changed now.' },
}

export const fieldText = (key: RoomConfigKey): FieldText => fieldTexts[key][locale.current]
export const topicText = (topic: RoomConfigTopic): string => topicTexts[topic][locale.current]
/** Null: no words of ours, the server's label is to be shown. */
export const choiceText = (key: RoomConfigKey | null, value: string): string | null => {
  const words = key === null ? undefined : choiceTexts[key]
  return words && Object.hasOwn(words, value) ? (words[value]?.[locale.current] ?? null) : null
}
export const refusalText = (reason: RoomConfigRefusal): string => refusalTexts[reason][locale.current]
export const issueText = (issue: FieldIssue): string => issueTexts[issue][locale.current]
