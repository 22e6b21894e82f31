/** Reading an archive page by page (XEP-0313 version 1.1.3 §4.3), and only parts of it (§4.1). */
import type { EpochMs } from '#shared/time'
import { attr, child, xml } from '#xmpp/element'
import { parseBareJid } from '#shared/jid'
import { NS_MAM, type ArchiveItem, type ArchivePosition } from '#xmpp/xep/0313'
import { askArchive, idOf, kept, ours, ownArchive, walk, type Walk } from '../archive-run'
import { broken, missing, pass, untested, type Bench, type Check } from '../bench'

/** Archives keep whole seconds at worst. */
const SECOND_MS = 1000

/** What all that was read says of the order and of `complete`; null: nothing wrong. */
function faultOf(bench: Bench, { pages, condition }: Walk, direction: 'forwards' | 'backwards', wanted: readonly string[]): string | null {
  if (condition !== null) return 'error'
  const here = pages.map((page) => ours(bench, page.items).map(idOf))
  const ids = (direction === 'forwards' ? here : [...here].reverse()).flat()
  if (!wanted.every((id) => ids.includes(id))) return 'lost'
  if (pages.some((page, i) => page.isComplete && here.slice(i + 1).some((later) => later.length > 0))) return 'early'
  if (ids.join() !== wanted.join()) return 'order'
  return pages.some(({ isComplete }) => isComplete) ? null : 'endless'
}

/** When the first of this run was kept, by the archive's own clock. */
async function sinceMs(bench: Bench): Promise<EpochMs | undefined> {
  const stamps = (await kept(bench)).flatMap(({ stampMs }) => stampMs ?? [])
  return stamps.length > 0 ? (Math.min(...stamps) as EpochMs) : undefined
}

const paging = (direction: 'forwards' | 'backwards', section: string): Check => ({
  id: `archive.${direction}`, area: 'archive', spec: 'XEP-0313', section, after: ['archive.keeps'],
  run: async (bench) => {
    const wanted = (await kept(bench)).map(idOf)
    const fault = faultOf(bench, await walk(bench, direction, await sinceMs(bench)), direction, wanted)
    return fault ? broken(fault) : pass()
  },
})

async function asks(bench: Bench): Promise<(position: ArchivePosition, flip?: boolean) => Promise<ArchiveItem[] | null>> {
  const ns = (await ownArchive(bench)) ?? NS_MAM
  return async (position, flip = false) => {
    const page = await askArchive(bench.one, bench.one.own, { max: 50, ...position }, ns, flip ? [xml('flip-page')] : [])
    return page.ok ? page.items : null
  }
}

const ids = (items: ArchiveItem[] | null) => items?.map(({ id }) => id).join() ?? null

export const archivePagingChecks: Check[] = [
  paging('forwards', '§4.3.2'),
  paging('backwards', '§4.3.3'),
  {
    id: 'archive.unknown-id', area: 'archive', spec: 'XEP-0313', section: '§4.3.2', after: ['archive.keeps'],
    run: async (bench) => {
      const ns = (await ownArchive(bench)) ?? NS_MAM
      const id = `${bench.run}-no-such-id`
      const answers = [
        await askArchive(bench.one, bench.one.own, { after: id, max: 3 }, ns),
        await askArchive(bench.one, bench.one.own, { before: id, max: 3 }, ns),
      ]
      if (answers.some(({ ok }) => ok)) return broken('ignored')
      return answers.every((one) => !one.ok && one.condition === 'item-not-found') ? pass() : broken('otherwise')
    },
  },
  {
    id: 'archive.filters', area: 'archive', spec: 'XEP-0313', section: '§4.1', after: ['archive.keeps'],
    run: async (bench) => {
      const ask = await asks(bench)
      const nobody = parseBareJid(`${bench.run}-unheard-of@${bench.one.domain}`)
      const stamps = (await kept(bench)).flatMap(({ stampMs }) => stampMs ?? [])
      if (!nobody || stamps.length === 0) return untested('no-times')
      const withNobody = await ask({ with: nobody })
      if (withNobody === null || withNobody.length > 0) return broken('with')
      const peer = bench.two!.own
      const later = await ask({ with: peer, startMs: (Math.max(...stamps) + 2 * SECOND_MS) as EpochMs })
      if (later === null || ours(bench, later).length > 0) return broken('start')
      const earlier = await ask({ with: peer, endMs: (Math.min(...stamps) - 2 * SECOND_MS) as EpochMs, before: '' })
      return earlier === null || ours(bench, earlier).length > 0 ? broken('end') : pass()
    },
  },
  {
    id: 'archive.extended', area: 'archive', spec: 'XEP-0313', section: '§7', after: ['archive.keeps'],
    run: async (bench) => {
      if (!(await bench.info(bench.one.own))?.features.includes(`${NS_MAM}#extended`)) return missing()
      const ask = await asks(bench)
      const items = await kept(bench)
      const [first, second] = [items[0]!, items[1]!]
      const last = items.at(-1)!
      const fields = (fields: Record<string, string[]>) => Object.entries(fields).map(([name, values]) => ({ name, values }))
      const byIds = await ask({ filters: fields({ ids: [first.id, last.id] }) })
      if (ids(byIds) !== ids([first, last])) return broken('ids')
      const peer = bench.two!.own
      const between = await ask({ with: peer, filters: fields({ 'after-id': [first.id], 'before-id': [last.id] }) })
      if (ids(between) !== ids(items.slice(1, -1))) return broken('between')
      const flipped = await ask({ with: peer, max: 2, filters: fields({ 'after-id': [first.id] }) }, true)
      if (ids(flipped) !== ids([items[2]!, second])) return broken('flipped')
      const reply = await bench.one.request({ type: 'get', payload: xml('metadata', { xmlns: NS_MAM }) })
      const newest = reply.ok ? attr(child(child(reply.value, 'metadata', NS_MAM), 'end', NS_MAM), 'id') : null
      return newest === null ? broken('metadata') : pass()
    },
  },
]
