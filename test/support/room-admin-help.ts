/** People in a room and what they see of each other, for the tests of administration. */
import { afterAll, beforeAll } from 'vitest'
import type { CallName } from '#contract'
import type { BareJid } from '#shared/jid'
import type { Occupant, Room } from '#shared/model/room'
import { xml } from '#xmpp/element'
import { createTestClient, type TestClient, type TestClientOptions, type TestInput } from './core-client'
import { joinRoom, roomOf, untilRoom } from './rooms-help'
import type { TestServer } from './servers-types'

export class People {
  readonly open: TestClient[] = []
  private last = 0
  constructor(private readonly server: () => TestServer) {}

  async account(name: string): Promise<TestClientOptions> {
    const user = `${name}${++this.last}`
    await this.server().addAccount(user, 'secret')
    return { server: this.server(), user, password: 'secret' }
  }
  async login(options: TestClientOptions): Promise<TestClient> {
    const client = await createTestClient(options)
    this.open.push(client)
    return client
  }
  async one(name: string): Promise<TestClient> {
    return this.login(await this.account(name))
  }
  /** A room of the first, with the others in it under their capitalised names, each seen by the first. */
  async room(names: string[], kind: 'public-channel' | 'private-group' = 'public-channel'): Promise<{ room: string; people: TestClient[]; id: number }> {
    const people = await Promise.all(names.map((name) => this.one(name)))
    const [owner, ...others] = people as [TestClient, ...TestClient[]]
    const { room, conversationId } = await owner.call('room.create', { name: 'Tea 茶', kind, nick: nick(names[0]!), invite: others.map((one) => one.address) })
    for (const [i, other] of others.entries()) await joinRoom(other, room, { nick: nick(names[i + 1]!) })
    await untilRoom(owner, room, (one) => one.occupantCount === names.length && one.config !== null)
    for (const other of others) await untilRoom(other, room, (one) => one.occupantCount === names.length && one.config !== null)
    return { room, people, id: conversationId }
  }
  async three(kind: 'public-channel' | 'private-group' = 'public-channel'): Promise<{ room: string; id: number } & Record<'alice' | 'bob' | 'carol', TestClient>> {
    const { room, people, id } = await this.room(['alice', 'bob', 'carol'], kind)
    return { room, id, alice: people[0]!, bob: people[1]!, carol: people[2]! }
  }
  async stop(): Promise<void> {
    await Promise.all(this.open.map((client) => client.stop()))
  }
}

/** One server for all tests of a describe, and people at it. */
export function useServer<S extends TestServer>(start: () => Promise<S>): { people: People; server: () => S } {
  let running: S | null = null
  const server = () => running!
  const people = new People(server)
  beforeAll(async () => void (running = await start()), 120_000)
  afterAll(async () => {
    await people.stop()
    await running?.stop()
  })
  return { people, server }
}

export const nick = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

/** What this client shows of somebody there. */
export async function untilOccupant(client: TestClient, room: string, name: string, look: (one: Occupant | undefined) => boolean): Promise<void> {
  const until = Date.now() + 15_000
  for (;;) {
    const { occupants } = await client.call('room.occupants', { room })
    if (look(occupants.find((one) => one.nick === name))) return
    if (Date.now() > until) throw new Error(`${client.address} sees ${JSON.stringify(occupants)}; waited for ${name}: ${look.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** So that who has no voice cannot speak; all others can. */
export async function makeModerated(client: TestClient, room: string): Promise<void> {
  const field = (name: string) => xml('field', { var: name }, xml('value', {}, '1'))
  const form = xml(
    'x',
    { xmlns: 'jabber:x:data', type: 'submit' },
    xml('field', { var: 'FORM_TYPE', type: 'hidden' }, xml('value', {}, 'http://jabber.org/protocol/muc#roomconfig')),
    field('muc#roomconfig_moderatedroom'),
    field('members_by_default'),
  )
  const reply = await client.connection.request({ type: 'set', to: room as BareJid, payload: xml('query', { xmlns: 'http://jabber.org/protocol/muc#owner' }, form) })
  if (!reply.ok) throw new Error(reply.error.condition)
  await untilRoom(client, room, (one) => one.config?.isModerated === true)
}

export const own = (client: TestClient, room: string): Pick<Room, 'ownRole' | 'ownAffiliation' | 'state'> | undefined => roomOf(client, room)

/** The problem with which a call fails; what it gives when it does not. */
export async function problemOf<K extends CallName>(client: TestClient, name: K, input: TestInput<K>): Promise<unknown> {
  const result = await client.tryCall(name, input)
  return result.ok ? result.value : (result.error.problem ?? result.error)
}

/** Stanzas of administration that this client has sent since forget(). */
export const sentChanges = (client: TestClient): string[] => client.wire.filter((line) => line.startsWith('>') && line.includes('muc#admin') && line.includes('type="set"'))
