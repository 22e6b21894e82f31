/**
 * Addresses (RFC 7622). A JID is kept as its normalised string, so two addresses are equal when the strings are.
 * Servers prepare addresses by stringprep (RFC 6122: Prosody, ejabberd, Openfire, Tigase) or PRECIS (RFC 7622). What both
 * do is done here: NFKC, lower case per character and no invisible characters in the local part and the domain, NFC in the
 * resource. Where they differ (ß, ς) the address stays as the server wrote it. Left out: the tables of disallowed code
 * points, approximated by refusing controls, spaces, bidi marks, private use and RFC 7622 §3.3.1's characters; the
 * equality of `xn--` labels with their Unicode form.
 */
export type BareJid = string & { readonly __jid: 'bare' }
export type FullJid = string & { readonly __jid: 'full' }
export type Jid = BareJid | FullJid

const MAX_PART_BYTES = 1023 // RFC 7622 §3.1
/** Exact only where it may matter: a UTF-16 unit is at most three bytes. */
const bytes = (s: string) => (s.length * 3 <= MAX_PART_BYTES ? s.length : new TextEncoder().encode(s).length)
// eslint-disable-next-line no-control-regex
const BAD_LOCAL = /[\u0000-\u0020\u007f-\u00a0"&'/:<>@\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\uffff\p{Zs}\p{Co}\p{Cs}]/u
// eslint-disable-next-line no-control-regex
const BAD_RESOURCE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufff9-\uffff\p{Cs}]/u
// eslint-disable-next-line no-control-regex
const BAD_DOMAIN = /[\u0000-\u0020\u007f-\u00a0"&'/<>@\\?#%\u200b-\u200f\u2028-\u202e\u2066-\u206f\p{Zs}\p{Co}\p{Cs}]/u

const PLAIN_ASCII = /^[!-~]*$/
const PRINTABLE_ASCII = /^[ -~]*$/
/** RFC 3454 table B.1, mapped to nothing: soft hyphen, joiners, variation selectors. */
const INVISIBLE = /[\u00ad\u034f\u1806\u180b-\u180d\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]/g

function prepare(part: string): string {
  if (PLAIN_ASCII.test(part)) return part.toLowerCase()
  const visible = part.normalize('NFKC').replace(INVISIBLE, '')
  // Character by character: toLowerCase() of a word would make its last Σ another letter than the others.
  return Array.from(visible, (c) => c.toLowerCase()).join('').normalize('NFKC')
}

/** The same few addresses come again and again: several times in every stanza. */
const known = new Map<string, Jid | null>()
const MAX_KNOWN = 1000
const MAX_KNOWN_CHARS = 200

/** The address in normal form, or null when it is none. Never throws: remote input comes here. */
export function parseJid(text: string | null | undefined): Jid | null {
  if (!text || text.length > 3 * MAX_PART_BYTES + 2) return null
  const found = known.get(text)
  if (found !== undefined) return found
  const jid = parse(text)
  if (text.length > MAX_KNOWN_CHARS) return jid
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(text, jid)
  return jid
}

/** The part before the resource is known mostly: a room's, with each of its occupants. */
function parse(text: string): Jid | null {
  const slash = text.indexOf('/')
  if (slash < 0) return parseBare(text)
  const head = text.slice(0, slash)
  const bare = parseJid(head)
  if (bare === null) return null
  const rawResource = text.slice(slash + 1)
  const isPlain = PRINTABLE_ASCII.test(rawResource)
  const resource = isPlain ? rawResource : rawResource.normalize('NFC')
  if (!resource || (!isPlain && BAD_RESOURCE.test(resource)) || bytes(resource) > MAX_PART_BYTES) return null
  return (bare === head && resource === rawResource ? text : `${bare}/${resource}`) as FullJid
}

function parseBare(text: string): BareJid | null {
  const at = text.indexOf('@')
  const rawDomain = at < 0 ? text : text.slice(at + 1)
  const domain = prepare(rawDomain.replace(/[\u3002\uff0e\uff61]/g, '.')).replace(/\.$/, '')
  if (!domain || BAD_DOMAIN.test(domain) || bytes(domain) > MAX_PART_BYTES) return null
  if (at < 0) return domain as BareJid
  const local = prepare(text.slice(0, at))
  if (!local || BAD_LOCAL.test(local) || bytes(local) > MAX_PART_BYTES) return null
  return `${local}@${domain}` as BareJid
}

/** Like parseJid, but only an address without resource will do. */
export function parseBareJid(text: string | null | undefined): BareJid | null {
  const jid = parseJid(text)
  return jid !== null && !jid.includes('/') ? (jid as BareJid) : null
}

export function bareOf(jid: Jid): BareJid {
  const slash = jid.indexOf('/')
  return (slash < 0 ? jid : jid.slice(0, slash)) as BareJid
}

export function resourceOf(jid: Jid): string | null {
  const slash = jid.indexOf('/')
  return slash < 0 ? null : jid.slice(slash + 1)
}

export function localOf(jid: Jid): string | null {
  const at = bareOf(jid).indexOf('@')
  return at < 0 ? null : jid.slice(0, at)
}

export function domainOf(jid: Jid): BareJid {
  const bare = bareOf(jid)
  return bare.slice(bare.indexOf('@') + 1) as BareJid
}

/** Null when the resource (a nick, in a room) cannot stand in an address. */
export function withResource(bare: BareJid, resource: string): FullJid | null {
  return parseJid(`${bare}/${resource}`) as FullJid | null
}

export const isFullJid = (jid: Jid): jid is FullJid => jid.includes('/')
