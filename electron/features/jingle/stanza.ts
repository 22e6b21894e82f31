/** Sessions (XEP-0166), ways of SOCKS5 (XEP-0260, 0065) and in-band bytes (XEP-0261, 0047) as XML. XML stops here. */
import { isIP } from 'node:net'
import { parseJid, type Jid } from '#shared/jid'
import { attr, child, children, elements, isNamed, nameOf, NS_STANZAS, nsOf, parseCount, textOf, xml, type Element } from '#xmpp/element'
import { isHostName } from '#xmpp/xep/0065'

export const NS_JINGLE = 'urn:xmpp:jingle:1'
export const NS_JINGLE_ERRORS = 'urn:xmpp:jingle:errors:1'
export const NS_S5B = 'urn:xmpp:jingle:transports:s5b:1'
export const NS_JINGLE_IBB = 'urn:xmpp:jingle:transports:ibb:1'
export const NS_IBB = 'http://jabber.org/protocol/ibb'

const MAX_ID_CHARS = 200
export const MAX_CANDIDATES = 20

const ACTIONS = [
  'session-initiate', 'session-accept', 'session-info', 'session-terminate',
  'transport-info', 'transport-replace', 'transport-accept', 'transport-reject',
] as const
export type Action = (typeof ACTIONS)[number]

/** Why a session ends (§7.4), those that we say or tell apart. */
export type Reason =
  | 'success' | 'cancel' | 'decline' | 'gone' | 'timeout' | 'busy' | 'connectivity-error' | 'failed-transport' | 'failed-application'
  | 'media-error' | 'unsupported-applications' | 'unsupported-transports' | 'general-error'
const REASONS = new Set<string>([
  'success', 'cancel', 'decline', 'gone', 'timeout', 'busy', 'connectivity-error', 'failed-transport', 'failed-application',
  'media-error', 'unsupported-applications', 'unsupported-transports', 'general-error',
])

export interface Content {
  name: string
  creator: 'initiator' | 'responder'
  senders: string
  description: Element | null
  transport: Element | null
}

export interface Jingle {
  action: Action
  sid: string
  /** One is understood; null where there is none or there are several. */
  content: Content | null
  reason: Reason | null
  /** Of a session-info: what it says. */
  info: Element | null
}

const id = (text: string | null): string | null => (text !== null && text.length > 0 && text.length <= MAX_ID_CHARS ? text : null)

/** Null: an action we do not know, or nothing that makes sense. */
export function parseJingle(payload: Element): Jingle | null {
  const action = ACTIONS.find((one) => one === attr(payload, 'action'))
  const sid = id(attr(payload, 'sid'))
  if (!action || sid === null) return null
  const contents = children(payload, 'content', NS_JINGLE)
  const found = contents.length === 1 ? contents[0]! : null
  const name = id(attr(found, 'name'))
  const creator = attr(found, 'creator') ?? 'initiator'
  const said = elements(child(payload, 'reason', NS_JINGLE)).find((one) => nsOf(one) === NS_JINGLE && nameOf(one) !== 'text')
  return {
    action,
    sid,
    content: found && name !== null && (creator === 'initiator' || creator === 'responder') ? {
      name, creator,
      senders: attr(found, 'senders') ?? 'both',
      description: elements(found).find((one) => nameOf(one) === 'description') ?? null,
      transport: elements(found).find((one) => nameOf(one) === 'transport') ?? null,
    } : null,
    reason: said ? (REASONS.has(nameOf(said)) ? (nameOf(said) as Reason) : 'general-error') : null,
    info: action === 'session-info' ? (elements(payload).find((one) => nsOf(one) !== NS_JINGLE) ?? null) : null,
  }
}

export const buildJingle = (action: Action, sid: string, ...inside: (Element | null)[]): Element =>
  xml('jingle', { xmlns: NS_JINGLE, action, sid }, ...inside.filter((one) => one !== null))
export const buildContent = ({ name, creator, senders }: Pick<Content, 'name' | 'creator' | 'senders'>, ...inside: (Element | null)[]): Element =>
  xml('content', { creator, name, senders }, ...inside.filter((one) => one !== null))
export const buildReason = (reason: Reason): Element => xml('reason', {}, xml(reason))

export type CandidateType = 'direct' | 'assisted' | 'tunnel' | 'proxy'
export interface Candidate {
  cid: string
  host: string
  port: number
  /** Of the proxy, or of who offers it. */
  jid: Jid
  priority: number
  type: CandidateType
}
/** §2.3: these rank among each other by it. */
export const PREFERENCE: Record<CandidateType, number> = { direct: 126, assisted: 120, tunnel: 110, proxy: 10 }

export type S5bNews = { say: 'used'; cid: string } | { say: 'error' } | { say: 'activated'; cid: string } | { say: 'proxy-error' }
export interface S5b {
  sid: string
  /** SHA-1 in hex under which the sender's ways are asked for. */
  dstaddr: string | null
  candidates: Candidate[]
  news: S5bNews | null
}

const isType = (text: string): text is CandidateType => Object.hasOwn(PREFERENCE, text)

function parseCandidate(el: Element): Candidate | null {
  const [cid, jid, host] = [id(attr(el, 'cid')), parseJid(attr(el, 'jid')), attr(el, 'host') ?? '']
  const [port, priority, type] = [parseCount(attr(el, 'port')), parseCount(attr(el, 'priority')), attr(el, 'type') ?? 'direct']
  // Names of hosts only for proxies: what stands at somebody's own computer is an address.
  const isHost = isIP(host) !== 0 || (type === 'proxy' && isHostName(host))
  if (cid === null || !jid || !isHost || port === null || port < 1 || port > 65_535 || priority === null || !isType(type)) return null
  return { cid, jid, host, port, priority, type }
}

/** Null: not that transport. UDP (`mode`) is not ours. */
export function parseS5b(transport: Element | null): S5b | null {
  const sid = id(attr(transport, 'sid'))
  if (!isNamed(transport, 'transport', NS_S5B) || sid === null || (attr(transport, 'mode') ?? 'tcp') !== 'tcp') return null
  const candidates: Candidate[] = []
  for (const one of children(transport, 'candidate', NS_S5B).slice(0, MAX_CANDIDATES)) {
    const candidate = parseCandidate(one)
    if (candidate && !candidates.some(({ cid }) => cid === candidate.cid)) candidates.push(candidate)
  }
  const dstaddr = attr(transport, 'dstaddr')?.toLowerCase() ?? ''
  return { sid, candidates, dstaddr: /^[0-9a-f]{40}$/.test(dstaddr) ? dstaddr : null, news: parseNews(transport) }
}

function parseNews(transport: Element): S5bNews | null {
  const used = id(attr(child(transport, 'candidate-used', NS_S5B), 'cid'))
  if (used !== null) return { say: 'used', cid: used }
  const activated = id(attr(child(transport, 'activated', NS_S5B), 'cid'))
  if (activated !== null) return { say: 'activated', cid: activated }
  if (child(transport, 'candidate-error', NS_S5B)) return { say: 'error' }
  return child(transport, 'proxy-error', NS_S5B) ? { say: 'proxy-error' } : null
}

export const buildS5b = (sid: string, dstaddr: string | null, candidates: readonly Candidate[], isFirst: boolean): Element =>
  xml(
    'transport', { xmlns: NS_S5B, sid, dstaddr: dstaddr ?? undefined, mode: isFirst ? 'tcp' : undefined },
    ...candidates.map(({ cid, host, port, jid, priority, type }) => xml('candidate', { cid, host, port: String(port), jid, priority: String(priority), type })),
  )
const NEWS_NAMES = { used: 'candidate-used', error: 'candidate-error', activated: 'activated', 'proxy-error': 'proxy-error' } as const
export const buildNews = (sid: string, news: S5bNews): Element =>
  xml('transport', { xmlns: NS_S5B, sid }, xml(NEWS_NAMES[news.say], 'cid' in news ? { cid: news.cid } : {}))

export interface Ibb {
  sid: string
  blockSize: number
}
/** Null: not that transport, or bytes in message stanzas, which nobody acknowledges. */
export function parseIbb(el: Element | null, name: 'transport' | 'open'): Ibb | null {
  const sid = id(attr(el, 'sid'))
  const blockSize = parseCount(attr(el, 'block-size'))
  const ns = name === 'transport' ? NS_JINGLE_IBB : NS_IBB
  if (!isNamed(el, name, ns) || sid === null || blockSize === null || blockSize < 1 || blockSize > 65_535) return null
  return (attr(el, 'stanza') ?? 'iq') === 'iq' ? { sid, blockSize } : null
}
export const buildIbb = ({ sid, blockSize }: Ibb): Element => xml('transport', { xmlns: NS_JINGLE_IBB, sid, 'block-size': String(blockSize) })
export const buildOpen = ({ sid, blockSize }: Ibb): Element => xml('open', { xmlns: NS_IBB, sid, 'block-size': String(blockSize), stanza: 'iq' })
export const buildClose = (sid: string): Element => xml('close', { xmlns: NS_IBB, sid })
export const buildData = (sid: string, seq: number, bytes: Buffer): Element => xml('data', { xmlns: NS_IBB, sid, seq: String(seq) }, bytes.toString('base64'))

/** XEP-0047 §4: everything but Base64 is refused; white space stands between lines in its examples. */
export function parseData(el: Element): { sid: string; seq: number; bytes: Buffer } | null {
  const [sid, seq] = [id(attr(el, 'sid')), parseCount(attr(el, 'seq'))]
  const text = textOf(el).replace(/\s+/g, '')
  if (sid === null || seq === null || seq > 65_535 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null
  return { sid, seq, bytes: Buffer.from(text, 'base64') }
}

export const parseSid = (el: Element): string | null => id(attr(el, 'sid'))

/** The application condition of a stanza error, for those who look. */
export const isUnknownSession = (error: Element | null): boolean =>
  elements(error).some((one) => (nsOf(one) === NS_JINGLE_ERRORS && nameOf(one) === 'unknown-session') || (nsOf(one) === NS_STANZAS && nameOf(one) === 'item-not-found'))
