/** Connections to a host and port, one after the other: every way there (direct, proxies), every address of each. */
import { isIP, type Socket } from 'node:net'
import { ConnectionFailure, failure, fromSystemError } from '../errors'
import { abortable, within } from '../watchdog'
import { connectFirst, interleave } from './happy-eyeballs'
import { connectTcp } from './link'
import { connectThrough, type FindRoutes, type ProxyServer, type Route } from './proxy'
import type { Resolver } from './resolve'

const CONNECT_MS = 10_000 // one address

export interface ReachContext {
  resolver: Pick<Resolver, 'addresses'>
  routes: FindRoutes
  signal: AbortSignal
  /** Before each attempt. */
  onStep(): void
  onFailure(address: string, why: ConnectionFailure): void
}

export interface Reached {
  socket: Socket
  /** Of the server, or of the proxy. */
  address: string
  proxy: ProxyServer | null
}

/** A proxy that is not there must not look like a server that is not there. */
const asProxyFailure = (why: ConnectionFailure, { host, port }: ProxyServer) =>
  failure('proxy-unreachable', `${host}:${port}: ${why.problem.detail ?? why.code}`)

async function findRoutes(host: string, port: number, { routes, signal }: ReachContext): Promise<Route[]> {
  const name = isIP(host) === 6 ? `[${host}]` : host
  try {
    return await abortable(routes(`https://${name}:${port}`), signal)
  } catch (error) {
    throw error instanceof ConnectionFailure ? error : failure('proxy-refused', (error as Error).message)
  }
}

/** Whoever takes one and finds it useless asks for the next. Ends when there is none; every failure has been told. */
export async function* reach(host: string, port: number, context: ReachContext): AsyncGenerator<Reached, void> {
  const { signal, onFailure, onStep, resolver } = context
  for (const route of await findRoutes(host, port, context)) {
    const proxy = route === 'direct' ? null : route
    const hop = proxy ?? { host, port }
    const tell = (address: string, why: ConnectionFailure) => onFailure(address, proxy ? asProxyFailure(why, proxy) : why)
    let left: string[] = []
    try {
      left = interleave(isIP(hop.host) ? [hop.host] : await abortable(resolver.addresses(hop.host), signal))
    } catch (error) {
      if (signal.aborted) throw error
      tell(hop.host, fromSystemError(error, 'host-not-found'))
    }
    while (left.length > 0) {
      onStep()
      const found = await connectFirst({
        addresses: left, onFailure: tell, signal,
        connect: (address, given) => within(given, CONNECT_MS, (limited) => connectTcp(address, hop.port, limited)),
      })
      if (signal.aborted) {
        found?.socket.destroy()
        throw failure('timeout', 'connect')
      }
      if (!found) break
      const { socket, address } = found
      left = left.filter((one) => one !== address)
      if (proxy) {
        try {
          onStep()
          await connectThrough(socket, proxy, host, port, signal)
        } catch (error) {
          const why = fromSystemError(error)
          if (signal.aborted || why.code === 'proxy-login') throw why
          onFailure(address, why)
          break // another address of the same proxy would say the same
        }
      }
      yield { socket, address, proxy }
    }
  }
}
