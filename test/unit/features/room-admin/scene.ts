/** Alice in a room of a server of our making: every stanza is the test's. */
import { parseStanza } from '../../../support/transcripts'
import { replayAs, type Answer, type Replay } from '../rooms/replay'

export const ROOM = 'tea@conference.x.example'
export const ALICE = 'alice@x.example'
export const settle = (ms = 80) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export interface Who {
  role?: string
  affiliation?: string
  jid?: string
  codes?: number[]
  more?: string
  inside?: string
  type?: string
}
export const presence = (nick: string, { role = 'participant', affiliation = 'none', jid, codes = [], more = '', inside = '', type }: Who = {}) =>
  parseStanza(
    `<presence from='${ROOM}/${nick}'${type ? ` type='${type}'` : ''}>${more}<x xmlns='http://jabber.org/protocol/muc#user'>` +
      `<item role='${role}' affiliation='${affiliation}'${jid ? ` jid='${jid}'` : ''}>${inside}</item>${codes.map((code) => `<status code='${code}'/>`).join('')}</x></presence>`,
  )
export const gone = (nick: string, who: Who = {}) => presence(nick, { role: 'none', ...who, type: 'unavailable' })
export const result = (inside = '') => ({ ok: true as const, value: parseStanza(`<iq type='result' from='${ROOM}'>${inside}</iq>`) })
export const listAnswer = (items: string) => result(`<query xmlns='http://jabber.org/protocol/muc#admin'>${items}</query>`)
const disco = (features: string[]) =>
  result(`<query xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text'/>${features.map((one) => `<feature var='${one}'/>`).join('')}</query>`)

export interface SceneOptions {
  answer?: Answer
  features?: string[]
  affiliation?: string
  role?: string
  people?: Record<string, Who>
}

/** Alice is in, as owner unless told otherwise. */
export async function scene({ answer = () => null, features = ['urn:xmpp:sid:0'], affiliation = 'owner', role = 'moderator', people = {} }: SceneOptions = {}): Promise<Replay> {
  const alice = await replayAs(`${ALICE}/desk`, (iq, text) => {
    if (iq.to === ROOM && text.includes('disco#info')) return disco(features)
    return answer(iq, text)
  })
  await alice.call('room.join', { room: ROOM, nick: 'Alice' })
  for (const [nick, who] of Object.entries(people)) alice.receive(presence(nick, who))
  alice.receive(presence('Alice', { role, affiliation, jid: `${ALICE}/desk`, codes: [110] }))
  alice.receive(parseStanza(`<message type='groupchat' from='${ROOM}'><subject>Tea</subject></message>`))
  await settle()
  return alice
}

export const auditOf = async (alice: Replay) => {
  const { value } = await alice.call('roomAudit.list', { room: ROOM, limit: 200 })
  return (value as { entries: import('#shared/model/room-audit').RoomAuditEntry[] }).entries.reverse()
}
