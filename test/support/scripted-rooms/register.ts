/** Registration with a room, XEP-0045 §7.10, as recorded in 16: no server asked anybody for approval. */
import type { Element } from '@xmpp/xml'
import { attr } from '#xmpp/element'
import { setAffiliations } from './admin'
import type { Muc } from './muc'
import type { Room } from './room'
import { recorded, template } from './templates'
import { address, answersOf, find, findAll, NS_FORM, parse, tag } from './xml'

const NS = 'jabber:iq:register'

export function onRegister(muc: Muc, room: Room, stanza: Element, query: Element, from: string): void {
  const { bare } = address(from)
  const isSet = attr(stanza, 'type') === 'set'
  const nick = answersOf(find(query, 'x', NS_FORM)).get('muc#register_roomnick')?.[0] ?? ''
  if (muc.server.isTigase) return asTigase(muc, room, stanza, query, from, nick)
  const known = room.reserved.get(bare)
  if (!isSet) {
    const registered = tag('query', { xmlns: NS }, `<registered/><username>${known}</username>`)
    return muc.result(stanza, from, known === undefined ? recorded(muc.server, '16-muc-nick-registration', 'registration form') : registered)
  }
  if (find(query, 'remove')) {
    room.reserved.delete(bare)
    setAffiliations(muc, room, bare, null, [{ bare, affiliation: 'none', reason: '' }])
    return muc.result(stanza, from)
  }
  if ([...room.reserved].some(([who, reserved]) => who !== bare && reserved === nick.toLowerCase())) return muc.refuse(stanza, from, ['conflict'])
  room.reserved.set(bare, nick.toLowerCase())
  if (room.affiliation(bare) === 'none') setAffiliations(muc, room, bare, null, [{ bare, affiliation: 'member', reason: '' }])
  muc.result(stanza, from)
}

/** Only for offline delivery to whoever is in under that nick. */
function asTigase(muc: Muc, room: Room, stanza: Element, query: Element, from: string, nick: string): void {
  const own = room.byJid(from)?.nick
  if (attr(stanza, 'type') !== 'set') {
    const form = template(recorded(muc.server, '16-muc-nick-registration', 'registration form'))
    const field = findAll(find(form, 'x'), 'field').find((one) => attr(one, 'var') === 'muc#register_roomnick')!
    field.children = own === undefined ? [] : [Object.assign(parse('<value/>'), { children: [own] })]
    return muc.result(stanza, from, form.toString())
  }
  if (find(query, 'remove') || nick === own) return muc.result(stanza, from)
  muc.refuse(stanza, from, ['not-acceptable', 'You may only register a nickname which you are using now.'])
}
