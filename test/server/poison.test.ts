/** X5 of SAFETY.md §6: a message that kills the process comes again after every start; after the second death it is left out. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test, vi } from 'vitest'
import { listQuarantine } from '#store/quarantine'
import { Headless } from '../support/headless'
import { DOMAIN, startScriptedServer, type ScriptedClient, type ScriptedServer } from '../support/scripted-server'
import { openStore } from '../support/store'
import { tempDir } from '../support/temp'

let server: ScriptedServer | undefined
afterEach(async () => {
  vi.unstubAllEnvs()
  await server?.close()
})

const WORD = 'POISON-1f3a'
const said = ['one', `${WORD} two`, 'three'].map((body, i) => `<message from='wei@${DOMAIN}/d' to='lina@${DOMAIN}' type='chat' id='p${i}'><body>${body}</body></message>`)

async function resume(one: ScriptedClient): Promise<void> {
  await one.negotiateTls()
  await one.authenticate()
  await one.open("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>")
  const [, h] = await one.read(/<resume [^>]*h="(\d+)"/)
  one.send(`<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='0'/>${said.slice(Number(h)).join('')}`)
}

test('killed twice by one message: the third start leaves it out, tells, and has all the others', async () => {
  server = await startScriptedServer(async (one, index) => {
    if (index > 0) return resume(one)
    await one.logIn()
    one.send(said.join(''))
  })
  const profileDir = tempDir('poison')
  const account = join(tempDir('account'), 'account.json')
  writeFileSync(account, JSON.stringify({ address: `lina@${DOMAIN}`, password: 'secret', host: '127.0.0.1', port: server.port, connection: 'starttls', ca: server.certificates.caFile }))
  vi.stubEnv('NODE_OPTIONS', `--import ${pathToFileURL(join(process.env.MAGPIE_REPO!, 'test/support/die-on-message.mjs')).href}`)
  vi.stubEnv('MAGPIE_POISON', WORD)
  const start = () => new Headless('--profile-dir', profileDir, '--account-file', account)

  for (let death = 1; death <= 2; death++) expect(await start().exited).toBeNull()
  const third = start()
  await third.event('message.added', ({ message }) => message.body === 'three')
  await server.clients[2]!.read(/<(?:iq|presence)/) // the session goes on as usual
  server.clients[2]!.send("<r xmlns='urn:xmpp:sm:3'/>")
  await server.clients[2]!.read(/<a xmlns="urn:xmpp:sm:3" h="3"\/>/)
  third.endInput()
  expect(await third.exited).toBe(0)

  const db = openStore(profileDir)
  const rows = db.prepare('SELECT kind, body, notice FROM message ORDER BY id').all() as { kind: string; body: string; notice: string | null }[]
  const quarantine = listQuarantine(db)
  db.close()
  expect(rows.map(({ kind, body, notice }) => (kind === 'notice' ? notice : body))).toEqual(['one', '{"code":"message-unreadable","args":{}}', 'three'])
  expect(quarantine).toMatchObject([{ crashes: 2, isLeftOut: true, reason: 'the program ended' }])
  expect(quarantine[0]!.raw).toContain(WORD)
  expect(third.stderr).toContain('a stanza is left out')
})
