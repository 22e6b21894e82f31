/**
 * The members' column of a room: who is there, grouped by what they are. Rooms have thousands of people of whom some always
 * come, go or fall asleep: the order is kept, and only those who changed are put elsewhere. Pure.
 */
import type { Affiliation, Occupant } from '#shared/model/room'
import { plain } from '../../lib/text/matches'

export interface OccupantRow {
  kind: 'occupant'
  occupant: Occupant
}
export type MemberRow = { kind: 'group'; affiliation: Affiliation; count: number } | OccupantRow

const ORDER: Affiliation[] = ['owner', 'admin', 'member', 'none', 'outcast']
const PRESENCE = { chatty: 0, online: 0, away: 1, xa: 1, dnd: 1 }
/** When more of them changed than this part, sorting all anew is cheaper than placing each. */
const REBUILD_FROM = 0.25

export const keyOfRow = (row: MemberRow): string => (row.kind === 'group' ? `group ${row.affiliation}` : `nick ${row.occupant.nick}`)

/** What is searched, of each as long as he does not change. */
const folded = new WeakMap<Occupant, string>()
function textOf(one: Occupant): string {
  let text = folded.get(one)
  if (text === undefined) folded.set(one, (text = plain(`${one.nick}\n${one.jid ?? ''}`)))
  return text
}

export class MemberOrder {
  readonly #compare: (a: Occupant, b: Occupant) => number
  #known: ReadonlyMap<string, Occupant> = new Map()
  #groups = new Map<Affiliation, OccupantRow[]>()

  /** @param tag language whose alphabet sorts */
  constructor(tag: string) {
    const collator = new Intl.Collator(tag, { numeric: true, sensitivity: 'base' })
    this.#compare = (a, b) =>
      PRESENCE[a.availability] - PRESENCE[b.availability] || collator.compare(a.nick, b.nick) || (a.nick < b.nick ? -1 : a.nick > b.nick ? 1 : 0)
  }

  /** Who is there now; whoever has not changed is the same object as before. */
  update(occupants: ReadonlyMap<string, Occupant>): this {
    if (occupants === this.#known) return this
    const before = this.#known
    this.#known = occupants
    const come: Occupant[] = []
    const gone: Occupant[] = []
    for (const [nick, one] of occupants) {
      const old = before.get(nick)
      if (old === one) continue
      come.push(one)
      if (old) gone.push(old)
    }
    if (before.size + come.length - gone.length !== occupants.size) for (const [nick, old] of before) if (!occupants.has(nick)) gone.push(old)
    if (come.length > occupants.size * REBUILD_FROM) this.#rebuild(occupants)
    else {
      for (const one of gone) this.#take(one)
      for (const one of come) this.#put(one)
    }
    return this
  }

  #rebuild(occupants: ReadonlyMap<string, Occupant>): void {
    this.#groups = new Map()
    for (const occupant of occupants.values()) this.#groupOf(occupant).push({ kind: 'occupant', occupant })
    for (const group of this.#groups.values()) group.sort((a, b) => this.#compare(a.occupant, b.occupant))
  }

  #groupOf({ affiliation }: Occupant): OccupantRow[] {
    let group = this.#groups.get(affiliation)
    if (!group) this.#groups.set(affiliation, (group = []))
    return group
  }

  /** Where he stands, or would stand. */
  #placeOf(group: OccupantRow[], one: Occupant): number {
    let [low, high] = [0, group.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#compare(group[middle]!.occupant, one) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
  #take(one: Occupant): void {
    const group = this.#groupOf(one)
    const place = this.#placeOf(group, one)
    if (group[place]?.occupant === one) group.splice(place, 1)
  }
  #put(one: Occupant): void {
    const group = this.#groupOf(one)
    group.splice(this.#placeOf(group, one), 0, { kind: 'occupant', occupant: one })
  }

  rows(filter: string): MemberRow[] {
    const words = plain(filter).split(/\s+/).filter(Boolean)
    const isWanted = ({ occupant }: OccupantRow) => words.every((word) => textOf(occupant).includes(word))
    const rows: MemberRow[] = []
    for (const affiliation of ORDER) {
      const group = this.#groups.get(affiliation) ?? []
      const wanted = words.length === 0 ? group : group.filter(isWanted)
      if (wanted.length === 0) continue
      rows.push({ kind: 'group', affiliation, count: wanted.length })
      for (const row of wanted) rows.push(row)
    }
    return rows
  }
}
