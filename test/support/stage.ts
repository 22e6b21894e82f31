/** A server for the tests of one `describe`, its accounts, and those who log in, who are gone when it is over. */
import { afterAll, afterEach, beforeAll } from 'vitest'
import { createTestClient, type TestClient, type TestClientOptions } from './core-client'
import { startServer, type ServerKind, type ServerOptions, type TestServer } from './servers'
import { startPeer, type SlixmppPeer } from './slixmpp-peer'

const START_MS = 120_000

interface Stoppable {
  stop(): Promise<void>
}

export interface Stage {
  readonly server: TestServer
  /** An account of its own for every test that asks: what a server keeps outlives tests. */
  account(name: string): Promise<{ server: TestServer; user: string; password: string }>
  login(options: TestClientOptions): Promise<TestClient>
  /** Somebody with another client (slixmpp). */
  peer(options: Parameters<typeof startPeer>[0]): Promise<SlixmppPeer>
  /** Stopped with the others. */
  keep<T extends Stoppable>(one: T): T
}

/** Call inside of `describe`. `leave`: whether those who logged in stay until the end of all its tests. */
export function stage(kind: ServerKind, options: ServerOptions = {}, leave: 'after each' | 'after all' = 'after all'): Stage {
  let server: TestServer | undefined
  let last = 0
  const here: Stoppable[] = []
  const everybodyLeaves = async () => void (await Promise.all(here.splice(0).map((one) => one.stop())))
  beforeAll(async () => {
    server = await startServer(kind, options)
  }, START_MS)
  if (leave === 'after each') afterEach(everybodyLeaves)
  afterAll(async () => {
    await everybodyLeaves()
    await server?.stop()
  })
  const self: Stage = {
    get server() {
      if (!server) throw new Error('the server is not up yet')
      return server
    },
    account: async (name) => {
      const user = `${name}${++last}`
      await self.server.addAccount(user, 'secret')
      return { server: self.server, user, password: 'secret' }
    },
    login: async (given) => self.keep(await createTestClient(given)),
    peer: async (given) => self.keep(await startPeer(given)),
    keep: (one) => {
      here.push(one)
      return one
    },
  }
  return self
}

/** Each is in the other's contacts, and both know. */
export async function befriend(a: TestClient, b: TestClient): Promise<void> {
  await a.call('contact.add', { jid: b.address, name: '', groups: [], message: '' })
  await b.waitFor('contactRequest.changed', ({ request }) => request.jid === a.address)
  await b.call('contact.accept', { jid: a.address })
  for (const [one, other] of [[a, b], [b, a]] as const) {
    await one.until(() => one.state.roster.contacts.some((c) => c.jid === other.address && c.subscription === 'both'), 'friends')
  }
}
