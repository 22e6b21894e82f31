/** What can be done to a person of a room, in words: actions, what they do, what they warn of, what came of them, why not. */
import { ROOM_ADMIN_PROBLEMS, type RoomAdminProblem, type RoomWarning } from '#shared/model/room-admin'
import type { RoomAction } from '#shared/model/room-rights'
import type { CallError } from '#shared/result'
import { locale, type Language } from '../../lib/i18n/locale.svelte'
import { errorText } from '../../lib/text/error-texts'

type Words = Record<Language, string>

const problems: Record<RoomAdminProblem, Words> = {
  'not-joined': { zh: '你现在不在这个群里。进入后再试。', en: 'You are not in this room now. Enter it first.' },
  'not-here': { zh: '群里现在没有这个人。', en: 'Nobody of this name is in the room now.' },
  'rank-needed': { zh: '你在本群的身份不够，请群主或管理员来做。', en: 'Your rank in this room is not enough. Ask an owner or admin.' },
  'higher-rank': { zh: '对方的身份与你相同或更高，不能这样做。', en: 'This person ranks as high as you or higher.' },
  'last-owner': { zh: '这是最后一位群主。请先再设一位群主。', en: 'This is the last owner. Make somebody else an owner first.' },
  self: { zh: '不能对自己这样做。想退出可以离开群。', en: 'You cannot do this to yourself. To go, leave the room.' },
  'no-address': { zh: '本群隐藏了对方的地址，而这样做需要地址。', en: 'The room hides this person’s address, and it is needed here.' },
  'bad-address': { zh: '这不是一个人或域名的地址。', en: 'This is not the address of a person or a domain.' },
  'not-supported': { zh: '群所在的服务器不支持这样做。', en: 'The server of this room cannot do this.' },
  'no-effect': { zh: '服务器说已完成，但什么也没有改变。', en: 'The server said yes, yet nothing has changed.' },
  conflict: { zh: '与群里现有的设置冲突，没有更改。', en: 'It contradicts what is set in the room; nothing was changed.' },
  timeout: { zh: '群没有在规定时间内答复，请稍后再试。', en: 'The room did not answer in time. Try again in a moment.' },
  offline: { zh: '当前未连接，连接恢复后请再试。', en: 'You are offline. Try again once the connection is back.' },
  overtaken: { zh: '别人刚刚改过，请看清楚现在的情况再试。', en: 'Somebody else has just changed it. Look again before you go on.' },
  'too-many': { zh: '一次做不了这么多，请分几次。', en: 'That is too much at once. Do it in several parts.' },
  server: { zh: '服务器没有这样做。', en: 'The server did not do it.' },
}
export const adminProblemText = (problem: RoomAdminProblem): string => problems[problem][locale.current]

/** Of a refused call: the room's own reason where it has one. */
export function adminErrorText(error: CallError): string {
  const problem = ROOM_ADMIN_PROBLEMS.find((one) => one === error.problem)
  if (!problem) return errorText(error)
  const sentence = adminProblemText(problem)
  if (!error.text) return sentence
  return locale.current === 'zh' ? `${sentence}服务器说：“${error.text}”` : `${sentence} The server says: “${error.text}”`
}

const warnings: Record<RoomWarning, Words> = {
  'self-demotion': { zh: '你会降低自己的身份，之后不能自己改回来。', en: 'You lower your own rank and cannot raise it again yourself.' },
  'owners-unknown': { zh: '看不到群主名单：请确定还有别的群主。', en: 'The list of owners cannot be seen: be sure that there is another one.' },
  'current-unknown': { zh: '看不到此人现在的身份。', en: 'What this person is now cannot be seen.' },
  'puts-out': { zh: '本群仅限成员：此人会因此离开群。', en: 'The room is for members only: this person has to leave it.' },
  'loses-rank': { zh: '此人会离开群，并失去原来的身份。', en: 'This person has to leave and loses their rank for good.' },
  'whole-domain': { zh: '这会影响这个域名的所有人。', en: 'This concerns everybody of this domain.' },
  'own-domain': { zh: '这是你自己的域名。', en: 'It is your own domain.' },
  'until-rejoin': { zh: '只到此人再次进入群为止。', en: 'It lasts only until this person enters the room again.' },
  'may-still-speak': { zh: '本群没有开启“仅准许的人发言”，有些服务器仍会让此人说话。', en: 'The room is not moderated: some servers let this person speak all the same.' },
  'server-may-refuse': { zh: '有些服务器不允许这样做。', en: 'Some servers refuse this.' },
  'makes-equal': { zh: '此人将与你平起平坐，也能取消你的身份。', en: 'This person may then do whatever you may, and take your own rank away.' },
  'not-joined': { zh: '你不在这个群里，不知道自己的身份够不够。', en: 'You are not in this room: whether your rank is enough is not known.' },
}
export const warningText = (warning: RoomWarning): string => warnings[warning][locale.current]

/** `name` on a menu and a button, `does` what it will do (before), `did` what was done (after). */
const actions: Record<RoomAction, Record<Language, { name: string; does: string; did: (who: string) => string }>> = {
  kick: {
    zh: { name: '移出群', does: '此人会离开群，但可以再进来。', did: (who) => `已将 ${who} 移出群。` },
    en: { name: 'Remove from the room', does: 'This person has to leave, but can come back.', did: (who) => `${who} was removed from the room.` },
  },
  mute: {
    zh: { name: '禁言', does: '此人仍能看到消息，但不能在群里发言。', did: (who) => `已禁止 ${who} 发言。` },
    en: { name: 'Mute', does: 'This person still reads along, but cannot speak in the room.', did: (who) => `${who} can no longer speak here.` },
  },
  unmute: {
    zh: { name: '准许发言', does: '此人可以在群里发言。', did: (who) => `${who} 可以发言了。` },
    en: { name: 'Give voice', does: 'This person may speak in the room.', did: (who) => `${who} can speak now.` },
  },
  'make-moderator': {
    zh: { name: '设为主持人', does: '此人可以禁言和移出别人。', did: (who) => `${who} 现在是主持人。` },
    en: { name: 'Make moderator', does: 'This person may mute and remove others.', did: (who) => `${who} is a moderator now.` },
  },
  'take-moderator': {
    zh: { name: '取消主持人', does: '此人不再能禁言和移出别人。', did: (who) => `${who} 不再是主持人。` },
    en: { name: 'No longer moderator', does: 'This person may no longer mute and remove others.', did: (who) => `${who} is no longer a moderator.` },
  },
  ban: {
    zh: { name: '封禁', does: '此人会离开群，在解除封禁之前不能再进来。', did: (who) => `已封禁 ${who}。` },
    en: { name: 'Ban', does: 'This person has to leave and cannot come back until the ban is lifted.', did: (who) => `${who} is banned.` },
  },
  unban: {
    zh: { name: '解除封禁', does: '此人可以重新进入群。', did: (who) => `已解除对 ${who} 的封禁。` },
    en: { name: 'Lift the ban', does: 'This person may enter the room again.', did: (who) => `The ban on ${who} is lifted.` },
  },
  'make-member': {
    zh: { name: '加为成员', does: '此人可以随时进入群，也能在仅成员发言时说话。', did: (who) => `${who} 现在是成员。` },
    en: { name: 'Make member', does: 'This person can enter at any time, also when the room is for members only.', did: (who) => `${who} is a member now.` },
  },
  'take-member': {
    zh: { name: '取消成员', does: '此人不再是本群成员。', did: (who) => `${who} 不再是成员。` },
    en: { name: 'No longer member', does: 'This person is no longer a member of this room.', did: (who) => `${who} is no longer a member.` },
  },
  'make-admin': {
    zh: { name: '设为管理员', does: '此人可以封禁别人、管理成员。', did: (who) => `${who} 现在是管理员。` },
    en: { name: 'Make admin', does: 'This person may ban others and decide who is a member.', did: (who) => `${who} is an admin now.` },
  },
  'take-admin': {
    zh: { name: '取消管理员', does: '此人变为普通成员。', did: (who) => `${who} 现在是普通成员。` },
    en: { name: 'No longer admin', does: 'This person becomes an ordinary member.', did: (who) => `${who} is an ordinary member now.` },
  },
  'make-owner': {
    zh: { name: '设为群主', does: '此人可以更改一切，也能解散本群。', did: (who) => `${who} 现在是群主。` },
    en: { name: 'Make owner', does: 'This person may change everything, and close the room for good.', did: (who) => `${who} is an owner now.` },
  },
  'take-owner': {
    zh: { name: '取消群主', does: '此人变为管理员。', did: (who) => `${who} 现在是管理员。` },
    en: { name: 'No longer owner', does: 'This person becomes an admin.', did: (who) => `${who} is an admin now.` },
  },
}
export const actionWords = (action: RoomAction) => actions[action][locale.current]
