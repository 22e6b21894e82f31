/** What the tests of rooms ask again and again. */
import type { Message } from '#shared/model/message'
import type { Room } from '#shared/model/room'
import type { TestClient } from './core-client'

export const roomOf = (client: TestClient, jid: string): Room | undefined => client.state.rooms.rooms.find((room) => room.jid === jid)

export const untilRoom = (client: TestClient, jid: string, predicate: (room: Room) => boolean, timeoutMs = 15_000): Promise<Room> =>
  client.until(
    () => {
      const room = roomOf(client, jid)
      return room && predicate(room) ? room : undefined
    },
    `${jid} in ${client.address}: ${predicate.toString()}`,
    timeoutMs,
  )

export async function joinRoom(client: TestClient, jid: string, more: { nick?: string; password?: string } = {}): Promise<number> {
  const { conversationId } = await client.call('room.join', { room: jid, ...more })
  await untilRoom(client, jid, (room) => room.state === 'joined')
  return conversationId
}

export const conversationOf = (client: TestClient, kind: string, peer: string) =>
  client.state.conversations.conversations.find((one) => one.kind === kind && one.peer === peer)

export async function historyOf(client: TestClient, conversationId: number): Promise<Message[]> {
  return (await client.call('conversation.history', { conversationId, limit: 200 })).messages
}

export const textsOf = async (client: TestClient, conversationId: number): Promise<string[]> =>
  (await historyOf(client, conversationId)).filter((one) => one.kind === 'text').map((one) => `${one.sender}: ${one.body}`)

export const noticesOf = async (client: TestClient, conversationId: number) =>
  (await historyOf(client, conversationId)).flatMap((one) => one.notice ?? [])

/** A message of this body is stored (and, when it is ours, in this state). */
export const untilText = (client: TestClient, body: string, state?: Message['state'], timeoutMs = 10_000): Promise<Message> =>
  client.until(
    () => {
      const found = client.events
        .flatMap((event) => (event.name === 'message.added' || event.name === 'message.changed' ? [event.payload.message] : []))
        .filter((one) => one.body === body && (!state || one.state === state))
      return found.at(-1)
    },
    `message "${body}" ${state ?? ''} at ${client.address}`,
    timeoutMs,
  )

export const say = (client: TestClient, conversationId: number, body: string) => client.call('message.send', { conversationId, body })

/** The last line that went out and contains this text: for asserting what was really said to the server. */
export const lastSent = (client: TestClient, text: string) => client.wire.findLast((line) => line.startsWith('>') && line.includes(text))
