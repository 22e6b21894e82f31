/** Copies for one's other devices: XEP-0280 version 1.0.1. */
import { attr, type Element } from '#xmpp/element'
import { buildEnable, isCarbon, NS_CARBONS, parseCarbon, privateMarks } from '#xmpp/xep/0280'
import { broken, missing, pass, untested, type Bench, type Check, type Probe } from '../bench'
import { message } from '../speech'

const enable = async (device: Probe): Promise<boolean> => (await device.request({ type: 'set', payload: buildEnable() })).ok

const copyOf = (id: string) => (el: Element) => isCarbon(el) && attr(parseCarbon(el)?.message, 'id') === id

/** Is something copied to a device that has not asked for it? */
async function isCopiedUnasked(bench: Bench, device: Probe): Promise<boolean> {
  const { one, two, run } = bench
  const id = `${run}-unasked`
  const since = device.mark()
  two!.send(message(bench, { to: one.jid, id }, '-'))
  await one.wait((el) => attr(el, 'id') === id, 0)
  await device.caughtUpWith(two!)
  return device.came(since).some(copyOf(id))
}

/** What is wrong with the copy of a message between the pair; null: nothing. */
async function copyFault(bench: Bench, device: Probe, direction: 'sent' | 'received'): Promise<string | null> {
  const [from, to] = direction === 'sent' ? [bench.one, bench.two!] : [bench.two!, bench.one]
  const id = `${bench.run}-copy-${direction}`
  const [since, mine] = [device.mark(), bench.one.mark()]
  from.send(message(bench, { to: to.jid, id }, direction))
  const copy = await device.wait(copyOf(id), since)
  if (!copy) return direction
  if (attr(copy, 'from') !== device.own) return 'from'
  const carbon = parseCarbon(copy)
  if (carbon?.direction !== direction || attr(carbon.message, 'from') !== from.jid) return 'other'
  await bench.one.caughtUpWith(bench.two!)
  return bench.one.came(mine).some(copyOf(id)) ? 'echo' : null
}

export const carbonChecks: Check[] = [
  {
    id: 'messages.copies', area: 'messages', spec: 'XEP-0280', section: '§6', needsPair: true, after: ['messages.delivery'],
    run: async (bench) => {
      if (!(await bench.info(bench.one.domain))?.features.includes(NS_CARBONS)) return missing()
      const device = await bench.open(1, { isPresent: true })
      if (!device) return untested('offline')
      if (await isCopiedUnasked(bench, device)) return broken('unasked')
      if (!(await enable(device))) return broken('refused')
      const wrong = (await copyFault(bench, device, 'sent')) ?? (await copyFault(bench, device, 'received'))
      return wrong ? broken(wrong) : pass()
    },
  },
  {
    id: 'messages.private', area: 'messages', spec: 'XEP-0280', section: '§9', after: ['messages.copies'],
    run: async (bench) => {
      const device = await bench.open(1, { isPresent: true })
      if (!device || !(await enable(device))) return untested('offline')
      const since = device.mark()
      const copies = [[bench.one, bench.two!], [bench.two!, bench.one]].map(async ([from, to]) => {
        const id = `${bench.run}-private-${from!.name}`
        from!.send(message(bench, { to: to!.jid, id }, 'private', privateMarks()))
        await to!.wait((el) => attr(el, 'id') === id, 0)
        await device.caughtUpWith(from!)
        return device.came(since).some(copyOf(id))
      })
      return (await Promise.all(copies)).includes(true) ? broken() : pass()
    },
  },
]
