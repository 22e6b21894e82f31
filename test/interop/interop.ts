/**
 * `npm run interop [-- CLIENT…]`: Magpie's core and foreign clients, as Debian and npm have them, talk over a real Prosody. Runs in
 * a network and mount namespace of its own (build/scripts/interop.mjs): the port 5222 is free, nobody reaches the world, and the
 * server's certificate may be trusted by the whole "system". Writes build/interop.json; `test/support/interop-table.ts` makes the
 * README's table from it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startServer, type TestServer } from '../support/servers'
import { tryConverse } from './converse'
import { converseVersion } from './converse-page'
import { gajimVersion, startGajim } from './gajim'
import { journey, prepare, type Foreign, type Ground } from './journey'
import { dinoVersion, startDino } from './dino'
import { startProfanity } from './profanity'
import { psiVersion, startPsi } from './psi'
import { profanityVersion } from '../support/profanity'
import type { Report, Results } from './report'
import { openTheNamespace } from './world'

const repo = process.env.MAGPIE_REPO ?? process.cwd()
const file = join(repo, 'build/interop.json')

interface Client {
  /** Null: it is not installed. */
  version(): string | null
  tryIt(server: TestServer, name: string, version: string): Promise<Report>
}
/** One beside the core alone: what Magpie understood is looked up in what it publishes. */
const besideTheCore = (start: (ground: Ground) => Promise<Foreign>): Client['tryIt'] => async (server, name, version) => {
  const { magpie, ground } = await prepare(server, name)
  try {
    const them = await start(ground)
    try {
      return await journey(name, version, magpie, ground, them)
    } finally {
      await them.stop()
    }
  } finally {
    await magpie.stop()
  }
}
const clients: Record<string, Client> = {
  profanity: { version: profanityVersion, tryIt: besideTheCore(startProfanity) },
  dino: { version: dinoVersion, tryIt: besideTheCore(startDino) },
  gajim: { version: gajimVersion, tryIt: besideTheCore(startGajim) },
  psi: { version: psiVersion, tryIt: besideTheCore(startPsi) },
  converse: { version: converseVersion, tryIt: tryConverse },
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in clients))
if (unknown.length > 0) throw new Error(`not known: ${unknown.join(', ')}; there are ${Object.keys(clients).join(', ')}`)

const server = await startServer('prosody', { upload: { maxBytes: 1_000_000 }, roomModeration: true })
await openTheNamespace(server)
const results: Results = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {}
let hasFailed = false
for (const [name, client] of Object.entries(clients)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const version = client.version()
  if (version === null) {
    process.stderr.write(`${name}: not installed\n`)
    hasFailed ||= wanted.length > 0
    continue
  }
  try {
    const report = await client.tryIt(server, name, version)
    results[name] = report.result
    hasFailed ||= report.hasFailed
  } catch (error) {
    process.stderr.write(`${name}: ${(error as Error).stack ?? String(error)}\n`)
    hasFailed = true
  }
}
writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
await server.stop()
process.exit(hasFailed ? 1 : 0)
