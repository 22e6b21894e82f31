/** The owner's form, its effects and the end of a room: XEP-0045 §10 as recorded in 08 and 19. */
import type { Element } from '@xmpp/xml'
import { attr } from '#xmpp/element'
import { putOut } from './admin'
import type { Muc } from './muc'
import { Room, presenceXml, statusXml } from './room'
import { ours, recorded, template } from './templates'
import { address, answersOf, attrs, esc, find, findAll, inner, NS_FORM, NS_USER, parse, tag, textOf } from './xml'

const formOf = (muc: Muc) => template(ours(muc.server, recorded(muc.server, '08-muc-create', 'owner asks for the form'), muc.around.domain))

/** As the form of a fresh room shows it. */
export function defaultConfig(muc: Muc, room: Room): void {
  for (const field of findAll(find(formOf(muc), 'x'), 'field')) {
    const name = attr(field, 'var')
    if (name && name !== 'FORM_TYPE') room.config.set(name, findAll(field, 'value').map(textOf))
  }
  if (!muc.server.isTigase) for (const name of ['roomname', 'roomdesc']) room.config.set(`muc#roomconfig_${name}`, [address(room.jid).local])
}

function formXml(muc: Muc, room: Room): string {
  const query = formOf(muc)
  const x = find(query, 'x')!
  for (const field of findAll(x, 'field')) {
    const name = attr(field, 'var')
    if (!name || name === 'FORM_TYPE') continue
    const people = name.endsWith('_roomadmins') ? 'admin' : name.endsWith('_roomowners') ? 'owner' : null
    const values = people ? room.withAffiliation(people) : (room.config.get(name) ?? [])
    const rest = field.children.filter((child) => typeof child === 'string' || child.name !== 'value')
    const valueXml = values.map((value) => parse(`<value>${esc(value)}</value>`))
    // Openfire writes the options first, Tigase the values.
    field.children = muc.server.isTigase ? [...valueXml, ...rest] : [...rest, ...valueXml]
  }
  const words = find(x, 'instructions')
  if (words) words.children = [textOf(words).replace(/"[^"]*"/, `"${address(room.jid).local}"`)]
  return query.toString()
}

export function onOwner(muc: Muc, room: Room | undefined, stanza: Element, query: Element, from: string): void {
  const { isTigase, isOld } = muc.server
  const isSet = attr(stanza, 'type') === 'set'
  const { bare } = address(from)
  if (!room) {
    if (!isTigase || isSet) return muc.refuse(stanza, from, 'noSuchRoom')
    const fresh = new Room(attr(stanza, 'to') ?? '')
    defaultConfig(muc, fresh)
    fresh.config.set('muc#roomconfig_publicroom', ['1'])
    return muc.result(stanza, from, formXml(muc, fresh))
  }
  if (isOld && !room.byJid(from)) return muc.refuse(stanza, from, 'noSuchRoom')
  if (room.affiliation(bare) !== 'owner') return muc.refuse(stanza, from, 'notOwner')
  if (!isSet) {
    if (!isTigase && find(query, 'item')) return muc.refuse(stanza, from, ['bad-request'])
    return muc.result(stanza, from, formXml(muc, room))
  }
  const destroy = find(query, 'destroy')
  if (destroy) return destroyRoom(muc, room, stanza, from, destroy)
  const form = find(query, 'x', NS_FORM)
  if (attr(form, 'type') === 'cancel') {
    if (!isTigase) destroyRoom(muc, room, stanza, from, isOld ? null : parse('<destroy/>'))
    return // Tigase says nothing
  }
  submit(muc, room, stanza, from, form)
}

function destroyRoom(muc: Muc, room: Room, stanza: Element, from: string, destroy: Element | null): void {
  const { server } = muc
  const reason = find(destroy, 'reason')
  const password = find(destroy, 'password')
  const content = server.isTigase ? destroy && inner(destroy) : `${server.isOld || !password ? '' : password.toString()}${reason?.toString() ?? ''}`
  const end = destroy ? tag('destroy', { jid: attr(destroy, 'jid') }, content ?? '') : ''
  muc.rooms.delete(room.jid)
  for (const one of room.occupants) {
    if (server.isTigase) {
      const xml = presenceXml(server, room, one, one, { isGone: true, view: { role: 'none', affiliation: 'none' }, codes: [110, room.isOpen && 100] })
      muc.send(one.jid, xml.replace('</x></presence>', `${end}</x></presence>`))
      continue
    }
    const x = tag('x', { xmlns: NS_USER }, `<item affiliation="none" role="none"/>${end}`)
    muc.send(one.jid, tag('presence', { type: 'unavailable', from: `${room.jid}/${one.nick}`, to: one.jid }, x))
  }
  muc.result(stanza, from)
}

export function applyConfig(room: Room, answers: Map<string, string[]>): string[] {
  const changed: string[] = []
  for (const [name, values] of answers) {
    const before = room.config.get(name)
    if (name === 'FORM_TYPE' || before === undefined || before.join('\n') === values.join('\n')) continue
    room.config.set(name, values)
    changed.push(name)
  }
  return changed
}

function submit(muc: Muc, room: Room, stanza: Element, from: string, form: Element | null): void {
  const { isTigase, isOld } = muc.server
  const answers = answersOf(form)
  const value = (name: string) => answers.get(`muc#roomconfig_${name}`)?.[0]
  const isOn = (name: string) => ['1', 'true'].includes(value(name) ?? '')
  if (isTigase && isOn('publicroom')) {
    return muc.refuse(stanza, from, ['forbidden', "You don't have enough permissions to make room public"])
  }
  if (isOn('passwordprotectedroom') && !(value('roomsecret') ?? room.get('roomsecret'))) return muc.refuse(stanza, from, 'emptySecret')
  if (!isTigase && value('maxusers') !== undefined && !/^\d*$/.test(value('maxusers')!)) {
    return muc.refuse(stanza, from, ['internal-server-error', 'An unexpected exception occurred while processing your request.'])
  }
  const owners = answers.get('muc#roomconfig_roomowners')
  if (!isTigase && owners) {
    if (owners.filter(Boolean).length === 0) {
      return muc.refuse(stanza, from, ['conflict', 'Processing this request would leave the room in an invalid state (eg: without owners).'])
    }
    for (const bare of room.withAffiliation('owner')) if (!owners.includes(bare)) room.setAffiliation(bare, 'none')
    for (const bare of owners) room.setAffiliation(bare, 'owner')
  }
  for (const name of isTigase ? ['roomadmins'] : ['roomadmins', 'roomowners']) answers.delete(`muc#roomconfig_${name}`)
  const wasLocked = room.isLocked
  const changed = applyConfig(room, answers).map((name) => name.replace('muc#roomconfig_', ''))
  room.isLocked = false
  const special = [
    ...(changed.includes('enablelogging') ? [room.is('enablelogging') ? 170 : 171] : []),
    ...(changed.includes('whois') ? [room.isOpen ? 172 : 173] : []),
  ]
  const others = changed.some((name) => name !== 'enablelogging' && name !== 'whois')
  const tell = (codes: number[]) =>
    muc.toAll(room, ({ jid }) =>
      `<message${attrs({ from: room.jid, to: jid, type: 'groupchat' })}>${tag('x', { xmlns: NS_USER }, statusXml(codes))}</message>`)
  if (isTigase) {
    if (wasLocked) {
      const head = attrs({ from: room.jid, type: 'groupchat', to: from })
      muc.send(from, `<message${head}><body>Room is now unlocked</body></message>`)
    }
    const codes = [...(others ? [104] : []), ...special]
    if (codes.length > 0) tell(codes)
    return muc.result(stanza, from)
  }
  if (changed.includes('membersonly') && room.is('membersonly') && !isOld) {
    // COMPAT(openfire 4.7.5, tigase): who is no member stays.
    for (const one of room.occupants.filter((each) => room.affiliation(each.bare) === 'none')) {
      const why = { affiliation: 'none' as const, reason: 'This room is now members-only.', code: 322 }
      putOut(muc, room, one, '', { jid: from, bare: address(from).bare, here: room.byJid(from) ?? null, affiliation: 'owner', isModerator: true }, why)
    }
  }
  if (special.length > 0) for (const code of special) tell([code])
  else if (!isOld && answers.size > 0) tell([104]) // COMPAT(openfire 5): also when nothing has changed
  muc.result(stanza, from)
}

