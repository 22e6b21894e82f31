/** The counterpart that is not ours, and what the server's archive holds of its conversations. */
import type { TestServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import type { Row } from './checker'

export const PEER = { user: 'petra', password: 'petra' }
const PAGE = 100

export class Peer {
  private client: SlixmppPeer | null = null
  /** Grows with every new stream: what was said on an older one and not confirmed is uncertain. */
  generation = 0
  private isDown = false

  constructor(readonly server: TestServer, readonly room: string) {}

  async start(): Promise<void> {
    await this.client?.kill()
    this.client = await startPeer({ server: this.server, ...PEER, autoAccept: true, autoReceipts: false })
    this.generation++
    await this.client.openRoom(this.room, PEER.user, { 'muc#roomconfig_persistentroom': '1', 'muc#roomconfig_publicroom': '0' })
    this.isDown = false
  }

  get bareJid(): string {
    return this.client?.bareJid ?? ''
  }

  /** Before the server goes down. */
  down(): void {
    this.isDown = true
  }

  /** Null when there is no stream. Otherwise on which stream it was written. */
  send(to: string, body: string, isRoom: boolean): number | null {
    if (this.isDown || !this.client) return null
    const { client, generation } = this
    client.events = [] // nobody reads them, and there are many
    void (isRoom ? client.sendGroupchat(to, body) : client.send(to, body)).catch(() => undefined) // uncertain then: see confirm
    return generation
  }

  /** What only an own server, an own account or a room may send; none of it must be seen anywhere. */
  async forge(user: string, domain: string, room: string): Promise<void> {
    const { client } = this
    if (!client || this.isDown) return
    const [own, wei] = [`${user}@${domain}`, `${user === 'wei' ? 'lina' : 'wei'}@${domain}`]
    const text = (from: string, to: string) => `<message xmlns="jabber:client" type="chat" from="${from}" to="${to}" id="f${Math.random()}"><body>伪造 forged</body></message>`
    const forwarded = (inner: string) => `<forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="2020-01-01T00:00:00Z"/>${inner}</forwarded>`
    const wrapped = (name: string, ns: string, more: string, inner: string) =>
      `<message to="${own}" type="chat"><${name} xmlns="${ns}"${more}>${forwarded(inner)}</${name}></message>`
    for (const xml of [
      wrapped('received', 'urn:xmpp:carbons:2', '', text(wei, own)),
      wrapped('sent', 'urn:xmpp:carbons:2', '', text(own, wei)),
      wrapped('result', 'urn:xmpp:mam:2', ' id="x1"', text(wei, own)),
      wrapped('result', 'urn:xmpp:mam:2', ' id="x2" queryid="guessed"', text(own, wei)),
      `<message to="${own}" type="groupchat"><body>伪造 forged</body></message>`,
      `<message to="${own}" type="groupchat"><body>伪造 forged</body><delay xmlns="urn:xmpp:delay" from="${room}" stamp="2020-01-01T00:00:00Z"/></message>`,
      `<message to="${own}" type="headline"><body>伪造 forged</body></message>`,
    ]) await client.sendRaw(xml).catch(() => undefined) // its stream may be gone: then nothing was forged
  }

  /** The server answers requests in order: what was written before this on the same stream has been taken. */
  async confirm(): Promise<number | null> {
    const { client, generation } = this
    if (!client || this.isDown) return null
    return client.ping(this.server.domain).then(() => generation, () => null)
  }

  archive(archive: Archive): Promise<Row[]> {
    return readArchive(this.client!, archive)
  }

  async stop(): Promise<void> {
    await this.client?.kill()
  }
}

export type Archive = { with: string } | { room: string }

/** XEP-0313, page by page: of the own account with one partner, or of the room. Reading order. */
export async function readArchive(client: SlixmppPeer, archive: Archive): Promise<Row[]> {
  const rows: Row[] = []
  for (let after = ''; ;) {
    const form = 'room' in archive ? '' : '<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE" type="hidden">'
      + `<value>urn:xmpp:mam:2</value></field><field var="with"><value>${archive.with}</value></field></x>`
    const set = `<set xmlns="http://jabber.org/protocol/rsm"><max>${PAGE}</max>${after && `<after>${after}</after>`}</set>`
    client.events = []
    const fin = await client.iq('set', `<query xmlns="urn:xmpp:mam:2">${form}${set}</query>`, 'room' in archive ? archive.room : undefined)
    for (const event of client.events) {
      if (event.event !== 'message' || !event.xml.includes('urn:xmpp:mam:2')) continue
      const row = parseResult(event.xml)
      if (row) rows.push(row)
    }
    const last = /<(?:\w+:)?last[^>]*>([^<]+)</.exec(fin)?.[1]
    if (!last || /complete="(true|1)"/.test(fin)) return rows
    after = last
  }
}

/** slixmpp prints what it read: one forwarded message with its sender and body. */
function parseResult(xml: string): Row | null {
  const inner = /<forwarded[\s\S]*<\/forwarded>/.exec(xml)?.[0]
  const from = inner && /<message[^>]*\sfrom="([^"]+)"/.exec(inner)?.[1]
  const body = inner && /<body[^>]*>([\s\S]*?)<\/body>/.exec(inner)?.[1]
  if (!from || body === undefined) return null
  return { author: unescape(from), body: unescape(body) }
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const unescape = (text: string) => text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => ENTITIES[name]!)
