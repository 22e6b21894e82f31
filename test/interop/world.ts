/** What makes a fresh namespace a place in which ordinary clients find the test's server. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import type { TestServer } from '../support/servers'
import { tempDir } from '../support/temp'

const BUNDLE = '/etc/ssl/certs/ca-certificates.crt'
const CLIENT_PORT = 5222

function run(command: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
}

/** Clients that cannot be told a port come to 5222; all trust the server, since "the system" does. Only for this namespace. */
export async function openTheNamespace(server: TestServer): Promise<void> {
  if (process.env.MAGPIE_NAMESPACE !== '1') throw new Error('start this with `npm run interop`: it changes what the system trusts')
  const bundle = join(tempDir('trust'), 'bundle.crt')
  writeFileSync(bundle, `${readFileSync(BUNDLE, 'utf8')}\n${server.caPem}`)
  run('mount', '--bind', bundle, BUNDLE)
  const listener = createServer((socket) => {
    const onward = connect(server.port, server.host)
    for (const [one, other] of [[socket, onward], [onward, socket]] as const) one.on('error', () => other.destroy()).pipe(other)
  })
  await new Promise<void>((resolve, reject) => listener.once('error', reject).listen(CLIENT_PORT, '127.0.0.1', resolve))
  listener.unref()
}
