/** What an account trusts beyond what checks out: asked for, kept, taken back; and nothing to ask for when it is bound to one certificate. */
import { afterEach, expect, test } from 'vitest'
import { TestCore } from '../../support/core-client'
import { DOMAIN, startScriptedServer } from '../../support/scripted-server'

const open: { stop?(): Promise<void>; close?(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await (one.stop?.() ?? one.close?.())
})

test('an exception counts until it is taken back; an account bound to a certificate makes none', async () => {
  const server = await startScriptedServer((one) => one.logIn(), 'self-signed')
  const core = new TestCore({ server: { domain: DOMAIN, host: '127.0.0.1', port: server.port, caPem: server.certificates.caPem } })
  open.push(core, server)
  const settings = { transport: 'starttls', host: '127.0.0.1', port: server.port } as const
  const { accountId } = await core.call('account.login', { address: `lina@${DOMAIN}`, password: 'secret', remember: false, autoLogin: false, server: settings })
  const account = () => core.core.accounts.list().find(({ id }) => (id as number) === accountId)!
  const refusedFor = (code: string) => core.until(() => {
    const { connection } = account()
    return connection.phase === 'offline' && connection.problem?.code === code && connection.problem
  })
  const { certificate } = await refusedFor('certificate')
  const { fingerprint, host } = certificate!
  expect(host).toBe(DOMAIN)

  expect(await core.tryCall('account.acceptCertificate', { accountId, fingerprint: fingerprint.replace(/^../, 'EE') })).toMatchObject({ ok: false })
  expect(account().trustedCertificates).toEqual([])
  await core.call('account.acceptCertificate', { accountId, fingerprint })
  await core.until(() => account().connection.phase === 'online')
  expect(account()).toMatchObject({ trustedCertificates: [{ fingerprint, host: DOMAIN }], connection: { fingerprint } })
  expect(core.logs.map(({ message }) => message)).toContain('the user trusts a certificate that does not check out')

  await core.call('account.distrustCertificate', { accountId, fingerprint })
  await refusedFor('certificate')
  expect(account().trustedCertificates).toEqual([])

  await core.call('account.configure', { accountId, server: { ...settings, pinnedCertificate: fingerprint.replace(/^../, 'EE') }, proxyPassword: null })
  expect(await refusedFor('certificate-changed')).toMatchObject({ certificate: null })
  expect(await core.tryCall('account.acceptCertificate', { accountId, fingerprint })).toMatchObject({ ok: false })
  expect(server.clients.map((one) => one.encrypted.includes('<auth'))).toEqual([false, true, false, false])
})
