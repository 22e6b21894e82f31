/** Messages: to the room, its subject, to an occupant, invitations and what is answered to requests for voice. */
import { randomUUID } from 'node:crypto'
import type { Element } from '@xmpp/xml'
import { attr } from '#xmpp/element'
import type { Muc } from './muc'
import { occupantIdXml, rank, type Occupant, type Room, type Said } from './room'
import { address, attrs, esc, find, findAll, inner, isJid, NS_FORM, NS_USER, tag } from './xml'

const KEPT = 100

const stanzaIdXml = (id: string, by: string) => tag('stanza-id', { xmlns: 'urn:xmpp:sid:0', id, by })

/** What Openfire puts in before it looks whether it may. */
function marks(muc: Muc, roomJid: string, room: Room | undefined, from: string): { id: string; xml: string } {
  const id = randomUUID()
  if (muc.server.isTigase) return { id, xml: '' }
  const own = room?.byJid(from) ? occupantIdXml(muc.server, room, address(from).bare) : ''
  return { id, xml: stanzaIdXml(id, roomJid) + own }
}

/** COMPAT(openfire): open rooms tell the writer's address. */
const addressXml = (muc: Muc, room: Room, from: string) => {
  if (muc.server.isTigase || !room.isOpen) return ''
  const jid = muc.server.isOld ? address(from).bare : from
  return tag('addresses', { xmlns: 'http://jabber.org/protocol/address' }, tag('address', { type: 'ofrom', jid }))
}

export function onMessage(muc: Muc, stanza: Element, from: string): void {
  const to = address(attr(stanza, 'to') ?? '')
  const type = attr(stanza, 'type')
  if (type === 'error') return
  const room = muc.rooms.get(to.bare)
  const x = find(stanza, 'x', NS_USER)
  if (!room) return muc.refuse(stanza, from, 'noRoomSpeaks', { extra: marks(muc, to.bare, undefined, from).xml })
  if (to.resource !== null) return toOccupant(muc, room, stanza, from, to.resource)
  if (type !== 'groupchat') {
    if (find(x, 'invite')) return invite(muc, room, stanza, from, findAll(x, 'invite'))
    const decline = find(x, 'decline')
    if (decline) return onDecline(muc, room, from, decline)
    const isForm = find(stanza, 'x', NS_FORM)
    if (isForm && (room.byJid(from) || muc.server.isTigase)) return muc.refuse(stanza, from, 'voiceRequest', { extra: marks(muc, room.jid, room, from).xml })
  }
  toRoom(muc, room, stanza, from)
}

function toRoom(muc: Muc, room: Room, stanza: Element, from: string): void {
  const one = room.byJid(from)
  const { id, xml } = marks(muc, room.jid, room, from)
  const refuse = (why: 'outsideSpeaks' | 'noVoice' | 'noSubject') => muc.refuse(stanza, from, why, { extra: xml })
  if (!one) return refuse('outsideSpeaks')
  const isSubject = find(stanza, 'subject') !== null && !find(stanza, 'body')
  if (isSubject && one.role === 'visitor') return refuse(muc.server.isTigase ? 'noVoice' : 'noSubject')
  if (isSubject && one.role !== 'moderator' && !room.is('changesubject')) return refuse('noSubject')
  // COMPAT(openfire): without moderation visitors are heard.
  const isMute = one.role === 'visitor' && (muc.server.isTigase || room.is('moderatedroom'))
  if (!isSubject && isMute) return refuse('noVoice')
  const hasBody = find(stanza, 'body') !== null
  const isMarked = !muc.server.isTigase || hasBody
  const content = inner(stanza) + (muc.server.isTigase && isMarked ? stanzaIdXml(id, room.jid) : xml) + (isSubject ? '' : addressXml(muc, room, from))
  const said: Said = { id, wireId: attr(stanza, 'id'), from: `${room.jid}/${one.nick}`, jid: from, content, atMs: Date.now() }
  muc.toAll(room, (viewer) => saidXml(said, viewer))
  if (isSubject) room.subject = said
  else if (hasBody) keep(muc, room, said)
}

export const saidXml = (said: Said, viewer: Occupant, more = '') =>
  `<message${attrs({ type: 'groupchat', to: viewer.jid, id: said.wireId, from: said.from })}>${said.content}${more}</message>`

function keep(muc: Muc, room: Room, said: Said): void {
  room.history = [...room.history, said].slice(-KEPT)
  const isKept = muc.server.isTigase ? room.is('enablelogging') : muc.around.hasArchive && room.is('enablelogging')
  if (isKept) room.archive.push(said)
}

function toOccupant(muc: Muc, room: Room, stanza: Element, from: string, nick: string): void {
  const own = room.byJid(from)
  const extra = marks(muc, room.jid, room, from).xml
  const { isTigase } = muc.server
  const mayNot = (role: string) => muc.refuse(stanza, from, ['not-allowed', `Your role is '${role}'. You can't send private message.`])
  if (!own) return isTigase ? mayNot('none') : muc.refuse(stanza, from, 'outsideSpeaks', { extra })
  if (attr(stanza, 'type') === 'groupchat') return muc.refuse(stanza, from, 'wrongType', { extra })
  const allowed = { moderators: ['moderator'], participants: ['moderator', 'participant'], none: [] }[room.get('allowpm')] as string[] | undefined
  if (allowed && !allowed.includes(own.role)) return isTigase ? mayNot(own.role) : muc.refuse(stanza, from, 'privateOff', { extra })
  const targets = room.occupants.filter((one) => one.nick === nick)
  if (targets.length === 0) return muc.refuse(stanza, from, 'absentPrivate', { extra })
  for (const { jid } of targets) {
    const head = attrs({ type: attr(stanza, 'type'), to: jid, id: attr(stanza, 'id'), from: `${room.jid}/${own.nick}` })
    muc.send(jid, `<message${head}>${inner(stanza)}${extra}${addressXml(muc, room, from)}</message>`)
  }
}

function invite(muc: Muc, room: Room, stanza: Element, from: string, invites: Element[]): void {
  const { isTigase } = muc.server
  const extra = marks(muc, room.jid, room, from)
  const { bare } = address(from)
  if (!room.byJid(from)) return muc.refuse(stanza, from, 'outsideInvites', { extra: extra.xml })
  const isPlain = rank(room.affiliation(bare)) < rank('admin')
  // COMPAT(openfire 5): allowing it makes no difference in a members-only room.
  const isForbidden = isTigase ? !room.is('allowinvites') : room.is('membersonly') && (!room.is('allowinvites') || !muc.server.isOld)
  if (isPlain && isForbidden) return muc.refuse(stanza, from, 'noInvites', { extra: extra.xml })
  for (const one of invites) {
    const to = attr(one, 'to')
    if (to === null || !isJid(to)) {
      if (isTigase) muc.refuse(stanza, from, [to === null ? 'internal-server-error' : 'bad-request'])
      continue
    }
    const target = address(to).bare
    if (room.is('membersonly') && room.affiliation(target) === 'none') room.setAffiliation(target, 'member')
    const kept = inner(one, (child) => isTigase || child.name === 'reason')
    const secret = room.is('passwordprotectedroom') ? tag('password', {}, esc(room.get('roomsecret'))) : ''
    const x = tag('x', { xmlns: NS_USER }, tag('invite', { from: isTigase ? from : bare }, kept) + secret)
    const more = isTigase ? x : extra.xml + x + tag('x', { xmlns: 'jabber:x:conference', jid: room.jid })
    muc.around.sendBare(target, `<message${attrs({ from: room.jid, id: isTigase ? attr(stanza, 'id') : null, to: target })}>${more}</message>`)
  }
}

function onDecline(muc: Muc, room: Room, from: string, decline: Element): void {
  const to = address(attr(decline, 'to') ?? '').bare
  const x = tag('x', { xmlns: NS_USER }, tag('decline', { from: muc.server.isTigase ? from : address(from).bare }, inner(decline)))
  muc.around.sendBare(to, `<message${attrs({ from: room.jid, to })}>${x}</message>`)
}

/** XEP-0425 as Tigase has it: version :0 in an element of XEP-0422. */
export function moderate(muc: Muc, room: Room, stanza: Element, from: string, applyTo: Element): void {
  const request = find(applyTo, 'moderate', 'urn:xmpp:message-moderate:0')
  const one = room.byJid(from)
  if (!request) return muc.refuse(stanza, from, 'unknownIq')
  if (one?.role !== 'moderator') return muc.refuse(stanza, from, ['forbidden', 'You do not allowed to moderate this room.'])
  const target = attr(applyTo, 'id') ?? ''
  const found = [...room.archive, ...room.history].find((said) => said.id === target)
  if (!found) return muc.refuse(stanza, from, ['internal-server-error'])
  const by = `${room.jid}/${one.nick}`
  const reason = find(request, 'reason')
  const moderated = tag('moderated', { xmlns: 'urn:xmpp:message-moderate:0', by }, inner(request))
  const id = randomUUID()
  const content = tag('apply-to', { xmlns: 'urn:xmpp:fasten:0', id: target }, moderated) + stanzaIdXml(id, room.jid)
  const said: Said = { id, wireId: randomUUID(), from: room.jid, jid: from, content, atMs: Date.now() }
  const stamp = new Date(said.atMs).toISOString()
  const left = tag('moderated', { xmlns: 'urn:xmpp:message-moderate:0', by },
    tag('retracted', { xmlns: 'urn:xmpp:message-retract:0', stamp }) + (reason?.toString() ?? ''))
  found.content = left + stanzaIdXml(found.id, room.jid)
  muc.toAll(room, (viewer) => saidXml(said, viewer))
  keep(muc, room, said)
  muc.result(stanza, from)
}

