/** What an address says of itself (service discovery), for the tester's workbench. */
import type { Jid } from '#shared/jid'
import type { XmlLine } from '#shared/model/console'
import type { DataForm } from '#shared/model/form'
import type { CallError } from '#shared/result'

export interface ServiceIdentity {
  category: string
  type: string
  lang: string | null
  name: string | null
}

export interface ServiceFeature {
  namespace: string
  /** Magpie implements the specification it is of. */
  isUsed: boolean
}

export interface ServiceItem {
  jid: Jid
  node: string | null
  name: string | null
}

export type Asked<T> = { value: T; error: null; raw: XmlLine[] } | { value: null; error: CallError; raw: XmlLine[] }

export interface ServiceView {
  info: Asked<{ identities: ServiceIdentity[]; features: ServiceFeature[]; forms: DataForm[] }>
  items: Asked<ServiceItem[]>
}
