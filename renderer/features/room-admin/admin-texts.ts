/** All sentences of administering people: what an action does, why it is not done, and what to know before. */
import type { Affiliation, Role } from '#shared/model/room'
import { ROOM_ADMIN_PROBLEMS, type RoomAdminProblem, type RoomListName, type RoomWarning } from '#shared/model/room-admin'
import type { BadRow, ImportFailure } from '#shared/model/room-list-text'
import type { RoomAction } from '#shared/model/room-rights'
import type { CallError } from '#shared/result'
import { locale, type Language } from '../../lib/i18n/locale.svelte'
import { errorText } from '../../lib/text/error-texts'

type Words = Record<Language, string>
const say = (words: Words) => words[locale.current]

const problems: Record<RoomAdminProblem, Words> = {
  'not-joined': { zh: '你现在不在这个群里，群不接受你的管理操作。请先进入群再试。', en: 'You are not in this room now, so it takes no orders from you. Enter it and try again.' },
  'not-here': { zh: '对方已离开群。禁言、移出等只能用于在场的人；封禁仍可按地址进行。', en: 'This person has left the room. Muting and removing work only on those present; a ban by address still works.' },
  'rank-needed': { zh: '你在群里的身份不够。请让群主或管理员来做，或请他们提升你的身份。', en: 'Your rank in this room does not allow it. Ask an owner or admin to do it, or to raise your rank.' },
  'higher-rank': { zh: '对方的身份与你相同或更高，不能这样做。可以请群主处理。', en: 'This person stands as high as you or higher. Ask an owner of the room.' },
  'last-owner': { zh: '群至少要有一位群主。请先把另一个人设为群主。', en: 'A room must keep one owner. Make somebody else an owner first.' },
  self: { zh: '不能对自己这样做。想走的话，可以离开群。', en: 'You cannot do this to yourself. If you want to go, leave the room.' },
  'no-address': { zh: '群隐藏了对方的地址，而这项操作需要地址。如果你知道地址，可以按地址操作。', en: 'The room hides this person’s address, and it is needed here. If you know it, act by address.' },
  'bad-address': { zh: '这不是可用的地址。请检查写法，例如 name@example.org。', en: 'This address cannot be used. Check how it is written, like name@example.org.' },
  'not-supported': { zh: '这个群所在的服务器不支持这项操作。', en: 'The server of this room cannot do this.' },
  'no-effect': { zh: '服务器答应了，但什么也没有变。请重新载入列表看看，或换一种方式。', en: 'The room said yes, yet nothing changed. Load the list again, or try another way.' },
  conflict: { zh: '服务器认为这与现有的设置相矛盾（例如最后一位群主，或昵称已被占用）。请重新载入列表再试。', en: 'The room finds it contradictory (the last owner, or a nick that is taken). Load the list again and try once more.' },
  timeout: { zh: '群没有在规定时间内答复，不知道是否已生效。请重新载入列表看看。', en: 'The room did not answer in time, so it may or may not be done. Load the list again to see.' },
  offline: { zh: '当前未连接。连接恢复后请再试。', en: 'You are offline. Try again once the connection is back.' },
  overtaken: { zh: '与此同时别人改动了对方的身份，因此没有再动。请看看现在的情况再决定。', en: 'Somebody else changed it meanwhile, so nothing was touched. Look at how it is now and decide anew.' },
  'too-many': { zh: '一次太多了。请分几次进行。', en: 'That is more than can be done at once. Do it in several parts.' },
  server: { zh: '服务器没有照办。', en: 'The room refused.' },
}
export const problemText = (problem: RoomAdminProblem): string => say(problems[problem])

const isProblem = (text: string | null | undefined): text is RoomAdminProblem => (ROOM_ADMIN_PROBLEMS as readonly string[]).includes(text ?? '')
/** The sentence, and the server's own words behind it. */
export function withWords(problem: string | null, text: string | null | undefined): string {
  const sentence = isProblem(problem) ? problemText(problem) : problemText('server')
  if (!text) return sentence
  return locale.current === 'zh' ? `${sentence}服务器说：“${text}”` : `${sentence} The server says: “${text}”`
}
export const adminErrorText = (error: CallError): string => (isProblem(error.problem) ? withWords(error.problem, error.text) : errorText(error))

const warnings: Record<RoomWarning, Words> = {
  'self-demotion': { zh: '这会降低你自己的身份，你无法自己恢复。', en: 'This lowers your own rank; you cannot raise it again yourself.' },
  'owners-unknown': { zh: '看不到群主列表：不能确定群是否还有别的群主。', en: 'The list of owners cannot be seen: there may be no other owner.' },
  'current-unknown': { zh: '看不到对方现在的身份。', en: 'What this person is now cannot be seen.' },
  'puts-out': { zh: '这个群仅限成员：对方会立即被移出。', en: 'This room is for members only: the person is put out at once.' },
  'loses-rank': { zh: '对方会被移出并失去现有身份，解封后也不会自动恢复。', en: 'The person is put out and loses the present rank; lifting the ban does not bring it back.' },
  'whole-domain': { zh: '这会作用于这个服务器的所有人。', en: 'This applies to everybody of that server.' },
  'own-domain': { zh: '这是你自己的服务器：连你的同事朋友也会被封禁。', en: 'This is your own server: everybody there is hit.' },
  'until-rejoin': { zh: '只到对方下次重新进入为止。', en: 'Lasts only until the person comes in anew.' },
  'may-still-speak': { zh: '这个群没有开启“发言需许可”：有些服务器上被禁言的人仍能说话。请先在群设置里开启。', en: 'The room is not moderated: on some servers a muted person can still speak. Make it moderated in its settings first.' },
  'server-may-refuse': { zh: '有些服务器会拒绝这样做。', en: 'Some servers refuse this.' },
  'makes-equal': { zh: '对方将拥有和你一样的全部权力，包括取消你的群主身份。', en: 'The person can then do all that you can, even take your own rank away.' },
  'not-joined': { zh: '你不在那个群里，你在那里的身份未知。', en: 'You are not in that room; your rank there is unknown.' },
}
export const warningText = (warning: RoomWarning): string => say(warnings[warning])

interface ActionWords {
  label: Words
  /** What it does, before it is done. */
  effect: Words
  /** Afterwards; `{}` is the name. */
  done: Words
}
const actions: Record<RoomAction, ActionWords> = {
  kick: {
    label: { zh: '移出群', en: 'Remove from the room' },
    effect: { zh: '会立即离开群，但可以重新进来。', en: 'leaves the room at once, but can come back in.' },
    done: { zh: '已把 {} 移出群。', en: '{} was removed from the room.' },
  },
  mute: {
    label: { zh: '禁言', en: 'Mute' },
    effect: { zh: '留在群里、能看到消息，但不能发言。', en: 'stays in the room and can read, but cannot write.' },
    done: { zh: '已禁言 {}。', en: '{} is muted.' },
  },
  unmute: {
    label: { zh: '允许发言', en: 'Give voice' },
    effect: { zh: '可以发言。', en: 'can write again.' },
    done: { zh: '{} 可以发言了。', en: '{} can write again.' },
  },
  'make-moderator': {
    label: { zh: '设为主持人', en: 'Make a moderator' },
    effect: { zh: '可以禁言、移出普通成员，直到离开群。', en: 'can mute and remove ordinary people, until leaving the room.' },
    done: { zh: '{} 现在是主持人。', en: '{} is a moderator now.' },
  },
  'take-moderator': {
    label: { zh: '取消主持人', en: 'Take moderation back' },
    effect: { zh: '不再能管理别人的发言。', en: 'can no longer moderate.' },
    done: { zh: '{} 不再是主持人。', en: '{} is no longer a moderator.' },
  },
  ban: {
    label: { zh: '封禁', en: 'Ban' },
    effect: { zh: '会立即离开群，并且不能再进来，直到解封。', en: 'is put out at once and cannot come back until the ban is lifted.' },
    done: { zh: '已封禁 {}。', en: '{} is banned.' },
  },
  unban: {
    label: { zh: '解除封禁', en: 'Lift the ban' },
    effect: { zh: '可以重新进入群。', en: 'may enter the room again.' },
    done: { zh: '已解除对 {} 的封禁。', en: 'The ban on {} is lifted.' },
  },
  'make-member': {
    label: { zh: '设为成员', en: 'Make a member' },
    effect: { zh: '成为成员，可以进入仅限成员的群。', en: 'becomes a member and may enter when the room is for members only.' },
    done: { zh: '{} 现在是成员。', en: '{} is a member now.' },
  },
  'take-member': {
    label: { zh: '取消成员身份', en: 'Take membership away' },
    effect: { zh: '不再是成员。', en: 'is no longer a member.' },
    done: { zh: '{} 不再是成员。', en: '{} is no longer a member.' },
  },
  'make-admin': {
    label: { zh: '设为管理员', en: 'Make an admin' },
    effect: { zh: '可以增减成员、禁言、移出和封禁。', en: 'can add and remove members, mute, remove and ban.' },
    done: { zh: '{} 现在是管理员。', en: '{} is an admin now.' },
  },
  'take-admin': {
    label: { zh: '取消管理员', en: 'Make an ordinary member' },
    effect: { zh: '变回普通成员。', en: 'becomes an ordinary member again.' },
    done: { zh: '{} 变回了普通成员。', en: '{} is an ordinary member again.' },
  },
  'make-owner': {
    label: { zh: '设为群主', en: 'Make an owner' },
    effect: { zh: '可以改群设置、任免管理员和群主，也可以解散群。', en: 'can change the settings, name admins and owners, and close the room for good.' },
    done: { zh: '{} 现在是群主。', en: '{} is an owner now.' },
  },
  'take-owner': {
    label: { zh: '取消群主', en: 'Make an admin instead of owner' },
    effect: { zh: '变为管理员。', en: 'becomes an admin.' },
    done: { zh: '{} 现在是管理员，不再是群主。', en: '{} is an admin now, no longer an owner.' },
  },
}
export const actionLabel = (action: RoomAction): string => say(actions[action].label)
export const effectText = (action: RoomAction, name: string): string => `${name} ${say(actions[action].effect)}`
export const doneText = (action: RoomAction, name: string): string => say(actions[action].done).replace('{}', () => name)

const roles: Record<Role, Words> = {
  moderator: { zh: '主持人', en: 'moderator' },
  participant: { zh: '可发言', en: 'with voice' },
  visitor: { zh: '已禁言', en: 'muted' },
  none: { zh: '不在群里', en: 'not in the room' },
}
export const roleName = (role: Role): string => say(roles[role])
const ranks: Record<Affiliation, Words> = {
  owner: { zh: '群主', en: 'owner' },
  admin: { zh: '管理员', en: 'admin' },
  member: { zh: '成员', en: 'member' },
  none: { zh: '普通访客', en: 'guest' },
  outcast: { zh: '已封禁', en: 'banned' },
}
export const rankName = (rank: Affiliation): string => say(ranks[rank])
/** Of plans and of the log: roles and affiliations share `none`. */
export const standingName = (kind: 'role' | 'affiliation', to: string): string =>
  kind === 'role' ? (to === 'none' ? say({ zh: '移出群', en: 'out of the room' }) : to in roles ? roleName(to as Role) : to) : to in ranks ? rankName(to as Affiliation) : to

const lists: Record<RoomListName, Words> = {
  owner: { zh: '群主', en: 'owners' },
  admin: { zh: '管理员', en: 'admins' },
  member: { zh: '成员', en: 'members' },
  outcast: { zh: '封禁名单', en: 'banned people' },
  moderator: { zh: '主持人', en: 'moderators' },
  participant: { zh: '可发言的人', en: 'people with voice' },
  visitor: { zh: '被禁言的人', en: 'muted people' },
}
export const listName = (list: RoomListName): string => say(lists[list])

const faults: Record<BadRow['fault'], Words> = {
  'no-address': { zh: '没有地址', en: 'no address' },
  'bad-address': { zh: '地址写法不对', en: 'not an address' },
  'full-address': { zh: '地址带有设备名（“/”之后的部分），请去掉', en: 'the address names a device (after the “/”); leave that out' },
  'bad-affiliation': { zh: '身份不认识，或不适用于整个服务器', en: 'the rank is not known, or cannot be given to a whole server' },
  duplicate: { zh: '与上面某一行重复', en: 'the same as a line above' },
  contradiction: { zh: '与上面某一行矛盾', en: 'contradicts a line above' },
  'bad-row': { zh: '这一行的列数或内容不对', en: 'the line has too many columns or no text' },
  'too-long': { zh: '内容过长', en: 'too long' },
}
export const faultText = (fault: BadRow['fault']): string => say(faults[fault])
const failures: Record<ImportFailure, Words> = {
  empty: { zh: '里面没有内容。', en: 'There is nothing in it.' },
  'not-json': { zh: '看起来是 JSON，但无法读取。请检查括号和引号。', en: 'It looks like JSON but cannot be read. Check brackets and quotes.' },
  'no-list': { zh: 'JSON 里没有名单（数组，或名为 people 的数组）。', en: 'The JSON holds no list (an array, or one called people).' },
  'no-address-column': { zh: '没有地址这一列。请把它命名为 jid。', en: 'There is no column of addresses. Call it jid.' },
  'too-many': { zh: '超过 20,000 行，请分成几个文件。', en: 'More than 20,000 lines. Divide it into several files.' },
  'open-quote': { zh: '有一个引号没有结束。', en: 'A quotation mark is never closed.' },
}
export const failureText = (failure: ImportFailure): string => say(failures[failure])
