import type { TestServer } from './servers-types'

export interface PeerOptions {
  server: Pick<TestServer, 'host' | 'port' | 'directTlsPort' | 'domain' | 'caFile'>
  user: string
  password: string
  resource?: string
  /** Accept every subscription request and ask back. Default: requests only show up as events. */
  autoAccept?: boolean
  /** Answer receipt requests (XEP-0184). Default true. */
  autoReceipts?: boolean
  /** Send initial presence. Default true. */
  presence?: boolean
  /** TLS from the first byte, on directTlsPort. */
  directTls?: boolean
  /** No TLS at all: for a server with plainOnly. */
  plain?: boolean
}

export interface PeerMessage {
  event: 'message'
  id: string | null
  type: 'chat' | 'groupchat' | 'normal' | 'headline' | 'error'
  from: string
  to: string | null
  body: string | null
  /** Empty string: a subject element without text; null: none. */
  subject: string | null
  chatState: string | null
  receiptRequested: boolean
  receiptFor: string | null
  /** XEP-0333: received, displayed, acknowledged or markable. */
  marker: string | null
  markerFor: string | null
  delay: string | null
  /** RFC 6120 condition. */
  error: string | null
  xml: string
}

export interface PeerPresence {
  event: 'presence'
  id: string | null
  type: 'available' | 'unavailable' | 'subscribe' | 'subscribed' | 'unsubscribe' | 'unsubscribed' | 'error'
  from: string
  to: string | null
  show: string | null
  status: string | null
  priority: number
  muc: { codes: number[]; role: string | null; affiliation: string | null; jid: string | null; nick: string | null } | null
  error: string | null
  xml: string
}

export interface PeerRosterPush {
  event: 'roster'
  xml: string
}

export interface PeerDisconnected {
  event: 'disconnected'
  reason: string | null
}

export type PeerEvent = PeerMessage | PeerPresence | PeerRosterPush | PeerDisconnected

export interface SendOptions {
  type?: PeerMessage['type']
  id?: string
  subject?: string
  requestReceipt?: boolean
  markable?: boolean
  chatState?: 'active' | 'composing' | 'paused' | 'inactive' | 'gone'
  /** Further XML elements put into the message. */
  extra?: string
}

export interface PeerRosterItem {
  jid: string
  name: string | null
  subscription: string | null
  ask: string | null
  groups: string[]
}

export interface PeerDisco {
  identities: { category: string; type: string; name: string | null }[]
  features: string[]
}

export interface PeerOccupant {
  nick: string
  role: string | null
  affiliation: string | null
  jid: string | null
  show: string | null
  status: string | null
}
