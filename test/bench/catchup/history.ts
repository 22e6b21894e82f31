/** A history like a busy person's: made anew from the same seed wherever it is needed. */
import Database from 'better-sqlite3'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createRandom } from '../../chaos/random'
import { startServer, type TestServer } from '../../support/servers'
import { tempDir } from '../../support/temp'

export const OWNER = 'lina'
const PEERS = 24
const FIRST_S = Date.UTC(2025, 10, 1) / 1000
const MEAN_GAP_S = 400
const WORDS = [
  '明天下午三点开会', '好的，收到', '哈哈哈😂', '你吃饭了吗？', '合同我已经发到你邮箱了，麻烦看一下有没有问题', '周末一起去爬山吧', '谢谢！', '在路上了，堵车',
  'see you tomorrow', 'the build is green again', 'could you have a look at this?', 'OK', 'naïve café', 'https://example.org/doc/2025/plan.pdf',
  'I think we should wait for the next release', '<b>&amp; "quotes"</b>', '👍🏽', '我觉得这个方案可以，但是预算要再核对一遍',
]

export interface Past {
  direction: 'in' | 'out'
  peer: string
  atS: number
  body: string
  id: string
}

/** Oldest first; a few people say most. */
export function makePast(count: number, domain: string): Past[] {
  const random = createRandom(count)
  let atS = FIRST_S
  return Array.from({ length: count }, (_, n) => {
    atS += Math.floor(random.next() * 2 * MEAN_GAP_S)
    const peer = `peer${Math.floor(random.next() ** 2 * PEERS)}@${domain}`
    const body = `${n} ${Array.from({ length: random.int(1, 4) }, () => random.pick(WORDS)).join(' ')}`
    return { direction: random.chance(0.4) ? 'out' : 'in', peer, atS, body, id: `past-${n}` }
  })
}

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

function stanzaOf({ direction, peer, body, id }: Past, domain: string): string {
  const own = `${OWNER}@${domain}/phone`
  const [from, to] = direction === 'in' ? [`${peer}/pc`, own] : [own, `${peer}/pc`]
  return `<message type='chat' from='${from}' to='${to}' id='${id}'><body>${escape(body)}</body><request xmlns='urn:xmpp:receipts'/>` +
    `<origin-id xmlns='urn:xmpp:sid:0' id='${id}'/></message>`
}

/** A Prosody with this past in its archive. `touch` asks the archive for something: then Prosody makes its table. */
export async function startWithPast(count: number, nativeBinding: string | undefined, touch: (server: TestServer) => Promise<unknown>): Promise<TestServer> {
  const file = join(tempDir('bench-archive'), 'archive.sqlite')
  const server = await startServer('prosody', {
    accounts: [{ user: OWNER, password: OWNER }], extraConfig: `sql = { driver = "SQLite3", database = ${JSON.stringify(file)} }`,
  })
  await touch(server)
  writeArchive(file, makePast(count, server.domain), server.domain, nativeBinding)
  await server.restart() // it has counted before
  return server
}

function writeArchive(file: string, past: readonly Past[], domain: string, nativeBinding: string | undefined): void {
  const db = new Database(file, nativeBinding ? { nativeBinding } : {})
  const add = db.prepare(
    'INSERT INTO prosodyarchive (host, user, store, "when", "with", "key", type, value) VALUES (?, ?, \'archive\', ?, ?, ?, \'xml\', ?)',
  )
  db.transaction(() => {
    for (const one of past) add.run(domain, OWNER, one.atS, one.peer, randomUUID(), stanzaOf(one, domain))
  })()
  db.close()
}
