/** What we hold of one room, and what a presence from it does to that. No network, no store, no clock: see apply(). */
import { randomUUID } from 'node:crypto'
import type { BareJid, FullJid, Jid } from '#shared/jid'
import { bareOf, isFullJid } from '#shared/jid'
import type { Notice } from '#shared/model/message'
import type { Affiliation, Occupant, Role, Room, RoomProblem, RoomState } from '#shared/model/room'
import { roomNotice } from '#shared/model/room-notices'
import type { RoomHat } from '#shared/model/room-hats'
import type { EpochMs } from '#shared/time'
import { ownRankNotice, ownRemoval, problemOf, removalNotice } from './problem'
import { HAT_FEATURES, type MucItem, type RoomPresence } from '#xmpp/xep/0045'

export interface OccupantEntry {
  role: Role
  affiliation: Affiliation
  jid: BareJid | null
  availability: Occupant['availability']
  status: string
  /** XEP-0421, as the presence has it: to be believed only where the room announces it. */
  occupantId: string | null
  hats?: RoomHat[]
  /** Several devices of one person may share a nick: their addresses, where the room shows them. */
  devices?: Set<Jid>
  /** Names this stay: whoever comes later under the same nick may be somebody else. */
  visit: string
}

export interface RoomRuntime {
  readonly jid: BareJid
  state: RoomState
  problem: RoomProblem | null
  /** We want to be in: joined again after every fresh login. */
  isWanted: boolean
  /** Wished for; tried first at every join. */
  wantedNick: string
  /** Own nick as the room gave it; before that, the one we ask for. */
  nick: string
  /** Nobody has named a nick: one that the room keeps for us comes before the usual one. */
  mayAskNick: boolean
  password: string | null
  occupants: Map<string, OccupantEntry>
  /** Own id of XEP-0421 in this room. */
  occupantId: string | null
  /** The room's own name (discovery); '' when unknown. */
  title: string
  subject: string
  subjectBy: string
  subjectAtMs: EpochMs | null
  /** What the room says it can; null until it has said so. */
  features: Set<string> | null
  /** Did the room answer discovery? Null while we do not know. */
  isKnown: boolean | null
  /** Past messages are still being replayed, or none are expected before we are in. */
  history: 'idle' | 'running' | 'done'
  /** Is the room's archive asked for what was missed? */
  archive: 'unasked' | 'asked' | 'done'
  /** We have joined without history, since the archive has it. */
  isHistorySkipped: boolean
  /** The archive has failed although it is announced: history until the session ends. */
  isArchiveRefused: boolean
  /** This session has asked to be let in. What says before that we are in was sent to an earlier start of the program, whose stream goes on. */
  hasAsked: boolean
  /** What was said while we were away is here: own messages may leave. */
  isSettled: boolean
  /** Newest message of this room at the time we joined: what is replayed and newer is unread. Null: we know none. */
  knownUntilMs: EpochMs | null
  /** Place of the last replayed message in the conversation: the next ones come behind it. */
  replayedUntilMs: number
  /** Seconds between two messages of one person (XEP-0500); 0: as many as one likes. */
  slowSeconds: number
  /** Until then no further message of ours is taken; null: one may be sent. */
  slowUntilMs: EpochMs | null
  /** room.create is at work: it configures the room and lets nobody hear the server's own remarks on that. */
  isCreating: boolean
  /** Made by us and perhaps still locked. */
  needsUnlock: boolean
}

/** Visits are counted: a random name for each of thousands takes its time. Of two runs of the program none is the same. */
const run = randomUUID()
let visits = 0

export const newRoom = (jid: BareJid, nick: string): RoomRuntime => ({
  jid,
  state: 'left',
  problem: null,
  isWanted: false,
  wantedNick: nick,
  nick,
  mayAskNick: false,
  password: null,
  occupants: new Map(),
  occupantId: null,
  title: '',
  subject: '',
  subjectBy: '',
  subjectAtMs: null,
  features: null,
  isKnown: null,
  history: 'idle',
  archive: 'unasked',
  isHistorySkipped: false,
  isArchiveRefused: false,
  hasAsked: false,
  isSettled: false,
  knownUntilMs: null,
  replayedUntilMs: 0,
  slowSeconds: 0,
  slowUntilMs: null,
  isCreating: false,
  needsUnlock: false,
})

export type RoomEffect =
  /** We are in. `isNew`: the room did not exist before (201). */
  | { kind: 'joined'; isNew: boolean }
  | { kind: 'left'; problem: RoomProblem; notice: Notice | null }
  | { kind: 'occupant'; nick: string }
  | { kind: 'occupant-gone'; nick: string }
  /** Own nick, role or affiliation. */
  | { kind: 'self' }
  | { kind: 'notice'; notice: Notice }

/** Asked for again before the newest message we have: our clock and the room's may differ. Doubles are recognised. */
export const HISTORY_OVERLAP_MS = 600_000

/** In bigger rooms nobody reads who has changed his nick; the list shows it anyway. */
const NICK_NOTICES_UP_TO = 50

const ENTRY_FACTS = [[100, 'addresses-shown'], [170, 'recorded']] as const

const roleRank: Record<Role, number> = { moderator: 3, participant: 2, visitor: 1, none: 0 }
const best = (items: MucItem[]): MucItem | undefined =>
  items.reduce<MucItem | undefined>((top, item) => (!top || roleRank[item.role ?? 'none'] > roleRank[top.role ?? 'none'] ? item : top), undefined)

/**
 * Is this about ourselves? 110 says so; without it (COMPAT(tigase, openfire): none on kick, ban, destroy) the own nick does,
 * unless the item names another device of ours. A 110 beside another device's address is Openfire's and not about us.
 */
function isSelf(room: RoomRuntime, presence: RoomPresence, own: FullJid): boolean {
  if (!presence.muc.codes.has(110) && presence.nick !== room.nick) return false
  const jids = presence.muc.items.flatMap((item) => item.jid ?? [])
  const isOtherDevice = jids.length > 0 && !jids.some((jid) => jid === own || jid === bareOf(own))
  if (presence.muc.codes.has(110)) return presence.nick === room.nick || !isOtherDevice
  return presence.isAvailable ? jids.every((jid) => bareOf(jid) === bareOf(own)) : !isOtherDevice
}

export function apply(room: RoomRuntime, presence: RoomPresence, own: FullJid): RoomEffect[] {
  if (room.state !== 'joining' && room.state !== 'joined') return []
  return presence.isAvailable ? applyAvailable(room, presence, own) : applyUnavailable(room, presence, own)
}

function applyAvailable(room: RoomRuntime, presence: RoomPresence, own: FullJid): RoomEffect[] {
  const { nick, muc } = presence
  const effects: RoomEffect[] = [{ kind: 'occupant', nick }]
  const item = best(muc.items)
  const before = room.occupants.get(nick)
  let devices = before?.devices
  for (const { jid } of muc.items) if (jid && isFullJid(jid)) (devices ??= new Set()).add(jid)
  const entry: OccupantEntry = {
    role: item?.role ?? before?.role ?? 'none',
    affiliation: item?.affiliation ?? before?.affiliation ?? 'none',
    // COMPAT(tigase): tells moderators the address on entering, and leaves it out of changes.
    jid: item?.jid ? bareOf(item.jid) : room.occupants.get(room.nick)?.role === 'moderator' ? (before?.jid ?? null) : null,
    availability: presence.availability,
    status: presence.status,
    occupantId: presence.occupantId,
    ...(presence.hats.length > 0 && { hats: presence.hats }),
    ...(devices && { devices }),
    visit: before?.visit ?? `${run}-${++visits}`,
  }
  room.occupants.set(nick, entry)
  if (!isSelf(room, presence, own)) return effects
  room.occupantId = presence.occupantId
  if (room.state === 'joining') {
    // §7.2.2: the room has given us another nick than the one asked for.
    if (muc.codes.has(210) && room.nick !== nick) {
      effects.push({ kind: 'notice', notice: roomNotice('room-nick-changed', { from: room.nick, to: nick, isSelf: '1' }) })
    }
    // §7.2.3, 7.2.12: said to who comes in; once is enough.
    const told = room.isCreating || room.knownUntilMs !== null ? [] : ENTRY_FACTS.filter(([code]) => muc.codes.has(code))
    for (const [, fact] of told) effects.push({ kind: 'notice', notice: roomNotice('room-entered', { fact }) })
    room.nick = nick
    room.state = 'joined'
    room.problem = null
    room.history = 'running'
    return [...effects, { kind: 'joined', isNew: muc.codes.has(201) }]
  }
  const isChanged = room.nick !== nick || before?.role !== entry.role || before?.affiliation !== entry.affiliation
  room.nick = nick
  if (isChanged) effects.push({ kind: 'self' })
  const notice = before && !room.isCreating ? ownRankNotice(before, entry, muc.items) : null
  if (notice) effects.push({ kind: 'notice', notice })
  return effects
}

function applyUnavailable(room: RoomRuntime, presence: RoomPresence, own: FullJid): RoomEffect[] {
  const { nick, muc } = presence
  const self = isSelf(room, presence, own)
  if (muc.codes.has(303)) return applyNickChange(room, presence, self)
  if (self) {
    if (room.state === 'joining') return [] // the echo of leaving before this attempt; a refusal comes as an error
    const removal = ownRemoval(presence)
    clearOccupants(room)
    // Own leaving is not waited for: whoever goes without a reason here was dropped by the room or by a link to it.
    return [{ kind: 'left', problem: removal?.problem ?? problemOf('service-gone'), notice: removal?.notice ?? null }]
  }
  const entry = room.occupants.get(nick)
  if (!entry) return [] // COMPAT(openfire): a kick is told twice
  for (const { jid } of muc.items) if (jid) entry.devices?.delete(jid)
  const isNamed = muc.items.some((item) => item.jid !== null && isFullJid(item.jid))
  const isRemoved = muc.codes.size > 0 || muc.items.some((item) => item.affiliation === 'outcast')
  if (nick === room.nick) return [] // another device of ours under our nick: we are still here
  if (isNamed && entry.devices && entry.devices.size > 0 && !isRemoved) return [] // another device of his stays
  room.occupants.delete(nick)
  const notice = removalNotice(presence)
  const gone: RoomEffect = { kind: 'occupant-gone', nick }
  return notice && room.state === 'joined' ? [gone, { kind: 'notice', notice }] : [gone]
}

function applyNickChange(room: RoomRuntime, presence: RoomPresence, self: boolean): RoomEffect[] {
  const from = presence.nick
  const to = presence.muc.items.find((item) => item.nick !== null)?.nick ?? null
  if (to === null || to === from) return [] // joining again looks like a change to the same nick
  const entry = room.occupants.get(from)
  room.occupants.delete(from)
  if (entry && !room.occupants.has(to)) room.occupants.set(to, entry)
  const isOwn = self && from === room.nick
  if (isOwn) room.nick = to
  const effects: RoomEffect[] = [{ kind: 'occupant-gone', nick: from }, { kind: 'occupant', nick: to }]
  if (isOwn) effects.push({ kind: 'self' })
  if (room.state === 'joined' && (isOwn || room.occupants.size <= NICK_NOTICES_UP_TO)) {
    effects.push({ kind: 'notice', notice: roomNotice('room-nick-changed', { from, to, isSelf: isOwn ? '1' : '' }) })
  }
  return effects
}

/** A new map, not an emptied one: a batch of changes on its way still holds the old one. */
export function clearOccupants(room: RoomRuntime): void {
  room.occupants = new Map()
  room.occupantId = null
  room.history = 'idle'
  room.archive = 'unasked'
  room.isHistorySkipped = room.isSettled = room.hasAsked = false
  room.replayedUntilMs = 0
}

export function toOccupant(room: RoomRuntime, nick: string): Occupant | null {
  const entry = room.occupants.get(nick)
  if (!entry) return null
  const { role, affiliation, jid, availability, status, hats = [] } = entry
  // Where the room gives none, an occupant may have made them up.
  const hasHats = hats.length > 0 && HAT_FEATURES.some((feature) => room.features?.has(feature))
  return { nick, role, affiliation, jid, availability, status, isSelf: nick === room.nick && room.state === 'joined', ...(hasHats && { hats }) }
}

const config = (features: Set<string>): Room['config'] => ({
  isMembersOnly: features.has('muc_membersonly'),
  isModerated: features.has('muc_moderated'),
  isNonAnonymous: features.has('muc_nonanonymous'),
  isPasswordProtected: features.has('muc_passwordprotected'),
  isPersistent: features.has('muc_persistent'),
  isHidden: features.has('muc_hidden'),
})

export function toRoom(room: RoomRuntime, bookmark: { name: string | null; autoJoin: boolean } | null): Room {
  const self = room.state === 'joined' ? room.occupants.get(room.nick) : undefined
  return {
    jid: room.jid,
    name: bookmark?.name || room.title || room.jid.slice(0, Math.max(room.jid.indexOf('@'), 0)) || room.jid,
    state: room.state,
    problem: room.problem,
    nick: room.nick,
    ownRole: self?.role ?? 'none',
    ownAffiliation: self?.affiliation ?? 'none',
    subject: room.subject,
    subjectBy: room.subjectBy,
    subjectAtMs: room.subjectAtMs,
    occupantCount: room.occupants.size,
    isBookmarked: bookmark !== null,
    autoJoin: bookmark?.autoJoin ?? false,
    config: room.features && config(room.features),
    ...(room.slowSeconds > 0 && { slowMode: { seconds: room.slowSeconds, untilMs: room.slowUntilMs } }),
  }
}
