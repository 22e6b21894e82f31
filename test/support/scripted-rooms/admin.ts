/** Lists, roles and affiliations: XEP-0045 §8–9 with each server's rights and ways of telling. */
import type { Element } from '@xmpp/xml'
import { attr } from '#xmpp/element'
import type { Muc } from './muc'
import { AFFILIATIONS, presenceXml, rank, ROLES, type Affiliation, type ItemView, type Occupant, type Role, type Room } from './room'
import { setAsOpenfire } from './admin-openfire'
import { setAsTigase } from './admin-tigase'
import { address, find, findAll, NS_ADMIN, tag, textOf, type Refusal } from './xml'

export interface Wish {
  affiliation: string | null
  role: string | null
  jid: string | null
  nick: string | null
  reason: string
}
export const wishesOf = (query: Element): Wish[] =>
  findAll(query, 'item').map((item) => ({
    affiliation: attr(item, 'affiliation'), role: attr(item, 'role'), jid: attr(item, 'jid'), nick: attr(item, 'nick'),
    reason: textOf(find(item, 'reason')),
  }))

export const isAffiliation = (text: string | null): text is Affiliation => AFFILIATIONS.includes(text as Affiliation)
export const isRole = (text: string | null): text is Role => ROLES.includes(text as Role)

/** Who acts: his place in the room, if he is in it. */
export interface Actor {
  jid: string
  bare: string
  here: Occupant | null
  affiliation: Affiliation
  isModerator: boolean
}
const actorOf = (room: Room, from: string): Actor => {
  const { bare } = address(from)
  const here = room.byJid(from) ?? null
  return { jid: from, bare, here, affiliation: room.affiliation(bare), isModerator: here?.role === 'moderator' }
}

export function onAdmin(muc: Muc, room: Room, stanza: Element, query: Element, from: string): void {
  const actor = actorOf(room, from)
  const isGet = attr(stanza, 'type') === 'get'
  if (!actor.here && muc.server.isOld) return muc.refuse(stanza, from, 'outsideDoes')
  if (isGet) return list(muc, room, stanza, query, actor)
  if (muc.server.isTigase) return setAsTigase(muc, room, stanza, wishesOf(query), actor)
  const first = wishesOf(query)[0]
  // COMPAT(openfire): an item without anybody is taken for a question.
  if (first && first.jid === null && first.nick === null && isAffiliation(first.affiliation)) return list(muc, room, stanza, query, actor)
  setAsOpenfire(muc, room, stanza, wishesOf(query), actor)
}

function list(muc: Muc, room: Room, stanza: Element, query: Element, actor: Actor): void {
  const { isTigase } = muc.server
  const refuse = (refusal: Refusal | 'notAllowedList', payload?: string) =>
    muc.refuse(stanza, actor.jid, refusal, payload === undefined ? {} : { payload })
  const [wish] = wishesOf(query)
  if (!wish) return refuse(isTigase ? ['internal-server-error'] : ['bad-request'])
  if (!mayList(muc, room, wish, actor)) return refuse('notAllowedList')
  const items = isTigase ? itemsOfTigase(room, wish) : itemsOfOpenfire(room, wish)
  if (!items) return refuse(['bad-request'], tag('query', { xmlns: NS_ADMIN }))
  muc.result(stanza, actor.jid, tag('query', { xmlns: NS_ADMIN }, items.join('')))
}

function mayList(muc: Muc, room: Room, wish: Wish, actor: Actor): boolean {
  const isAdmin = rank(actor.affiliation) >= rank('admin')
  if (muc.server.isTigase) return isAdmin || (room.isOpen && actor.here !== null)
  if (wish.affiliation === 'outcast') return isAdmin
  if (wish.role !== null && wish.affiliation === null) return actor.isModerator
  if (muc.server.isOld || room.isOpen || wish.affiliation === 'member' || wish.affiliation === 'none') return true
  return actor.affiliation === 'owner'
}

const itemXml = (room: Room, bare: string, jid = bare) => {
  const here = room.ofBare(bare)[0]
  return tag('item', { affiliation: room.affiliation(bare), jid, role: here?.role, nick: here?.nick })
}
function itemsOfOpenfire(room: Room, { affiliation, role }: Wish): string[] | null {
  if (affiliation !== null) {
    return affiliation === 'none' || !isAffiliation(affiliation) ? null : room.withAffiliation(affiliation).map((bare) => itemXml(room, bare))
  }
  if (role !== 'moderator' && role !== 'participant') return null
  return room.occupants.filter((one) => one.role === role).map((one) => itemXml(room, one.bare, one.jid))
}
function itemsOfTigase(room: Room, { affiliation, role }: Wish): string[] {
  const of = (bares: string[]) => [...new Set(bares)].map((bare) => itemXml(room, bare))
  if (affiliation === 'none') return of(room.occupants.filter((one) => room.affiliation(one.bare) === 'none').map((one) => one.bare))
  if (affiliation !== null) return isAffiliation(affiliation) ? of(room.withAffiliation(affiliation)) : []
  return of(room.occupants.filter((one) => one.role === role).map((one) => one.bare))
}

export interface AffiliationChange {
  bare: string
  affiliation: Affiliation
  reason: string
}

/** `by` null: nobody in particular (setting up). Tells the room as its server does. */
export function setAffiliations(muc: Muc, room: Room, by: string, actor: Actor | null, changes: AffiliationChange[]): void {
  for (const { bare, affiliation, reason } of changes) {
    const before = room.affiliation(bare)
    room.setAffiliation(bare, affiliation)
    const isOut = affiliation === 'outcast' || (affiliation === 'none' && room.is('membersonly'))
    if (before === affiliation && !muc.server.isTigase) continue
    for (const one of room.ofBare(bare)) {
      if (isOut) {
        // COMPAT(openfire 4.7.5): a moderator is banned, and stays.
        if (muc.server.isOld && affiliation === 'outcast' && one.role === 'moderator') continue
        putOut(muc, room, one, by, actor, { affiliation, reason, code: affiliation === 'outcast' || muc.server.isTigase ? 301 : 321 })
        continue
      }
      if (!muc.server.isTigase) one.role = room.roleOf(affiliation)
      const content = muc.server.isTigase && reason ? tag('reason', {}, textXml(reason)) : ''
      tellChange(muc, room, one, { content })
    }
  }
}

const textXml = (text: string) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]!)

export function setRoles(muc: Muc, room: Room, by: string, actor: Actor | null, changes: { one: Occupant; role: Role; reason: string }[]): void {
  for (const { one, role, reason } of changes) {
    if (role === 'none') {
      putOut(muc, room, one, by, actor, { affiliation: room.affiliation(one.bare), reason, code: 307 })
      continue
    }
    one.role = role
    tellChange(muc, room, one, { content: muc.server.isTigase && reason ? tag('reason', {}, textXml(reason)) : '' })
  }
}

function tellChange(muc: Muc, room: Room, one: Occupant, view: ItemView): void {
  const { isTigase } = muc.server
  muc.toAll(room, (viewer) =>
    presenceXml(muc.server, room, one, viewer, { view: { ...view, hidesJid: isTigase }, codes: viewer === one && !isTigase ? [110] : [] }))
}

interface PuttingOut {
  affiliation: Affiliation
  reason: string
  code: number
}
export function putOut(muc: Muc, room: Room, one: Occupant, by: string, actor: Actor | null, { affiliation, reason, code }: PuttingOut): void {
  const { server } = muc
  const why = reason && code !== 321 ? tag('reason', {}, textXml(reason)) : ''
  if (server.isTigase) {
    muc.toAll(room, (viewer) => {
      const isVictim = viewer === one
      const content = (isVictim ? tag('actor', { jid: actor?.jid ?? by }) : '') + why
      const role = isVictim && code === 301 ? null : ('none' as const)
      return presenceXml(server, room, one, viewer, { isGone: true, view: { affiliation, role, hidesJid: true, content }, codes: [code] })
    })
    room.remove(one)
    return
  }
  const actorXml = code === 321 && !server.isOld ? '' : tag('actor', { jid: room.isOpen || server.isOld ? by : null, nick: actor?.here?.nick })
  const view: ItemView = { affiliation, role: 'none', content: why + actorXml }
  const tell = (viewer: Occupant) => presenceXml(server, room, one, viewer, { isGone: true, view, codes: [code, viewer === one && 110] })
  muc.toAll(room, tell, one)
  room.remove(one)
  if (code === 307 || code === 322) muc.toAll(room, tell) // COMPAT(openfire): a kick is told twice
}
