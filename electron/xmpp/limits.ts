/**
 * What the other side may send at most (SAFETY.md P3). At more characters we hang up with `policy-violation`. What is within them, but too
 * deep, too wide or too many, any stranger can send again and again: it is read over to its end and dropped, and the stream goes on.
 */
export interface XmlLimits {
  /**
   * UTF-16 units of one first-level element, tags included. Never more than its bytes, so a stanza that a server with
   * the same limit in bytes lets through is never refused.
   */
  maxChars: number
  maxDepth: number
  /** Child elements of one element. */
  maxChildren: number
  maxAttributes: number
  /** Too deep, too wide, too many. Before the login only the server speaks: that is no server's. */
  whenOver: 'drop' | 'close'
  /** What an answer to a request (`iq` of type `result`) may have instead: a contact list of 10,000 with groups is 1.5 MB. */
  answer?: { maxChars: number; maxChildren: number }
}

const shape = { maxDepth: 256, maxChildren: 10_000, maxAttributes: 256 }
export const limitsBeforeLogin: XmlLimits = { maxChars: 10 * 1024, ...shape, whenOver: 'close' }
export const limitsAfterLogin: XmlLimits = {
  maxChars: 1024 * 1024,
  ...shape,
  whenOver: 'drop',
  answer: { maxChars: 16 * 1024 * 1024, maxChildren: 100_000 },
}

/** Longest stanza we write. Servers refuse long before (Prosody 256 KiB). */
export const maxSentChars = 1024 * 1024
/** Length at which log lines of the wire are cut. */
export const maxLoggedChars = 2048
