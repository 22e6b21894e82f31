import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestClient, TestCore } from '../support/core-client'
import { serverKinds, startServer, type TestServer } from '../support/servers'

describe.each(serverKinds)('a new account on %s', (kind) => {
  let server: TestServer
  let core: TestCore
  const openForm = async (acceptedFingerprint: string | null = null) => {
    const outcome = await core.call('registration.open', {
      domain: server.domain,
      server: { transport: 'starttls', host: server.host, port: server.port },
      acceptedFingerprint,
    })
    if (outcome.kind !== 'form') throw new Error(JSON.stringify(outcome.problem))
    return outcome.form
  }

  beforeAll(async () => {
    server = await startServer(kind, { accounts: [{ user: 'taken', password: 'secret' }], registration: true })
    core = new TestCore({ server })
  }, 120_000)
  afterAll(async () => {
    await core?.stop()
    await server?.stop()
  })

  test('the form is shown, filled in, and the account can log in', async () => {
    const form = await openForm()
    expect(form.domain).toBe(server.domain)
    expect(form.form.fields.filter((field) => field.isRequired).map((field) => field.name)).toEqual(['username', 'password'])
    const { address } = await core.call('registration.submit', { token: form.token, values: { username: ['New.Bird'], password: ['s & 密码'] } })
    expect(address).toBe(`new.bird@${server.domain}`)
    const client = await createTestClient({ server, user: 'new.bird', password: 's & 密码' })
    await client.stop()
  })

  test('a name that is taken: conflict, and the same form can be tried again', async () => {
    const { token } = await openForm()
    const taken = await core.tryCall('registration.submit', { token, values: { username: ['taken'], password: ['x12345678'] } })
    expect(taken).toMatchObject({ ok: false, error: { code: 'conflict', condition: 'conflict' } })
    const missing = await core.tryCall('registration.submit', { token, values: { username: ['free'] } })
    expect(missing).toMatchObject({ ok: false, error: { code: 'bad-input', message: 'missing: password' } })
    const broken = await core.tryCall('registration.submit', { token, values: { username: ['no good@x'], password: ['x'] } })
    expect(broken).toMatchObject({ ok: false, error: { code: 'bad-input' } })
    expect(await core.call('registration.submit', { token, values: { username: ['free'], password: ['x12345678'] } })).toEqual({ address: `free@${server.domain}` })
    expect(await core.tryCall('registration.submit', { token, values: {} })).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  test('cancelled: over', async () => {
    const { token } = await openForm()
    await core.call('registration.cancel', { token })
    expect(await core.tryCall('registration.submit', { token, values: {} })).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  test('nobody there; a certificate that nobody vouches for, accepted by its fingerprint', async () => {
    const nobody = await core.call('registration.open', {
      domain: server.domain, server: { transport: 'starttls', host: '127.0.0.1', port: 1 }, acceptedFingerprint: null,
    })
    expect(nobody).toMatchObject({ kind: 'no-connection', problem: { code: 'refused' } })
    const trustless = new TestCore({ server: { ...server, caPem: '' } })
    const input = { domain: server.domain, server: { transport: 'starttls' as const, host: server.host, port: server.port } }
    const refused = await trustless.call('registration.open', { ...input, acceptedFingerprint: null })
    if (refused.kind !== 'no-connection') throw new Error('it trusted')
    expect(refused.problem).toMatchObject({ code: 'certificate', certificate: { problem: expect.any(String) as string } })
    const accepted = await trustless.call('registration.open', { ...input, acceptedFingerprint: refused.problem.certificate!.fingerprint })
    expect(accepted.kind).toBe('form')
    await trustless.stop()
  })
})

test('a server without registration says so', async () => {
  const server = await startServer('prosody')
  const core = new TestCore({ server })
  const input = { domain: server.domain, server: { transport: 'starttls' as const, host: server.host, port: server.port }, acceptedFingerprint: null }
  expect(await core.tryCall('registration.open', input)).toMatchObject({ ok: false, error: { code: 'not-supported' } })
  await core.stop()
  await server.stop()
})
