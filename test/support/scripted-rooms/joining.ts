/** Coming in, changing, going: XEP-0045 §7.1–7.7, 7.14 as the three servers do it. */
import type { Element } from '@xmpp/xml'
import { attr } from '#xmpp/element'
import type { Muc } from './muc'
import { replay } from './archive'
import { newId, occupantIdXml, ownPresence, presenceXml, type Occupant, type Room } from './room'
import type { Situation } from './personality'
import { address, attrs, esc, find, NS_MUC, NS_USER, tag, textOf } from './xml'

export function onPresence(muc: Muc, stanza: Element, from: string): void {
  const to = address(attr(stanza, 'to') ?? '')
  const type = attr(stanza, 'type')
  const room = muc.rooms.get(to.bare)
  const here = room?.byJid(from)
  if (type === 'error') return
  if (type === 'unavailable') {
    if (room && here) leave(muc, room, here)
    return
  }
  if (/\s/.test(to.local)) {
    if (!muc.server.isTigase) muc.refuse(stanza, from, ['jid-malformed'], { payload: '' })
    return
  }
  if (!to.local) return // the service itself
  const isBlank = to.resource === null || (!muc.server.isTigase && to.resource.trim() === '')
  if (to.resource === null || isBlank) return muc.refuse(stanza, from, 'nickMissing')
  const x = find(stanza, 'x', NS_MUC)
  if (room && here) {
    if (here.nick !== to.resource) return changeNick(muc, room, here, to.resource, stanza)
    here.presence = ownPresence(stanza)
    if (x && muc.server.isTigase) return welcome(muc, room, here, find(x, 'history'))
    return update(muc, room, here)
  }
  if (!x && muc.server.isTigase) {
    const item = '<item affiliation="none" role="none"><reason>You are not in the room.</reason></item>'
    const codes = '<status code="110"/><status code="307"/><status code="333"/>'
    return muc.send(from, tag('presence', { from: to.full, type: 'unavailable', to: from }, tag('x', { xmlns: NS_USER }, codes + item)))
  }
  join(muc, stanza, from, to.bare, to.resource, x)
}

function join(muc: Muc, stanza: Element, from: string, jid: string, nick: string, x: Element | null): void {
  const since = attr(find(x, 'history'), 'since')
  if (muc.server.isTigase && since !== null && Number.isNaN(Date.parse(since))) {
    return muc.refuse(stanza, from, ['bad-request', 'Invalid value for attribute since'])
  }
  const known = muc.rooms.get(jid)
  const room = known ?? muc.create(jid, address(from).bare)
  const refusal = known ? mayJoin(muc, room, address(from).bare, nick, textOf(find(x, 'password'))) : null
  if (refusal) return muc.refuse(stanza, from, refusal)
  enter(muc, room, { jid: from, nick, presence: ownPresence(stanza), history: find(x, 'history'), isNew: !known })
  if (!known && muc.server.isTigase) {
    const say = (body: string) =>
      muc.send(from, `<message${attrs({ from: jid, type: 'groupchat', to: from })}><body>${esc(body)}</body></message>`)
    say('Room is locked. Please configure.')
    say("Welcome! You created new Multi User Chat Room. Room is locked now. Configure it please!\n You've created new hidden room."
      + " It's not visible in service discovery and you have to invite participants")
  }
}

function mayJoin(muc: Muc, room: Room, bare: string, nick: string, password: string): Situation | null {
  const affiliation = room.affiliation(bare)
  const isOwner = affiliation === 'owner'
  if (room.isLocked && !isOwner) return 'locked'
  if (affiliation === 'outcast') return 'banned'
  if (room.is('passwordprotectedroom') && !isOwner && password !== room.get('roomsecret')) return 'password'
  if (room.is('membersonly') && affiliation === 'none') return 'membersOnly'
  const isReserved = !muc.server.isTigase && [...room.reserved].some(([who, reserved]) => who !== bare && reserved === nick.toLowerCase())
  if (isReserved || room.occupants.some((one) => one.nick === nick && one.bare !== bare)) return 'nickTaken'
  const limit = Number(room.get('maxusers'))
  return limit > 0 && room.occupants.length >= limit && !isOwner ? 'full' : null
}

export interface Entering {
  jid: string
  nick: string
  presence: string
  history: Element | null
  isNew?: boolean
}

export function enter(muc: Muc, room: Room, { jid, nick, presence, history, isNew = false }: Entering): void {
  const { bare } = address(jid)
  const one: Occupant = { nick, jid, bare, role: room.roleOf(room.affiliation(bare)), presence }
  room.occupants.push(one)
  welcome(muc, room, one, history, isNew)
}

/** All presences of coming in, what was said, and the subject. */
function welcome(muc: Muc, room: Room, one: Occupant, history: Element | null = null, isNew = false): void {
  const { server } = muc
  const others = room.occupants.filter((other) => other !== one)
  const codes = [110, room.isOpen && 100, room.is('enablelogging') && 170, isNew && 201]
  const devices = room.occupants.filter((other) => other.nick === one.nick)
  if (server.isTigase) {
    // Its own presence comes first. Devices under one nick share a presence with an item each; all of one's devices get 110.
    const view = (viewer: Occupant, own: (number | false)[]) => withItems(presenceXml(server, room, one, viewer, { codes: own }), room, devices, one, viewer, server)
    muc.send(one.jid, view(one, codes))
    for (const other of others) {
      const isOwnDevice = other.bare === one.bare
      muc.send(other.jid, view(other, isOwnDevice ? [110] : []))
      if (!isOwnDevice) muc.send(one.jid, presenceXml(server, room, other, one))
    }
  } else {
    for (const other of others) muc.send(one.jid, presenceXml(server, room, other, one))
    for (const other of others) {
      muc.send(other.jid, presenceXml(server, room, one, other, { codes: other.bare === one.bare && other.nick === one.nick ? codes : [] }))
    }
    muc.send(one.jid, presenceXml(server, room, one, one, { codes }))
  }
  replay(muc, room, one, history)
  muc.send(one.jid, subjectXml(muc, room, one))
}

function withItems(xml: string, room: Room, devices: Occupant[], one: Occupant, viewer: Occupant, server: Muc['server']): string {
  if (devices.length < 2) return xml
  const items = devices.map((device) => presenceXml(server, room, device, viewer).match(/<item[^>]*\/>/)![0])
  return xml.replace(/<item[^>]*\/>/, items.join(''))
}

/** How the subject is told to who comes in. */
function subjectXml(muc: Muc, room: Room, one: Occupant): string {
  const { subject } = room
  const stamp = new Date(subject?.atMs ?? room.createdMs).toISOString()
  if (muc.server.isTigase) {
    const by = subject?.from ?? `${room.jid}/${room.occupants[0]?.nick ?? ''}`
    const head = attrs({ from: by, type: 'groupchat', id: newId(muc.server), to: one.jid })
    const delay = tag('delay', { xmlns: 'urn:xmpp:delay', jid: room.jid, stamp })
    return `<message${head}>${subject ? subject.content : '<subject/>'}${delay}</message>`
  }
  if (!subject) return `<message${attrs({ from: room.jid, type: 'groupchat', id: newId(muc.server), to: one.jid })}><subject/></message>`
  const head = attrs({ type: 'groupchat', to: one.jid, id: subject.wireId, from: subject.from })
  const delay = tag('delay', { xmlns: 'urn:xmpp:delay', stamp, from: room.isOpen ? subject.jid : subject.from })
  return `<message${head}>${subject.content}${delay}</message>`
}

/** A change of show or status. */
function update(muc: Muc, room: Room, one: Occupant): void {
  muc.toAll(room, (viewer) => presenceXml(muc.server, room, one, viewer, { codes: viewer === one ? ownCodes(muc, room) : [] }))
}
/** Tigase says again how open the room is. */
const ownCodes = (muc: Muc, room: Room): (number | false)[] => [110, muc.server.isTigase && room.isOpen && 100]

function changeNick(muc: Muc, room: Room, one: Occupant, nick: string, stanza: Element): void {
  const isTaken = room.occupants.some((other) => other.nick === nick && other.bare !== one.bare)
  if (muc.server.isTigase || isTaken) return muc.refuse(stanza, one.jid, 'nickChangeTaken', { extra: occupantIdXml(muc.server, room, one.bare) })
  const before = one.nick
  const codes = (viewer: Occupant, first?: number): (number | false)[] => [first ?? false, viewer === one && 110]
  muc.toAll(room, (viewer) =>
    presenceXml(muc.server, room, one, viewer, { isGone: true, nick: before, view: { newNick: nick }, codes: codes(viewer, 303) }))
  one.nick = nick
  one.presence = ownPresence(stanza)
  muc.toAll(room, (viewer) => presenceXml(muc.server, room, one, viewer, { codes: codes(viewer) }))
}

export function leave(muc: Muc, room: Room, one: Occupant): void {
  muc.toAll(room, (viewer) =>
    presenceXml(muc.server, room, one, viewer, { isGone: true, view: { role: 'none' }, codes: viewer === one ? ownCodes(muc, room) : [] }))
  room.remove(one)
  if (room.occupants.length === 0 && !room.is('persistentroom')) muc.rooms.delete(room.jid)
}

