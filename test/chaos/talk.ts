/** Who says what to whom: numbers every message, notes what was accepted, and reads in the end what everybody has. */
import type { Random } from './random'
import type { Row, Sent, Store } from './checker'
import { rowsOf, type Magpie } from './magpie'
import { makeBody, sha256 } from './texts'
import { PEER } from './peer'
import type { World } from './world'

type Speaker = 'lina' | 'wei' | 'petra' | 'lina2'
/** Bounded, because Prosody with an archive slows down above 30 messages per second (SAFETY.md §7). */
const GAP_MS = [30, 110] as const
const pairs = [['lina', 'wei'], ['lina', 'petra'], ['wei', 'petra']] as const
const pairOf = (a: string, b: string) => [a.replace('2', ''), b].sort().join('+')

export class Talk {
  readonly sent: Sent[] = []
  /** Sends under way: their answers must be there before the next kill is judged. */
  private readonly open = new Map<string, Promise<number>>()
  private readonly counters = new Map<string, number>()
  private unconfirmed: { sent: Sent; generation: number }[] = []
  private pending: Promise<void>[] = []

  constructor(readonly world: World, readonly speakers: readonly Speaker[], readonly random: Random) {}

  private conversationId(magpie: Magpie, kind: 'chat' | 'room', peer: string): Promise<number> {
    const key = `${magpie.name} ${peer}`
    let id = this.open.get(key)
    if (!id) this.open.set(key, (id = magpie.open(kind, peer)))
    id.catch(() => this.open.delete(key))
    return id
  }

  private addressOf(user: string): string {
    return `${user}@${this.world.server.domain}`
  }

  /** One message of a random speaker to a random listener. Does not wait for the answer. */
  say(cycle: number): void {
    const { device } = this.world
    const stream = this.random.pick(this.speakers.filter((one) => one !== 'lina2' || device.phase === 'online'))
    const isRoom = stream !== 'lina2' && this.random.chance(0.35)
    const other = this.random.pick(['lina', 'wei', 'petra'].filter((one) => one !== stream.replace('2', '')))
    const conversation = isRoom ? 'room' : pairOf(stream, other)
    const key = `${stream}|${conversation}`
    const n = this.counters.get(key) ?? 0
    this.counters.set(key, n + 1)
    const body = makeBody({ stream, conversation, n }, this.random)
    const sent: Sent = { stream, conversation, n, author: stream.replace('2', ''), sha: sha256(body), isCertain: false, cycle }
    this.sent.push(sent)
    const to = isRoom ? this.world.room : this.addressOf(other)
    if (stream === 'petra') {
      const generation = this.world.peer.send(to, body, isRoom)
      if (generation !== null) this.unconfirmed.push({ sent, generation })
      return
    }
    const magpie = stream === 'lina2' ? device : this.world[stream].magpie
    // It may die before it has answered: the message stays uncertain then.
    this.pending.push(this.send(magpie, isRoom ? 'room' : 'chat', to, body, sent).catch(() => undefined))
  }

  private async send(magpie: Magpie, kind: 'chat' | 'room', to: string, body: string, sent: Sent): Promise<void> {
    if (!magpie.isRunning) return
    const conversationId = await this.conversationId(magpie, kind, to)
    const result = await magpie.tryCall('message.send', { conversationId, body })
    sent.isCertain = result?.ok === true
  }

  /** Speaks until the end of `until`. */
  async during(cycle: number, until: Promise<unknown>): Promise<void> {
    let isOver = false
    void until.finally(() => (isOver = true)).catch(() => undefined) // who waits for it sees its error
    while (!isOver) {
      this.say(cycle)
      const gapMs = this.random.int(...GAP_MS)
      await new Promise((resolve) => setTimeout(resolve, gapMs))
    }
  }

  /** All answers are there; what the peer wrote on a stream that still stands counts. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.pending)
    this.pending = []
    const generation = await this.world.peer.confirm()
    for (const one of this.unconfirmed) one.sent.isCertain = one.generation === generation
    this.unconfirmed = []
  }

  async openAll(): Promise<void> {
    for (const [a, b] of pairs) {
      if (a !== 'wei') await this.conversationId(this.world.lina.magpie, 'chat', this.addressOf(b))
      if (a === 'wei' || b === 'wei') await this.conversationId(this.world.wei.magpie, 'chat', this.addressOf(a === 'wei' ? b : a))
    }
  }

  /** Everything that everybody has. The peer's store is the server's archive: what a new device would find. */
  async stores(): Promise<{ stores: Store[]; queued: number; resent: string[] }> {
    const { lina, wei, device, peer, room } = this.world
    const owners = [lina.magpie, wei.magpie, ...(device.isRunning ? [device] : [])]
    const stores: Store[] = []
    let queued = 0
    for (const magpie of owners) {
      const own = magpie.name.replace('2', '')
      const others = ['lina', 'wei', 'petra'].filter((one) => one !== own)
      for (const other of magpie.name === 'lina2' ? others : [...others, 'room']) {
        const isRoom = other === 'room'
        const id = await this.conversationId(magpie, isRoom ? 'room' : 'chat', isRoom ? room : this.addressOf(other))
        const messages = await magpie.history(id)
        queued += messages.filter((message) => message.state === 'queued').length
        stores.push({ owner: magpie.name, conversation: isRoom ? 'room' : pairOf(own, other), rows: rowsOf(messages, nameOf) })
      }
    }
    const resent: string[] = []
    for (const other of ['lina', 'wei', 'room']) {
      const where = other === 'room' ? { room } : { with: this.addressOf(other) }
      const rows = (await peer.archive(where)).map(({ author, body }) => ({ author: nameOf(author), body }))
      // A message whose acknowledgement was lost may be written twice to a contact (same id: clients drop it), not to a room.
      const isAgain = ({ body }: Row, i: number) => other !== 'room' && rows.findIndex((row) => row.body === body) !== i
      const once = rows.filter((row, i) => !isAgain(row, i))
      resent.push(...rows.filter(isAgain).map(({ body }) => body))
      stores.push({ owner: PEER.user, conversation: other === 'room' ? 'room' : pairOf(other, PEER.user), rows: once })
    }
    return { stores, queued, resent }
  }

}

/** `lina@localhost/abc`, `chaos@conference.localhost/lina` and the nick `lina` are all lina. */
function nameOf(sender: string): string {
  const [bare, resource] = sender.split('/')
  if (bare?.startsWith('chaos@')) return resource ?? ''
  return bare?.split('@')[0] ?? ''
}
