/** Sentences for the lines the program writes into a conversation. A code without a sentence does not compile. */
import type { CoreNoticeCode } from '#shared/model/core-notices'
import type { AccountId } from '#shared/ids'
import type { Message } from '#shared/model/message'
import type { Affiliation } from '#shared/model/room'
import type { RoomNoticeArgs, RoomNoticeCode, RoomOwnRank } from '#shared/model/room-notices'
import type { ShakeNoticeArgs, ShakeNoticeCode } from '#shared/model/shake'
import { locale, type Language } from '../../lib/i18n/locale.svelte'

type Sentences = { [C in RoomNoticeCode]: (args: RoomNoticeArgs[C], body: string) => string } & { [C in ShakeNoticeCode]: (args: ShakeNoticeArgs[C]) => string } & { [C in CoreNoticeCode]: () => string }
type Change = RoomNoticeArgs['room-config-changed']['change']

const zhTail = (reason: string) => (reason ? `：${reason}` : '。')
const enTail = (reason: string) => (reason ? `: ${reason}` : '.')
/** Before another sentence: what others wrote seldom ends with a stop. */
const ended = (reason: string, stop: string) => (reason === '' || /[.!?。！？…]$/.test(reason) ? reason : reason + stop)
const zhBy = (actor: string) => (actor ? `被 ${actor} ` : '被')
const enBy = (actor: string) => (actor ? ` by ${actor}` : '')

const zhChange: Record<Change, string> = {
  general: '群设置已更改。',
  'logging-on': '本群现在会记录聊天内容。',
  'logging-off': '本群不再记录聊天内容。',
  'non-anonymous': '本群现在向所有人显示成员的真实地址。',
  'semi-anonymous': '本群现在只向管理员显示成员的真实地址。',
  'absent-shown': '成员名单现在也显示不在群里的人。',
  'absent-hidden': '成员名单不再显示不在群里的人。',
}
const enChange: Record<Change, string> = {
  general: 'The settings of the room were changed.',
  'logging-on': 'Conversations in this room are now being recorded.',
  'logging-off': 'Conversations in this room are no longer recorded.',
  'non-anonymous': 'Everybody in this room can now see the real addresses.',
  'semi-anonymous': 'Only moderators of this room can now see the real addresses.',
  'absent-shown': 'The room now also shows members who are away.',
  'absent-hidden': 'The room no longer shows members who are away.',
}

/** What happened to us; who did it stands before (zh) or behind it (en). */
const zhRankChange: Record<RoomOwnRank, string> = {
  owner: '设为群主',
  admin: '设为管理员',
  member: '设为成员',
  none: '取消了在群里的身份',
  muted: '禁言：可以看消息，不能发言',
  voiced: '允许发言',
  moderator: '设为主持人',
  unmoderator: '取消了主持人',
}
const enRankChange: Record<RoomOwnRank, string> = {
  owner: 'You were made an owner of the room',
  admin: 'You were made an admin of the room',
  member: 'You were made a member of the room',
  none: 'Your rank in the room was withdrawn',
  muted: 'You were muted: you can read, but not write',
  voiced: 'You were allowed to write',
  moderator: 'You were made a moderator',
  unmoderator: 'You are no longer a moderator',
}
const zhRank: Record<Affiliation, string> = { owner: '群主', admin: '管理员', member: '成员', none: '访客', outcast: '已封禁' }
const enRank: Record<Affiliation, string> = {
  owner: 'an owner of this room', admin: 'an admin of this room', member: 'a member of this room', none: 'no longer a member of this room', outcast: 'banned from this room',
}

const zh: Sentences = {
  'room-created': () => '群已创建。',
  'room-entered': ({ fact }) => (fact === 'recorded' ? '本群会记录聊天内容。' : '本群的所有人都能看到你的真实地址。'),
  'room-rank-while-away': ({ affiliation, actor, reason }) =>
    `你不在群里时，${actor ? `${actor} 更改了你的身份` : '你的身份有了变化'}${affiliation ? `，现在是：${zhRank[affiliation]}` : ''}${zhTail(reason)}`,
  'room-subject': ({ by, subject }) => {
    const who = by ? `${by} ` : ''
    if (!subject) return by ? `${who}清除了公告。` : '公告已清除。'
    return by ? `${who}将公告改为：${subject}` : `公告：${subject}`
  },
  'room-nick-changed': ({ from, to, isSelf }) => (isSelf ? `你的群昵称改为 ${to}。` : `${from} 改名为 ${to}。`),
  'room-own-rank': ({ rank, actor, reason }) => `你${zhBy(actor)}${zhRankChange[rank]}${reason ? `（理由：${reason}）` : '。'}`,
  'room-kicked': ({ actor, reason }) => `你${zhBy(actor)}移出了群${zhTail(reason)}`,
  'room-banned': ({ actor, reason }) => `你${zhBy(actor)}禁止进入本群${zhTail(reason)}`,
  'room-membership-lost': ({ actor, reason }) => `你${zhBy(actor)}取消了成员资格，已离开本群${zhTail(reason)}`,
  'room-members-only': () => '本群改为仅限成员，你不是成员，已离开。',
  'room-shutdown': ({ reason }) => `群所在的服务器正在关闭，你已离开本群${zhTail(reason)}`,
  'room-lost': ({ reason }) => `与群的连接中断，你已离开本群${zhTail(reason)}`,
  'room-destroyed': ({ reason, alternate }) => `本群已解散${zhTail(alternate ? ended(reason, '。') : reason)}${alternate ? `新群：${alternate}` : ''}`,
  'room-occupant-kicked': ({ nick, actor, reason }) => `${nick} ${zhBy(actor)}移出了群${zhTail(reason)}`,
  'room-occupant-banned': ({ nick, actor, reason }) => `${nick} ${zhBy(actor)}禁止进入本群${zhTail(reason)}`,
  'room-occupant-membership-lost': ({ nick, actor, reason }) => `${nick} ${zhBy(actor)}取消了成员资格，已离开${zhTail(reason)}`,
  'room-config-changed': ({ change }) => zhChange[change] ?? zhChange.general,
  'room-message': (_, body) => body,
  'room-invited': ({ by, reason }) => `${by || '有人'} 邀请你加入本群${zhTail(reason)}`,
  'shake-received': ({ who }) => `${who} 抖动了你的窗口。`,
  'shake-sent': ({ who }) => `你抖动了 ${who} 的窗口。`,
  'message-unreadable': () => '有一条消息无法读取，已跳过。其他消息不受影响。',
}

const en: Sentences = {
  'room-created': () => 'The room was created.',
  'room-entered': ({ fact }) => (fact === 'recorded' ? 'Conversations in this room are recorded.' : 'Everybody in this room can see your real address.'),
  'room-rank-while-away': ({ affiliation, actor, reason }) =>
    `While you were away your rank was changed${enBy(actor)}${affiliation ? `: you are ${enRank[affiliation]} now` : ''}${enTail(reason)}`,
  'room-subject': ({ by, subject }) => {
    if (!subject) return by ? `${by} removed the announcement.` : 'The announcement was removed.'
    return by ? `${by} changed the announcement: ${subject}` : `Announcement: ${subject}`
  },
  'room-nick-changed': ({ from, to, isSelf }) => (isSelf ? `You are now called ${to} here.` : `${from} is now called ${to}.`),
  'room-own-rank': ({ rank, actor, reason }) => `${enRankChange[rank]}${actor ? ` (by ${actor})` : ''}${reason ? `. Reason: ${reason}` : '.'}`,
  'room-kicked': ({ actor, reason }) => `You were removed from the room${enBy(actor)}${enTail(reason)}`,
  'room-banned': ({ actor, reason }) => `You were banned from the room${enBy(actor)}${enTail(reason)}`,
  'room-membership-lost': ({ actor, reason }) => `Your membership was withdrawn${enBy(actor)}; you have left the room${enTail(reason)}`,
  'room-members-only': () => 'The room is for members only now, and you are not one: you have left.',
  'room-shutdown': ({ reason }) => `The server of the room is shutting down; you have left${enTail(reason)}`,
  'room-lost': ({ reason }) => `The link to the room broke; you have left${enTail(reason)}`,
  'room-destroyed': ({ reason, alternate }) => `The room was closed for good${enTail(alternate ? ended(reason, '.') : reason)}${alternate ? ` It goes on in ${alternate}.` : ''}`,
  'room-occupant-kicked': ({ nick, actor, reason }) => `${nick} was removed from the room${enBy(actor)}${enTail(reason)}`,
  'room-occupant-banned': ({ nick, actor, reason }) => `${nick} was banned from the room${enBy(actor)}${enTail(reason)}`,
  'room-occupant-membership-lost': ({ nick, actor, reason }) => `The membership of ${nick} was withdrawn${enBy(actor)}; ${nick} has left${enTail(reason)}`,
  'room-config-changed': ({ change }) => enChange[change] ?? enChange.general,
  'room-message': (_, body) => body,
  'room-invited': ({ by, reason }) => `${by || 'Somebody'} invites you to this room${enTail(reason)}`,
  'shake-received': ({ who }) => `${who} shook your window.`,
  'shake-sent': ({ who }) => `You shook the window of ${who}.`,
  'message-unreadable': () => 'One message could not be read and was left out. Everything else is here.',
}

const byLanguage: Record<Language, Sentences> = { zh, en }

/** How the user calls a contact; null: no contact. Named in views/message-lines. */
let contactName: (jid: string, accountId: AccountId) => string | null = () => null
export const setContactName = (of: typeof contactName): void => void (contactName = of)

/** A code this build does not know (a database from a newer one) shows its body. */
export function noticeText(message: Message): string {
  const { notice, body } = message
  const sentences = byLanguage[locale.current] as unknown as Record<string, (args: Record<string, string>, body: string) => string>
  const sentence = notice && Object.hasOwn(sentences, notice.code) ? sentences[notice.code] : undefined
  if (!sentence || !notice) return body
  const { by } = notice.args as { by?: string }
  // A contact by the name the user knows; nobody else may choose how he is called here.
  const known = by && notice.code === 'room-invited' ? contactName(by, message.accountId) : null
  return sentence(known ? { ...notice.args, by: known } : notice.args, body)
}
