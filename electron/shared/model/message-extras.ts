/**
 * What features know of a message beyond its words: one key each, JSON, read and shown together with the message. A feature
 * fills its key when a message comes in (Incoming.extras), when one is sent (Outbox.enqueue) or later (setExtra).
 */
import type { SharedFile } from '#shared/model/files'

export interface MessageExtras {
  /** One feature's key; replaced by the first that has one. */
  [feature: string]: unknown
  /** In the order of the message. */
  files?: SharedFile[]
}
