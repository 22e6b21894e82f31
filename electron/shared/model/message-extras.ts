/**
 * What features know of a message beyond its words: one key each, JSON, read and shown together with the message. A feature
 * fills its key when a message comes in (Incoming.extras), when one is sent (Outbox.enqueue) or later (setExtra).
 */
import type { Bundle } from '#shared/model/bundle'
import type { SharedFile } from '#shared/model/files'
import type { LinkCard } from '#shared/model/link-card'

export interface MessageExtras {
  /** It answers the message with this id on the wire (XEP-0461); `reply.quoted` tells which. */
  reply?: { id: string }
  /** XEP-0444, in the order in which they came up. */
  reactions?: Reaction[]
  /** Its writer does not want it styled (XEP-0393). */
  isUnstyled?: true
  /** An own one whose change has not reached the server yet. */
  isChanging?: true
  /** In the order of the message. */
  files?: SharedFile[]
  /** Messages that it passes on (XEP-0297). */
  bundle?: Bundle
  /** What its links lead to (XEP-0511). */
  links?: LinkCard[]
  /** It is covered until somebody wants to see it (XEP-0382). */
  spoiler?: Spoiler
}

export interface Spoiler {
  /** What it is about; may be empty. */
  hint: string
}
export const MAX_HINT_CHARS = 200

export interface Reaction {
  emoji: string
  count: number
  isMine: boolean
  /** The others, not all when they are many: bare JIDs in chats, nicks in rooms. */
  who: string[]
}
