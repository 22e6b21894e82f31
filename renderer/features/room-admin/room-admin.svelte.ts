/** What the control centre shows: lists as they were last fetched, running plans, and the timers of all rooms. */
import type { CallInput, ContractEvent, Snapshot } from '#contract'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import { AFFILIATION_LISTS, ROLE_LISTS, type RoomListEntry, type RoomListName, type RoomPlan, type RoomPlanState } from '#shared/model/room-admin'
import type { RoomAuditEntry } from '#shared/model/room-audit'
import type { RoomTimer } from '#shared/model/room-timers'
import type { CallError } from '#shared/result'
import { call } from '../../lib/api'
import { register } from '../../lib/sync'
import { occupants } from '../rooms/occupants.svelte'
import type { Lists } from './people'

export interface FetchedList {
  isLoading: boolean
  /** The last that was complete; null: never seen. */
  entries: readonly RoomListEntry[] | null
  error: CallError | null
}
const ALL_LISTS: readonly RoomListName[] = [...AFFILIATION_LISTS, ...ROLE_LISTS]
const isRole = (list: RoomListName) => (ROLE_LISTS as readonly RoomListName[]).includes(list)
const UNKNOWN: FetchedList = { isLoading: false, entries: null, error: null }

let lastListId = 0

/** One room's lists. Each is fetched by itself, and fails by itself. */
export class RoomLists {
  #lists = $state.raw<Partial<Record<RoomListName, FetchedList>>>({})
  #parts = new Map<string, { list: RoomListName; entries: RoomListEntry[]; total: number | null }>()

  constructor(readonly accountId: AccountId, readonly room: BareJid) {}

  get(list: RoomListName): FetchedList {
    return this.#lists[list] ?? UNKNOWN
  }
  get entries(): Lists {
    return Object.fromEntries(ALL_LISTS.map((list) => [list, this.get(list).entries]))
  }

  fetchAll() {
    for (const list of ALL_LISTS) void this.fetch(list)
  }

  async fetch(list: RoomListName) {
    const listId = `centre-${++lastListId}`
    for (const [id, part] of this.#parts) if (part.list === list) this.#parts.delete(id)
    this.#parts.set(listId, { list, entries: [], total: null })
    this.#set(list, { ...this.get(list), isLoading: true })
    const result = await call('roomAdmin.list', { accountId: this.accountId, room: this.room, list, listId })
    if (!this.#parts.has(listId)) return
    if (!result.ok) {
      this.#parts.delete(listId)
      this.#set(list, { isLoading: false, entries: null, error: result.error })
    } else this.#add(listId, 0, result.value.entries, result.value.total)
  }

  /** Chunks come before or after the answer. */
  chunk(listId: string, offset: number, entries: RoomListEntry[]) {
    this.#add(listId, offset, entries, null)
  }

  /** As the log tells it, also of somebody who is not there: what else the lists know stays (reasons, reserved nicks). */
  follow({ kind, jid, to, reason }: Pick<RoomAuditEntry, 'kind' | 'jid' | 'to' | 'reason'>) {
    const rank = kind === 'ban' ? 'outcast' : kind === 'affiliation' || kind === 'membership-lost' ? to : null
    if (rank === null || jid === null) return
    for (const list of AFFILIATION_LISTS) {
      const known = this.get(list)
      if (known.entries === null || known.entries.some((one) => one.jid === jid) === (rank === list)) continue
      const others = known.entries.filter((one) => one.jid !== jid)
      this.#set(list, { ...known, entries: rank === list ? [...others, { jid, nick: null, affiliation: list, role: null, reason }] : others })
    }
  }

  #add(listId: string, offset: number, entries: RoomListEntry[], total: number | null) {
    const part = this.#parts.get(listId)
    if (!part) return
    entries.forEach((entry, i) => (part.entries[offset + i] = entry))
    part.total ??= total
    if (part.total === null || Object.keys(part.entries).length < part.total) return
    this.#parts.delete(listId)
    // Of the roles of those who are there, presence knows better and sooner: kept is whom the room shows in its list alone.
    const here = isRole(part.list) ? occupants.of(this.accountId, this.room) : null
    this.#set(part.list, { isLoading: false, entries: here ? part.entries.filter(({ nick }) => nick === null || !here.has(nick)) : part.entries, error: null })
  }
  #set(list: RoomListName, value: FetchedList) {
    this.#lists = { ...this.#lists, [list]: value }
  }
}

export type PlanInput = CallInput<'roomAdmin.plan'>

/** A change of many: looked at first, then applied, then reported. */
export class PlanRun {
  plan = $state.raw<RoomPlan | null>(null)
  state = $state<RoomPlanState>('ready')
  error = $state.raw<CallError | null>(null)
  /** Indexes of what the user has taken out. */
  skipped = $state.raw<ReadonlySet<number>>(new Set())

  constructor(readonly input: PlanInput) {}

  async make() {
    this.error = null
    const result = await call('roomAdmin.plan', this.input)
    if (result.ok) this.plan = result.value
    else this.error = result.error
  }
  toggle(index: number) {
    const next = new Set(this.skipped)
    if (!next.delete(index)) next.add(index)
    this.skipped = next
  }
  async apply() {
    if (!this.plan) return
    this.error = null
    const { accountId } = this.input
    const result = await call('roomAdmin.apply', { accountId, planId: this.plan.planId, skip: [...this.skipped] })
    if (!result.ok) this.error = result.error
    else if (this.state === 'ready') this.state = 'running'
  }
  async cancel() {
    if (this.plan) await call('roomAdmin.cancel', { accountId: this.input.accountId, planId: this.plan.planId })
  }
}

class RoomAdmin {
  #timers = $state.raw<ReadonlyMap<AccountId, readonly RoomTimer[]>>(new Map())
  /** On screen now. */
  lists: RoomLists | null = null
  run: PlanRun | null = null
  /** What was noted last, anywhere. */
  logNews = $state.raw<{ accountId: AccountId; room: BareJid; entries: RoomAuditEntry[] } | null>(null)

  timersOf(accountId: AccountId, room: string): RoomTimer[] {
    return (this.#timers.get(accountId) ?? []).filter((timer) => timer.room === room)
  }

  open(accountId: AccountId, room: BareJid): RoomLists {
    this.lists = new RoomLists(accountId, room)
    return this.lists
  }
  begin(input: PlanInput): PlanRun {
    this.run = new PlanRun(input)
    return this.run
  }

  load(snapshot: Snapshot) {
    this.#timers = new Map(Object.entries(snapshot.accounts).map(([id, account]) => [Number(id) as AccountId, account['room-timers']?.timers ?? []]))
  }

  apply(event: ContractEvent) {
    if (event.name === 'roomAdmin.listChunk') {
      this.lists?.chunk(event.payload.listId, event.payload.offset, event.payload.entries)
    } else if (event.name === 'roomAdmin.planProgress') {
      const { planId, state, counts, changed } = event.payload
      const run = this.run
      if (run?.plan?.planId !== planId) return
      const items = [...run.plan.items]
      for (const item of changed) items[item.index] = item
      run.plan = { ...run.plan, counts, items }
      run.state = state
    } else if (event.name === 'roomAudit.added') {
      this.logNews = event.payload
      const { accountId, room, entries } = event.payload
      if (this.lists?.accountId === accountId && this.lists.room === room) for (const entry of entries) this.lists.follow(entry)
    } else if (event.name === 'roomAudit.cleared') {
      this.logNews = { ...event.payload, entries: [] }
    } else if (event.name === 'roomTimer.changed') {
      const { accountId, timer } = event.payload
      const others = (this.#timers.get(accountId) ?? []).filter((one) => one.id !== timer.id)
      this.#timers = new Map(this.#timers).set(accountId, [...others, timer])
    } else if (event.name === 'roomTimer.removed') {
      const { accountId, id } = event.payload
      this.#timers = new Map(this.#timers).set(accountId, (this.#timers.get(accountId) ?? []).filter((one) => one.id !== id))
    }
  }
}

export const roomAdmin = register(new RoomAdmin())
