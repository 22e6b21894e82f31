/** Messages between two sessions: that they come, to whom, as they were sent, and in their order. RFC 6121 §5, §8; RFC 6120 §8, §13. */
import { bareOf, parseJid, type Jid } from '#shared/jid'
import { attr, childText, NS_CLIENT, xml } from '#xmpp/element'
import { buildOriginId, NS_SID, parseOriginId, readStanzaIds } from '#xmpp/xep/0359'
import { broken, missing, pass, untested, type Bench, type Check, type Probe } from '../bench'
import { message, quiet } from '../speech'

const MANY = 20
const SILENT_MS = 3000
/** RFC 6120 §13.12: no server may refuse less. */
const MUST_BYTES = 9000
const LARGE_BYTES = 60_000

/** Who is written to: the other account, else another session of the same. */
async function listener(bench: Bench): Promise<Probe | null> {
  return bench.two ?? (await bench.open(1, { isPresent: true }))
}

async function passes(bench: Bench, from: Probe, to: Probe, name: string): Promise<'lost' | 'from' | 'to' | 'text' | null> {
  const id = `${bench.run}-${name}`
  const text = 'Grüße, 你好 👋🏽 <&>"'
  const since = to.mark()
  from.send(message(bench, { to: to.jid, id }, text, quiet()))
  const came = await to.wait((el) => el.name === 'message' && attr(el, 'id') === id, since)
  if (!came || attr(came, 'type') === 'error') return 'lost'
  if (attr(came, 'from') !== from.jid) return 'from'
  if (attr(came, 'to') !== null && ![to.jid, to.own].includes(attr(came, 'to') as never)) return 'to'
  return childText(came, 'body', NS_CLIENT)?.endsWith(text) ? null : 'text'
}

/** Is a body of this size passed on? The session that sends it may be thrown out. */
async function isPassedOn(bench: Bench, to: Probe, bytes: number): Promise<boolean> {
  const from = await bench.open(1)
  if (!from) return false
  const id = `${bench.run}-large-${bytes}`
  const since = to.mark()
  from.send(message(bench, { to: to.jid, id }, 'x'.repeat(bytes), quiet()))
  const came = await to.wait((el) => attr(el, 'id') === id, since)
  return came !== null && attr(came, 'type') !== 'error' && (childText(came, 'body', NS_CLIENT)?.length ?? 0) >= bytes
}

export const messageChecks: Check[] = [
  {
    id: 'messages.delivery', area: 'messages', spec: 'RFC 6121', section: '§8.5.3', needsPair: true,
    run: async (bench) => {
      const { one } = bench
      const two = bench.two!
      const wrong = (await passes(bench, one, two, 'there')) ?? (await passes(bench, two, one, 'back'))
      return wrong ? broken(wrong) : pass()
    },
  },
  {
    id: 'messages.own-device', area: 'messages', spec: 'RFC 6121', section: '§8.5.3',
    run: async (bench) => {
      const device = await bench.open(1, { isPresent: true })
      if (!device) return untested('offline')
      const wrong = (await passes(bench, bench.one, device, 'device')) ?? (await passes(bench, device, bench.one, 'device-back'))
      return wrong ? broken(wrong) : pass()
    },
  },
  {
    id: 'messages.unknown-user', area: 'messages', spec: 'RFC 6121', section: '§8.5.1',
    run: async (bench) => {
      const { one, run } = bench
      const id = `${run}-nobody`
      const since = one.mark()
      one.send(message(bench, { to: `${run}@${one.domain}` as Jid, id }, '?'))
      const came = await one.wait((el) => el.name === 'message' && attr(el, 'id') === id && attr(el, 'type') === 'error', since, SILENT_MS)
      return came ? pass() : broken()
    },
  },
  {
    id: 'messages.order', area: 'messages', spec: 'RFC 6120', section: '§10.1',
    run: async (bench) => {
      const to = await listener(bench)
      if (!to) return untested('offline')
      const since = to.mark()
      const ids = Array.from({ length: MANY }, (_, i) => `${bench.run}-order-${i}`)
      for (const [i, id] of ids.entries()) bench.one.send(message(bench, { to: to.jid, id }, `${i + 1}/${MANY}`, quiet()))
      await to.wait((el) => attr(el, 'id') === ids.at(-1), since)
      await to.caughtUpWith(bench.one)
      const came = to.came(since).flatMap((el) => attr(el, 'id') ?? []).filter((id) => ids.includes(id))
      if (new Set(came).size < MANY) return broken('lost', { came: new Set(came).size, sent: MANY })
      return came.join() === ids.join() ? pass() : broken(came.length > MANY ? 'twice' : 'order')
    },
  },
  {
    id: 'messages.large', area: 'messages', spec: 'RFC 6120', section: '§13.12',
    run: async (bench) => {
      const to = await listener(bench)
      if (!to) return untested('offline')
      if (await isPassedOn(bench, to, LARGE_BYTES)) return pass()
      return (await isPassedOn(bench, to, MUST_BYTES)) ? missing() : broken()
    },
  },
  {
    id: 'messages.ids', area: 'messages', spec: 'XEP-0359', section: '§3',
    run: async (bench) => {
      const to = await listener(bench)
      if (!to) return untested('offline')
      const id = `${bench.run}-ids`
      const forged = xml('stanza-id', { xmlns: NS_SID, by: to.own, id: `${bench.run}-forged` })
      const since = to.mark()
      bench.one.send(message(bench, { to: to.jid, id }, 'id', [buildOriginId(`${id}-origin`), forged]))
      const came = await to.wait((el) => attr(el, 'id') === id && attr(el, 'type') !== 'error', since)
      if (!came) return untested('undelivered')
      if (parseOriginId(came) !== `${id}-origin`) return broken('origin')
      const { once, twice } = readStanzaIds(came)
      const own = once.find(({ by }) => by === to.own)?.id ?? null
      if (twice.has(to.own)) return broken('forged')
      if (own === null) return missing()
      if (own !== forged.attrs.id) return pass()
      // Who gives no ids and does not say that he minds them may leave what he finds: then nobody trusts them.
      const isMinded = [await bench.info(to.domain), await bench.info(to.own)].some((info) => info?.features.includes(NS_SID))
      return isMinded ? broken('forged') : missing()
    },
  },
  {
    id: 'messages.sender', area: 'messages', spec: 'RFC 6120', section: '§8.1.2.1',
    run: async (bench) => {
      const to = await listener(bench)
      const liar = to && (await bench.open(1))
      if (!to || !liar) return untested('offline')
      const id = `${bench.run}-liar`
      const since = to.mark()
      const lie = message(bench, { to: to.jid, id }, '?', quiet())
      lie.attrs.from = `${bench.run}@${bench.one.domain}/x`
      const isThrownOut = new Promise((resolve) => liar.connection.on('down', resolve))
      liar.send(lie)
      await Promise.race([to.caughtUpWith(liar), isThrownOut])
      await to.caughtUpWith(bench.one)
      const came = to.came(since).find((el) => attr(el, 'id') === id)
      const from = parseJid(attr(came, 'from'))
      return from && bareOf(from) !== liar.own ? broken() : pass()
    },
  },
]

