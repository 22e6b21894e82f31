/** Questions to the service, to a room, and through it to an occupant. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Element } from '@xmpp/xml'
import { attr, elements, nsOf } from '#xmpp/element'
import { onAdmin } from './admin'
import { noArchive, onArchive } from './archive'
import type { Muc } from './muc'
import { onOwner } from './owner'
import { onRegister } from './register'
import { statusXml, type Room } from './room'
import { moderate } from './speaking'
import { ours, recorded, template } from './templates'
import { address, attrs, find, findAll, inner, NS_ADMIN, NS_MUC, NS_OWNER, NS_USER, parse, tag } from './xml'

const NS_INFO = 'http://jabber.org/protocol/disco#info'
const NS_ITEMS = 'http://jabber.org/protocol/disco#items'

export function onRoomIq(muc: Muc, stanza: Element, from: string): void {
  const to = address(attr(stanza, 'to') ?? '')
  const type = attr(stanza, 'type')
  if (type === 'result' || type === 'error') return onPassedBack(muc, stanza, from, to.bare)
  const room = muc.rooms.get(to.bare)
  const payload = elements(stanza)[0]
  if (!payload) return
  if (to.resource !== null) return throughRoom(muc, room, stanza, payload, from, to.resource)
  if (!to.local) return toService(muc, stanza, payload, from)
  toRoom(muc, room, stanza, payload, from)
}

function toService(muc: Muc, stanza: Element, payload: Element, from: string): void {
  const { server, around } = muc
  switch (nsOf(payload)) {
    case NS_INFO:
      return muc.result(stanza, from, ours(server, recorded(server, '02-disco', 'conference service: disco info'), around.domain))
    case NS_ITEMS: {
      const listed = [...muc.rooms.values()].filter((room) => room.is('publicroom') && !room.isLocked)
      const items = listed.map((room) => tag('item', { jid: room.jid, name: room.get('roomname') }))
      return muc.result(stanza, from, tag('query', { xmlns: NS_ITEMS }, items.join('')))
    }
    case 'urn:xmpp:ping':
      return muc.result(stanza, from)
    case `${NS_MUC}#unique`:
      if (server.isTigase) return muc.result(stanza, from, tag('unique', { xmlns: nsOf(payload) }, randomBytes(15).toString('hex')))
      return muc.refuse(stanza, from, ['feature-not-implemented'])
    default: {
      const isRegistration = nsOf(payload) === 'jabber:iq:register' && server.isTigase
      return muc.refuse(stanza, from, isRegistration ? ['item-not-found', 'Room does not exist.'] : ['feature-not-implemented'])
    }
  }
}

function toRoom(muc: Muc, room: Room | undefined, stanza: Element, payload: Element, from: string): void {
  const ns = nsOf(payload)
  if (ns === NS_OWNER) return onOwner(muc, room, stanza, payload, from)
  if (!room) {
    const words = ns.startsWith('urn:xmpp:mam:') ? noArchive(muc, attr(stanza, 'to') ?? '') : ns === 'jabber:iq:register' && muc.server.isTigase ? 'Room does not exist.' : undefined
    return muc.refuse(stanza, from, words === undefined ? ['item-not-found'] : ['item-not-found', words])
  }
  switch (ns) {
    case NS_ADMIN:
      return onAdmin(muc, room, stanza, payload, from)
    case NS_INFO:
      return muc.result(stanza, from, infoXml(muc, room, from, attr(payload, 'node')))
    case NS_ITEMS: {
      const items = room.occupants.map((one) => tag('item', { jid: `${room.jid}/${one.nick}` }))
      return muc.result(stanza, from, tag('query', { xmlns: NS_ITEMS }, room.byJid(from) ? items.join('') : ''))
    }
    case 'urn:xmpp:ping':
      return muc.result(stanza, from)
    case 'urn:xmpp:mam:2':
      if (attr(stanza, 'type') === 'set') return onArchive(muc, room, stanza, payload, from)
      if (payload.name !== 'query' && muc.server.isTigase) return muc.refuse(stanza, from, ['feature-not-implemented'])
      return muc.result(stanza, from, recorded(muc.server, '18-muc-history-archive', 'archive: form'))
    case 'urn:xmpp:fasten:0':
      return muc.server.isTigase ? moderate(muc, room, stanza, from, payload) : muc.refuse(stanza, from, 'unknownIq')
    case 'jabber:iq:register':
      return onRegister(muc, room, stanza, payload, from)
    case 'vcard-temp':
      return onVcard(muc, room, stanza, payload, from)
    default:
      return muc.refuse(stanza, from, 'unknownIq')
  }
}

const PAIRS = [
  ['muc_public', 'muc_hidden', 'publicroom'], ['muc_membersonly', 'muc_open', 'membersonly'], ['muc_moderated', 'muc_unmoderated', 'moderatedroom'],
  ['muc_passwordprotected', 'muc_unsecured', 'passwordprotectedroom'], ['muc_persistent', 'muc_temporary', 'persistentroom'],
] as const

function infoXml(muc: Muc, room: Room, from: string, node: string | null): string {
  const { server } = muc
  if (node !== null) return nodeXml(muc, room, from, node)
  const query = template(recorded(server, '08-muc-create', 'what the instant room is'))
  find(query, 'identity')!.attrs.name = room.get('roomname')
  for (const feature of findAll(query, 'feature')) {
    const name = attr(feature, 'var') ?? ''
    const pair = PAIRS.find(([on, off]) => on === name || off === name)
    if (pair) feature.attrs.var = room.is(pair[2]) ? pair[0] : pair[1]
    if (/^muc_(non|semi)anonymous$/.test(name)) feature.attrs.var = room.isOpen ? 'muc_nonanonymous' : 'muc_semianonymous'
  }
  const form = find(query, 'x')!
  const created = new Date(room.createdMs).toISOString()
  const facts: Record<string, string[]> = {
    description: [room.get('roomdesc')], occupants: [String(new Set(room.occupants.map((one) => one.nick)).size)],
    lang: [room.get('roomname')], // as Tigase has it
    creationdate: [server.isTigase ? created.replace(/\.\d+/, '') : created], roomowners: room.withAffiliation('owner'), roomadmins: room.withAffiliation('admin'),
    subject: [room.subject ? room.subject.content.replace(/^<subject>(.*)<\/subject>.*$|^.*$/s, '$1') : ''],
  }
  for (const field of findAll(form, 'field')) {
    const name = attr(field, 'var') ?? ''
    const short = name.replace(/^.*_/, '')
    const values = facts[short] ?? room.config.get(name)
    if (name !== 'FORM_TYPE' && values) field.children = values.map((value) => Object.assign(parse('<value/>'), { children: value ? [value] : [] }))
  }
  // COMPAT(tigase): only who is in is told the details.
  if (server.isTigase && !room.byJid(from)) query.children = query.children.filter((child) => child !== form)
  return query.toString()
}

/** The nick reserved for whoever asks (XEP-0045 §7.12). */
function nodeXml(muc: Muc, room: Room, from: string, node: string): string {
  if (muc.server.isTigase) return tag('query', { xmlns: NS_INFO, node })
  const nick = room.reserved.get(address(from).bare)
  const identity = nick === undefined ? '' : tag('identity', { category: 'conference', name: nick, type: 'text' })
  const features = [NS_INFO, 'urn:xmpp:bookmarks-conversion:0'].map((name) => tag('feature', { var: name }))
  return tag('query', { xmlns: NS_INFO, node }, identity + features.join(''))
}

function onVcard(muc: Muc, room: Room, stanza: Element, payload: Element, from: string): void {
  if (attr(stanza, 'type') === 'get') return muc.result(stanza, from, room.vcard ?? tag('vCard', { xmlns: 'vcard-temp' }))
  if (room.affiliation(address(from).bare) !== 'owner') {
    return muc.refuse(stanza, from, muc.server.isTigase ? ['not-allowed'] : ['forbidden', 'You are not an owner of this room.'])
  }
  // COMPAT(tigase): keeps the picture only.
  const kept = inner(payload, (child) => !muc.server.isTigase || child.name === 'PHOTO')
  room.vcard = tag('vCard', { xmlns: 'vcard-temp' }, kept)
  muc.toAll(room, ({ jid }) =>
    `<message${attrs({ from: room.jid, to: jid, type: 'groupchat' })}>${tag('x', { xmlns: NS_USER }, statusXml([104]))}</message>`)
  if (!muc.server.isTigase) {
    muc.toAll(room, ({ jid }) => tag('presence', { from: room.jid, to: jid }, `<x xmlns="vcard-temp:x:update"><photo>${randomUUID()}</photo></x>`))
  }
  muc.result(stanza, from)
}

function throughRoom(muc: Muc, room: Room | undefined, stanza: Element, payload: Element, from: string, nick: string): void {
  const { isTigase } = muc.server
  const own = room?.byJid(from)
  const id = attr(stanza, 'id') ?? ''
  if (!room) return muc.refuse(stanza, from, 'roomGone')
  if (!own) return muc.refuse(stanza, from, isTigase ? ['not-acceptable', `${address(from).resource} is not in room`] : 'outsidePing')
  const isSelfPing = own.nick === nick && nsOf(payload) === 'urn:xmpp:ping'
  if (isSelfPing && !isTigase) return muc.result(stanza, from)
  const target = room.byNick(nick)
  if (!target) return muc.refuse(stanza, from, 'absentIq')
  // COMPAT(tigase): a self-ping becomes a ping of the room's own to the client.
  const passedId = isSelfPing ? `spng-${++muc.pings}` : isTigase ? `${randomBytes(4).toString('hex')}-${id}` : id
  muc.passedOn.set(`${target.jid} ${passedId}`, { to: from, id, from: `${room.jid}/${nick}` })
  const head = attrs({ type: attr(stanza, 'type'), id: passedId, to: target.jid, from: `${room.jid}/${own.nick}` })
  muc.send(target.jid, `<iq${head}>${inner(stanza)}</iq>`)
}

function onPassedBack(muc: Muc, stanza: Element, from: string, _room: string): void {
  const key = `${from} ${attr(stanza, 'id')}`
  const asked = muc.passedOn.get(key)
  muc.passedOn.delete(key)
  if (!asked) return
  const head = attrs({ type: attr(stanza, 'type'), id: asked.id, to: asked.to, from: asked.from })
  const content = inner(stanza)
  muc.send(asked.to, content === '' ? `<iq${head}/>` : `<iq${head}>${content}</iq>`)
}
