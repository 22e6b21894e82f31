/** Helpers outside of XMPP that the server names: STUN and TURN for calls, a relay for files. Tried only where the account itself goes there directly. */
import { createHash } from 'node:crypto'
import { isIP, type Socket } from 'node:net'
import type { Finding } from '#shared/check-up/report'
import { attr, child, children, parseCount, xml, type Element } from '#xmpp/element'
import { isPrivateAddress } from '#xmpp/transport/addresses'
import { Answers, connectThrough, directRoutes } from '#xmpp/transport/proxy'
import { reach } from '#xmpp/transport/reach'
import { systemResolver } from '#xmpp/transport/resolve'
import { answersStun } from '#xmpp/transport/stun'
import { buildActivate, buildProxyQuery, parseStreamHost } from '#xmpp/xep/0065'
import { broken, missing, pass, untested, type Bench, type Check } from '../bench'
import { hasIdentity, serviceThat } from '../service'
import { refusal } from './answers'

const NS_EXTERNAL = 'urn:xmpp:extdisco:2'
const MAX_SERVICES = 30
/** STUN servers that are tried; a server names one or two. */
const MAX_TRIED = 3
const RELAY_MS = 5000
const head = (name: string, spec: string, section: string) => ({ id: `services.${name}`, area: 'services' as const, spec, section })

interface External {
  type: string
  transport: string
  host: string
  port: number
  hasLogin: boolean
  el: Element
}

const parseServices = (parent: Element | null): External[] =>
  children(parent, 'service', NS_EXTERNAL).slice(0, MAX_SERVICES).flatMap((el) => {
    const [type, host, port] = [attr(el, 'type'), attr(el, 'host'), parseCount(attr(el, 'port'))]
    if (!type || !host) return []
    return { type, host, el, port: port ?? 3478, transport: attr(el, 'transport') ?? 'udp', hasLogin: attr(el, 'username') !== null && attr(el, 'password') !== null }
  })

const ask = ({ one, once }: Bench) =>
  once('external', async () => {
    const reply = await one.request({ type: 'get', to: one.domain, payload: xml('services', { xmlns: NS_EXTERNAL }) })
    return reply.ok ? parseServices(child(reply.value, 'services', NS_EXTERNAL)) : reply.error
  })
const listed = async (bench: Bench): Promise<External[]> => {
  const found = await ask(bench)
  return Array.isArray(found) ? found : []
}

/** Where a host that the server names may be asked: not in a private network, unless the server is there itself. */
async function addressesOf({ one }: Bench, host: string): Promise<string[]> {
  const all = isIP(host) ? [host] : await systemResolver.addresses(host).catch(() => [])
  return all.filter((address) => !isPrivateAddress(address) || isPrivateAddress(one.secure.address))
}

async function isAnswering(bench: Bench, { host, port }: External): Promise<boolean> {
  const addresses = await addressesOf(bench, host)
  return (await Promise.all(addresses.slice(0, 2).map((address) => answersStun(address, port, bench.signal)))).includes(true)
}

type Relay = NonNullable<ReturnType<typeof parseStreamHost>>

/** Null: there is none. */
const relayOf = (bench: Bench): Promise<{ relay: Relay | null; problem: Finding } | null> =>
  bench.once('relay', async () => {
    const jid = await serviceThat(bench, (info) => hasIdentity(info, 'proxy', 'bytestreams'))
    if (!jid) return null
    const reply = await bench.one.request({ type: 'get', to: jid, payload: buildProxyQuery() })
    return { relay: reply.ok ? parseStreamHost(reply.value, jid) : null, problem: reply.ok ? broken() : refusal(reply.error) }
  })

/** Through the relay to whoever comes by the same hash (§5.3.2). Null: not reached, or refused. */
async function enter(bench: Bench, { host, port }: { host: string; port: number }, hash: string, signal: AbortSignal): Promise<Socket | null> {
  const resolver = { addresses: (name: string) => addressesOf(bench, name) }
  const silent = () => undefined
  try {
    for await (const { socket } of reach(host, port, { resolver, routes: directRoutes, signal, onStep: silent, onFailure: silent })) {
      await connectThrough(socket, { kind: 'socks5', host, port, user: null, password: null }, hash, 0, signal)
      return socket
    }
  } catch {
    return null
  }
  return null
}

/** Both ends are ours (§6.3): the other session comes first, then the first one switches it on and says something. */
async function relayed(bench: Bench, relay: Relay): Promise<Finding> {
  const { host, port } = relay
  const other = await bench.open(1)
  if (!other) return untested('session')
  const hash = createHash('sha1').update(bench.run + bench.one.jid + other.jid).digest('hex')
  const signal = AbortSignal.any([bench.signal, AbortSignal.timeout(RELAY_MS)])
  const sockets: Socket[] = []
  try {
    for (let i = 0; i < 2; i++) {
      const socket = await enter(bench, relay, hash, signal)
      if (!socket) return broken('silent', { host, port })
      socket.on('error', () => undefined) // its end is seen by who reads
      sockets.push(socket)
    }
    const reply = await bench.one.request({ type: 'set', to: relay.jid, payload: buildActivate(bench.run, other.jid), timeoutMs: RELAY_MS })
    if (!reply.ok) return broken('refused', { condition: reply.error.condition })
    const [theirs, ours] = sockets as [Socket, Socket]
    const read = new Answers(theirs, signal).bytes(bench.run.length)
    ours.write(bench.run)
    return (await read).toString('latin1') === bench.run ? pass() : broken('lost')
  } catch {
    return broken('lost') // cut, or nothing came
  } finally {
    for (const socket of sockets) socket.destroy()
  }
}

export const externalChecks: Check[] = [
  {
    ...head('external', 'XEP-0215', '§3.1'),
    run: async (bench) => {
      const found = await ask(bench)
      if (!Array.isArray(found)) return refusal(found)
      return found.some(({ type }) => type === 'stun' || type === 'turn') ? pass() : missing()
    },
  },
  {
    ...head('turn', 'XEP-0215', '§3.3'), after: ['services.external'],
    run: async (bench) => {
      const turn = (await listed(bench)).filter(({ type }) => type === 'turn' || type === 'turns')
      if (turn.length === 0) return missing()
      if (turn.some(({ hasLogin }) => hasLogin)) return pass()
      const service = xml('service', { host: turn[0]!.host, type: turn[0]!.type })
      const reply = await bench.one.request({ type: 'get', to: bench.one.domain, payload: xml('credentials', { xmlns: NS_EXTERNAL }, service) })
      return reply.ok && parseServices(child(reply.value, 'credentials', NS_EXTERNAL)).some(({ hasLogin }) => hasLogin) ? pass() : broken()
    },
  },
  {
    ...head('stun', 'RFC 8489', '§6.3.1'), after: ['services.external'],
    run: async (bench) => {
      if (bench.one.secure.proxy !== null) return untested('proxy')
      const udp = (await listed(bench)).filter(({ type, transport }) => (type === 'stun' || type === 'turn') && transport === 'udp')
      const hosts = [...new Map(udp.map((one) => [`${one.host} ${one.port}`, one])).values()].slice(0, MAX_TRIED)
      if (hosts.length === 0) return untested('none')
      const answers = await Promise.all(hosts.map((one) => isAnswering(bench, one)))
      const silent = hosts.find((_, i) => !answers[i])
      return silent ? broken('silent', { host: silent.host, port: silent.port }) : pass()
    },
  },
  {
    ...head('relay', 'XEP-0065', '§4'),
    run: async (bench) => {
      const found = await relayOf(bench)
      return found ? (found.relay ? pass() : found.problem) : missing()
    },
  },
  {
    ...head('relay-answers', 'XEP-0065', '§6.3'), after: ['services.relay'],
    run: async (bench) => (bench.one.secure.proxy === null ? relayed(bench, (await relayOf(bench))!.relay!) : untested('proxy')),
  },
]
