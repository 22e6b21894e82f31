/** From wishes and what the rooms say now to a plan: who changes from what to what, what is refused beforehand, in which order. Pure. */
import type { BareJid } from '#shared/jid'
import type { Affiliation, Role } from '#shared/model/room'
import type { RoomListEntry, RoomListName, RoomPlan, RoomPlanCounts, RoomPlanItem, RoomWish } from '#shared/model/room-admin'
import type { RoomAdminProblem } from '#shared/model/room-admin'
import { judge, rankOf, type RoomActor, type RoomFacts, type RoomTarget } from '#shared/model/room-rights'

export const MAX_PLAN_ITEMS = 20_000

/** A room as it was found right before the plan was made. */
export interface RoomPicture {
  room: BareJid
  own: BareJid
  actor: RoomActor
  facts: RoomFacts
  /** Null: refused, why stands in `unseen`. */
  lists: Partial<Record<RoomListName, RoomListEntry[] | null>>
  unseen: { list: RoomListName; problem: RoomAdminProblem }[]
  people: { nick: string; jid: BareJid | null; role: Role; affiliation: Affiliation; isSelf: boolean }[]
}

const LISTS = ['owner', 'admin', 'member', 'outcast'] as const

/** `replace`: whoever is on these lists and in no wish loses his place there. */
export function makePlan(planId: string, pictures: RoomPicture[], wishes: RoomWish[], replace: Affiliation[]): RoomPlan {
  const items = pictures.flatMap((picture) => planRoom(picture, [...wishes, ...removals(picture, wishes, replace)]))
  items.forEach((item, index) => (item.index = index))
  return {
    planId,
    rooms: pictures.map((one) => one.room),
    items,
    counts: count(items),
    unseen: pictures.flatMap(({ room, unseen }) => unseen.map((one) => ({ room, ...one }))),
  }
}

function removals(picture: RoomPicture, wishes: RoomWish[], replace: Affiliation[]): RoomWish[] {
  const wanted = new Set(wishes.map((wish) => wish.jid))
  return LISTS.filter((list) => replace.includes(list)).flatMap((list) =>
    (picture.lists[list] ?? []).flatMap(({ jid }) =>
      jid === null || wanted.has(jid) ? [] : [{ jid, nick: null, affiliation: 'none' as const, role: null, reason: '' }],
    ),
  )
}

/** Where he stands; null: a list is hidden and he is on none of the others. */
function standing(picture: RoomPicture): (jid: BareJid) => Affiliation | null {
  const known = new Map<BareJid, Affiliation>()
  for (const { jid, affiliation } of picture.people) if (jid) known.set(jid, affiliation)
  for (const list of LISTS) for (const { jid } of picture.lists[list] ?? []) if (jid) known.set(jid, list)
  const isAllSeen = LISTS.every((list) => picture.lists[list])
  return (jid) => known.get(jid) ?? (isAllSeen ? 'none' : null)
}

function planRoom(picture: RoomPicture, wishes: RoomWish[]): RoomPlanItem[] {
  const affiliationOf = standing(picture)
  const byJid = new Map(picture.people.flatMap((one) => (one.jid ? [[one.jid, one] as const] : [])))
  const byNick = new Map(picture.people.map((one) => [one.nick, one]))
  let owners = picture.lists.owner?.length ?? null
  const drafts = wishes.map((wish) => {
    const person = (wish.nick === null ? undefined : byNick.get(wish.nick)) ?? (wish.jid === null ? undefined : byJid.get(wish.jid))
    const jid = wish.jid ?? person?.jid ?? null
    const isSelf = jid === picture.own || (person?.isSelf ?? false)
    const kind: RoomPlanItem['kind'] = wish.affiliation === null ? 'role' : 'affiliation'
    const from = kind === 'role' ? (person?.role ?? null) : (person?.affiliation ?? (jid === null ? null : affiliationOf(jid)))
    const to = wish.affiliation ?? wish.role ?? 'none'
    return { wish, person, jid, isSelf, kind, from, to }
  })
  // A new owner before the old one goes; what touches ourselves last, since afterwards we may do no more.
  const weight = ({ isSelf, to, from }: (typeof drafts)[number]) => (isSelf ? 3 : to === 'owner' ? 0 : from === 'owner' ? 2 : 1)
  drafts.sort((a, b) => weight(a) - weight(b))

  return drafts.map(({ wish, person, jid, isSelf, kind, from, to }): RoomPlanItem => {
    const affiliation = kind === 'role' ? (person?.affiliation ?? null) : (from as Affiliation | null)
    const target: RoomTarget = { nick: person?.nick ?? null, jid, role: person?.role ?? 'none', affiliation, isSelf }
    const change = kind === 'role' ? { kind, to: to as Role } : { kind, to: to as Affiliation }
    const verdict = judge(picture.actor, target, change, { ...picture.facts, ownerCount: owners })
    const state = verdict.refusal ? 'refused' : verdict.isUnchanged ? 'unchanged' : 'open'
    if (state === 'open' && kind === 'affiliation' && owners !== null) {
      if (to === 'owner') owners++
      else if (from === 'owner') owners--
    }
    return {
      index: 0, room: picture.room, jid, nick: person?.nick ?? wish.nick, kind, from, to, reason: wish.reason, warnings: verdict.warnings,
      state, problem: verdict.refusal, text: null,
    }
  })
}

export function count(items: RoomPlanItem[]): RoomPlanCounts {
  const of = (...states: RoomPlanItem['state'][]) => items.reduce((n, item) => n + (states.includes(item.state) ? 1 : 0), 0)
  return {
    total: items.length, change: of('open', 'done', 'failed'), unchanged: of('unchanged'), refused: of('refused'), skipped: of('skipped'),
    done: of('done'), failed: of('failed'),
  }
}

/** For lists of people: highest first, then by address. */
export const byRank = (a: { affiliation: Affiliation | null; jid: string | null }, b: typeof a): number =>
  rankOf(b.affiliation ?? 'none') - rankOf(a.affiliation ?? 'none') || (a.jid ?? '').localeCompare(b.jid ?? '')
