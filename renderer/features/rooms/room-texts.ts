/** Why we are not in a room, and what can be done. Every code of RoomProblem has its sentence. */
import type { Affiliation, Occupant, Room, RoomProblem } from '#shared/model/room'
import { locale, type Language } from '../../lib/i18n/locale.svelte'

type Words = Record<Language, string>
/** `nick`, `password`: try again with another one. `elsewhere`: the room moved. `forget`: no point in keeping it. */
export type Remedy = 'retry' | 'nick' | 'password' | 'elsewhere' | 'forget'

const problems: Record<RoomProblem['code'], Words & { remedies: Remedy[] }> = {
  'nick-conflict': { zh: '这个群昵称已有人使用，请换一个再进入。', en: 'Somebody in the room already has this nick. Choose another one.', remedies: ['nick'] },
  'password-required': { zh: '进入这个群需要密码。', en: 'This room needs a password.', remedies: ['password'] },
  'wrong-password': { zh: '密码不对，请再输入一次。', en: 'The password is wrong. Try once more.', remedies: ['password'] },
  'members-only': {
    zh: '这个群仅限成员。请群主或管理员把你加为成员后再进入。',
    en: 'This room is for members only. Ask an owner or admin to make you a member, then try again.',
    remedies: ['retry'],
  },
  banned: { zh: '你被禁止进入这个群。', en: 'You are banned from this room.', remedies: ['retry', 'forget'] },
  full: { zh: '群已满员，过一会儿再试。', en: 'The room is full. Try again later.', remedies: ['retry'] },
  locked: { zh: '群主还没有完成群的设置，稍后会自动再试。', en: 'The owner has not finished setting up this room. Magpie tries again by itself.', remedies: ['retry'] },
  'not-found': { zh: '没有这个群，可能已被删除，或地址有误。', en: 'There is no such room: it may have been removed, or the address is wrong.', remedies: ['forget'] },
  gone: { zh: '这个群已经不在这里了。', en: 'This room is no longer here.', remedies: ['elsewhere', 'forget'] },
  'not-allowed': { zh: '服务器不允许你进入或创建这个群。', en: 'The server does not let you enter or make this room.', remedies: ['retry', 'forget'] },
  'nick-refused': {
    zh: '这个群不接受这个群昵称。如果你在这里登记过群昵称，请用登记的那个。',
    en: 'The room does not accept this nick. If you have registered one here, use that.',
    remedies: ['nick'],
  },
  kicked: { zh: '你被移出了群。', en: 'You were removed from the room.', remedies: ['retry'] },
  'membership-lost': { zh: '你不再是这个群的成员，因此已离开。', en: 'You are no longer a member of this room and have left it.', remedies: ['retry', 'forget'] },
  destroyed: { zh: '这个群已解散。', en: 'This room was closed for good.', remedies: ['elsewhere', 'forget'] },
  shutdown: { zh: '群所在的服务器正在关闭，稍后会自动重新进入。', en: 'The server of this room is shutting down. Magpie goes back in by itself later.', remedies: ['retry'] },
  'service-gone': { zh: '无法联系群所在的服务器，稍后会自动再试。', en: 'The server of this room cannot be reached. Magpie tries again by itself later.', remedies: ['retry'] },
  timeout: { zh: '群没有在规定时间内答复，稍后会自动再试。', en: 'The room did not answer in time. Magpie tries again by itself later.', remedies: ['retry'] },
  error: { zh: '没能进入这个群。', en: 'Could not enter this room.', remedies: ['retry'] },
}

export function problemText(problem: RoomProblem): string {
  const words = problems[problem.code][locale.current]
  const isZh = locale.current === 'zh'
  const actor = problem.actor ? (isZh ? `操作者：${problem.actor}。` : ` By ${problem.actor}.`) : ''
  const reason = problem.text ? (isZh ? `说明：“${problem.text}”` : ` In their words: “${problem.text}”`) : ''
  return `${words}${actor}${reason}`
}

export const remediesOf = (problem: RoomProblem): Remedy[] =>
  problems[problem.code].remedies.filter((remedy) => remedy !== 'elsewhere' || problem.alternate !== null)

const affiliations: Record<Affiliation, Words> = {
  owner: { zh: '群主', en: 'Owner' },
  admin: { zh: '管理员', en: 'Admin' },
  member: { zh: '成员', en: 'Member' },
  none: { zh: '访客', en: 'Guest' },
  outcast: { zh: '已封禁', en: 'Banned' },
}
const groups: Record<Affiliation, Words> = {
  owner: { zh: '群主', en: 'Owners' },
  admin: { zh: '管理员', en: 'Admins' },
  member: { zh: '成员', en: 'Members' },
  none: { zh: '访客', en: 'Guests' },
  outcast: { zh: '已封禁', en: 'Banned' },
}
export const affiliationName = (affiliation: Affiliation): string => affiliations[affiliation][locale.current]
export const affiliationGroup = (affiliation: Affiliation): string => groups[affiliation][locale.current]

const roleMarks = {
  moderator: { zh: '主持人', en: 'Moderator' },
  muted: { zh: '已禁言', en: 'Muted' },
} satisfies Record<string, Words>
/** The one word beside a name: what he is for good, else what he is now. */
export function personBadge(one: Occupant | undefined): { label: string; tone: 'owner' | 'admin' | 'moderator' | 'muted' } | null {
  if (one?.affiliation === 'owner' || one?.affiliation === 'admin') return { label: affiliationName(one.affiliation), tone: one.affiliation }
  const tone = one?.role === 'moderator' ? 'moderator' : one?.role === 'visitor' ? 'muted' : null
  return tone && { label: roleMarks[tone][locale.current], tone }
}

const obstacles = {
  out: { zh: '进入群之后才能发言', en: 'Enter the room to write' },
  over: { zh: '这个群已不在了，不能再发言', en: 'This room is gone; nothing can be written in it' },
  noVoice: { zh: '本群只有获准发言的人可以说话', en: 'Only those who were given voice can write in this room' },
  gone: { zh: '对方已不在群里，无法私聊', en: 'This person is no longer in the room' },
} satisfies Record<string, Words>

const OVER: RoomProblem['code'][] = ['destroyed', 'gone', 'not-found']

/** Why nothing can be written in a room now; null when it can. Without connection messages wait, so that is no reason. */
export function roomObstacle(room: Room | null, isOnline: boolean): string | null {
  if (!isOnline || room?.state === 'joining') return null
  if (room?.state === 'failed' && room.problem && OVER.includes(room.problem.code)) return obstacles.over[locale.current]
  if (room?.state !== 'joined') return obstacles.out[locale.current]
  return room.ownRole === 'visitor' ? obstacles.noVoice[locale.current] : null
}

/** The same for a private talk with somebody in a room; `isThere` null: not known yet. */
export function privateObstacle(room: Room | null, isThere: boolean | null, isOnline: boolean): string | null {
  if (!isOnline) return null
  if (room?.state !== 'joined') return obstacles.out[locale.current]
  return isThere === false ? obstacles.gone[locale.current] : null
}
