/** What an entity says of itself (XEP-0030). */
import type { DataForm } from '#shared/model/form'

export interface DiscoIdentity {
  category: string
  type: string
  name: string
  lang: string
}
export interface DiscoInfo {
  identities: DiscoIdentity[]
  features: string[]
  forms: DataForm[]
}
export interface DiscoItem {
  jid: string
  node: string | null
  name: string
}
