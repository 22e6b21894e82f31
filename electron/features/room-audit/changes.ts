/** What a presence or a notice of the room says about changes. Pure: only text comes out, whoever is named in it. */
import type { MucUser, RoomPresenceEvent } from '#features/rooms/public'
import { bareOf, type BareJid } from '#shared/jid'
import type { RoomAuditEntry } from '#shared/model/room-audit'

export type Change = Pick<RoomAuditEntry, 'kind' | 'actor' | 'nick' | 'jid' | 'from' | 'to' | 'reason'>

export function changeOf(event: RoomPresenceEvent): Change | null {
  const { codes, items, before, isAvailable, nick } = event
  if (isAvailable && (!before || event.isEntering)) return null
  const item = items.find((one) => one.affiliation !== null || one.role !== null) ?? null
  const said = items.find((one) => one.actor !== '' || one.reason !== '') ?? null
  const named = item?.jid ? bareOf(item.jid) : (before?.jid ?? null)
  const change = (kind: Change['kind'], more: Partial<Change> = {}): Change => ({
    kind, actor: said?.actor ?? '', reason: said?.reason ?? '', nick, jid: named, from: '', to: '', ...more,
  })
  if (isAvailable) {
    if (!before || !item) return null
    if (item.affiliation && item.affiliation !== before.affiliation) return change('affiliation', { from: before.affiliation, to: item.affiliation })
    if (item.role && item.role !== before.role) return change('role', { from: before.role, to: item.role }) // else it follows from the affiliation
    return null
  }
  if (event.destroy) return event.isSelf ? change('destroyed', { nick: '', jid: null, to: event.destroy.alternate ?? '', reason: event.destroy.reason }) : null
  if (!before && !event.isSelf) return null // COMPAT(openfire): a kick is told twice
  if (codes.has(303)) {
    const to = items.find((one) => one.nick !== null)?.nick ?? null
    return to === null || to === nick ? null : change('nick', { from: nick, to })
  }
  const isOutcast = item?.affiliation === 'outcast'
  const from = before?.affiliation ?? ''
  if (codes.has(301) ? isOutcast || !item?.affiliation : isOutcast && codes.size === 0) return change('ban', { from, to: 'outcast' })
  if (codes.has(301) || codes.has(321)) return change('membership-lost', { from, to: item?.affiliation ?? 'none' }) // COMPAT(tigase): 301
  if (codes.has(322)) return change('members-only')
  if (codes.has(332)) return event.isSelf ? change('shutdown', { nick: '', jid: null }) : null
  if (codes.has(333)) return event.isSelf ? change('lost', { nick: '', jid: null }) : null
  return codes.has(307) ? change('kick', { from: before?.role ?? '', to: 'none' }) : null
}

const CONFIG: Record<number, string> = { 104: 'general', 170: 'logging-on', 171: 'logging-off', 172: 'non-anonymous', 173: 'semi-anonymous' }

/** A message of the room itself: settings (§10.2.1), or (COMPAT(ejabberd)) the affiliation of somebody who is not there. */
export function changesOfNotice(notice: MucUser): Change[] {
  const plain = { actor: '', reason: '', nick: '', jid: null as BareJid | null, from: '' }
  const told = [...notice.codes].flatMap((code) => CONFIG[code] ?? [])
  const special = told.filter((to) => to !== 'general')
  const config = (special.length > 0 ? special : told).map((to): Change => ({ ...plain, kind: 'config', to }))
  const people = notice.items.flatMap((item): Change[] => {
    if (!item.jid || !item.affiliation || notice.codes.size > 0) return []
    return [{ ...plain, kind: 'affiliation', jid: bareOf(item.jid), nick: item.nick ?? '', to: item.affiliation, actor: item.actor, reason: item.reason }]
  })
  return [...config, ...people]
}
