/**
 * A burst at full speed to a program that is killed with SIGKILL in the middle of it, several times: what was acknowledged was
 * stored, so that nothing is lost; what came twice is stored once.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { check, type Sent } from '../chaos/checker'
import { Magpie, rowsOf } from '../chaos/magpie'
import { createRandom } from '../chaos/random'
import { makeBody, sha256 } from '../chaos/texts'
import { serverKinds, startServer } from '../support/servers'
import { startPeer } from '../support/slixmpp-peer'
import { tempDir } from '../support/temp'

const MESSAGES = 600
const KILLS = 3
const ONLINE_MS = 40_000
const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

test.each(serverKinds)('killed in the middle of a burst on %s: nothing lost, doubled or out of order', async (kind) => {
  const server = await startServer(kind, { accounts: [{ user: 'lina', password: 'lina' }, { user: 'petra', password: 'petra' }] })
  const dir = tempDir('burst')
  let seen = 0
  const magpie = new Magpie({
    name: 'lina', dir, profileDir: join(dir, 'profile'), program: join(process.env.MAGPIE_REPO ?? process.cwd(), 'dist/main/headless.js'),
    account: { address: `lina@${server.domain}`, password: 'lina', host: server.host, port: server.port, connection: 'starttls', ca: server.caFile },
    onEvent: ({ name }) => {
      if (name === 'message.added') seen++
    },
  })
  const online = async () => {
    await magpie.start()
    await expect.poll(() => magpie.phase, { timeout: ONLINE_MS }).toBe('online')
  }
  const peer = await startPeer({ server, user: 'petra', password: 'petra', autoReceipts: false })
  try {
    await online()
    await sleep(500)
    const random = createRandom(7)
    const said: Sent[] = []
    const write = (count: number) => {
      const xml = Array.from({ length: count }, () => {
        const tag = { stream: 'petra', conversation: 'burst', n: said.length }
        const body = makeBody(tag, random, 0)
        said.push({ ...tag, author: 'petra', sha: sha256(body), isCertain: true, cycle: 0 })
        return `<message to="lina@${server.domain}" type="chat" id="m${tag.n}"><body>${escape(body)}</body></message>`
      })
      return peer.sendRaw(xml.join(''))
    }
    for (let n = 0; n < KILLS; n++) {
      const from = seen
      const written = write(MESSAGES / (KILLS + 1))
      while (seen < from + 20) await sleep(1)
      await magpie.kill()
      await written
      await online()
    }
    await write(MESSAGES / (KILLS + 1))
    const rows = async () => {
      const conversation = await magpie.open('chat', `petra@${server.domain}`)
      return rowsOf(await magpie.history(conversation), (sender) => sender.split('@')[0]!)
    }
    await expect.poll(async () => (await rows()).length, { timeout: ONLINE_MS }).toBe(MESSAGES)
    const { lost, duplicated, reordered, altered, wrongSender, findings } = check(said, [{ owner: 'lina', conversation: 'burst', rows: await rows() }])
    expect({ lost, duplicated, reordered, altered, wrongSender }, JSON.stringify(findings.slice(0, 5)))
      .toEqual({ lost: 0, duplicated: 0, reordered: 0, altered: 0, wrongSender: 0 })
  } finally {
    await magpie.stop()
    await peer.kill()
    await server.stop()
  }
}, 180_000)
