/** What the account's archive keeps: XEP-0313 version 1.1.3, its preferences XEP-0441 version 0.2.0, hints XEP-0334 version 1.0.0. */
import { attr } from '#xmpp/element'
import { NS_MAM } from '#xmpp/xep/0313'
import { archiveDefault, askArchive, conversation, idOf, kept, lastSaid, ours, ownArchive, unkeptId } from '../archive-run'
import { broken, found, missing, pass, untested, type Bench, type Check } from '../bench'
import { pairAreContacts } from '../contacts'

/** With `never`, or `roster` among strangers, an empty archive is what the account has asked for. */
async function mayBeEmpty(bench: Bench): Promise<'off' | 'strangers' | null> {
  const setting = await archiveDefault(bench)
  if (setting === 'never') return 'off'
  return setting === 'roster' && !(await pairAreContacts(bench)) ? 'strangers' : null
}

export const archiveChecks: Check[] = [
  {
    id: 'archive.offered', area: 'archive', spec: 'XEP-0313', section: '§7',
    run: async (bench) => {
      const ns = await ownArchive(bench)
      if (ns === null) return missing()
      return ns === NS_MAM ? pass() : found('pass', 'older')
    },
  },
  {
    id: 'archive.default', area: 'archive', spec: 'XEP-0441', section: '§2.1.1', after: ['archive.offered'],
    run: async (bench) => {
      const setting = await archiveDefault(bench)
      if (setting === 'always' || setting === 'roster') return found('pass', setting)
      return setting === 'never' ? broken('never') : missing()
    },
  },
  {
    id: 'archive.keeps', area: 'archive', spec: 'XEP-0313', section: '§6.1.1', needsPair: true, after: ['archive.offered', 'messages.delivery'],
    run: async (bench) => {
      const why = await mayBeEmpty(bench)
      if (why) return untested(why)
      const said = await conversation(bench)
      if (!said) return untested('undelivered')
      const items = await kept(bench)
      if (items.length === 0) return broken('empty')
      const ids = items.map(idOf)
      const [sent, got] = [said.filter(({ by }) => by === 1), said.filter(({ by }) => by === 2)]
      if (sent.every(({ id }) => !ids.includes(id))) return broken('sent')
      if (got.every(({ id }) => !ids.includes(id))) return broken('received')
      if (!said.every(({ id }) => ids.includes(id))) return broken('lost', { kept: new Set(ids).size, sent: said.length })
      if (ids.length > said.length) return broken('twice')
      return ids.join() === said.map(({ id }) => id).join() ? pass() : broken('order')
    },
  },
  {
    id: 'archive.ids', area: 'archive', spec: 'XEP-0313', section: '§3.5', after: ['archive.keeps'],
    run: async (bench) => {
      const items = await kept(bench)
      const came = ((await conversation(bench)) ?? []).filter(({ by }) => by === 2)
      if (came.every(({ liveId }) => liveId === null)) return broken('none')
      const archiveId = new Map(items.map((item) => [idOf(item), item.id]))
      if (!came.every(({ id, liveId }) => liveId === archiveId.get(id))) return broken('others')
      const again = await askArchive(bench.one, bench.one.own, { with: bench.two!.own, before: '', max: 50 }, (await ownArchive(bench)) ?? NS_MAM)
      const isSame = again.ok && ours(bench, again.items).every((item) => archiveId.get(idOf(item)) === item.id)
      return isSame ? pass() : broken('changing')
    },
  },
  {
    id: 'archive.unkept', area: 'archive', spec: 'XEP-0334', section: '§4.2', after: ['archive.keeps'],
    run: async (bench) => ((await lastSaid(bench)).some(({ stanza }) => attr(stanza, 'id') === unkeptId(bench)) ? broken() : pass()),
  },
  {
    id: 'archive.quiet-device', area: 'archive', spec: 'XEP-0313', section: '§4', after: ['archive.keeps'],
    run: async (bench) => {
      const device = await bench.open(1)
      if (!device) return untested('offline')
      const page = await askArchive(device, device.own, { with: bench.two!.own, before: '', max: 50 }, (await ownArchive(bench)) ?? NS_MAM)
      return page.ok && ours(bench, page.items).length > 0 ? pass() : broken()
    },
  },
  {
    id: 'archive.stranger', area: 'archive', spec: 'XEP-0313', section: '§8.1', needsPair: true, after: ['archive.offered'],
    run: async (bench) => {
      const page = await askArchive(bench.one, bench.two!.own, { before: '', max: 1 }, (await ownArchive(bench)) ?? NS_MAM)
      if (!page.ok) return page.condition === 'timeout' ? broken('silent') : pass()
      return broken()
    },
  },
]
