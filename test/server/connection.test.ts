import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { child, childText, xml } from '#xmpp/element'
import { connect, stopAll } from '../support/xmpp-client'
import { serverKinds, startServer, type TestServer } from '../support/servers'

const NS_PING = 'urn:xmpp:ping'
const accounts = [{ user: 'lina', password: 'secret' }, { user: 'wei', password: 'secret' }, { user: 'pavel', password: 'пароль ½ 密码' }]

describe.each(serverKinds)('%s', (kind) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer(kind, { domain: 'magpie.test', accounts })
  }, 60_000)
  afterAll(() => server.stop())
  afterEach(stopAll)
  const at = (user: string) => ({ jid: `${user}@magpie.test`, host: server.host, port: server.port, extraCa: [server.caPem] })

  test('STARTTLS, SCRAM, session, stream management, ping', async () => {
    const lina = connect({ ...at('lina'), transport: 'starttls' })
    lina.connection.start()
    const { secure, jid } = await lina.online()
    expect(jid).toBe('lina@magpie.test/magpie')
    expect(secure).toMatchObject({ transport: 'starttls', streamManagement: true, tlsVersion: 'TLSv1.3', certificate: { problem: 'none' } })
    expect(secure.saslMechanism).toMatch(/^SCRAM-/)
    const reply = await lina.connection.request({ type: 'get', payload: xml('ping', { xmlns: NS_PING }) })
    expect(reply.ok).toBe(true)
    await lina.connection.stop()
    expect(lina.events.slice(-3)).toEqual(['!down', '!ended', 'offline'])
  })

  test('direct TLS', async () => {
    const lina = connect({ ...at('lina'), transport: 'tls', port: server.directTlsPort })
    lina.connection.start()
    expect((await lina.online()).secure.transport).toBe('tls')
  })

  test('WebSocket', async () => {
    const lina = connect({ ...at('lina'), transport: 'websocket', websocketUrl: server.websocketUrl, allowUnencrypted: true })
    lina.connection.start()
    expect((await lina.online()).secure.transport).toBe('websocket')
    expect((await lina.connection.request({ type: 'get', payload: xml('ping', { xmlns: NS_PING }) })).ok).toBe(true)
  })

  test('a message of 30 KB Chinese arrives unaltered, and is acknowledged', async () => {
    const [lina, wei] = [connect(at('lina')), connect(at('wei'))]
    lina.connection.start()
    wei.connection.start()
    await Promise.all([lina.online(), wei.online()])
    const body = '喜鹊登枝报春来😀'.repeat(1300)
    const message = xml('message', { to: 'wei@magpie.test/magpie', type: 'chat', id: 'm1' }, xml('body', {}, body))
    for (let i = 0; i < 5; i++) expect(lina.connection.send(message)).toBe(true)
    await expect.poll(() => wei.stanzas.length, { timeout: 5000 }).toBe(5)
    for (const stanza of wei.stanzas) expect(childText(stanza, 'body', 'jabber:client')).toBe(body)
    await expect.poll(() => lina.acked.filter((stanza) => stanza === message).length, { timeout: 5000 }).toBe(5)
  })

  test('a password that is not ASCII', async () => {
    const pavel = connect({ ...at('pavel'), password: 'пароль ½ 密码' })
    pavel.connection.start()
    await pavel.online()
  })

  test('wrong password: stops and asks', async () => {
    const lina = connect({ ...at('lina'), password: 'guess' })
    lina.connection.start()
    expect(await lina.failed()).toMatchObject({ phase: 'offline', needsUser: true, problem: { code: 'wrong-password' } })
    lina.connection.start()
    expect((await lina.until((state) => state.phase === 'offline' && state.problem !== null)).phase).toBe('offline')
  })

  test('unknown host: waits and says why', async () => {
    const lina = connect({ ...at('lina'), jid: 'lina@elsewhere.test', acceptedFingerprints: [] })
    lina.connection.start()
    expect((await lina.failed()).problem?.code).toMatch(/host-unknown|certificate/)
  })

  test('unknown authority: shown with fingerprint, nothing sent; accepted by fingerprint', async () => {
    const lina = connect({ ...at('lina'), extraCa: [] })
    lina.connection.start()
    const state = await lina.failed()
    expect(state).toMatchObject({ needsUser: true, problem: { code: 'certificate', certificate: { problem: 'unknown-authority' } } })
    expect(lina.wire.join()).not.toContain('<auth')
    lina.connection.configure({ acceptedFingerprints: [state.problem!.certificate!.fingerprint] })
    lina.connection.start()
    await lina.online()
  })

  test('a second login with the same resource: the first stops with conflict', async () => {
    const [first, second] = [connect(at('lina')), connect(at('lina'))]
    first.connection.start()
    await first.online()
    second.connection.start()
    await second.online()
    expect(await first.failed()).toMatchObject({ phase: 'offline', problem: { code: 'conflict' } })
  })

  test('stanzas of strangers: an unknown request gets service-unavailable without echo', async () => {
    const [lina, wei] = [connect(at('lina')), connect(at('wei'))]
    lina.connection.start()
    wei.connection.start()
    await Promise.all([lina.online(), wei.online()])
    const reply = await lina.connection.request({ type: 'get', to: wei.connection.jid!, payload: xml('query', { xmlns: 'urn:unknown' }) })
    expect(reply).toMatchObject({ ok: false, error: { condition: 'service-unavailable' } })
    if (!reply.ok) expect(child(reply.error.element!.parent, 'query', 'urn:unknown')).toBeNull()
  })
})
