/** What the stream can do: XEP-0198 version 1.6.3, XEP-0352 version 1.0.0, XEP-0478 version 0.2.0; binding RFC 6120 §7. */
import { resourceOf } from '#shared/jid'
import { attr, isNamed, xml } from '#xmpp/element'
import { NS_SM } from '#xmpp/management'
import { parseStreamLimits } from '#xmpp/stream-limits'
import { broken, missing, pass, untested, type Bench, type Check, type Probe } from '../bench'
import { message, quiet } from '../speech'

const NS_CSI = 'urn:xmpp:csi:0'
const NS_LIMITS = 'urn:xmpp:stream-limits:0'
const ACK_MS = 4000
/** Down, one try that is refused, and the next one: what it takes to be online again, either way. */
const AGAIN_MS = 20_000

const offers = ({ secure }: Probe, name: string, ns: string) => secure.streamFeatures.find((el) => isNamed(el, name, ns)) ?? null

/** Cuts the link, does something while it is down, and waits until it is back. False: it does not come back. */
async function isBackAfterCut({ connection, cut }: Probe, meanwhile: () => Promise<unknown>): Promise<boolean> {
  cut()
  await meanwhile()
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(false), AGAIN_MS)
    const end = (value: boolean) => {
      clearTimeout(timer)
      off()
      resolve(value)
    }
    const off = connection.on('state', ({ phase }) => {
      if (phase === 'online' || phase === 'offline') end(phase === 'online')
    })
    if (connection.state.phase === 'online') end(true)
    else connection.retryNow('user')
  })
}

async function resume(bench: Bench) {
  const { one, run } = bench
  const device = await bench.open(1, { isPresent: true })
  if (!device) return untested('offline')
  if (!device.secure.streamManagement) return broken('enable')
  const ids = ['before', 'meanwhile', 'after'].map((part) => `${run}-resume-${part}`)
  const say = (i: number) => one.send(message(bench, { to: device.jid, id: ids[i]! }, `${i + 1}/3`, quiet()))
  const since = device.mark()
  say(0)
  if (!(await device.wait((el) => attr(el, 'id') === ids[0], since))) return untested('undelivered')
  const isBack = await isBackAfterCut(device, async () => {
    say(1)
    await one.request({ type: 'get', to: one.domain, payload: xml('ping', { xmlns: 'urn:xmpp:ping' }) }) // the server has it
  })
  if (!isBack) return broken('gone')
  const last = device.connection.facts.resumes.at(-1)
  if (!last) return missing('fleeting') // the server had not said that it may
  if (last.outcome !== 'resumed') return broken('refused', { condition: last.condition ?? last.outcome })
  say(2)
  await device.wait((el) => attr(el, 'id') === ids[2], since)
  await device.caughtUpWith(one)
  const came = device.came(since).flatMap((el) => attr(el, 'id') ?? []).filter((id) => ids.includes(id))
  if (!came.includes(ids[1]!)) return broken('lost')
  if (new Set(came).size < came.length) return broken('twice')
  return came.join() === ids.join() ? pass() : broken('order')
}

/** Is a request for acknowledgement answered, and does the count fit? */
async function acknowledges({ one, run }: Bench) {
  if (!one.secure.streamManagement) return broken('enable')
  const sent = xml('iq', { type: 'get', id: `${run}-ack`, to: one.domain }, xml('ping', { xmlns: 'urn:xmpp:ping' }))
  const isAcked = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => end(false), ACK_MS)
    const end = (value: boolean) => {
      clearTimeout(timer)
      off()
      resolve(value)
    }
    const off = one.connection.on('acked', (stanza) => stanza === sent && end(true))
    one.send(sent)
    one.connection.sendNonza(xml('r', { xmlns: NS_SM }))
  })
  return isAcked ? pass() : broken('silent')
}

/** Says both states; then the stream must still be there. */
async function tellsState(bench: Bench) {
  if (!offers(bench.one, 'csi', NS_CSI)) return missing()
  const device = await bench.open(1)
  if (!device) return untested('offline')
  device.connection.sendNonza(xml('inactive', { xmlns: NS_CSI }))
  device.connection.sendNonza(xml('active', { xmlns: NS_CSI }))
  // Any answer will do: whether pings are answered is not the question here.
  const reply = await device.request({ type: 'get', to: device.domain, payload: xml('ping', { xmlns: 'urn:xmpp:ping' }) })
  return reply.ok || !['timeout', 'offline'].includes(reply.error.condition) ? pass() : broken()
}

export const streamChecks: Check[] = [
  {
    id: 'connection.bind', area: 'connection', spec: 'RFC 6120', section: '§7.7',
    run: ({ one }) => Promise.resolve(resourceOf(one.jid)?.startsWith('magpie-check-') ? pass() : missing()),
  },
  {
    id: 'connection.acks', area: 'connection', spec: 'XEP-0198', section: '§4',
    run: async (bench) => (offers(bench.one, 'sm', NS_SM) ? acknowledges(bench) : missing()),
  },
  {
    id: 'connection.resume', area: 'connection', spec: 'XEP-0198', section: '§5',
    run: async (bench) => (offers(bench.one, 'sm', NS_SM) ? resume(bench) : missing()),
  },
  {
    id: 'connection.csi', area: 'connection', spec: 'XEP-0352', section: '§4',
    run: tellsState,
  },
  {
    id: 'connection.limits', area: 'connection', spec: 'XEP-0478', section: '§3.1',
    run: ({ one }) => {
      if (!offers(one, 'limits', NS_LIMITS)) return Promise.resolve(missing())
      const { maxBytes, idleMs } = parseStreamLimits(one.secure.streamFeatures)
      return Promise.resolve(maxBytes === null ? missing('empty') : pass({ kib: Math.floor(maxBytes / 1024), seconds: Math.round((idleMs ?? 0) / 1000) }))
    },
  },
]
