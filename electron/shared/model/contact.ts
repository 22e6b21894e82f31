/** Somebody on the contact list, and how he is seen. */
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'

/** How the user or a contact is there. `chatty` is RFC 6121 show=chat, `busy` show=dnd … `invisible` is only ever ours. */
export type Availability = 'chatty' | 'online' | 'away' | 'xa' | 'dnd' | 'offline'

export interface Contact {
  jid: BareJid
  /** Remark name (备注) from the roster; empty when none. */
  name: string
  groups: string[]
  /** Does he see us, do we see him? RFC 6121 §2.1.2.5. */
  subscription: 'none' | 'to' | 'from' | 'both'
  /** Our request to see him is still unanswered. */
  isPending: boolean
}

export interface ContactPresence {
  jid: BareJid
  availability: Availability
  /** Signature: the status text. */
  status: string
  /** Available resources, best first. */
  /** XEP-0319: nobody has touched the device in use since; null: not told, or somebody does. */
  idleSinceMs: EpochMs | null
  resources: { resource: string; availability: Availability; status: string; priority: number; client: string | null }[]
}

/** Somebody asks to become a contact. */
export interface ContactRequest {
  jid: BareJid
  message: string
  atMs: EpochMs
}

export type OwnAvailability = Exclude<Availability, 'offline'> | 'invisible'

export interface OwnStatus {
  availability: OwnAvailability
  signature: string
  /** Invisible only as far as the server can: true when it announced a way (XEP-0186), else directed presence is used. */
  canBeInvisible: boolean
}
