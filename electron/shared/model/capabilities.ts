/** What is known of other programs' capabilities (XEP-0115), by hash. */
import type { FullJid } from '../jid'
import type { DataForm } from './form'
import type { ServiceFeature, ServiceIdentity } from './services'

export interface CapsEntry {
  hash: string
  ver: string
  /** As those name the program who use it now. */
  nodes: string[]
  /** Of the program, in its own words. */
  name: string | null
  /** Null: nobody has said yet what it stands for, or the answer did not fit it. */
  features: number | null
  users: number
  /** The first of them. */
  usedBy: FullJid[]
}

/** What it stands for: verified. */
export interface CapsDetail {
  identities: ServiceIdentity[]
  features: ServiceFeature[]
  forms: DataForm[]
}
