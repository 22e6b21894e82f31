/** Attacks on the way to a secure stream (SAFETY.md §2.2, patches P4–P6, P18): what the client must not send or believe. */
import { afterEach, expect, test } from 'vitest'
import { xml } from '#xmpp/element'
import { DOMAIN, SASL, startScriptedServer, type Script, type ScriptedServer } from '../../support/scripted-server'
import { connect, stopAll, type TestConnectionOptions } from '../../support/xmpp-client'

const servers: ScriptedServer[] = []
afterEach(async () => {
  await stopAll()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function play(script: Script, options: Partial<TestConnectionOptions> = {}, kind?: Parameters<typeof startScriptedServer>[1], maxVersion?: Parameters<typeof startScriptedServer>[2]) {
  const server = await startScriptedServer(script, kind, maxVersion)
  servers.push(server)
  const client = connect({ jid: `lina@${DOMAIN}`, host: '127.0.0.1', port: server.port, transport: 'starttls', extraCa: [server.certificates.caPem], ...options })
  client.connection.start()
  return { server, client }
}

const CLEAR_OFFER = `<mechanisms xmlns='${SASL}'><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism><mechanism>ANONYMOUS</mechanism></mechanisms>`

test('a good server: online', async () => {
  const { client, server } = await play((one) => one.logIn())
  await client.online()
  expect([server.clients[0]!.serverName, server.clients[0]!.alpn]).toEqual([DOMAIN, 'xmpp-client'])
  expect(server.clients[0]!.clear).not.toMatch(/<auth|lina/)
})

test('P4: STARTTLS taken away: refused, nothing of the account is sent', async () => {
  const { client, server } = await play((one) => one.open(CLEAR_OFFER))
  expect(await client.failed()).toMatchObject({ phase: 'offline', needsUser: true, problem: { code: 'no-tls' } })
  expect(server.clients[0]!.clear).not.toMatch(/<auth|lina/)
})

test('P4: without TLS only where it was allowed, never with PLAIN or ANONYMOUS', async () => {
  const { client } = await play(async (one) => {
    await one.authenticate()
    await one.bind('')
  }, { allowUnencrypted: true })
  expect((await client.online()).secure).toMatchObject({ transport: 'plain', certificate: null, streamManagement: false })
  const weak = CLEAR_OFFER.replace('<mechanism>SCRAM-SHA-1</mechanism>', '')
  const { client: other, server } = await play((one) => one.open(weak), { allowUnencrypted: true, allowPlain: true })
  expect(await other.failed()).toMatchObject({ problem: { code: 'no-mechanism' } })
  expect(server.clients[0]!.clear).not.toContain('<auth')
})

test('P5: what is glued behind <proceed/> in clear is thrown away', async () => {
  const { client } = await play(async (one) => {
    await one.open("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
    await one.read(/<starttls[^>]*\/>/)
    one.send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><message from='boss@x'><body>injected</body></message>" +
      `<stream:features><mechanisms xmlns='${SASL}'><mechanism>PLAIN</mechanism></mechanisms></stream:features><success xmlns='${SASL}'/>`)
    await one.startTls()
    await one.authenticate()
    await one.bind()
    await one.read(/<enable [^>]*\/>/)
    one.send("<enabled xmlns='urn:xmpp:sm:3'/><message from='wei@x' id='good'/>")
  }, { allowPlain: true })
  expect((await client.online()).secure.saslMechanism).toBe('SCRAM-SHA-1')
  await expect.poll(() => client.stanzas.map((stanza) => stanza.attrs['id'])).toEqual(['good'])
})

test('P5: stanzas before TLS and before login are not believed, nor answered', async () => {
  const noise = "<message from='boss@x'><body>pay</body></message><iq type='get' id='i1' from='boss@x'><ping xmlns='urn:xmpp:ping'/></iq>"
  const { client, server } = await play(async (one) => {
    await one.read(/<stream:stream [^>]*>/)
    one.send(`<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>${noise}` +
      "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>" + noise)
    await one.read(/<starttls[^>]*\/>/)
    one.send(noise + "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
    await one.startTls()
    await one.authenticate()
    await one.bind()
    await one.read(/<enable [^>]*\/>/)
    one.send("<enabled xmlns='urn:xmpp:sm:3'/>")
  })
  await client.online()
  await client.connection.stop()
  expect(client.stanzas).toEqual([])
  expect(server.clients[0]!.clear + server.clients[0]!.encrypted).not.toContain('boss@x')
})

test('send() before online writes nothing and says so', async () => {
  const { client, server } = await play(async (one) => {
    await one.open("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
  })
  await expect.poll(() => client.wire.some((line) => line.includes('<starttls'))).toBe(true)
  expect(client.connection.send(xml('message', { to: 'wei@x' }, xml('body', {}, 'early')))).toBe(false)
  expect(await client.connection.request({ type: 'get', payload: xml('x', { xmlns: 'y' }) })).toMatchObject({ ok: false, error: { condition: 'offline' } })
  await client.connection.stop()
  expect(server.clients[0]!.clear).not.toContain('early')
})

test.each([['self-signed', 'self-signed'], ['wrong-host', 'wrong-host'], ['expired', 'expired']] as const)(
  'P6: %s certificate: shown, nothing sent, accepted by fingerprint only', async (kind, problem) => {
    for (const transport of ['starttls', 'tls'] as const) {
      const script: Script = async (one) => {
        if (transport === 'starttls') return one.logIn()
        await one.startTls()
        await one.authenticate()
        await one.bind('')
      }
      const { client, server } = await play(script, { transport, acceptedFingerprints: ['AA:BB'] }, kind)
      const state = await client.failed()
      expect(state).toMatchObject({ phase: 'offline', needsUser: true, problem: { code: 'certificate', certificate: { problem } } })
      expect(server.clients[0]!.encrypted).toBe('')
      client.connection.configure({ acceptedFingerprints: [state.problem!.certificate!.fingerprint] })
      client.connection.start()
      expect((await client.online()).secure.certificate?.problem).toBe(problem)
    }
  })

test('an exception counts for its name alone; an account that is bound to a certificate takes no other, and cannot be talked into it', async () => {
  const { client, server } = await play((one) => one.logIn(), {}, 'self-signed')
  const { fingerprint, host } = (await client.failed()).problem!.certificate!
  expect(host).toBe(DOMAIN)
  const again = async (change: Partial<TestConnectionOptions>) => {
    await client.connection.stop()
    client.connection.configure(change as never)
    client.connection.start()
    return (await client.until((state) => state.phase === 'online' || (state.phase === 'offline' && state.problem !== null))) as { phase: string; problem?: { code: string; certificate?: unknown } }
  }
  expect(await again({ acceptedFingerprints: [`${fingerprint} elsewhere.example`] })).toMatchObject({ problem: { code: 'certificate' } })
  expect(await again({ acceptedFingerprints: [`${fingerprint} ${DOMAIN}`] })).toMatchObject({ phase: 'online' })
  expect(await again({ pinnedCertificate: fingerprint })).toMatchObject({ phase: 'online' })
  expect(await again({ pinnedCertificate: fingerprint.replace(/^../, '00') })).toMatchObject({ phase: 'offline', needsUser: true, problem: { code: 'certificate-changed' } })
  expect(client.connection.state).not.toHaveProperty('problem.certificate') // nothing that could be accepted
  expect(server.clients.at(-1)!.encrypted).toBe('')
})

test('bound to one certificate: another one that checks out is refused, too', async () => {
  const { client, server } = await play((one) => one.logIn(), { pinnedCertificate: Array(32).fill('AA').join(':') })
  expect(await client.failed()).toMatchObject({ needsUser: true, problem: { code: 'certificate-changed' } })
  expect(server.clients[0]!.encrypted).toBe('')
})

test('TLS 1.1 is refused', async () => {
  const { client, server } = await play((one) => one.logIn(), {}, 'good', 'TLSv1.1')
  expect(await client.failed()).toMatchObject({ problem: { code: 'tls-failed' } })
  expect(server.clients[0]!.encrypted).toBe('')
})

test('P6: direct TLS: name and ALPN are those of the domain, not of the connection', async () => {
  const { client, server } = await play(async (one) => {
    await one.startTls()
    await one.authenticate()
    await one.bind('')
  }, { transport: 'tls' })
  await client.online()
  expect([server.clients[0]!.serverName, server.clients[0]!.alpn]).toEqual([DOMAIN, 'xmpp-client'])
})

const redirectTo = (port: number) =>
  `<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>127.0.0.1:${port}</see-other-host></stream:error>`

test('P18: a redirection in clear is not followed', async () => {
  const trap = await startScriptedServer((one) => one.logIn())
  servers.push(trap)
  const { client } = await play(async (one) => {
    await one.open(null)
    one.send(redirectTo(trap.port))
  })
  expect(await client.failed()).toMatchObject({ problem: { code: 'stream-error' } })
  expect(trap.clients).toHaveLength(0)
})

test('P18: inside TLS it is followed, at most twice', async () => {
  const goal = await startScriptedServer((one) => one.logIn())
  servers.push(goal)
  const { client } = await play(async (one) => {
    await one.negotiateTls()
    await one.open(null)
    one.send(redirectTo(goal.port))
  })
  expect((await client.online()).secure.port).toBe(goal.port)

  let loopPort = 0
  const { client: dizzy, server: loop } = await play(async (one) => {
    await one.negotiateTls()
    await one.open(null)
    one.send(redirectTo(loopPort))
  })
  loopPort = loop.port
  expect(await dizzy.failed()).toMatchObject({ phase: 'waiting', problem: { code: 'stream-error' } })
  expect(loop.clients).toHaveLength(3)
})

test('P18: where it leads the same rules hold: encryption, certificate; nothing is sent before', async () => {
  const clear = await startScriptedServer((one) => one.open(`<mechanisms xmlns='${SASL}'><mechanism>PLAIN</mechanism></mechanisms>`))
  const wrong = await startScriptedServer((one) => one.logIn(), 'wrong-host')
  servers.push(clear, wrong)
  for (const [goal, code] of [[clear, 'no-tls'], [wrong, 'certificate']] as const) {
    const { client } = await play(async (one) => {
      await one.negotiateTls()
      await one.open(null)
      one.send(redirectTo(goal.port))
    }, { allowPlain: true })
    expect(await client.failed()).toMatchObject({ needsUser: true, problem: { code } })
    expect(goal.clients[0]!.clear + goal.clients[0]!.encrypted).not.toContain('<auth')
  }
})

test('a web server on the port: said so, no hang', async () => {
  const { client } = await play(async (one) => {
    await one.read(/</)
    one.send('HTTP/1.1 400 Bad Request\r\n\r\n<html><body>no</body></html>')
  })
  expect(await client.failed()).toMatchObject({ phase: 'waiting', problem: { code: 'not-xmpp' } })
})
