/** What the checks of the archive share: one page of an archive, and the messages of this run that should stand in it. */
import { randomUUID } from 'node:crypto'
import { bareOf, localOf, parseJid, type BareJid } from '#shared/jid'
import { attr, child, xml, type Element } from '#xmpp/element'
import { buildOriginId, parseStanzaId } from '#xmpp/xep/0359'
import { NS_DISCO_INFO, parseDiscoInfo } from '#xmpp/xep/0030'
import { archiveNamespace, buildQuery, isResult, NS_MAM, parseFin, parseResult, queryIdOf, type ArchiveItem, type ArchivePosition, type Fin } from '#xmpp/xep/0313'
import type { Bench, Probe } from './bench'
import { markOf, runNamed } from './mark'
import { message } from './speech'

/** Two each way and more: pages of three make three of them, the last one not full. */
const SENT = 7
/** Some servers write what was said with a delay. */
const LOOKS = 3
const LOOK_AGAIN_MS = 700
const QUERY_MS = 8000
/** A server that always has one more page; others keep also what the checks before have sent within the same second. */
const MAX_PAGES = 25

export type Page = { ok: true; fin: Fin; items: ArchiveItem[] } | { ok: false; condition: string }

/** One page; only what the archive itself sends under the id of this query counts. */
export async function askArchive(probe: Probe, archive: BareJid, position: ArchivePosition, ns: string, more: Element[] = []): Promise<Page> {
  const queryId = randomUUID()
  const since = probe.mark()
  const to = archive === probe.own ? undefined : archive
  const payload = buildQuery(queryId, position, ns)
  for (const one of more) payload.append(one)
  const reply = await probe.request({ type: 'set', to, payload, timeoutMs: QUERY_MS })
  if (!reply.ok) return { ok: false, condition: reply.error.condition }
  const fin = parseFin(reply.value)
  if (!fin) return { ok: false, condition: 'undefined-condition' }
  const isOf = (one: Element) => {
    const from = parseJid(attr(one, 'from'))
    return isResult(one) && queryIdOf(one) === queryId && (from === null ? archive === probe.own : bareOf(from) === archive)
  }
  return { ok: true, fin, items: probe.came(since).filter(isOf).flatMap((one) => parseResult(one) ?? []) }
}

/** In which form the first account's archive is announced. */
export async function ownArchive({ info, one }: Bench): Promise<string | null> {
  return archiveNamespace(new Set((await info(one.own))?.features ?? []))
}

/** What the account has set: `null` when it cannot be read (XEP-0441 §2.1). */
export const archiveDefault = (bench: Bench): Promise<string | null> =>
  bench.once('archive default', async () => {
    const reply = await bench.one.request({ type: 'get', payload: xml('prefs', { xmlns: NS_MAM }) })
    return reply.ok ? attr(child(reply.value, 'prefs', NS_MAM), 'default') : null
  })

export interface Said {
  id: string
  by: 1 | 2
  /** The id that the receiver's server gave it when it came; null: none. */
  liveId: string | null
}

/** Seven messages to and fro, each sent when the one before has come; null: one did not come. Once a run. */
export const conversation = (bench: Bench): Promise<Said[] | null> =>
  bench.once('archive conversation', async () => {
    const { one, two, run } = bench
    if (!two) return null
    const said: Said[] = []
    const hint = xml('no-store', { xmlns: 'urn:xmpp:hints' })
    two.send(message(bench, { to: one.jid, id: unkeptId(bench) }, '0', [hint])) // before the others: when they stand there, it would too
    for (let i = 1; i <= SENT; i++) {
      const by = i % 2 === 1 ? 1 : 2
      const [from, to] = by === 1 ? [one, two] : [two, one]
      const id = `${run}-archive-${i}`
      const since = to.mark()
      from.send(message(bench, { to: to.jid, id }, `${i}/${SENT}`, [buildOriginId(id)]))
      const came = await to.wait((el) => attr(el, 'id') === id && attr(el, 'type') !== 'error', since)
      if (!came) return null
      said.push({ id, by, liveId: parseStanzaId(came, to.own) })
    }
    return said
  })

/** Of the message that must not be kept. */
export const unkeptId = ({ run }: Bench): string => `${run}-unkept`

/** Those of this run, in the archive's order. */
export const ours = (bench: Bench, items: ArchiveItem[]): ArchiveItem[] =>
  items.filter(({ stanza }) => attr(stanza, 'id')?.startsWith(`${bench.run}-archive-`))
export const idOf = ({ stanza }: ArchiveItem): string => attr(stanza, 'id') ?? ''

/** What the pair has said last, as the first account's archive gives it, asked for until the conversation is whole. Once a run. */
export const lastSaid = (bench: Bench): Promise<ArchiveItem[]> =>
  bench.once('archive kept', async () => {
    const { one, two } = bench
    const ns = await ownArchive(bench)
    let found: ArchiveItem[] = []
    for (let look = 1; ns && two && look <= LOOKS; look++) {
      const page = await askArchive(one, one.own, { with: two.own, before: '', max: 50 }, ns)
      found = page.ok ? page.items : []
      if (ours(bench, found).length >= SENT || look === LOOKS) break
      await one.wait(() => false, one.mark(), LOOK_AGAIN_MS)
      bench.goOn()
    }
    return found
  })

export const kept = async (bench: Bench): Promise<ArchiveItem[]> => ours(bench, await lastSaid(bench))

/** What stood in the pages asked for one after the other, until one is empty. */
export interface Walk {
  pages: { items: ArchiveItem[]; isComplete: boolean }[]
  /** Why it ended before: an error. */
  condition: string | null
}

/** On by pages of three through what the pair has said since this run's first message. Goes on after `complete`, to see whether it was true. */
export async function walk(bench: Bench, direction: 'forwards' | 'backwards', startMs: ArchivePosition['startMs']): Promise<Walk> {
  const { one, two } = bench
  const ns = (await ownArchive(bench)) ?? NS_MAM
  const pages: Walk['pages'] = []
  let next: Pick<ArchivePosition, 'after' | 'before'> = direction === 'forwards' ? {} : { before: '' }
  for (let i = 0; i < MAX_PAGES; i++) {
    bench.goOn()
    const page = await askArchive(one, one.own, { ...(two && { with: two.own }), ...(startMs && { startMs }), max: 3, ...next }, ns)
    if (!page.ok) return { pages, condition: page.condition }
    const { items, fin } = page
    pages.push({ items, isComplete: fin.isComplete })
    const edge = direction === 'forwards' ? (fin.last ?? items.at(-1)?.id) : (fin.first ?? items[0]?.id)
    if (items.length === 0 || !edge) break
    next = direction === 'forwards' ? { after: edge } : { before: edge }
  }
  return { pages, condition: null }
}

/** One page of the newest; what a run has sent stands close together. */
const COUNTED = 100

/**
 * How many messages of this run stand in the account's archive now, where no client can delete them. Null: there is an archive, or may be, and it
 * does not say.
 */
export async function countArchived(probe: Probe, run: string): Promise<number | null> {
  const info = await probe.request({ type: 'get', to: probe.own, payload: xml('query', { xmlns: NS_DISCO_INFO }) })
  if (!info.ok) return info.error.condition === 'timeout' || info.error.condition === 'offline' ? null : 0
  const ns = archiveNamespace(new Set(parseDiscoInfo(child(info.value, 'query', NS_DISCO_INFO))?.features ?? []))
  if (!ns) return 0
  const isOfRun = ({ stanza }: ArchiveItem) => markOf(stanza) === run || runNamed(localOf(parseJid(attr(stanza, 'from')) ?? probe.own) ?? '') === run
  const ids = new Set<string>()
  for (let before = '', known = -1; ids.size > known; ) {
    known = ids.size
    const page = await askArchive(probe, probe.own, { before, max: COUNTED }, ns)
    if (!page.ok) return null
    for (const item of page.items) if (isOfRun(item)) ids.add(item.id)
    before = page.fin.first ?? page.items[0]?.id ?? ''
    if (before === '') break
  }
  return ids.size
}
