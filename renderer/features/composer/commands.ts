/** The slash commands: what each is called, what it takes, what it says of itself. As Pidgin's users know them. Pure. */
import type { ConversationKind } from '#shared/model/conversation'
import type { Affiliation, Role } from '#shared/model/room'
import { AFFILIATION_LISTS, ROLE_LISTS } from '#shared/model/room-admin'
import { ROOM_ACTIONS, judge, type RoomActor, type RoomChange, type RoomFacts } from '#shared/model/room-rights'
import type { Language } from '../../lib/i18n/locale.svelte'

/** One argument; `text` takes the rest of the line. */
export type Argument = 'nick' | 'who' | 'address' | 'duration' | 'affiliation' | 'role' | 'list' | 'text'

export interface Command {
  /** In order; those from `optionalFrom` on may be left out. A duration is left out when the word is none. */
  takes: readonly Argument[]
  optionalFrom: number
  isRoomOnly: boolean
  /** What it does to somebody, where that is one change of rank: for knowing beforehand whether we may. */
  change?: RoomChange
  words: Record<Language, { usage: string; help: string }>
}

const command = (takes: Argument[], optionalFrom: number, zh: [string, string], en: [string, string], more: Partial<Command> = {}): Command => ({
  takes, optionalFrom, isRoomOnly: true, words: { zh: { usage: zh[0], help: zh[1] }, en: { usage: en[0], help: en[1] } }, ...more,
})
const everywhere = { isRoomOnly: false }

export const COMMANDS = {
  me: command(['text'], 1, ['动作', '说一个动作，例如 /me 挥挥手'], ['action', 'Say what you do: /me waves'], everywhere),
  nick: command(['text'], 1, ['新昵称', '改自己的群昵称'], ['nick', 'Change your nick in this room']),
  topic: command(['text'], 0, ['公告', '改群公告；留空即清除'], ['text', 'Change or clear the announcement']),
  msg: command(['nick', 'text'], 2, ['昵称 消息', '与群里的一个人私聊'], ['nick message', 'Say something to one person only']),
  invite: command(['address', 'text'], 1, ['地址 [理由]', '邀请人加入本群'], ['address [reason]', 'Invite somebody to this room']),
  kick: command(['nick', 'text'], 1, ['昵称 [理由]', '移出群，可以再进来'], ['nick [reason]', 'Put somebody out for now'], { change: ROOM_ACTIONS.kick }),
  ban: command(['who', 'duration', 'text'], 1, ['昵称或地址 [10m|1h|1d] [理由]', '禁止进入，可以限时'], ['nick|address [10m|1h|1d] [reason]', 'Keep somebody out, for a time or for good'], {
    change: ROOM_ACTIONS.ban,
  }),
  unban: command(['address'], 1, ['地址', '解除禁止'], ['address', 'Lift a ban'], { change: ROOM_ACTIONS.unban }),
  mute: command(['nick', 'duration', 'text'], 1, ['昵称 [10m|1h|1d] [理由]', '禁言，可以限时'], ['nick [10m|1h|1d] [reason]', 'Take somebody’s voice, for a time or for good'], {
    change: ROOM_ACTIONS.mute,
  }),
  voice: command(['nick', 'text'], 1, ['昵称', '准许发言'], ['nick', 'Let somebody speak'], { change: ROOM_ACTIONS.unmute }),
  op: command(['nick', 'text'], 1, ['昵称', '让此人主持本群'], ['nick', 'Make somebody a moderator'], { change: ROOM_ACTIONS['make-moderator'] }),
  member: command(['who', 'text'], 1, ['昵称或地址', '加为成员'], ['nick|address', 'Make somebody a member'], { change: ROOM_ACTIONS['make-member'] }),
  admin: command(['who', 'text'], 1, ['昵称或地址', '设为管理员'], ['nick|address', 'Make somebody an admin'], { change: ROOM_ACTIONS['make-admin'] }),
  owner: command(['who', 'text'], 1, ['昵称或地址', '设为群主'], ['nick|address', 'Make somebody an owner'], { change: ROOM_ACTIONS['make-owner'] }),
  affiliate: command(['affiliation', 'who', 'text'], 1, ['身份 [昵称或地址] [理由]', '改一个人在群里的身份；不写是谁就列出'], ['rank [nick|address] [reason]', 'Change somebody’s lasting rank; without a name: show who has it'], {
    change: ROOM_ACTIONS['make-member'],
  }),
  role: command(['role', 'nick', 'text'], 1, ['角色 [昵称] [理由]', '改一个人此刻的角色；不写是谁就列出'], ['role [nick] [reason]', 'Change somebody’s role for now; without a name: show who has it'], { change: ROOM_ACTIONS.mute }),
  list: command(['list'], 0, ['[名单]', '打开群管理里的名单'], ['[list]', 'Show a list of the room: owners, admins, bans …']),
  config: command([], 0, ['', '打开群设置'], ['', 'Open the settings of the room']),
  destroy: command(['text'], 0, ['[理由]', '解散本群，先确认'], ['[reason]', 'Close the room for good; asks before']),
  recall: command(['text'], 0, ['[理由]', '撤回自己的上一条消息'], ['[reason]', 'Take back your last message']),
  join: command(['address', 'text'], 1, ['群地址 [密码]', '进入一个群'], ['room [password]', 'Enter a room'], everywhere),
  part: command([], 0, ['', '离开本群'], ['', 'Leave this room']),
  help: command([], 0, ['', '列出所有命令'], ['', 'Show all commands'], everywhere),
} as const satisfies Record<string, Command>
export type CommandName = keyof typeof COMMANDS

export const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name)
export const commandsFor = (kind: ConversationKind): CommandName[] =>
  (Object.keys(COMMANDS) as CommandName[]).filter((name) => kind === 'room' || !COMMANDS[name].isRoomOnly)

export const AFFILIATIONS = ['owner', 'admin', 'member', 'none', 'outcast'] as const satisfies readonly Affiliation[]
export const ROLES = ['moderator', 'participant', 'visitor', 'none'] as const satisfies readonly Role[]
export const LISTS = [...AFFILIATION_LISTS, ...ROLE_LISTS]
export const DURATIONS = ['10m', '1h', '1d', '7d'] as const

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }
/** `10m`, `1h`, `2d` in ms; null when it is no duration. */
export function durationMs(word: string): number | null {
  const found = /^(\d{1,4})([smhdw])$/i.exec(word)
  const ms = found ? Number(found[1]) * UNIT_MS[found[2]!.toLowerCase() as keyof typeof UNIT_MS] : 0
  return ms > 0 ? ms : null
}

/** Could we do this even to a guest without any rank? What is refused here is refused for all. */
export function isBeyondRank(name: CommandName, actor: RoomActor, facts: RoomFacts): boolean {
  const { change }: Command = COMMANDS[name]
  if (!change || !actor) return false
  const guest = { nick: 'guest', jid: null, role: 'participant', affiliation: 'none', isSelf: false } as const
  return judge(actor, guest, change, facts).refusal !== null
}
