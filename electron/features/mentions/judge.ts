/**
 * Who is meant by the mentions of a message, and does the user want to know? Pure.
 * Where the room says nothing of who may mention everybody, these may: whoever has a rank (moderator, owner, admin, member), and
 * in rooms for members only everybody. A guest of an open room cannot wake up thousands.
 */
import { bareOf, isFullJid, parseJid, resourceOf, type BareJid } from '#shared/jid'
import type { Message } from '#shared/model/message'
import type { Affiliation, Role } from '#shared/model/room'
import type { Permissions, Who } from './permissions'
import type { ParsedMention } from './stanza'
import { findNick, type Place } from './words'

/** Most mentions in a message where the room says nothing. */
export const MAX_MENTIONS = 20

export interface Writer {
  /** Null: he is not there (any more), so that nobody knows. */
  role: Role | null
  affiliation: Affiliation | null
}
export interface Me {
  own: BareJid
  /** Null outside of rooms. */
  room: { jid: BareJid; isMembersOnly: boolean; permissions: Permissions | null } | null
  nick: string
  /** XEP-0421, where the room has it. */
  occupantId: string | null
  role: Role
  affiliation: Affiliation
  /** URIs of the hats worn there (XEP-0317). */
  hats: readonly string[]
}
export interface Wishes {
  /** Be told when everybody, or everybody of a rank, is mentioned. */
  groups: boolean
  /** Be told when the nick stands in the text. */
  nick: boolean
}
export interface Given {
  mentions: ParsedMention[]
  count: number
  body: string
  writer: Writer
  me: Me
  wishes: Wishes
  /** The user looks at us now, and the message is of now. */
  isActive: boolean
}
export interface Verdict {
  isMention: boolean
  /** Everybody was called, so that the user need not be told of the next such call at once. */
  isByGroup: boolean
  places: NonNullable<Message['mentions']>
}
const NONE: Verdict = { isMention: false, isByGroup: false, places: [] }

const ROLES: Record<string, Role> = { moderators: 'moderator', participants: 'participant', visitors: 'visitor' }
const AFFILIATIONS: Record<string, Affiliation> = { owner: 'owner', admin: 'admin', member: 'member', none: 'none' }

const hasRank = ({ role, affiliation }: Writer) => role === 'moderator' || ['owner', 'admin', 'member'].includes(affiliation ?? '')

function isPermitted(who: Who, writer: Writer): boolean {
  if (who === 'participants') return writer.role !== 'visitor' // whose role is not known had a voice when he said it
  return who === 'moderators' && (writer.role === 'moderator' || (writer.role === null && ['owner', 'admin'].includes(writer.affiliation ?? '')))
}

/** May he, as the room says or as we see it? */
export function mayMention(kind: 'individual' | 'channel' | 'associations' | 'hats', writer: Writer, room: Me['room']): boolean {
  const who = room?.permissions?.[kind]
  if (who) return isPermitted(who, writer)
  return kind === 'individual' || (room !== null && (room.isMembersOnly || hasRank(writer)))
}
export const maxMentions = (room: Me['room']): number => room?.permissions?.count ?? MAX_MENTIONS

function isGroupOfMine(group: string, uri: string | null, me: Me): boolean {
  if (!me.room || (group === 'channel' && uri !== null && parseJid(uri.replace(/^xmpp:/i, '').replace(/[?#].*$/, '')) !== me.room.jid)) return false
  if (group === 'hats') return uri !== null && me.hats.includes(uri)
  return group === 'channel' || ROLES[group] === me.role || (Object.hasOwn(AFFILIATIONS, group) && AFFILIATIONS[group] === me.affiliation)
}
const isRank = (group: string) => Object.hasOwn(ROLES, group) || Object.hasOwn(AFFILIATIONS, group)
/** By which permission; null: a group we do not know. */
const kindOf = (group: string) => (group === 'channel' || group === 'hats' ? group : isRank(group) ? 'associations' : null)

function isMe({ target }: ParsedMention, me: Me): boolean {
  if (target.kind === 'group') return isGroupOfMine(target.group, target.uri, me)
  if (target.kind === 'occupant') return target.id === me.occupantId
  if (!isFullJid(target.jid)) return target.jid === me.own
  return me.room !== null && bareOf(target.jid) === me.room.jid && resourceOf(target.jid) === me.nick
}

/** Places in code points as the wire has them → UTF-16. In order, none over another; equal ones are one. */
function placesIn(body: string, found: { range: ParsedMention['range']; isMe: boolean }[]): Verdict['places'] {
  const last = Math.max(0, ...found.map(({ range }) => range?.end ?? 0))
  const offsets = [0]
  for (const c of body) {
    if (offsets.length > last) break
    offsets.push(offsets.at(-1)! + c.length)
  }
  const places: Verdict['places'] = []
  for (const { range, isMe } of [...found].sort((a, b) => (a.range?.begin ?? 0) - (b.range?.begin ?? 0))) {
    const begin = range && offsets[range.begin]
    const end = range && offsets[range.end]
    if (begin === null || begin === undefined || end === null || end === undefined) continue
    const before = places.at(-1)
    if (before && before.begin === begin && before.end === end) before.isMe ||= isMe
    else if (!before || before.end <= begin) places.push({ begin, end, isMe })
  }
  return places
}

export function judge({ mentions, count, body, writer, me, wishes, isActive }: Given): Verdict {
  if (count > maxMentions(me.room)) return NONE
  const allowed = mentions.filter(({ target }) => {
    if (target.kind !== 'group') return mayMention('individual', writer, me.room)
    const kind = kindOf(target.group)
    return kind !== null && mayMention(kind, writer, me.room)
  })
  // Who says whom he means is taken at his word; else (other programs) the nick in the text tells.
  if (allowed.length === 0) {
    const own: Place[] = me.room && wishes.nick ? findNick(body, me.nick) : []
    return { isMention: own.length > 0, isByGroup: false, places: own.map((place) => ({ ...place, isMe: true })) }
  }
  const found = allowed.map((mention) => ({ ...mention, isMe: isMe(mention, me) }))
  const calls = found.filter((one) => one.isMe && !one.isSilent && (!one.isForActive || isActive))
  const isPersonal = calls.some(({ target }) => target.kind !== 'group')
  const isMention = isPersonal || (wishes.groups && calls.length > 0)
  return { isMention, isByGroup: isMention && !isPersonal, places: placesIn(body, found) }
}
