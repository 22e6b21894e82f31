/** A room with an archive, as honest as a test wants, that lets everybody in. */
import { parseStanza } from '../../../support/transcripts'
import { FakeArchive, OWN, START_MS, type Entry } from '../archive/fake-archive'

export const ROOM = 'tea@muc.example.org'
export const NICK = 'Li'

interface Said {
  from?: string
  id?: string
  messageId?: string
  inner?: string
  stampMs?: number
  type?: string
}

export class FakeRoom extends FakeArchive {
  /** What it replays to whoever comes in; by default what an honest room would: nothing when asked for nothing. */
  replayed: Entry[] = []
  ownOccupantId: string | null = null
  #answered = 0

  constructor() {
    super(ROOM)
    this.features = ['http://jabber.org/protocol/muc', 'urn:xmpp:mam:2', 'urn:xmpp:sid:0', 'urn:xmpp:occupant-id:0']
  }

  /** Puts a word into the archive. */
  said(body: string, { from = 'Bob', type = 'groupchat', ...more }: Said = {}): Entry {
    return this.add(body, { ...more, from: from.includes('@') ? from : `${ROOM}/${from}`, type })
  }

  saidMany(count: number, what = 'text', from = 'Bob'): string[] {
    return Array.from({ length: count }, (_, i) => {
      this.said(`${what} ${i}`, { from })
      return `${what} ${i}`
    })
  }

  /** What stands in the archive is also heard now; `archiveId` null: the room gives no id. */
  heard(entry: Entry, archiveId: string | null = entry.id, inner = ''): void {
    const id = archiveId === null ? '' : `<stanza-id xmlns='urn:xmpp:sid:0' by='${ROOM}' id='${archiveId}'/>`
    this.replay.receive(parseStanza(entry.xml.replace('</message>', `${id}${inner}</message>`)))
  }

  get joins(): string[] {
    return this.replay.sent.filter((text) => text.startsWith('<presence') && text.includes(`to="${ROOM}/`) && text.includes('<history'))
  }
  get words(): string[] {
    return this.replay.sent.filter((text) => text.startsWith('<message') && text.includes('<body>'))
  }

  /** Waits for the wish to come in, lets us in, and waits until nothing is asked any more. */
  async letIn(): Promise<void> {
    while (this.joins.length === this.#answered) await new Promise((resolve) => setTimeout(resolve, 5))
    this.#answered = this.joins.length
    const item = "<item affiliation='member' role='participant'/>"
    const occupant = (nick: string, more = '', status = '') =>
      this.replay.receive(parseStanza(`<presence from='${ROOM}/${nick}' to='${OWN}/magpie'>${more}<x xmlns='http://jabber.org/protocol/muc#user'>${item}${status}</x></presence>`))
    occupant('Bob')
    const id = this.ownOccupantId === null ? '' : `<occupant-id xmlns='urn:xmpp:occupant-id:0' id='${this.ownOccupantId}'/>`
    occupant(NICK, id, "<status code='110'/>")
    for (const entry of this.replayed) {
      this.heard(entry, entry.id, `<delay xmlns='urn:xmpp:delay' from='${ROOM}' stamp='${new Date(entry.stampMs).toISOString()}'/>`)
    }
    this.replay.receive(parseStanza(`<message type='groupchat' from='${ROOM}'><subject>tea</subject></message>`))
    await this.quiet()
  }

  /** The first visit. */
  async open(): Promise<void> {
    await this.start()
    await this.replay.call('room.join', { room: ROOM, nick: NICK })
    await this.letIn()
  }

  /** The session ends and a fresh one begins; we come in again. */
  async again(): Promise<void> {
    this.queries = []
    await this.replay.reconnect()
    await this.letIn()
  }

  async texts(): Promise<string[]> {
    return (await this.messages()).map((message) => message.body)
  }
  async messages() {
    return (await this.replay.messages('room', ROOM)).filter((message) => message.kind === 'text')
  }
  get conversation() {
    const state = this.replay.core.snapshot().accounts[this.replay.accountId] as {
      conversations: { conversations: { id: number; kind: string; unreadCount: number }[] }
    }
    return state.conversations.conversations.find((one) => one.kind === 'room')!
  }
  get unread(): number {
    return this.conversation.unreadCount
  }
  async say(body: string): Promise<string> {
    await this.replay.call('message.send', { conversationId: this.conversation.id, body })
    return / id="([^"]*)"/.exec(this.words.at(-1) ?? '')?.[1] ?? ''
  }
  async older(): Promise<{ added: number; before: string }> {
    return (await this.replay.call('archive.older', { conversationId: this.conversation.id })).value as { added: number; before: string }
  }
}
export { START_MS }
