import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Snapshot } from '#contract'
import { accountFile as fileFor, Headless } from '../support/headless'
import { startServer, type TestServer } from '../support/servers'
import { startPeer } from '../support/slixmpp-peer'
import { tempDir } from '../support/temp'

const accounts = [
  { user: 'lina', password: '密码 "tea"' },
  { user: 'wei', password: 'secret' },
]
const [liNa, wei] = accounts as [(typeof accounts)[0], (typeof accounts)[0]]

describe('headless, against Prosody', () => {
  let server: TestServer
  const accountFile = (who: (typeof accounts)[0]) => fileFor(server, who)
  const online = async (core: Headless) => (await core.event('account.changed', ({ account }) => account.connection.phase === 'online')).account

  beforeAll(async () => {
    server = await startServer('prosody', { accounts })
  })
  afterAll(() => server?.stop())

  test('logs in with an account file, talks with a client that is not ours, and SIGTERM ends it with the database closed', async () => {
    const profileDir = join(tempDir('headless'), 'new', 'profile')
    const core = new Headless('--profile-dir', profileDir, '--account-file', accountFile(liNa))
    const ready = await core.find('core.ready', ({ event }) => event?.name === 'core.ready' && (event.payload as unknown as { profileDir: string }))
    expect(ready.profileDir).toBe(profileDir)
    const account = await online(core)
    expect(account).toMatchObject({ address: `lina@${server.domain}`, isRemembered: false, autoLogin: false, connection: { isSecure: true } })

    const peer = await startPeer({ server, ...wei })
    const accountId = account.id
    const { id: conversationId } = await core.call<{ id: number }>('conversation.open', { accountId, kind: 'chat', peer: peer.bareJid })
    const { messageId } = await core.call<{ messageId: number }>('message.send', { accountId, conversationId, body: '你好 <&> 😀' })
    expect((await peer.waitForMessage((m) => m.body !== null)).body).toBe('你好 <&> 😀')
    await core.event('message.changed', ({ message }) => message.id === messageId && message.state !== 'queued')
    await peer.send(account.address, '收到了')
    expect((await core.event('message.added', ({ message }) => message.direction === 'in')).message.body).toBe('收到了')
    const { messages } = await core.call<{ messages: { body: string }[] }>('conversation.history', { accountId, conversationId, limit: 10 })
    expect(messages.map(({ body }) => body)).toEqual(['你好 <&> 😀', '收到了'])

    expect(existsSync(join(profileDir, 'magpie.db-wal'))).toBe(true) // so that its absence below means something
    core.signal('SIGTERM')
    expect(await core.exited).toBe(0)
    expect(readdirSync(profileDir).filter((name) => /-wal|-shm|-journal/.test(name))).toEqual([])
    await peer.stop()

    // Its owner's alone, and the password in no file of it.
    const files = readdirSync(profileDir, { recursive: true, withFileTypes: true }).map((file) => [file, join(file.parentPath, file.name)] as const)
    for (const [file, path] of files) {
      expect([path, statSync(path).mode & 0o077]).toEqual([path, 0])
      if (file.isFile()) expect(readFileSync(path).includes(liNa.password)).toBe(false)
    }
    expect(core.stderr).not.toContain(liNa.password)
    for (const line of core.stderr.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow()
  })

  test('two of them chat; the second start of a profile is refused in words', async () => {
    const dirs = [tempDir('headless'), tempDir('headless')] as const
    const [a, b] = [
      new Headless('--profile-dir', dirs[0], '--account-file', accountFile(liNa)),
      new Headless('--profile-dir', dirs[1], '--account-file', accountFile(wei)),
    ]
    const [from, to] = await Promise.all([online(a), online(b)])
    const { id } = await a.call<{ id: number }>('conversation.open', { accountId: from.id, kind: 'chat', peer: to.address })
    for (let i = 0; i < 20; i++) await a.call('message.send', { accountId: from.id, conversationId: id, body: `message ${i}` })
    await b.event('message.added', ({ message }) => message.body === 'message 19')
    const bodies = b.lines.flatMap(({ event }) => (event?.name === 'message.added' ? [event.payload.message.body] : []))
    // A new device also gets the account's history: what the test before said.
    expect(bodies.filter((body) => body.startsWith('message '))).toEqual(Array.from({ length: 20 }, (_, i) => `message ${i}`))

    const second = new Headless('--profile-dir', dirs[0])
    expect(await second.exited).toBe(1)
    expect(second.lines).toMatchObject([{ event: { name: 'core.failed', payload: { code: 'locked' } } }])

    a.signal('SIGINT')
    b.endInput()
    expect(await Promise.all([a.exited, b.exited])).toEqual([0, 0])

    // History is there again, without logging in: nothing was remembered.
    const again = new Headless('--profile-dir', dirs[0])
    const snapshot = await again.call<Snapshot>('app.snapshot')
    expect(snapshot.app.accounts.accounts).toMatchObject([{ address: from.address, connection: { phase: 'offline' } }])
    again.endInput()
    expect(await again.exited).toBe(0)
  })

  test('a wrong password stops with words; the program goes on', async () => {
    const core = new Headless('--profile-dir', tempDir('headless'), '--account-file', accountFile({ ...liNa, password: 'wrong' }))
    const { account } = await core.event('account.changed', ({ account: a }) => a.connection.phase === 'offline' && a.connection.problem !== null)
    expect(account.connection).toMatchObject({ problem: { code: 'wrong-password' }, needsUser: true })
    await core.call('account.givePassword', { accountId: account.id, password: liNa.password, remember: false })
    await online(core)
    core.endInput()
    expect(await core.exited).toBe(0)
  })
})

describe('headless, without a server', () => {
  test('answers every line, also nonsense, and what was asked before the end of stdin', async () => {
    const core = new Headless('--profile-dir', tempDir('headless'))
    core.write('nonsense\n\n[1]\n{"id":"a","call":"nope"}\n{"id":2,"call":"settings.set","input":{"theme":"dark"}}\n{"id":3,"call":"app.snapshot"}')
    core.endInput()
    expect(await core.exited).toBe(0)
    const answers = new Map(core.lines.filter((line) => line.id !== null && 'result' in line).map((line) => [line.id, line.result]))
    expect(core.lines.filter((line) => line.id === null)).toHaveLength(2)
    expect(answers.get('a')).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(answers.get(2)).toMatchObject({ ok: true })
    expect(answers.get(3)).toMatchObject({ ok: true })
    expect(core.lines).toContainEqual({ event: { revision: 1, name: 'settings.changed', payload: { settings: expect.objectContaining({ theme: 'dark' }) } } })
  })

  test.each([
    ['a file that is not ours', 'not-ours', (dir: string) => writeFileSync(join(dir, 'magpie.db'), 'hello '.repeat(500))],
    ['a file in the place of the folder', 'io', (dir: string) => writeFileSync(join(dir, 'profile'), '')],
  ])('%s: one line and exit code 1', async (_name, code, spoil) => {
    const dir = tempDir('headless')
    spoil(dir)
    const core = new Headless('--profile-dir', code === 'io' ? join(dir, 'profile', 'x') : dir)
    expect(await core.exited).toBe(1)
    expect(core.lines).toMatchObject([{ event: { name: 'core.failed', payload: { code } } }])
  })

  test('a bad account file or command line: the same', async () => {
    const file = join(tempDir('headless'), 'a.json')
    writeFileSync(file, '{"address":"x"}')
    for (const args of [['--account-file', file], ['--profile', '../x']]) {
      const core = new Headless('--profile-dir', tempDir('headless'), ...args)
      expect(await core.exited).toBe(1)
      expect(core.lines).toMatchObject([{ event: { name: 'core.failed', payload: { code: 'bad-input' } } }])
    }
  })
})
