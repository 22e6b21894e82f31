/** A server with as many people as a story of rooms needs. Call inside `describe`. */
import type { TestClient } from './core-client'
import { xml } from '#xmpp/element'
import type { Jid } from '#shared/jid'
import { untilRoom } from './rooms-help'
import type { ServerKind, ServerOptions } from './servers-types'
import { stage, type Stage } from './stage'

export interface RoomStage extends Pick<Stage, 'server' | 'account'> {
  /** New people, logged in. */
  people<N extends string>(...names: N[]): Promise<Record<N, TestClient>>
  /** A room of this client, made in one step. */
  room(owner: TestClient, more?: { kind?: 'private-group' | 'public-channel'; invite?: string[]; name?: string }): Promise<string>
  /** Goes in and waits until the others know. */
  enter(client: TestClient, room: string, seenBy?: TestClient[]): Promise<void>
}

export function roomStage(kind: ServerKind, options: ServerOptions = {}): RoomStage {
  const at = stage(kind, options)
  return {
    get server() {
      return at.server
    },
    account: at.account,
    people: async (...names) => {
      const clients = await Promise.all(
        names.map(async (name) => {
          return [name, await at.login(await at.account(name))] as const
        }),
      )
      return Object.fromEntries(clients) as Record<(typeof names)[number], TestClient>
    },
    room: async (owner, more = {}) => (await owner.call('room.create', { name: 'Tea 茶', kind: 'public-channel', invite: [], ...more })).room,
    enter: async (client, room, seenBy = []) => {
      await client.call('room.join', { room })
      const { nick } = await untilRoom(client, room, (one) => one.state === 'joined')
      for (const other of seenBy) {
        await other.waitFor('room.occupantsChanged', (event) => event.room === room && event.changed.some((one) => one.nick === nick))
      }
    },
  }
}

export const nickOf = (client: TestClient, room: string): string =>
  client.state.rooms.rooms.find((one) => one.jid === room)?.nick ?? ''

/** Straight to the room, past the features under test. One item, as Prosody wants it. */
export async function adminItem(client: TestClient, room: string, item: { affiliation?: string; role?: string; jid?: string; nick?: string }): Promise<void> {
  const payload = xml('query', { xmlns: 'http://jabber.org/protocol/muc#admin' }, xml('item', item))
  const reply = await client.connection.request({ type: 'set', to: room as Jid, payload })
  if (!reply.ok) throw new Error(`${room} refused ${JSON.stringify(item)}: ${reply.error.condition}`)
}

/** Settings by their names, through the feature; all must be taken. */
export async function configure(client: TestClient, room: string, settings: Record<string, string>): Promise<void> {
  const { revision, form } = await client.call('roomConfig.open', { room })
  const changes = Object.entries(settings).flatMap(([name, value]) => (form.fields.some((field) => field.name === name) ? { name, values: [value] } : []))
  const outcome = await client.call('roomConfig.submit', { room, revision, changes })
  if (outcome.kind !== 'saved' && outcome.kind !== 'unchanged') throw new Error(JSON.stringify(outcome))
}
