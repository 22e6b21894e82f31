/** Asking others in: which way, and the other way when the first one is refused. */
import { failureOf } from '#core/failure'
import type { Session } from '#core/context'
import type { RoomsApi } from '#features/rooms/public'
import { domainOf, parseJid, type BareJid } from '#shared/jid'
import type { InviteOutcome, InviteVia } from '#shared/model/room-invite'
import { done, fail, type CallError, type Result } from '#shared/result'
import { attr, child, children, xml } from '#xmpp/element'
import type { StanzaError } from '#xmpp/types'
import type { contract } from './contract'
import { buildDirect, buildMediated } from '#xmpp/xep/0249'

const NS_ADMIN = 'http://jabber.org/protocol/muc#admin'

export interface InviteWishes {
  via: 'auto' | InviteVia
  reason: string
  thread: string | null
}

export interface SendDeps {
  session: Session<typeof contract>
  rooms: RoomsApi
  isContact(jid: BareJid): boolean
  onSent(to: BareJid, via: InviteVia): void
  onLateRefusal(to: BareJid, error: StanzaError): void
}

/**
 * The ways in their order. Members only: the invitation through the room is what makes a member of the invited, when the inviter
 * may do that; a direct one would lead before a closed door.
 */
export function waysOf(wish: InviteWishes['via'], room: { isMembersOnly: boolean; mayAddMembers: boolean }, isContact: boolean): InviteVia[] {
  if (wish !== 'auto') return [wish]
  if (room.isMembersOnly) return room.mayAddMembers ? ['mediated', 'direct'] : ['mediated']
  return isContact ? ['direct', 'mediated'] : ['mediated', 'direct']
}

export async function invite(deps: SendDeps, room: BareJid, to: BareJid, wishes: InviteWishes): Promise<InviteOutcome> {
  const { session, rooms } = deps
  const view = rooms.get(room)
  if (!view || view.state !== 'joined') return { to, ...fail('not-found', 'we are not in this room') }
  if (to === session.own) return { to, ...fail('bad-input', 'that is ourselves') }
  if (rooms.people(room).some((one) => one.jid === to)) return { to, ...fail('conflict', 'he is in the room already') }
  const isMembersOnly = view.config?.isMembersOnly ?? false
  const mayAddMembers = view.ownAffiliation === 'owner' || view.ownAffiliation === 'admin'

  const mediated = () => rooms.send({ to: room, build: (id) => buildMediated(room, id, to, wishes) })
  const admin = (type: 'get' | 'set', item: Record<string, string>) =>
    session.connection.request({ type, to: room, payload: xml('query', { xmlns: NS_ADMIN }, xml('item', item)) })
  const letIn = async (): Promise<Result<null>> => {
    const banned = await admin('get', { affiliation: 'outcast' })
    if (!banned.ok) return failureOf(banned.error)
    const listed = children(child(banned.value, 'query', NS_ADMIN), 'item', NS_ADMIN)
    if (listed.some((item) => parseJid(attr(item, 'jid')) === to)) return fail('conflict', 'he is banned from the room')
    const granted = await admin('set', { affiliation: 'member', jid: to })
    return granted.ok ? done : failureOf(granted.error)
  }
  const direct = async (): Promise<Result<null>> => {
    const isLetIn = isMembersOnly && mayAddMembers ? await letIn() : done
    if (!isLetIn.ok) return isLetIn
    return rooms.send({
      to,
      askAfter: domainOf(session.own), // asking the invited one would tell whether he is there
      build: (id) => buildDirect(room, id, to, { ...wishes, password: rooms.passwordOf(room) }),
      onLateRefusal: (error) => deps.onLateRefusal(to, error),
    })
  }

  let error: CallError | null = null
  for (const via of waysOf(wishes.via, { isMembersOnly, mayAddMembers }, deps.isContact(to))) {
    const sent = await (via === 'mediated' ? mediated() : direct())
    if (sent.ok) {
      deps.onSent(to, via)
      return { to, ok: true, via }
    }
    error ??= sent.error
    if (sent.error.code === 'offline') break
  }
  return { to, ok: false, error: error ?? fail('internal', 'no way to ask him').error }
}
