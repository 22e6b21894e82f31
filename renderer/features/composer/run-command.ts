/** Does what a slash command says. Gives a sentence on what went wrong; null when it is done. */
import type { AccountId, MessageId } from '#shared/ids'
import { parseBareJid, withResource, type BareJid } from '#shared/jid'
import type { Affiliation, Role } from '#shared/model/room'
import type { RoomListName } from '#shared/model/room-admin'
import type { Result } from '#shared/result'
import { systemClock, type EpochMs } from '#shared/time'
import { call } from '../../lib/api'
import { strings } from '../../lib/i18n/strings'
import { navigation } from '../../lib/state/navigation.svelte'
import { toasts } from '../../lib/state/toasts.svelte'
import { adminErrorText, doneText, problemText, warningText } from '../room-admin/admin-texts'
import { readRoomAddress } from '../rooms/room-address'
import { rooms } from '../rooms/rooms.svelte'
import { durationMs } from './commands'
import type { Input } from './slash'

export interface CommandPlace {
  accountId: AccountId
  /** Null outside of rooms. */
  room: BareJid | null
  isHere: (nick: string) => boolean
  /** Own last message of this conversation that can still be taken back. */
  lastOwn: MessageId | null
}

const s = strings({
  zh: {
    noRoom: '这不是群地址。群地址像 room@conference.example.org',
    nothingOwn: '没有可以撤回的消息',
    onlyHere: '到时间后只由这台设备解除，请让它保持在线。',
    invited: (who: string) => `已邀请 ${who}。`,
  },
  en: {
    noRoom: 'This is no room address. One looks like room@conference.example.org',
    nothingOwn: 'There is no message of yours to take back',
    onlyHere: 'Only this device will lift it when the time is over: keep it online.',
    invited: (who: string) => `${who} was invited.`,
  },
})

type Given = Extract<Input, { kind: 'command' }>

const sentence = (result: Result<unknown>): string | null => (result.ok ? null : adminErrorText(result.error))
const say = (result: Result<unknown>, text: string): string | null => {
  if (result.ok) toasts.show(text, 'good')
  return sentence(result)
}

/** With a word on it where a mute may be nothing but a word. */
const mutedText = ({ accountId, room }: OfRoom, nick: string): string =>
  [doneText('mute', nick), ...(rooms.get(accountId, room)?.config?.isModerated === false ? [warningText('may-still-speak')] : [])].join(' ')

async function setTimer(place: CommandPlace & { room: BareJid }, kind: 'mute' | 'ban', who: { nick?: string; jid?: BareJid }, ms: number, reason: string | undefined) {
  const untilMs = (systemClock.nowMs() + ms) as EpochMs
  const result = await call('roomTimer.start', { accountId: place.accountId, room: place.room, kind, ...who, untilMs, ...(reason && { reason }) })
  if (result.ok && !result.value.timer.isShared) toasts.show(s.onlyHere)
  return say(result, kind === 'mute' ? mutedText(place, who.nick ?? '') : doneText(kind, who.nick ?? who.jid ?? ''))
}

async function sayPrivately({ accountId, room }: { accountId: AccountId; room: BareJid }, nick: string, body: string): Promise<string | null> {
  const peer = withResource(room, nick)
  if (!peer) return problemText('not-here')
  const opened = await call('conversation.open', { accountId, kind: 'room-pm', peer })
  if (!opened.ok) return sentence(opened)
  const sent = await call('message.send', { accountId, conversationId: opened.value.id, body })
  if (sent.ok) navigation.openConversation(opened.value.id, { accountId })
  return sentence(sent)
}

async function join(accountId: AccountId, address: string, password: string | undefined): Promise<string | null> {
  const room = readRoomAddress(address)
  if (!room) return s.noRoom
  const result = await call('room.join', { accountId, room, ...(password && { password }) })
  if (result.ok) navigation.openConversation(result.value.conversationId, { accountId })
  return sentence(result)
}

async function invite(at: { accountId: AccountId; room: BareJid }, address: string, reason: string | undefined): Promise<string | null> {
  const to = parseBareJid(address)
  if (!to?.includes('@')) return problemText('bad-address')
  const result = await call('roomInvite.send', { ...at, to: [to], ...(reason && { reason }) })
  const outcome = result.ok ? result.value.outcomes[0] : undefined
  if (outcome && !outcome.ok) return adminErrorText(outcome.error)
  return say(result, s.invited(to))
}

type OfRoom = { accountId: AccountId; room: BareJid }
const isOwner = ({ accountId, room }: OfRoom) => rooms.get(accountId, room)?.ownAffiliation === 'owner'
/** The control centre, at this list. */
function showList(at: OfRoom, list: RoomListName | undefined): string | null {
  const room = rooms.get(at.accountId, at.room)
  if (room?.ownRole !== 'moderator' && room?.ownAffiliation !== 'admin' && !isOwner(at)) return problemText('rank-needed')
  navigation.dialog = { name: 'room-centre', ...at, section: list === 'outcast' ? 'bans' : 'members', ...(list && { list }) }
  return null
}
const listOf = (word: Affiliation | Role): RoomListName | undefined => (word === 'none' ? undefined : word)

const AFFILIATION_OF = { ban: 'outcast', member: 'member', admin: 'admin', owner: 'owner' } as const satisfies Record<string, Affiliation>
const ROLE_OF = { kick: 'none', voice: 'participant', op: 'moderator' } as const satisfies Record<string, Role>
const ACTION_OF = {
  ban: 'ban', member: 'make-member', admin: 'make-admin', owner: 'make-owner', kick: 'kick', mute: 'mute', voice: 'unmute', op: 'make-moderator',
} as const

export async function runCommand({ name, values }: Given, place: CommandPlace): Promise<string | null> {
  const { accountId, room } = place
  const { text, nick = '', address = '' } = values
  if (name === 'join') return join(accountId, address, text)
  if (room === null || name === 'help') return null
  const ofRoom = { accountId, room }
  const reason = text ? { reason: text } : {}
  const setRole = (role: Role) => call('roomAdmin.setRole', { ...ofRoom, nick, role, ...reason })
  const ms = values.duration === undefined ? null : durationMs(values.duration)
  switch (name) {
    case 'nick':
      return sentence(await call('room.setNick', { ...ofRoom, nick: text ?? '' }))
    case 'topic':
      return sentence(await call('room.setSubject', { ...ofRoom, subject: text ?? '' }))
    case 'msg':
      return place.isHere(nick) ? sayPrivately(ofRoom, nick, text ?? '') : problemText('not-here')
    case 'invite':
      return invite(ofRoom, address, text)
    case 'part':
      return sentence(await call('room.leave', { ...ofRoom, forget: false }))
    case 'recall':
      return place.lastOwn === null ? s.nothingOwn : sentence(await call('roomModeration.recall', { accountId, messageId: place.lastOwn, ...reason }))
    case 'list':
      return showList(ofRoom, values.list as RoomListName | undefined)
    case 'config':
      if (!isOwner(ofRoom)) return problemText('rank-needed')
      navigation.dialog = { name: 'room-settings', ...ofRoom }
      return null
    case 'destroy':
      if (!isOwner(ofRoom)) return problemText('rank-needed')
      navigation.dialog = { name: 'destroy-room', ...ofRoom, reason: text ?? '' }
      return null
    case 'role':
      if (!nick) return showList(ofRoom, listOf(values.role as Role))
      return sentence(await setRole(values.role as Role))
    case 'mute':
      if (ms !== null) return setTimer({ ...place, room }, 'mute', { nick }, ms, text)
      return say(await setRole('visitor'), mutedText(ofRoom, nick))
    case 'kick':
    case 'voice':
    case 'op':
      return say(await setRole(ROLE_OF[name]), doneText(ACTION_OF[name], nick))
    case 'unban': {
      const jid = parseBareJid(address)
      if (!jid) return problemText('bad-address')
      return say(await call('roomAdmin.setAffiliation', { ...ofRoom, jid, affiliation: 'none', ...reason }), doneText('unban', jid))
    }
    default: {
      const { who = '' } = values
      if (name === 'affiliate' && !who) return showList(ofRoom, listOf(values.affiliation as Affiliation))
      const jid = place.isHere(who) ? null : parseBareJid(who)
      if (!place.isHere(who) && !who.includes('@') && (name !== 'ban' || !who.includes('.'))) return problemText('not-here')
      if (!place.isHere(who) && !jid) return problemText('bad-address')
      const target = jid ? { jid } : { nick: who }
      if (name === 'ban' && ms !== null) return setTimer({ ...place, room }, 'ban', target, ms, text)
      const affiliation = name === 'affiliate' ? (values.affiliation as Affiliation) : AFFILIATION_OF[name]
      const result = await call('roomAdmin.setAffiliation', { ...ofRoom, ...target, affiliation, ...reason })
      return name === 'affiliate' ? sentence(result) : say(result, doneText(ACTION_OF[name], who))
    }
  }
}
