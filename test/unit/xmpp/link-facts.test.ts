/** What is written down of the way to a server: compared with what the scripted server did and what Node's own TLS says. */
import { X509Certificate } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { LinkRecorder } from '#xmpp/link-facts'
import { failure } from '#xmpp/errors'
import { Heartbeat } from '#xmpp/heartbeat'
import { xml } from '#xmpp/element'
import type { Resolver } from '#xmpp/transport/resolve'
import type { EpochMs } from '#shared/time'
import type { CertificateKind } from '../../support/certificates'
import { noFacts } from '../../support/link-facts'
import { DOMAIN, SASL, startScriptedServer, type Script, type ScriptedServer } from '../../support/scripted-server'
import { connect, stopAll, type TestConnectionOptions } from '../../support/xmpp-client'

const servers: ScriptedServer[] = []
afterEach(async () => {
  await stopAll()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})
async function serve(script: Script, kind?: CertificateKind) {
  const server = await startScriptedServer(script, kind)
  servers.push(server)
  return server
}
async function play(script: Script, options: Partial<TestConnectionOptions> = {}, kind?: CertificateKind) {
  const server = await serve(script, kind)
  const client = connect({
    jid: `lina@${DOMAIN}`, host: '127.0.0.1', port: server.port, transport: 'starttls', extraCa: [server.certificates.caPem], ...options,
  })
  client.connection.start()
  return { server, client }
}
const last = (client: { connection: { facts: typeof noFacts } }) => client.connection.facts.attempts.at(-1)!
const SM = "<sm xmlns='urn:xmpp:sm:3'/>"

describe('the way there', () => {
  test('records asked, candidates in order, what became of each; who was not tried', async () => {
    const [wrong, good] = [await serve((one) => one.logIn(), 'wrong-host'), await serve((one) => one.logIn())]
    const gone = await startScriptedServer(() => Promise.resolve())
    await gone.close()
    const record = (name: string, port: number, priority: number) => ({ name, port, priority, weight: 5 })
    const resolver: Resolver = {
      srv: (name) => name.startsWith('_xmpps')
        ? Promise.reject(Object.assign(new Error('none'), { code: 'ENODATA' }))
        : Promise.resolve([record('gone', gone.port, 1), record('wrong', wrong.port, 2), record('good', good.port, 3), record('spare', 5222, 4)]),
      addresses: () => Promise.resolve(['127.0.0.1']),
    }
    const client = connect({ jid: `lina@${DOMAIN}`, extraCa: [good.certificates.caPem, wrong.certificates.caPem], parts: { resolver } })
    client.connection.start()
    await client.online()
    const attempt = last(client)
    expect(attempt).toMatchObject({ outcome: 'online', failure: null, hostMeta: [] })
    expect(attempt.srv).toEqual([
      { name: `_xmpp-client._tcp.${DOMAIN}`, error: null, records: expect.arrayContaining([{ host: 'gone', port: gone.port, priority: 1, weight: 5 }]) as never },
      { name: `_xmpps-client._tcp.${DOMAIN}`, error: 'ENODATA', records: [] },
    ])
    expect(attempt.candidates.map(({ source, kind, host, tries }) => [source, kind, host, ...tries.map((one) => one.failure?.code ?? 'taken')])).toEqual([
      ['srv', 'starttls', 'gone', 'refused'], ['srv', 'starttls', 'wrong', 'certificate'], ['srv', 'starttls', 'good', 'taken'], ['srv', 'starttls', 'spare'],
    ])
    const [, refused, taken] = attempt.candidates.map(({ tries }) => tries[0]?.tls)
    expect(refused).toMatchObject({ verdict: 'refused', checks: { name: { outcome: 'failed' }, authority: { outcome: 'passed' } } })
    expect(taken).toMatchObject({ verdict: 'valid', checks: { name: { outcome: 'passed' }, authority: { outcome: 'passed' }, dates: { outcome: 'passed' }, pin: { outcome: 'not-asked' } } })
    expect(client.connection.facts.links).toMatchObject([{ server: `good:${good.port}`, address: '127.0.0.1', isResumed: false, endedAtMs: null }])
  })

  test('a redirection is a candidate of its own; a domain without service says so', async () => {
    const goal = await serve((one) => one.logIn())
    const { client } = await play(async (one) => {
      await one.negotiateTls()
      await one.open(null)
      one.send(`<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>127.0.0.1:${goal.port}</see-other-host></stream:error>`)
    })
    await client.online()
    expect(last(client).candidates.map(({ source, port }) => [source, port])).toEqual([['settings', servers[1]!.port], ['redirect', goal.port]])
    expect(last(client)).toMatchObject({ outcome: 'online', failure: null })

    const resolver = { srv: () => Promise.resolve([{ name: '', port: 0, priority: 0, weight: 0 }]), addresses: () => Promise.resolve([]) }
    const none = connect({ jid: `lina@${DOMAIN}`, parts: { resolver } })
    none.connection.start()
    await none.failed()
    expect(last(none)).toMatchObject({ outcome: 'failed', failure: { code: 'no-service' }, candidates: [], srv: [{ records: [{ host: '.', port: 0 }] }, {}] })
  })
})

describe('TLS', () => {
  test('the chain as Node reads it; name, ALPN, key, exporter', async () => {
    const { client, server } = await play((one) => one.logIn())
    await client.online()
    const { tls, clear, secured } = last(client).candidates[0]!.tries[0]!
    const [own, ca] = [new X509Certificate(server.certificates.certPem), new X509Certificate(server.certificates.caPem)]
    expect(tls).toMatchObject({ version: 'TLSv1.3', serverName: DOMAIN, alpn: { asked: 'xmpp-client', given: 'xmpp-client' }, canExport: true, verdict: 'valid' })
    expect(tls?.cipher).toMatch(/^TLS_/)
    expect(tls?.bits).toBeGreaterThanOrEqual(128)
    expect(server.clients[0]).toMatchObject({ serverName: DOMAIN, alpn: 'xmpp-client' })
    expect(tls?.chain.map(({ fingerprint, serial, isAuthority }) => [fingerprint, serial, isAuthority])).toEqual([[own.fingerprint256, own.serialNumber, false], [ca.fingerprint256, ca.serialNumber, true]])
    expect(tls?.chain[0]).toMatchObject({ subject: own.subject, issuer: ca.subject, names: expect.arrayContaining([DOMAIN]) as never, validToMs: Date.parse(own.validTo) })
    expect(tls?.chain[0]?.key).toMatch(/^(RSA \d{4}|EC \w+|ed25519)$/)
    expect([clear?.list, clear?.mechanisms]).toEqual([[{ name: 'starttls', namespace: 'urn:ietf:params:xml:ns:xmpp-tls' }], []])
    expect(secured?.mechanisms).toEqual(['SCRAM-SHA-1'])
  })

  const expectations: [CertificateKind, string, Record<'name' | 'authority' | 'dates', string>][] = [
    ['self-signed', 'certificate', { name: 'passed', authority: 'failed', dates: 'passed' }],
    ['expired', 'certificate', { name: 'passed', authority: 'unknown', dates: 'failed' }],
    ['wrong-host', 'certificate', { name: 'failed', authority: 'passed', dates: 'passed' }],
  ]
  test.each(expectations)('%s: which check failed', async (kind, code, outcomes) => {
    const { client } = await play((one) => one.logIn(), {}, kind)
    await client.failed()
    const { tls, failure } = last(client).candidates[0]!.tries[0]!
    expect(failure?.code).toBe(code)
    expect(tls?.verdict).toBe('refused')
    expect(Object.fromEntries(Object.entries(tls!.checks).map(([name, { outcome }]) => [name, outcome]))).toEqual({ ...outcomes, pin: 'not-asked' })
    expect(last(client)).toMatchObject({ outcome: 'failed', login: null, failure: { code } })
  })

  test('trusted all the same; another one than the account is bound to', async () => {
    const { certificates } = await serve((one) => one.logIn(), 'self-signed')
    const { fingerprint256 } = new X509Certificate(certificates.certPem)
    const { client } = await play((one) => one.logIn(), { acceptedFingerprints: [fingerprint256] }, 'self-signed')
    await client.online()
    expect(last(client).candidates[0]!.tries[0]!.tls?.verdict).toBe('by-user')
    const { client: pinned } = await play((one) => one.logIn(), { pinnedCertificate: 'AA:BB' })
    await pinned.failed()
    expect(last(pinned).candidates[0]!.tries[0]!.tls).toMatchObject({ verdict: 'refused', checks: { authority: { outcome: 'passed' }, pin: { outcome: 'failed', detail: 'AA:BB' } } })
  })
})

describe('the login', () => {
  test('PLAIN in the clear is seen though it is never used; binding and the proof of the offer', async () => {
    const bindings = "<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'><channel-binding type='tls-exporter'/></sasl-channel-binding>"
    const { client } = await play(async (one) => {
      await one.open(`<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><mechanisms xmlns='${SASL}'><mechanism>PLAIN</mechanism></mechanisms>`)
      await one.read(/<starttls[^>]*\/>/)
      one.send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
      await one.startTls()
      const offers = 'SCRAM-SHA-256\u001eSCRAM-SHA-256-PLUS\u001ftls-exporter'
      await one.authenticate(['SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256'], { offers, iterations: '5000' }, bindings)
      await one.bind('')
    })
    await client.online()
    const { login, features, candidates: [candidate] } = last(client)
    const [{ clear, secured }] = candidate!.tries as [NonNullable<typeof candidate>['tries'][0]]
    expect(clear?.mechanisms).toEqual(['PLAIN'])
    expect(secured).toMatchObject({ mechanisms: ['SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256'], bindings: ['tls-exporter'] })
    expect(login).toEqual({ mechanism: 'SCRAM-SHA-256-PLUS', binding: 'tls-exporter', bindingFlag: 'p', iterations: 5000, isOfferProved: true, isDone: true })
    expect(features?.list).toEqual([{ name: 'bind', namespace: 'urn:ietf:params:xml:ns:xmpp-bind' }])
    expect(features?.lines.map(({ depth, parts }) => [depth, parts.map(({ text }) => text).join('')])).toEqual([
      [0, '<stream:features>'], [1, '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>'], [0, '</stream:features>'],
    ])
    expect(client.connection.facts.management).toMatchObject({ isOn: false, id: null })
  })

  test('a wrong password: asked for by this mechanism, not done; nothing of it is kept', async () => {
    const { client } = await play(async (one) => {
      await one.negotiateTls()
      await one.open(`<mechanisms xmlns='${SASL}'><mechanism>SCRAM-SHA-1</mechanism></mechanisms>`)
      await one.read(/<auth /)
      one.send(`<failure xmlns='${SASL}'><not-authorized/></failure>`)
    }, { password: 'very secret' })
    await client.failed()
    expect(last(client)).toMatchObject({ failure: { code: 'wrong-password' }, login: { mechanism: 'SCRAM-SHA-1', bindingFlag: 'y', isDone: false }, features: null })
    expect(JSON.stringify(client.connection.facts)).not.toContain('very secret')
  })
})

describe('since then', () => {
  test('cut and resumed: how long, how many again; counters; round trips; refused: with which condition', async () => {
    const { client, server } = await play(async (one, index) => {
      if (index === 0) return one.logIn("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true' max='300'/>")
      await one.negotiateTls()
      await one.authenticate()
      await one.open(`<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>${SM}`)
      await one.read(/<resume [^>]*previd="sm1"/)
      if (index === 1) {
        one.send("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='1'/>")
        await one.read(/<r /)
        return one.send("<a xmlns='urn:xmpp:sm:3' h='2'/>")
      }
      one.send("<failed xmlns='urn:xmpp:sm:3'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>")
      const [, id] = await one.read(/<iq [^>]*id="([^"]+)"><bind/)
      one.send(`<iq type='result' id='${id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>lina@${DOMAIN}/magpie</jid></bind></iq>`)
      await one.read(/<enable /)
      one.send("<enabled xmlns='urn:xmpp:sm:3' id='sm2' resume='true'/>")
    }, { parts: { random: () => 0.01 } })
    await client.online()
    const { connection } = client
    for (const id of ['a', 'b']) connection.send(xml('message', { id, to: 'wei@magpie.test' }, xml('body', {}, id)))
    expect(connection.facts.management).toEqual({ isOn: true, id: 'sm1', maxMs: 300_000, handled: 0, sent: 2, acknowledged: 0, unacknowledged: 2 })
    await server.clients[0]!.read(/id="b"/)
    connection.cut()
    await client.until((state) => state.phase === 'online' && state.isResumed)
    expect(connection.facts.resumes).toMatchObject([{ outcome: 'resumed', resent: 1, condition: null, isRestored: false }])
    expect(connection.facts.resumes[0]!.awayMs).toBeGreaterThanOrEqual(0)
    await expect.poll(() => connection.facts.management.unacknowledged).toBe(0)
    expect(connection.facts.roundTrips).toHaveLength(1)
    connection.cut()
    await client.until((state) => state.phase === 'online' && !state.isResumed)
    const { resumes, links, management, attempts, heartbeat } = connection.facts
    expect(resumes.map(({ outcome, condition }) => [outcome, condition])).toEqual([['resumed', null], ['refused', 'item-not-found']])
    expect(links.map(({ isResumed, failure: why, endedAtMs }) => [isResumed, why?.detail ?? null, endedAtMs !== null])).toEqual([
      [false, 'cut by the user', true], [true, 'cut by the user', true], [false, null, false],
    ])
    expect(management).toMatchObject({ id: 'sm2', maxMs: null })
    expect(attempts).toHaveLength(3)
    expect(heartbeat).toMatchObject({ intervalMs: 45_000, lostMs: null, serverLimitMs: null })
    await connection.stop()
    expect(connection.facts.links.at(-1)).toMatchObject({ failure: null })
    expect(connection.facts.links.at(-1)!.endedAtMs).not.toBeNull()
  })

  test('all lists end somewhere; what is given out is a copy', () => {
    let now = 0
    const recorder = new LinkRecorder({ nowMs: () => ++now as EpochMs, monotonicMs: () => now })
    const heartbeat = new Heartbeat(null, 'test')
    heartbeat.recorder = recorder
    for (let i = 0; i < 500; i++) {
      const attempt = recorder.attempt()
      for (let n = 0; n < 50; n++) attempt.candidates('srv', [{ kind: 'tls', host: `h${n}`, port: 1 }])
      for (let n = 0; n < 50; n++) attempt.failedAt({ kind: 'tls', host: 'h0', port: 1 }, `10.0.0.${n}`, failure('refused', 'x'.repeat(1000)))
      attempt.resume({ outcome: 'resumed', condition: null, awayMs: 1, resent: 0, isRestored: false })
      recorder.online({ host: 'h', port: 1, address: '::1' }, false)
      heartbeat.answered(i)
      heartbeat.lost(i % 2 ? 60_000 : null)
    }
    const facts = recorder.facts(noFacts.management, null)
    expect([facts.attempts, facts.links, facts.resumes, facts.roundTrips, facts.losses].map(({ length }) => length)).toEqual([20, 100, 100, 100, 100])
    expect(facts.attempts[0]!.candidates).toHaveLength(25)
    expect(facts.attempts[0]!.candidates[0]!.tries).toHaveLength(20)
    expect(facts.attempts[0]!.candidates[0]!.tries[0]!.failure!.detail).toHaveLength(300)
    expect([facts.roundTrips.at(-1)!.ms, facts.losses.at(-1)!.silenceMs, facts.losses.at(-2)!.silenceMs]).toEqual([499, 60_000, null])
    expect(heartbeat.losses).toBe(500)
    facts.attempts.length = 0
    expect(recorder.facts(noFacts.management, null).attempts).toHaveLength(20)
  })
})
