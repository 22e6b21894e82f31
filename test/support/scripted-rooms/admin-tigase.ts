/** All changes of a request are looked at first; one that may not be spoils all of them. */
import type { Element } from '@xmpp/xml'
import { isAffiliation, isRole, setAffiliations, setRoles, type Actor, type Wish } from './admin'
import type { Muc } from './muc'
import { rank, type Room } from './room'
import { address, isJid, type Refusal } from './xml'

const no = (text: string): Refusal => ['not-allowed', text]

export function setAsTigase(muc: Muc, room: Room, stanza: Element, wishes: Wish[], actor: Actor): void {
  for (const wish of wishes) {
    const refusal = wish.role !== null && wish.affiliation === null ? mayRole(room, wish, actor) : mayAffiliate(room, wish, actor)
    if (refusal) return muc.refuse(stanza, actor.jid, refusal)
  }
  for (const { affiliation, role, jid, nick, reason } of wishes) {
    if (isAffiliation(affiliation)) setAffiliations(muc, room, actor.bare, actor, [{ bare: address(jid ?? '').bare, affiliation, reason }])
    else {
      const found = room.occupants.filter((one) => one.nick === nick)
      setRoles(muc, room, actor.bare, actor, found.map((one) => ({ one, role: isRole(role) ? role : 'none', reason })))
    }
  }
  muc.result(stanza, actor.jid)
}

function mayAffiliate(room: Room, { affiliation, role, jid }: Wish, actor: Actor): Refusal | null {
  if (jid === null || role !== null) return ['bad-request']
  if (!isAffiliation(affiliation)) return ['bad-request', `Unknown affiliation value: ${affiliation}`]
  if (!isJid(jid)) return ['internal-server-error']
  const own = rank(actor.affiliation)
  const target = rank(room.affiliation(address(jid).bare))
  switch (affiliation) {
    case 'owner':
      return own < rank('owner') ? no('You cannot grant owner provileges') : null
    case 'admin':
      return own < rank('owner') ? no('You cannot grant admin provileges') : null
    case 'member':
      return own < rank('admin') ? no('You cannot grant membership') : null
    case 'outcast':
      return own < rank('admin') || target >= own ? no('You ban occupant with higher affiliation') : null
    case 'none':
      return own < rank('admin') || target > own ? no('You cannot remove affiliation') : null // not recorded
  }
}

function mayRole(room: Room, { role, nick }: Wish, actor: Actor): Refusal | null {
  if (nick === null) return ['bad-request']
  if (!isRole(role)) return ['internal-server-error']
  const own = rank(actor.affiliation)
  const one = room.byNick(nick)
  const target = one ? rank(room.affiliation(one.bare)) : -1
  switch (role) {
    case 'none':
      if (!actor.isModerator) return no('You cannot kick')
      return target > own ? no('You cannot kick occupant with higher affiliation') : null
    case 'visitor':
      return !actor.isModerator || target >= own ? no('You revoke voice occupant with higher affiliation') : null
    case 'participant':
      return actor.isModerator ? null : no('You cannot grant voice')
    case 'moderator':
      return own < rank('admin') ? no('You cannot grant moderator provileges') : null
  }
}
