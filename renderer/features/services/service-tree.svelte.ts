/** The tree of addresses and their nodes: asked when it is opened. */
import type { AccountId } from '#shared/ids'
import type { Jid } from '#shared/jid'
import type { ServiceView } from '#shared/model/services'
import { call } from '../../lib/api'

export interface ServiceNode {
  key: string
  jid: Jid
  node: string | null
  name: string | null
  depth: number
  isOpen: boolean
  isAsking: boolean
  /** Null until it was asked, and while it is asked again. */
  view: ServiceView | null
}

/** A service may say that it contains itself. */
const MAX_DEPTH = 12

export class ServiceTree {
  /** As drawn, from above. */
  rows = $state.raw<readonly ServiceNode[]>([])
  selectedKey = $state<string | null>(null)
  #count = 0

  constructor(readonly accountId: AccountId) {}

  readonly selected = $derived(this.rows.find(({ key }) => key === this.selectedKey) ?? null)

  /** On top, opened and chosen. */
  async add(jid: Jid, node: string | null): Promise<void> {
    const known = this.rows.find((row) => row.depth === 0 && row.jid === jid && row.node === node)
    const row = known ?? this.#make(jid, node, null, 0)
    if (!known) this.rows = [row, ...this.rows]
    this.selectedKey = row.key
    await this.ask(row.key)
    this.#open(row.key)
  }

  select(key: string): void {
    this.selectedKey = key
    const row = this.#row(key)
    if (row && !row.view && !row.isAsking) void this.ask(key)
  }

  async toggle(key: string): Promise<void> {
    const row = this.#row(key)
    if (!row) return
    if (row.isOpen) return this.#fold(key)
    if (!row.view) await this.ask(key)
    this.#open(key)
  }

  /** Anew, with what was below it forgotten. */
  async ask(key: string): Promise<void> {
    const row = this.#row(key)
    if (!row || row.isAsking) return
    this.#fold(key)
    this.#change(key, { isAsking: true, view: null })
    const result = await call('services.look', { accountId: this.accountId, jid: row.jid, node: row.node })
    const view = result.ok ? result.value : { info: { value: null, error: result.error, raw: [] }, items: { value: null, error: result.error, raw: [] } }
    this.#change(key, { isAsking: false, view })
  }

  #row = (key: string) => this.rows.find((row) => row.key === key)
  #make = (jid: Jid, node: string | null, name: string | null, depth: number): ServiceNode => ({
    key: String(++this.#count), jid, node, name, depth, isOpen: false, isAsking: false, view: null,
  })

  #change(key: string, change: Partial<ServiceNode>): void {
    this.rows = this.rows.map((row) => (row.key === key ? { ...row, ...change } : row))
  }

  #open(key: string): void {
    const at = this.rows.findIndex((row) => row.key === key)
    const row = this.rows[at]
    if (!row?.view || row.isOpen) return
    const below = row.depth >= MAX_DEPTH ? [] : (row.view.items.value ?? []).map((item) => this.#make(item.jid, item.node, item.name, row.depth + 1))
    this.rows = [...this.rows.slice(0, at), { ...row, isOpen: true }, ...below, ...this.rows.slice(at + 1)]
  }

  #fold(key: string): void {
    const at = this.rows.findIndex((row) => row.key === key)
    const row = this.rows[at]
    if (!row?.isOpen) return
    let end = at + 1
    while (this.rows[end] && this.rows[end]!.depth > row.depth) end++
    if (this.rows.slice(at + 1, end).some((one) => one.key === this.selectedKey)) this.selectedKey = key
    this.rows = [...this.rows.slice(0, at), { ...row, isOpen: false }, ...this.rows.slice(end)]
  }
}
