/** Nodes of XEP-0060 and 0163 as their service answers. */
import type { Jid } from '../jid'
import type { DataForm } from './form'
import type { Asked } from './services'

export interface PubsubNode {
  /** Where it is: mostly the address that was asked. */
  jid: Jid
  node: string
  name: string | null
}

export interface PubsubItem {
  index: number
  id: string | null
  publisher: string | null
  /** Of what it carries; null: nothing. */
  payload: { name: string; namespace: string } | null
}

export interface PubsubPage {
  page: number
  items: PubsubItem[]
  /** To go on with; null: that is all, or the service does not page. */
  last: string | null
  count: number | null
}

export const PUBSUB_ACCESS = ['whitelist', 'presence', 'open'] as const
export type PubsubAccess = (typeof PUBSUB_ACCESS)[number]

export interface PubsubAffiliation {
  jid: string
  affiliation: string
}
export interface PubsubSubscription {
  jid: string
  subscription: string
  subid: string | null
}

/** What only some may see: each asked by itself. */
export interface PubsubNodeFacts {
  config: Asked<DataForm>
  affiliations: Asked<PubsubAffiliation[]>
  subscriptions: Asked<PubsubSubscription[]>
}
