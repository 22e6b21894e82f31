/** The stage of a campaign: one real server, a proxy before each of two Magpies, the peer, a second device. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer, type ServerKind, type ServerOptions, type TestServer } from '../support/servers'
import { TcpProxy } from '../support/tcp-proxy'
import { Magpie } from './magpie'
import { Peer, PEER } from './peer'
import { mountSmallDisk, type SmallDisk } from './small-disk'

/** How long a server keeps a session for its resumption. Short, so that a campaign sees both: resumed, and too late. */
export const HIBERNATION_S = 4
const ONLINE_MS = 45_000
const ACCOUNTS = [{ user: 'lina', password: 'lina' }, { user: 'wei', password: 'wei' }, PEER]

const SERVER_OPTIONS: Record<ServerKind, ServerOptions> = {
  prosody: { modules: ['offline'] },
  ejabberd: { sqlStore: true },
}

export interface Party {
  magpie: Magpie
  proxy: TcpProxy
  clockFile: string
}

export interface World {
  server: TestServer
  room: string
  lina: Party
  wei: Party
  peer: Peer
  /** A second device of lina's. */
  device: Magpie
  disk: SmallDisk | null
  /** All connections whole, all processes alive, everybody online. Gives what is not, after the deadline. */
  heal(): Promise<string[]>
  stop(): Promise<void>
}

export interface WorldOptions {
  kind: ServerKind
  dir: string
  program: string
  needsDisk: boolean
}

export async function createWorld({ kind, dir, program, needsDisk }: WorldOptions): Promise<World> {
  const server = await startServer(kind, { accounts: ACCOUNTS, resumeSeconds: HIBERNATION_S, ...SERVER_OPTIONS[kind] })
  const room = `chaos@${server.mucDomain}`
  const disk = needsDisk ? mountSmallDisk(join(dir, 'small')) : null
  const tamper = join(process.env.MAGPIE_REPO ?? process.cwd(), 'test/chaos/tamper.mjs')

  const magpie = (name: string, user: string, port: number, home: string) => {
    const clockFile = join(dir, `${name}.clock`)
    const options = {
      name, program, dir, profileDir: join(home, name),
      account: { address: `${user}@${server.domain}`, password: user, host: server.host, port, connection: 'starttls' as const, ca: server.caFile },
      nodeArgs: ['--import', tamper], env: { MAGPIE_CLOCK_FILE: clockFile },
    }
    return { magpie: new Magpie(options), clockFile }
  }
  const party = async (user: string, home: string): Promise<Party> => {
    const proxy = await TcpProxy.start({ port: server.port })
    return { ...magpie(user, user, proxy.port, home), proxy }
  }
  mkdirSync(dir, { recursive: true })
  const peer = new Peer(server, room)
  await peer.start()
  const lina = await party('lina', dir)
  const wei = await party('wei', disk?.dir ?? dir) // the one whose disk is small
  const device = magpie('lina2', 'lina', server.port, dir).magpie
  const parties = [lina, wei]

  const heal = async () => {
    disk?.empty()
    for (const { proxy, magpie: one, clockFile } of parties) {
      proxy.faults = {}
      proxy.resume()
      await proxy.up()
      writeFileSync(clockFile, '0')
      one.signal('SIGCONT')
      await one.start()
    }
    const deadline = performance.now() + ONLINE_MS
    const members = () => [lina.magpie, wei.magpie, ...(device.isRunning ? [device] : [])]
    for (;;) {
      const missing = members().filter((one) => one.phase !== 'online')
      if (missing.length === 0) return []
      if (performance.now() > deadline) return missing.map((one) => `${one.name} is ${JSON.stringify(one.account?.connection)}`)
      // Back-off grows up to minutes with a fault every few seconds; a user would press the button.
      for (const one of missing) if (['waiting', 'offline'].includes(one.phase)) await one.tryCall('account.retry')
      await sleep(300)
    }
  }

  for (const { magpie: one } of parties) await one.start()
  const missing = await heal()
  if (missing.length > 0) throw new Error(missing.join('; '))
  for (const { magpie: one } of parties) await one.call('room.join', { room, nick: one.name })
  return {
    server, room, lina, wei, peer, device, disk, heal,
    stop: async () => {
      await Promise.all([lina.magpie, wei.magpie, device].map((one) => one.stop()))
      await peer.stop()
      for (const { proxy } of parties) await proxy.stop()
      await server.kill() // its data is thrown away, and Prosody 0.12.3 may fail to end in order (mod_c2s: `close` of a session without a stream)
      disk?.unmount()
    },
  }
}
