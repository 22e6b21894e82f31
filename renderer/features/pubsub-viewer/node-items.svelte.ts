/** The items of one node: a page of them, where the service pages. */
import type { AccountId } from '#shared/ids'
import type { Jid } from '#shared/jid'
import type { PubsubItem, PubsubPage } from '#shared/model/pubsub-view'
import { call } from '../../lib/api'
import { Lookup } from '../viewers/lookup.svelte'

export class NodeItems {
  readonly lookup = new Lookup<PubsubPage>()
  chosen = $state.raw<PubsubItem | null>(null)
  /** How many items lie on the pages before. */
  before = $state(0)

  constructor(readonly accountId: AccountId, readonly jid: Jid, readonly node: string) {}

  /** From the beginning. */
  load(): Promise<void> {
    this.before = 0
    return this.#ask(null)
  }

  next(): Promise<void> | undefined {
    const { value } = this.lookup
    if (!value?.last) return
    this.before += value.items.length
    return this.#ask(value.last)
  }

  #ask(after: string | null): Promise<void> {
    this.chosen = null
    const { accountId, jid, node } = this
    return this.lookup.ask(() => call('pubsubViewer.items', { accountId, jid, node, after }))
  }
}
