/** The stage of the attacks: a real server, Magpie as the one who is attacked, and people with clients that say whatever they like. */
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { createTestClient, type TestClient } from '../support/core-client'
import { RawClient } from '../support/scripted-rooms/raw-client'
import { attr, xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import type { TestServer } from '../support/servers-types'
import { Observer } from './observe'

/** `contact` is somebody else than who is impersonated; `occupant` whispers in a room, `room` speaks in it; `device` is another one of ours. */
export const actors = ['stranger', 'contact', 'occupant', 'room', 'device'] as const
export type Actor = (typeof actors)[number]

export interface Target {
  actor: Actor
  to: string
  type: 'chat' | 'groupchat'
  /** In the words and ids of this try alone. */
  tag: string
}

export interface World {
  readonly server: TestServer
  readonly victim: TestClient
  readonly observer: Observer
  /** Impersonated; in the contacts. */
  readonly bob: RawClient
  readonly carol: RawClient
  /** Unknown; also in the room. */
  readonly eve: RawClient
  readonly second: RawClient
  readonly own: string
  readonly full: string
  readonly address: Record<'bob' | 'carol' | 'eve' | 'second', string>
  readonly room: string
  readonly nick: string
  /** Counts who knocks at a port of this computer. */
  readonly canary: { readonly url: string; readonly knocks: number }
  /** What was said before Magpie's first login, and when, in ms. */
  readonly before: { words: string; atMs: number }
  clientOf(actor: Actor): RawClient
  target(actor: Actor, tag: string): Target
  next(word: string): string
  /** All that this actor has sent before is handled, and what follows of it. */
  settled(actor: Actor): Promise<void>
  /** Lines of the log `refused …` since the last time, without those of the harness. */
  refusals(): string[]
  messageId(words: string): number
  isStored(words: string): boolean
  close(): Promise<void>
}

const RESOURCE = { bob: 'tablet', carol: 'desk', eve: 'lair', second: 'phone' } as const
const NICK = 'alice'

export async function createWorld(server: TestServer): Promise<World> {
  const { domain } = server
  const users = ['alice', 'bob', 'carol', 'eve'] as const
  for (const user of users) await server.addAccount(user, 'secret')
  const raw = (user: 'alice' | 'bob' | 'carol' | 'eve', resource: string) => RawClient.logIn(server, user, 'secret', resource)
  const own = `alice@${domain}`
  const [bob, carol, eve] = await Promise.all([raw('bob', RESOURCE.bob), raw('carol', RESOURCE.carol), raw('eve', RESOURCE.eve)])
  const before = { words: 'said before the first login', atMs: Date.now() }
  bob.send(`<message to='${own}' type='chat' id='before-1'><body>${before.words}</body></message>`)
  await bob.settled()
  const victim = await createTestClient({ server, user: 'alice', password: 'secret' })
  const second = await raw('alice', RESOURCE.second)
  for (const [client, name] of [[bob, 'bob'], [carol, 'carol']] as const) {
    const jid = `${name}@${domain}`
    await victim.call('contact.add', { jid, name: '', groups: [], message: '' })
    await arrives(client, (stanza) => stanza.name === 'presence' && attr(stanza, 'type') === 'subscribe')
    client.send(`<presence type='subscribed' to='${own}'/><presence type='subscribe' to='${own}'/>`)
    await victim.until(() => victim.state.roster.contacts.some((one) => one.jid === jid && one.subscription === 'both'), `${name} is a contact`)
  }
  const { room } = await victim.call('room.create', { name: 'Tea', kind: 'public-channel', nick: NICK, invite: [] })
  for (const [client, nick] of [[bob, 'bob'], [eve, 'eve']] as const) {
    client.send(`<presence to='${room}/${nick}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`)
    await client.settled()
  }
  const occupants = async () => (await victim.call('room.occupants', { room })).occupants.map((one) => one.nick)
  while (!(await occupants()).includes('eve')) await eve.settled()
  const observer = new Observer(victim)
  await victim.until(() => observer.count('message WHERE body = ?', before.words) > 0, 'the archive was read')

  let knocks = 0
  const listener = createServer((socket) => {
    knocks++
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const canaryUrl = `https://127.0.0.1:${(listener.address() as AddressInfo).port}/canary.png`
  let count = 0
  let logged = victim.logs.length
  const clients = { stranger: eve, contact: carol, occupant: eve, room: eve, device: second }
  const world: World = {
    server, victim, observer, bob, carol, eve, second, own, room, before,
    get full() {
      return victim.jid
    },
    nick: NICK,
    canary: {
      url: canaryUrl,
      get knocks() {
        return knocks
      },
    },
    address: {
      bob: `bob@${domain}/${RESOURCE.bob}`, carol: `carol@${domain}/${RESOURCE.carol}`, eve: `eve@${domain}/${RESOURCE.eve}`, second: `${own}/${RESOURCE.second}`,
    },
    clientOf: (actor) => clients[actor],
    target: (actor, tag) => ({
      actor, tag,
      to: actor === 'room' ? room : actor === 'occupant' ? `${room}/${NICK}` : victim.jid,
      type: actor === 'room' ? 'groupchat' : 'chat',
    }),
    next: (word) => `${word} ${++count}`,
    settled: async (actor) => {
      const client = clients[actor]
      const id = `fence-${++count}`
      const isInRoom = actor === 'room' || actor === 'occupant'
      // Without words nothing of it is kept, here or by servers.
      if (isInRoom) client.send(`<message to='${room}' type='groupchat' id='${id}'><fence xmlns='urn:x-magpie:fence'/></message>`)
      else client.send(`<message to='${victim.jid}' type='headline' id='${id}'><fence xmlns='urn:x-magpie:fence'/></message>`)
      await victim.until(() => victim.wire.some((line) => line.startsWith('<') && line.includes(id)), `${id} of ${actor}`, 30_000)
      for (let round = 0; round < 2; round++) await roundTrip(victim)
    },
    refusals: () => {
      const fresh = victim.logs.slice(logged)
      logged = victim.logs.length
      return fresh.flatMap(({ message, detail }) => (message.startsWith('refused ') ? [String(detail['rule'])] : []))
    },
    messageId: (words) => Number(observer.value('SELECT id FROM message WHERE body = ?', words) ?? 0),
    isStored: (words) => observer.count('message WHERE body = ?', words) > 0,
    close: async () => {
      observer.close()
      listener.close()
      for (const client of [bob, carol, eve, second]) client.close()
      await victim.stop()
    },
  }
  for (const actor of actors) await world.settled(actor)
  world.refusals()
  return world
}

export const roundTrip = (victim: TestClient) =>
  victim.connection.request({ type: 'get', payload: xml('ping', { xmlns: 'urn:xmpp:ping' }), timeoutMs: 10_000 })

/** Waits for what somebody else gets. */
export async function arrives(client: RawClient, isIt: (stanza: Element) => boolean): Promise<Element> {
  for (let round = 0; round < 400; round++) {
    const found = client.received.find(isIt)
    if (found) return found
    await client.settled()
  }
  throw new Error('what was expected did not arrive')
}

/** Fails when it does not come true. Looked at after every exchange with the server: what comes is handled by then. */
export async function comesTrue(world: Pick<World, 'victim'>, what: string, look: () => unknown): Promise<void> {
  for (const deadline = performance.now() + 30_000; !look(); ) {
    if (performance.now() > deadline) throw new Error(`not within 30 s: ${what}\n${JSON.stringify(world.victim.logs.slice(-3))}\n${world.victim.wire.filter((line) => !line.includes('urn:xmpp:ping') && !/^< <iq [^>]*type="result"[^>]*\/>$/.test(line)).slice(-12).join('\n')}`)
    await roundTrip(world.victim)
  }
}
