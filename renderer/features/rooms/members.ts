/** The members' column of a room: who is there, grouped by what they are. Pure. */
import type { Affiliation, Occupant } from '#shared/model/room'
import { matches } from '../../lib/text/matches'

export type MemberRow = { kind: 'group'; affiliation: Affiliation; count: number } | { kind: 'occupant'; occupant: Occupant }

const ORDER: Affiliation[] = ['owner', 'admin', 'member', 'none', 'outcast']
const PRESENCE = { chatty: 0, online: 0, away: 1, xa: 1, dnd: 1 }

export const keyOfRow = (row: MemberRow): string => (row.kind === 'group' ? `group ${row.affiliation}` : `nick ${row.occupant.nick}`)

/** `tag` is the language whose alphabet sorts. */
export function memberRows(occupants: Iterable<Occupant>, filter: string, tag: string): MemberRow[] {
  const collator = new Intl.Collator(tag, { numeric: true, sensitivity: 'base' })
  const byAffiliation = new Map<Affiliation, Occupant[]>()
  for (const one of occupants) {
    if (filter && !matches(filter, one.nick, one.jid ?? '')) continue
    const group = byAffiliation.get(one.affiliation)
    if (group) group.push(one)
    else byAffiliation.set(one.affiliation, [one])
  }
  return ORDER.flatMap((affiliation): MemberRow[] => {
    const group = byAffiliation.get(affiliation)
    if (!group) return []
    group.sort((a, b) => PRESENCE[a.availability] - PRESENCE[b.availability] || collator.compare(a.nick, b.nick))
    return [{ kind: 'group', affiliation, count: group.length }, ...group.map((occupant): MemberRow => ({ kind: 'occupant', occupant }))]
  })
}
