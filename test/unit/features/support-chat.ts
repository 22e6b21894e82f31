/** One-to-one chats on a server that only hands out a contact list: Wang is a contact, Eve is not. */
import { xml } from '#xmpp/element'
import type { Element } from '#xmpp/types'
import { parseStanza } from '../../support/transcripts'
import { refuse, replayAs, type Answer, type Replay } from './rooms/replay'

export const OWN = 'li@x.example'
export const WANG = 'wang@x.example'
export const EVE = 'eve@x.example'
/** Time for the steps after a login. */
export const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 30))

export const withContacts = (more: Answer = () => null): Answer => (iq, text) => {
  const answered = more(iq, text)
  if (answered) return answered
  if (!text.includes('jabber:iq:roster')) return refuse('service-unavailable')
  const item = xml('item', { jid: WANG, subscription: 'both' })
  return { ok: true, value: xml('iq', { xmlns: 'jabber:client', type: 'result' }, xml('query', { xmlns: 'jabber:iq:roster' }, item)) }
}

export async function startChat(answer: Answer = withContacts(), profileDir?: string): Promise<Replay> {
  const replay = await replayAs(`${OWN}/desk`, answer, profileDir)
  await settle()
  return replay
}

export const chatMessage = (from: string, id: string, inside: string, more = ''): Element =>
  parseStanza(`<message type='chat' from='${from}/phone' to='${OWN}' id='${id}' ${more}>${inside}</message>`)

export const conversationId = async (replay: Replay, peer: string, kind = 'chat'): Promise<number> =>
  ((await replay.call('conversation.open', { kind, peer })).value as { id: number }).id

/** Wire ids of own messages, in the order in which they left. */
export const sentIds = (replay: Replay): string[] =>
  replay.sent.flatMap((line) => (line.includes('<body>') ? (/<message[^>]* id="([^"]+)"/.exec(line)?.[1] ?? []) : []))
