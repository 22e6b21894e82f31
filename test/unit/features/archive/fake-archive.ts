/** An archive that answers by the book (XEP-0313, XEP-0059), or as badly as a test wants. */
import { xml } from '#xmpp/element'
import type { IqReply } from '#xmpp/types'
import type { ArchiveProgress } from '../../../../electron/features/archive/contract'
import { parseStanza } from '../../../support/transcripts'
import { refuse, replayAs, untilStill, type Replay } from '../rooms/replay'

export const OWN = 'li.na@example.org'
export const PEER = 'wang.wei@example.org'
/** Some hours ago, on a full second. */
export const START_MS = Math.floor(Date.now() / 1000) * 1000 - 4 * 3600 * 1000

/** Like Prosody it gives no more in one page. */
const MOST = 50

export interface Entry {
  id: string
  stampMs: number
  xml: string
}
export interface Query {
  queryId: string
  max: number
  after: string | null
  before: string | null
  startMs: number | null
  endMs: number | null
  with: string | null
  /** XEP-0431. */
  words: string | null
}
/** What to send instead of the honest page. Strings are whole result messages. */
export interface Page {
  entries: Entry[]
  fin?: { first?: string | null; last?: string | null; index?: number | null; isComplete?: boolean; isWithoutSet?: boolean }
  error?: string
}

export const resultXml = (queryId: string, entry: Entry, from: string | null = OWN) =>
  `<message to='${OWN}/x'${from === null ? '' : ` from='${from}'`}><result xmlns='urn:xmpp:mam:2' queryid='${queryId}' id='${entry.id}'>` +
  `<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='${new Date(entry.stampMs).toISOString()}'/>${entry.xml}</forwarded></result></message>`

export class FakeArchive {
  entries: Entry[] = []
  queries: Query[] = []
  /** Null: the honest answer. */
  quirk: (query: Query, honest: Page) => Page | null = () => null
  /** Before the answer to a query is given. */
  onQuery: (query: Query) => void = () => undefined
  hasArchive = true
  /** Before carbons are answered. */
  onCarbons: () => Promise<void> = () => Promise.resolve()
  features = ['urn:xmpp:mam:2']
  /** The peer may see us. */
  isFriend = false
  /** Answers what asks for preferences; null: there are none. */
  preferences: ((asked: string) => string) | null = null
  /** Answers who asks for its form; null: the request fails. */
  form: (() => string | null) | null = null
  /** The link is cut instead of the next answer to a request that contains this. */
  cutAt: string | null = null
  replay!: Replay

  /** Whose archive it is. */
  constructor(readonly address = OWN) {}

  add(body: string, more: { from?: string; to?: string; stampMs?: number; id?: string; messageId?: string; inner?: string; type?: string } = {}): Entry {
    const n = this.entries.length
    const { from = `${PEER}/phone`, to = OWN, stampMs = START_MS + n * 1000, id = `a${n}`, messageId = `m${n}`, inner = '', type = 'chat' } = more
    const text = body === '' ? '' : `<body>${body}</body>`
    const entry = { id, stampMs, xml: `<message xmlns='jabber:client' type='${type}' id='${messageId}' from='${from}' to='${to}'>${text}${inner}</message>` }
    this.entries.push(entry)
    return entry
  }

  addMany(count: number, what = 'text'): string[] {
    return Array.from({ length: count }, (_, i) => {
      this.add(`${what} ${i}`)
      return `${what} ${i}`
    })
  }

  async start(): Promise<Replay> {
    this.replay = await replayAs(`${OWN}/magpie`, async (iq, text) => {
      if (text.includes('<enable xmlns="urn:xmpp:carbons:2"')) await this.onCarbons()
      return this.#answer(iq.to ?? null, text)
    })
    return this.replay
  }

  /** A fresh session, until nothing is asked any more. */
  async login(): Promise<Replay> {
    this.queries = []
    await this.replay.reconnect()
    await this.quiet()
    return this.replay
  }

  #isBusy(): boolean {
    const state = this.replay.core.snapshot().accounts[this.replay.accountId] as { archive: ArchiveProgress; 'room-archive': { works: unknown[] } }
    return state.archive.isCatchingUp || state.archive.isFetchingHistory || state['room-archive'].works.length > 0
  }

  quiet(): Promise<void> {
    return untilStill(() => this.queries.length, () => this.#isBusy())
  }

  async bodies(peer = PEER): Promise<string[]> {
    return (await this.replay.messages('chat', peer)).map((message) => message.body)
  }

  live(body: string, archiveId: string | null, more = '', messageId = `live-${body}`): void {
    const stanzaId = archiveId === null ? '' : `<stanza-id xmlns='urn:xmpp:sid:0' by='${OWN}' id='${archiveId}'/>`
    this.replay.receive(parseStanza(`<message type='chat' id='${messageId}' from='${PEER}/phone' to='${OWN}'><body>${body}</body>${stanzaId}${more}</message>`))
  }

  #answer(to: string | null, text: string): IqReply | null {
    if (this.cutAt !== null && text.includes(this.cutAt)) {
      this.cutAt = null
      this.replay.cut()
      return refuse('offline')
    }
    if (text.includes('disco#info')) {
      const features = to === this.address && this.hasArchive ? this.features : ['urn:xmpp:carbons:2']
      const info = features.map((name) => `<feature var='${name}'/>`).join('')
      return this.#result(`<query xmlns='http://jabber.org/protocol/disco#info'>${info}</query>`)
    }
    if (text.includes('jabber:iq:roster') && this.isFriend) {
      return this.#result(`<query xmlns='jabber:iq:roster'><item jid='${PEER}' subscription='both'/></query>`)
    }
    if (text.includes('<enable xmlns="urn:xmpp:carbons:2"')) return this.#result('')
    const ns = /urn:xmpp:mam:[12]/.exec(text)?.[0]
    if (!ns) return null
    const one = (pattern: RegExp) => pattern.exec(text)?.[1] ?? null
    if (text.includes('<prefs')) return this.preferences === null ? refuse('feature-not-implemented') : this.#result(this.preferences(text))
    if (!text.includes('queryid')) {
      const form = this.form?.()
      return form ? this.#result(form) : refuse('feature-not-implemented')
    }
    const start = one(/<field var="start"><value>([^<]*)/)
    const end = one(/<field var="end"><value>([^<]*)/)
    const query: Query = {
      queryId: one(/queryid="([^"]*)"/) ?? '',
      max: Math.min(MOST, Number(one(/<max>(\d+)/) ?? MOST)),
      after: one(/<after>([^<]*)/),
      before: one(/<before>([^<]*)/) ?? (/<before ?\/>/.test(text) ? '' : null),
      startMs: start === null ? null : Date.parse(start),
      endMs: end === null ? null : Date.parse(end),
      with: one(/<field var="with"><value>([^<]*)/),
      words: one(/<field var="{urn:xmpp:fulltext:0}fulltext"><value>([^<]*)/),
    }
    this.queries.push(query)
    this.onQuery(query)
    const honest = this.#page(query)
    const page = this.quirk(query, honest) ?? honest
    if (page.error) return refuse(page.error)
    for (const entry of page.entries) this.replay.receive(parseStanza(resultXml(query.queryId, entry, this.address)))
    const fin = { first: page.entries[0]?.id ?? null, last: page.entries.at(-1)?.id ?? null, index: null, isComplete: false, ...page.fin }
    const set = [
      fin.first === null ? '' : `<first${fin.index === null ? '' : ` index='${fin.index}'`}>${fin.first}</first>`,
      fin.last === null ? '' : `<last>${fin.last}</last>`,
    ].join('')
    const rsm = fin.isWithoutSet ? '' : `<set xmlns='http://jabber.org/protocol/rsm'>${set}</set>`
    return this.#result(`<fin xmlns='urn:xmpp:mam:2'${fin.isComplete ? " complete='true'" : ''}>${rsm}</fin>`)
  }

  #page({ max, after, before, startMs, endMs, with: peer, words }: Query): Page {
    const isIn = ({ stampMs, xml: text }: Entry) =>
      (startMs === null || stampMs >= startMs) && (endMs === null || stampMs <= endMs) && (peer === null || new RegExp(`(from|to)='${peer}['/]`).test(text)) &&
      (words === null || text.includes(words))
    const all = this.entries.filter(isIn)
    const at = (id: string) => all.findIndex((entry) => entry.id === id)
    if ((after !== null && at(after) < 0) || (before && at(before) < 0)) return { entries: [], error: 'item-not-found' }
    if (before !== null) {
      const older = before === '' ? all : all.slice(0, at(before))
      return { entries: older.slice(-max), fin: { isComplete: older.length <= max } }
    }
    const newer = after === null ? all : all.slice(at(after) + 1)
    return { entries: newer.slice(0, max), fin: { isComplete: newer.length <= max } }
  }

  #result(inner: string): IqReply {
    return { ok: true, value: inner === '' ? xml('iq', { type: 'result' }) : parseStanza(`<iq type='result'>${inner}</iq>`) }
  }
}
