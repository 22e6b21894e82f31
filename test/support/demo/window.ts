/** The app on the user's own screen, logged in as Li Na, until he closes it. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { World } from './world'

const repo = process.env.MAGPIE_REPO ?? process.cwd()

export async function openWindow(world: World, say: (line: string) => void): Promise<number> {
  const electron = process.env.MAGPIE_ELECTRON
  if (!electron) throw new Error('no Electron: run `npm run setup`')
  const { server, liNa, profileDir } = world
  const accountFile = join(profileDir, 'account.json')
  const account = { address: liNa.address, password: liNa.password, host: server.host, port: server.port, connection: 'starttls', ca: server.caFile }
  writeFileSync(accountFile, JSON.stringify(account), { mode: 0o600 })
  say('The window is yours: write to Wang Wei, speak in the room. Close it to end the demo; everything is then removed.')
  const args = [...(process.env.MAGPIE_NO_SANDBOX ? ['--no-sandbox'] : []), repo, '--profile-dir', profileDir, '--account-file', accountFile]
  const app = spawn(electron, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  app.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4000)))
  const code = await new Promise<number>((resolve, reject) => {
    app.once('error', reject)
    app.once('exit', (status) => resolve(status ?? 1))
  })
  if (code !== 0) console.error(errors)
  return code
}
