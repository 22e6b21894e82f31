/**
 * `npm run interop [-- CLIENT…]`: Magpie's core and foreign clients, as Debian and npm have them, talk over a real Prosody. Runs in
 * a network and mount namespace of its own (build/scripts/interop.mjs): the port 5222 is free, nobody reaches the world, and the
 * server's certificate may be trusted by the whole "system". Writes build/interop.json; `test/support/interop-table.ts` makes the
 * README's table from it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startServer } from '../support/servers'
import { gajimVersion, startGajim } from './gajim'
import { journey, prepare, type Foreign, type Ground } from './journey'
import { dinoVersion, startDino } from './dino'
import { startProfanity } from './profanity'
import { profanityVersion } from '../support/profanity'
import type { Results } from './report'
import { openTheNamespace } from './world'

const repo = process.env.MAGPIE_REPO ?? process.cwd()
const file = join(repo, 'build/interop.json')

/** `version` null: it is not installed. */
const clients: Record<string, { version(): string | null; start(ground: Ground): Promise<Foreign> }> = {
  profanity: { version: profanityVersion, start: startProfanity },
  dino: { version: dinoVersion, start: startDino },
  gajim: { version: gajimVersion, start: startGajim },
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in clients))
if (unknown.length > 0) throw new Error(`not known: ${unknown.join(', ')}; there are ${Object.keys(clients).join(', ')}`)

const server = await startServer('prosody', { upload: { maxBytes: 1_000_000 } })
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
  const { magpie, ground } = await prepare(server, name)
  try {
    const them = await client.start(ground)
    try {
      const report = await journey(name, version, magpie, ground, them)
      results[name] = report.result
      hasFailed ||= report.hasFailed
    } finally {
      await them.stop()
    }
  } catch (error) {
    process.stderr.write(`${name}: ${(error as Error).stack ?? String(error)}\n`)
    hasFailed = true
  } finally {
    await magpie.stop()
  }
}
writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
await server.stop()
process.exit(hasFailed ? 1 : 0)
