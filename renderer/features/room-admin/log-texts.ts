/** The log of a room in sentences: who did what to whom. */
import type { RoomAuditEntry, RoomAuditKind } from '#shared/model/room-audit'
import { locale } from '../../lib/i18n/locale.svelte'
import { problemText, standingName } from './admin-texts'
import { ROOM_ADMIN_PROBLEMS, type RoomAdminProblem } from '#shared/model/room-admin'

const CONFIG: Record<string, { zh: string; en: string }> = {
  general: { zh: '群设置有改动', en: 'The settings of the room were changed' },
  'logging-on': { zh: '群开始公开保存聊天记录', en: 'The room now keeps a public log' },
  'logging-off': { zh: '群不再公开保存聊天记录', en: 'The room no longer keeps a public log' },
  'non-anonymous': { zh: '群现在对所有人显示成员地址', en: 'The room now shows addresses to everybody' },
  'semi-anonymous': { zh: '群现在只对管理者显示成员地址', en: 'The room now shows addresses to moderators only' },
}

/** Kinds as one looks for them. Those that are in none are found under all. */
export const LOG_GROUPS = {
  ranks: { kinds: ['affiliation', 'role'], words: { zh: '身份与发言权', en: 'Ranks and voice' } },
  removals: { kinds: ['kick', 'ban', 'membership-lost', 'members-only'], words: { zh: '移出与封禁', en: 'Removals and bans' } },
  timers: { kinds: ['timer-set', 'timer-lifted', 'timer-void', 'timer-cancelled'], words: { zh: '定时禁言与封禁', en: 'Timed mutes and bans' } },
  settings: { kinds: ['config', 'subject', 'destroyed'], words: { zh: '设置与公告', en: 'Settings, announcement' } },
  recalls: { kinds: ['recall'], words: { zh: '撤回的消息', en: 'Recalled messages' } },
  refused: { kinds: ['refused'], words: { zh: '未成的操作', en: 'What was refused' } },
} as const satisfies Record<string, { kinds: readonly RoomAuditKind[]; words: { zh: string; en: string } }>
export type LogGroup = keyof typeof LOG_GROUPS
export const logGroupName = (group: LogGroup): string => LOG_GROUPS[group].words[locale.current]

/** What was changed. */
function what(entry: RoomAuditEntry, who: string): { zh: string; en: string } {
  const { kind, from, to } = entry
  const isAffiliation = kind === 'affiliation'
  const timer = to === 'ban' ? { zh: '封禁', en: 'ban' } : { zh: '禁言', en: 'mute' }
  switch (kind) {
    case 'affiliation':
    case 'role': {
      const name = (value: string) => standingName(isAffiliation ? 'affiliation' : 'role', value)
      return from
        ? { zh: `${who}：${name(from)} → ${name(to)}`, en: `${who}: ${name(from)} → ${name(to)}` }
        : { zh: `${who} → ${name(to)}`, en: `${who} → ${name(to)}` }
    }
    case 'kick':
      return { zh: `${who} 被移出群`, en: `${who} was removed from the room` }
    case 'ban':
      return { zh: `${who} 被封禁`, en: `${who} was banned` }
    case 'membership-lost':
      return { zh: `${who} 失去成员身份，离开了群`, en: `${who} lost membership and left` }
    case 'members-only':
      return { zh: `群改为仅限成员，${who} 离开了群`, en: `The room became members-only and ${who} left` }
    case 'shutdown':
      return { zh: '群所在的服务器关闭', en: 'The server of the room shut down' }
    case 'lost':
      return { zh: `${who} 因服务器出错离开了群`, en: `${who} left because of an error of the server` }
    case 'destroyed':
      return to ? { zh: `群已解散，新的群：${to}`, en: `The room was closed for good; go to ${to} instead` } : { zh: '群已解散', en: 'The room was closed for good' }
    case 'nick':
      return { zh: `${from} 改名为 ${to}`, en: `${from} is now called ${to}` }
    case 'config':
      return CONFIG[to] ?? CONFIG.general!
    case 'subject':
      return to ? { zh: `公告改为“${to}”`, en: `The announcement is now “${to}”` } : { zh: '公告被清除', en: 'The announcement was removed' }
    case 'recall':
      return { zh: `撤回了 ${who} 的一条消息`, en: `A message of ${who} was recalled` }
    case 'timer-set':
      return { zh: `定时${timer.zh}：${who}`, en: `Timed ${timer.en} of ${who} began` }
    case 'timer-lifted':
      return { zh: `到时解除了对 ${who} 的${timer.zh}`, en: `The ${timer.en} of ${who} was lifted in time` }
    case 'timer-void':
      return { zh: `对 ${who} 的定时${timer.zh}作废：已有人改动`, en: `The timed ${timer.en} of ${who} is void: somebody changed it` }
    case 'timer-cancelled':
      return { zh: `取消了对 ${who} 的定时${timer.zh}`, en: `The timed ${timer.en} of ${who} was taken back` }
    case 'refused':
      return { zh: `未能改变：${who} → ${askedFor(from, to)}`, en: `Not done: ${who} → ${askedFor(from, to)}` }
  }
}

/** The log does not tell whether a role or an affiliation was asked for; only `none` is a word of both. */
const ROLES = ['moderator', 'participant', 'visitor']
const askedFor = (from: string, to: string) => standingName(ROLES.includes(to === 'none' ? from : to) ? 'role' : 'affiliation', to)

export interface LogSentence {
  text: string
  /** Who did it, why. */
  note: string
}

export function logSentence(entry: RoomAuditEntry): LogSentence {
  const language = locale.current
  const who = entry.nick || entry.jid || (language === 'zh' ? '某人' : 'somebody')
  const actor = entry.isOwn ? (language === 'zh' ? '你' : 'you') : entry.actor
  const isZh = language === 'zh'
  const problem = (ROOM_ADMIN_PROBLEMS as readonly string[]).includes(entry.problem ?? '') ? problemText(entry.problem as RoomAdminProblem) : ''
  const note = [
    actor && (isZh ? `操作者：${actor}` : `by ${actor}`),
    entry.jid && entry.nick ? entry.jid : '',
    entry.reason && (isZh ? `原因：${entry.reason}` : `reason: ${entry.reason}`),
    problem,
  ]
  return { text: what(entry, who)[language], note: note.filter(Boolean).join(' · ') }
}
