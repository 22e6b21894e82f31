/**
 * 10,000 messages at full speed to a headless Magpie that is online: the time until all are stored and their events read by
 * whoever shows them, what is missing, and the longest time its process did nothing else. The writer is slixmpp.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { check, type Sent } from '../chaos/checker'
import { Magpie, rowsOf } from '../chaos/magpie'
import { createRandom } from '../chaos/random'
import { makeBody, sha256 } from '../chaos/texts'
import { serverKinds, startServer, type ServerKind } from '../support/servers'
import { startPeer } from '../support/slixmpp-peer'
import { tempDir } from '../support/temp'
import type { Stall } from './stalls.mjs'

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, messages: { type: 'string', default: '10000' }, server: { type: 'string', default: 'ejabberd' } },
})
/** The writer hands over so many at once. */
const CHUNK = 500
const LIMIT_MS = 300_000
const repo = process.env.MAGPIE_REPO!
const round = (ms: number | undefined) => (ms === undefined ? null : Number(ms.toFixed(1)))
const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/**
 * COMPAT(ejabberd): as installed its archive is a Mnesia bag, in which a writer of thousands of messages waits for a time that grows
 * with each (30 messages/s after 5,000); and it throws out a client that has 5,000 messages to acknowledge, which comes about while
 * it does not look at what that client says. Both would measure ejabberd.
 */
const withoutLimits = (kind: ServerKind) => (kind === 'ejabberd' ? { withoutModules: ['mod_mam'], ackQueue: 'infinity' as const } : {})

async function run(kind: ServerKind, count: number) {
  const accounts = [{ user: 'lina', password: 'lina' }, { user: 'petra', password: 'petra' }]
  const server = await startServer(kind, { accounts, ...withoutLimits(kind) })
  const dir = tempDir('bench-live')
  const stallFile = join(dir, 'stall')
  let seen = 0
  let lastSeenMs = 0
  const magpie = new Magpie({
    name: 'lina', dir, profileDir: join(dir, 'profile'), program: join(repo, 'dist/main/headless.js'),
    account: { address: `lina@${server.domain}`, password: 'lina', host: server.host, port: server.port, connection: 'starttls', ca: server.caFile },
    nodeArgs: ['--import', join(repo, 'test/bench/stall-watch.mjs')], env: { MAGPIE_STALL_FILE: stallFile },
    onEvent: ({ name }) => {
      if (name !== 'message.added') return
      seen++
      lastSeenMs = performance.now()
    },
  })
  const peer = await startPeer({ server, user: 'petra', password: 'petra', autoReceipts: false })
  try {
    await magpie.start()
    while (magpie.phase !== 'online') await sleep(50)
    await sleep(1000) // the steps after the login are not measured
    const random = createRandom(1)
    const said = Array.from({ length: count }, (_, n) => {
      const tag = { stream: 'petra', conversation: 'live', n }
      const body = makeBody(tag, random, 0)
      return { body, sent: { ...tag, author: 'petra', sha: sha256(body), isCertain: true, cycle: 0 } satisfies Sent }
    })
    const chunks = Array.from({ length: Math.ceil(count / CHUNK) }, (_, i) => said.slice(i * CHUNK, (i + 1) * CHUNK)
      .map(({ body, sent }) => `<message to="lina@${server.domain}" type="chat" id="m${sent.n}"><body>${escape(body)}</body></message>`).join(''))

    writeFileSync(stallFile, '') // the watch begins anew
    await sleep(300)
    const startMs = performance.now()
    for (const chunk of chunks) await peer.sendRaw(chunk)
    while (seen < count && performance.now() - startMs < LIMIT_MS) await sleep(20)
    const seconds = (lastSeenMs - startMs) / 1000
    await sleep(500)
    const stall = JSON.parse(readFileSync(stallFile, 'utf8') || 'null') as Stall | null
    const messages = await magpie.history(await magpie.open('chat', `petra@${server.domain}`))
    const rows = rowsOf(messages, (sender) => sender.split('@')[0]!)
    const { findings: _, ...verdict } = check(said.map((one) => one.sent), [{ owner: 'lina', conversation: 'live', rows }])
    return { server: kind, ...verdict, eventsSeen: seen, seconds: Number(seconds.toFixed(2)), messagesPerSecond: Math.round(count / seconds), maxStallMs: round(stall?.ms), maxStallCpuMs: round(stall?.cpuMs) }
  } finally {
    await magpie.stop()
    await peer.kill()
    await server.stop()
  }
}

if (!serverKinds.includes(values.server as ServerKind)) throw new Error(`--server ${serverKinds.join('|')}`)
const result = await run(values.server as ServerKind, Number(values.messages))
if (!values.json) for (const [key, value] of Object.entries(result)) console.log(`${key.padEnd(18)} ${value}`)
else console.log(JSON.stringify(result))
process.exit(result.lost + result.duplicated + result.reordered + result.altered + result.wrongSender > 0 ? 1 : 0)
