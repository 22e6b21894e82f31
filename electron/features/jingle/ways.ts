/**
 * SOCKS5 bytestreams (XEP-0065 version 1.8.2) on our side: where we listen, and how others' candidates are reached. The address asked
 * for is a hash that only the two know, so that nobody else gets through.
 */
import { createServer, BlockList, isIP, type Server, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { Answers, connectThrough, directRoutes } from '#xmpp/transport/proxy'
import { reach } from '#xmpp/transport/reach'
import { systemResolver } from '#xmpp/transport/resolve'
import { SocketChannel, type Channel } from './channel'
import type { Candidate } from './stanza'

const MAX_ADDRESSES = 6
/** Connections that are let in for one session; each side tries a few candidates. */
const MAX_GUESTS = 8
const GREETING_MS = 10_000
/** §2.6: between two attempts. */
const STAGGER_MS = 200
/** For all candidates together. */
const REACH_MS = 20_000
/** Nominated by them, it must be here. */
const TAKE_MS = 10_000

/** What leads back to us, to nobody or to everybody. */
const never = new BlockList()
for (const [net, bits] of [['0.0.0.0', 8], ['127.0.0.0', 8], ['169.254.0.0', 16], ['224.0.0.0', 3]] as const) never.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [['::', 127], ['fe80::', 10], ['ff00::', 8]] as const) never.addSubnet(net, bits, 'ipv6')
const plain = (address: string) => address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
const versionOf = (address: string) => (isIP(plain(address)) === 4 ? 'ipv4' : 'ipv6')
export const isLoopback = (address: string): boolean => plain(address) === '::1' || plain(address).startsWith('127.')
/** @param isLocal our server is on this computer, and whoever we talk to may be, too */
export const isUsable = (address: string, isLocal: boolean): boolean =>
  isIP(plain(address)) !== 0 && (!never.check(plain(address), versionOf(address)) || (isLocal && isLoopback(address)))

/** Of this computer, those that others may reach. */
export function ownAddresses(isLocal: boolean): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []).map(({ address }) => address)
  const usable = all.filter((address) => isUsable(address, isLocal)).sort((a, b) => isIP(a) - isIP(b))
  return usable.slice(0, MAX_ADDRESSES)
}

export interface Listener {
  port: number
  /** The connection that came in by this address of ours. Null: none did in time. */
  take(host: string): Promise<Channel | null>
  close(): void
}

/** The server's half of the greeting (§5.3.1). False: not for us. */
async function greet(socket: Socket, dstaddr: string, signal: AbortSignal): Promise<boolean> {
  const answers = new Answers(socket, signal)
  const [version, count] = await answers.bytes(2)
  const methods = version === 5 ? await answers.bytes(count!) : null
  if (!methods?.includes(0)) {
    socket.end(Buffer.from([5, 0xff]))
    return false
  }
  socket.write(Buffer.from([5, 0]))
  const [head, command, , kind, length] = await answers.bytes(5)
  const wanted = head === 5 && command === 1 && kind === 3 && length === dstaddr.length ? (await answers.bytes(length + 2)).toString('latin1', 0, length) : null
  if (wanted !== dstaddr || !answers.isEmpty) {
    socket.end(Buffer.from([5, 2, 0, 1, 0, 0, 0, 0, 0, 0])) // not allowed
    return false
  }
  socket.write(Buffer.concat([Buffer.from([5, 0, 0, 3, dstaddr.length]), Buffer.from(dstaddr, 'latin1'), Buffer.from([0, 0])]))
  return true
}

export async function openListener(dstaddr: string): Promise<Listener> {
  const guests: Socket[] = []
  const present: Socket[] = []
  let tell: () => void = () => undefined
  const limit = new AbortController()
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined) // it is closed then, and not taken
    if (guests.length >= MAX_GUESTS) return void socket.destroy()
    guests.push(socket)
    const timer = setTimeout(() => socket.destroy(), GREETING_MS)
    greet(socket, dstaddr, limit.signal)
      .then((isOurs) => {
        if (!isOurs) return
        present.push(socket)
        tell()
      }, () => socket.destroy())
      .finally(() => clearTimeout(timer))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '::', port: 0 }, resolve)
  }).catch(() => new Promise<void>((resolve, reject) => {
    server.once('error', reject) // no IPv6 here
    server.listen({ host: '0.0.0.0', port: 0 }, resolve)
  }))
  server.unref()
  let taken: Socket | null = null
  const find = (host: string) => {
    const alive = present.filter((socket) => !socket.destroyed)
    return alive.find((socket) => plain(socket.localAddress ?? '') === host) ?? null
  }
  return {
    port: (server.address() as { port: number }).port,
    take: (host) =>
      new Promise((resolve) => {
        const settle = (socket: Socket | null) => {
          clearTimeout(timer)
          taken = socket
          resolve(socket && new SocketChannel(socket))
        }
        // Behind a router it comes by another address than the one that was told.
        const timer = setTimeout(() => settle(present.find((socket) => !socket.destroyed) ?? null), TAKE_MS)
        tell = () => {
          const found = find(host)
          if (found) settle(found)
        }
        tell()
      }),
    close: () => {
      limit.abort()
      server.close()
      for (const socket of guests) if (socket !== taken) socket.destroy()
    },
  }
}

/** One candidate. Throws when it cannot be reached. */
export async function connectTo({ host, port }: Pick<Candidate, 'host' | 'port'>, dstaddr: string, isLocal: boolean, signal: AbortSignal): Promise<Channel> {
  if (isIP(host) !== 0 && !isUsable(host, isLocal)) throw new Error('not an address of somebody else')
  const resolver = { addresses: async (name: string) => (await systemResolver.addresses(name)).filter((one) => isUsable(one, isLocal)) }
  const silent = () => undefined
  for await (const { socket } of reach(host, port, { resolver, routes: directRoutes, signal, onStep: silent, onFailure: silent })) {
    await connectThrough(socket, { kind: 'socks5', host, port, user: null, password: null }, dstaddr, 0, signal)
    return new SocketChannel(socket)
  }
  throw new Error('not reached')
}

export interface Attempts {
  found: Promise<{ cid: string; channel: Channel } | null>
  /** What ranks below is not worth it any more. */
  leave(belowPriority: number): void
  cancel(): void
}

/** Theirs, best first, one starting a little after the other; the first that stands is taken. */
export function attemptAll(candidates: readonly Candidate[], connect: (candidate: Candidate, signal: AbortSignal) => Promise<Channel>): Attempts {
  const sorted = [...candidates].sort((a, b) => b.priority - a.priority)
  const controllers = new Map(sorted.map((one) => [one.cid, new AbortController()]))
  const timers: NodeJS.Timeout[] = []
  let open = sorted.length
  let settle: (found: { cid: string; channel: Channel } | null) => void
  let isSettled = false
  const cancel = () => {
    for (const timer of timers) clearTimeout(timer)
    for (const controller of controllers.values()) controller.abort()
  }
  const end = (found: { cid: string; channel: Channel } | null) => {
    if (isSettled) return void found?.channel.destroy()
    isSettled = true
    settle(found)
    for (const [cid, controller] of controllers) if (cid !== found?.cid) controller.abort()
    for (const timer of timers) clearTimeout(timer)
  }
  const gone = () => {
    if (--open === 0) end(null)
  }
  const found = new Promise<{ cid: string; channel: Channel } | null>((resolve) => (settle = resolve))
  for (const [i, candidate] of sorted.entries()) {
    const { signal } = controllers.get(candidate.cid)!
    timers.push(setTimeout(() => {
      if (signal.aborted) return gone()
      connect(candidate, signal).then((channel) => end({ cid: candidate.cid, channel }), gone)
    }, i * STAGGER_MS))
  }
  timers.push(setTimeout(() => end(null), sorted.length === 0 ? 0 : REACH_MS))
  return {
    found,
    leave: (belowPriority) => {
      for (const { cid, priority } of sorted) if (priority < belowPriority) controllers.get(cid)!.abort()
    },
    cancel: () => {
      cancel()
      end(null)
    },
  }
}
