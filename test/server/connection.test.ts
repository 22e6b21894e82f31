import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { child, childText, xml } from '#xmpp/element'
import type { BareJid } from '#shared/jid'
import { openRegistrationStream } from '#xmpp/registration-stream'
import { TcpProxy } from '../support/tcp-proxy'
import { connect, stopAll } from '../support/xmpp-client'
import { serverKinds, startServer, type TestServer } from '../support/servers'

const NS_PING = 'urn:xmpp:ping'
const accounts = [{ user: 'lina', password: 'secret' }, { user: 'wei', password: 'secret' }, { user: 'pavel', password: 'пароль ½ 密码' }]

describe.each(serverKinds)('%s, unusual', (kind) => {
  afterEach(stopAll)

  test('without TLS: refused; where the user allows it, SCRAM in clear', async () => {
    const server = await startServer(kind, { domain: 'magpie.test', accounts, plainOnly: true })
    const settings = { jid: 'lina@magpie.test', host: server.host, port: server.port }
    const refused = connect(settings)
    refused.connection.start()
    expect(await refused.failed()).toMatchObject({ needsUser: true, problem: { code: 'no-tls' } })
    const allowed = connect({ ...settings, allowUnencrypted: true })
    allowed.connection.start()
    expect((await allowed.online()).secure).toMatchObject({ transport: 'plain', tlsVersion: null })
    await stopAll()
    await server.stop()
  }, 60_000)

  test('PLAIN only: refused, or allowed for the account; in-band registration', async () => {
    const server = await startServer(kind, { domain: 'magpie.test', accounts, saslMechanisms: ['PLAIN'], registration: true })
    const settings = { jid: 'pavel@magpie.test', host: server.host, port: server.port, extraCa: [server.caPem], password: 'пароль ½ 密码' }
    const refused = connect(settings)
    refused.connection.start()
    expect(await refused.failed()).toMatchObject({ needsUser: true, problem: { code: 'no-mechanism' } })
    const allowed = connect({ ...settings, allowPlain: true })
    allowed.connection.start()
    expect((await allowed.online()).secure.saslMechanism).toBe('PLAIN')

    const config = { ...settings, jid: 'new@magpie.test' as BareJid, resource: 'm', transport: 'starttls' as const, acceptedFingerprints: [] }
    const opened = await openRegistrationStream(
      { ...config, allowUnencrypted: false, allowPlain: false, pinnedMechanism: null, lang: 'en' }, { log: () => {} })
    if (!opened.ok) throw new Error(JSON.stringify(opened.error))
    const to = 'magpie.test' as BareJid
    const form = await opened.value.request({ type: 'get', to, payload: xml('query', { xmlns: 'jabber:iq:register' }) })
    expect(form.ok && child(child(form.value, 'query', 'jabber:iq:register'), 'username', 'jabber:iq:register')).toBeTruthy()
    const fields = [xml('username', {}, 'new'), xml('password', {}, 'secret-1')]
    const reply = await opened.value.request({ type: 'set', to, payload: xml('query', { xmlns: 'jabber:iq:register' }, fields) })
    expect(reply).toMatchObject({ ok: true })
    await opened.value.close()
    const fresh = connect({ ...config, password: 'secret-1', allowPlain: true })
    fresh.connection.start()
    await fresh.online()
    await stopAll()
    await server.stop()
  }, 60_000)
})

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

  test('the link is cut again and again: resumed, nothing lost, nothing twice, in order', async () => {
    const proxy = await TcpProxy.start({ port: server.port })
    const [lina, wei] = [connect({ ...at('lina'), port: proxy.port, parts: { random: () => 0.1 } }), connect(at('wei'))]
    lina.connection.start()
    wei.connection.start()
    await Promise.all([lina.online(), wei.online()])
    for (const one of [lina, wei]) one.connection.send(xml('presence'))
    const sent: string[] = []
    const body = (i: number) => xml('body', {}, `${i} 漢😀`.repeat(10))
    for (let round = 0; round < 5; round++) {
      for (let i = 0; i < 20; i++) {
        const id = `${round}-${i}`
        if (lina.connection.send(xml('message', { to: 'wei@magpie.test/magpie', type: 'chat', id }, body(i)))) sent.push(id)
        wei.connection.send(xml('message', { to: 'lina@magpie.test/magpie', type: 'chat', id }, body(i)))
        await new Promise((resolve) => setTimeout(resolve, 10))
        if (i === 10) proxy.reset()
      }
      await lina.until((state) => state.phase === 'online')
    }
    const idsAt = (one: typeof lina) => one.stanzas.filter((el) => el.name === 'message').map((el) => el.attrs['id'])
    await expect.poll(() => idsAt(wei).length, { timeout: 8000 }).toBe(sent.length)
    await expect.poll(() => idsAt(lina).length, { timeout: 8000 }).toBe(100)
    expect(idsAt(wei)).toEqual(sent)
    expect(idsAt(lina)).toEqual(Array.from({ length: 100 }, (_, i) => `${Math.floor(i / 20)}-${i % 20}`))
    for (const el of [...lina.stanzas, ...wei.stanzas]) if (el.name === 'message') expect(childText(el, 'body', 'jabber:client')).toMatch(/^(\d+ 漢😀)+$/)
    expect(lina.events.filter((name) => name.startsWith('!'))).toEqual(['!online', ...Array.from({ length: 5 }, () => ['!down', '!resumed']).flat()])
    await expect.poll(() => lina.acked.filter((el) => el.name === 'message').length, { timeout: 5000 }).toBe(sent.length)
    expect(lina.lost).toEqual([])
    await proxy.stop()
  }, 40_000)

  test('the link is cut in the middle of a stanza of ours: told as acknowledged or as lost, and nothing hangs', async () => {
    const proxy = await TcpProxy.start({ port: server.port })
    const lina = connect({ ...at('lina'), port: proxy.port, parts: { random: () => 0.1, answerMs: 1000 } })
    const wei = connect(at('wei'))
    lina.connection.start()
    wei.connection.start()
    await Promise.all([lina.online(), wei.online()])
    proxy.resetAfter('up', 20_000)
    for (let i = 0; i < 20; i++) lina.connection.send(xml('message', { to: 'wei@magpie.test/magpie', type: 'chat', id: `${i}` }, xml('body', {}, '漢'.repeat(2000))))
    await expect.poll(() => lina.acked.length + lina.lost.length, { timeout: 10_000 }).toBe(20)
    await lina.until((state) => state.phase === 'online')
    const arrived = () => wei.stanzas.map((el) => el.attrs['id'])
    await expect.poll(arrived, { timeout: 5000 }).toEqual(expect.arrayContaining(lina.acked.map((el) => el.attrs['id'])))
    expect(new Set(arrived()).size).toBe(arrived().length)
    expect((await lina.connection.request({ type: 'get', payload: xml('ping', { xmlns: NS_PING }) })).ok).toBe(true)
    await proxy.stop()
  }, 40_000)

  test('the server is killed and comes back: a new session, the old one has ended', async () => {
    const lina = connect({ ...at('lina'), parts: { random: () => 0.3 } })
    lina.connection.start()
    await lina.online()
    await server.kill()
    await lina.until((state) => state.phase === 'waiting')
    expect(lina.connection.send(xml('presence'))).toBe(false)
    await server.restart()
    await lina.until((state) => state.phase === 'online', 20_000)
    expect(lina.events.filter((name) => name.startsWith('!'))).toEqual(['!online', '!down', '!ended', '!online'])
  }, 60_000)

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
