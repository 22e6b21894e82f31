/** Schemas of the building blocks that calls are made of. Sizes are capped: a window may be wrong, too. */
import * as v from 'valibot'
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import { parseBareJid, parseJid, type BareJid, type Jid } from '#shared/jid'
import type { EpochMs } from '#shared/time'

const positive = v.pipe(v.number(), v.integer(), v.minValue(1))
export const accountId = v.pipe(positive, v.transform((n) => n as AccountId))
export const conversationId = v.pipe(positive, v.transform((n) => n as ConversationId))
export const messageId = v.pipe(positive, v.transform((n) => n as MessageId))
export const epochMs = v.pipe(v.number(), v.integer(), v.transform((n) => n as EpochMs))

/** One line of text: a name, a nick, a reason. */
export const line = v.pipe(v.string(), v.maxLength(1000))
/** A message or draft. */
export const text = v.pipe(v.string(), v.maxLength(100_000))

/** A small file that goes with a call. */
export const base64 = (maxBytes: number) => v.pipe(v.string(), v.maxLength(Math.ceil(maxBytes / 3) * 4), v.regex(/^[A-Za-z0-9+/]+={0,2}$/))

/** Any address, normalised. */
export const jid = v.pipe(
  v.string(),
  v.check((s) => parseJid(s.trim()) !== null, 'not an address'),
  v.transform((s) => parseJid(s.trim()) as Jid),
)
/** An address without resource, normalised. */
export const bareJid = v.pipe(
  v.string(),
  v.check((s) => parseBareJid(s.trim()) !== null, 'not an address'),
  v.transform((s) => parseBareJid(s.trim()) as BareJid),
)
export const cursor = v.object({ orderMs: epochMs, id: messageId })
/** Input of a call that needs nothing but the account. */
export const ofAccount = v.object({ accountId })
/** One of those on a page of a viewer: the page's number, and its place there. */
const place = v.pipe(v.number(), v.integer(), v.minValue(0))
export const ofPage = v.object({ accountId, page: place, index: place })
