/** Several accounts in one core, and what becomes of those that never came online. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memorySecrets, type SecretStore } from '#core/secrets'
import type { BareJid } from '#shared/jid'
import { TestCore } from '../support/core-client'
import { freePort } from '../support/ports'
import { startServer, type TestServer } from '../support/servers'
import { tempDir } from '../support/temp'

const ACCOUNTS = ['lina', 'work', 'wei'].map((user) => ({ user, password: `${user}-pw` }))
let server: TestServer
/** The same domain, reconfigured: PLAIN alone. */
let weaker: TestServer
const cores: TestCore[] = []

beforeAll(async () => {
  server = await startServer('prosody', { accounts: ACCOUNTS })
  weaker = await startServer('prosody', { accounts: ACCOUNTS, saslMechanisms: ['PLAIN'] })
})
afterAll(async () => {
  await Promise.all(cores.map((core) => core.stop()))
  await Promise.all([server?.stop(), weaker?.stop()])
})

function open(profileDir?: string, secrets: SecretStore = memorySecrets()): TestCore {
  const core = new TestCore({ server: { ...server, caPem: server.caPem + weaker.caPem }, secrets, ...(profileDir && { profileDir }) })
  cores.push(core)
  return core
}
const login = async (core: TestCore, user: string, port = server.port, remember = true) => {
  const address = `${user}@localhost` as BareJid
  const { accountId } = await core.call('account.login', {
    address, password: `${user}-pw`, remember, autoLogin: remember, server: { transport: 'starttls', host: '127.0.0.1', port },
  })
  return accountId
}
const isIn = (core: TestCore, id: number, phase: string) =>
  core.waitFor('account.changed', ({ account }) => account.id === id && account.connection.phase === phase)
const addresses = (core: TestCore) => core.core.accounts.list().map((account) => account.address)

describe('accounts', () => {
  test('two are online at once; logging out of one leaves the other', async () => {
    const core = open()
    const [a, b] = [await login(core, 'lina'), await login(core, 'work')]
    await Promise.all([isIn(core, a, 'online'), isIn(core, b, 'online')])
    expect(Object.keys(core.snapshot().accounts).map(Number).sort()).toEqual([a, b].sort())
    await core.call('status.set', { accountId: a, availability: 'away', signature: 'lunch' })
    expect(core.snapshot().accounts[b]?.presence.status).toMatchObject({ availability: 'online', signature: '' })
    await core.call('account.logout', { accountId: a })
    const list = core.core.accounts.list()
    expect(list.find((one) => one.id === a)).toMatchObject({ isActive: false, connection: { phase: 'offline' } })
    expect(list.find((one) => one.id === b)).toMatchObject({ isActive: true, connection: { phase: 'online' } })
  })

  test('the order is the user’s and lasts; new ones come last', async () => {
    const profileDir = tempDir('profile')
    const core = open(profileDir)
    const [a, b] = [await login(core, 'lina'), await login(core, 'work')]
    await Promise.all([isIn(core, a, 'online'), isIn(core, b, 'online')])
    await core.call('account.setOrder', { accountIds: [b, a] })
    await core.waitFor('account.ordered', ({ accountIds }) => accountIds[0] === b)
    expect(addresses(core)).toEqual(['work@localhost', 'lina@localhost'])
    await isIn(core, await login(core, 'wei'), 'online')
    expect(addresses(core).at(-1)).toBe('wei@localhost')
    await core.stop()
    expect(addresses(open(profileDir))).toEqual(['work@localhost', 'lina@localhost', 'wei@localhost'])
  })

  test('logs in by itself only what is set to, and cannot be set to without a password', async () => {
    const profileDir = tempDir('profile')
    const secrets = memorySecrets()
    const core = open(profileDir, secrets)
    const [a, b, c] = [await login(core, 'lina'), await login(core, 'work'), await login(core, 'wei', server.port, false)]
    await Promise.all([a, b, c].map((id) => isIn(core, id, 'online')))
    await core.call('account.setAutoLogin', { accountId: b, autoLogin: false })
    expect(await core.tryCall('account.setAutoLogin', { accountId: c, autoLogin: true })).toMatchObject({ ok: false, error: { code: 'conflict' } })
    await core.stop()
    const again = open(profileDir, secrets)
    expect(Object.keys(again.snapshot().accounts).map(Number)).toEqual([a])
  })

  test('one that never came online is forgotten with its password when the user gives up, and at the next start', async () => {
    const profileDir = tempDir('profile')
    const secrets = memorySecrets()
    const core = open(profileDir, secrets)
    const good = await login(core, 'lina')
    await isIn(core, good, 'online')
    const mistyped = await login(core, 'linaa')
    await isIn(core, mistyped, 'offline')
    await core.call('account.logout', { accountId: mistyped })
    await core.waitFor('account.removed', ({ accountId }) => accountId === mistyped)
    expect(addresses(core)).toEqual(['lina@localhost'])
    expect(await secrets.get('password:linaa@localhost')).toBeNull()

    await isIn(core, await login(core, 'nobody', await freePort()), 'waiting')
    expect(addresses(core)).toContain('nobody@localhost')
    await core.call('account.logout', { accountId: good })
    await core.stop()
    const again = open(profileDir, secrets)
    expect(addresses(again)).toEqual(['lina@localhost']) // logged out, but it was online once
    expect(await secrets.get('password:nobody@localhost')).toBeNull()
  })

  test('giving up and logging in again at once is a new account that stays', async () => {
    const core = open()
    const first = await login(core, 'wei', await freePort())
    await isIn(core, first, 'waiting')
    const [, second] = await Promise.all([core.call('account.logout', { accountId: first }), login(core, 'wei')])
    await isIn(core, second, 'online')
    expect(addresses(core)).toEqual(['wei@localhost'])
  })

  test('a weaker login than before is refused until the user accepts it; then it is the measure', async () => {
    const core = open()
    const id = await login(core, 'lina')
    await isIn(core, id, 'online')
    core.events = []
    await login(core, 'lina', weaker.port)
    const { account } = await core.waitFor('account.changed', ({ account }) => account.connection.phase === 'offline' && account.connection.needsUser)
    expect(account.connection).toMatchObject({ problem: { code: 'weaker-mechanism' } })
    expect(core.wire.some((line) => line.startsWith('> <auth') && line.includes('PLAIN'))).toBe(false)
    await core.call('account.acceptWeaker', { accountId: id })
    await isIn(core, id, 'online')
    expect(core.logs.find(({ message }) => message.includes('accepts a weaker login'))).toMatchObject({
      level: 'warn', detail: { account: 'lina@localhost', before: expect.stringMatching(/^SCRAM-SHA-1/) },
    })
    core.events = []
    await login(core, 'lina', weaker.port)
    await isIn(core, id, 'online')
  })
})
