/** What the connection page says of a real server is what the server did: compared with openssl and with the wire; cuts and resumes through a proxy. */
import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FullJid } from '#shared/jid'
import type { ConnectionFacts } from '#shared/model/connection-facts'
import { createTestClient, type TestClient } from '../support/core-client'
import { serverKinds, startServer, type TestServer } from '../support/servers'
import { TcpProxy } from '../support/tcp-proxy'
import { connect, stopAll } from '../support/xmpp-client'

const lina = { user: 'lina', password: 'very secret' }
const last = ({ attempts }: ConnectionFacts) => attempts.at(-1)!
const taken = (facts: ConnectionFacts) => last(facts).candidates.flatMap(({ tries }) => tries).find((one) => one.failure === null)!

describe.each(serverKinds)('%s', (kind) => {
  let server: TestServer
  let proxy: TcpProxy
  let client: TestClient
  beforeAll(async () => {
    server = await startServer(kind, { domain: 'magpie.test', accounts: [lina, { user: 'wei', password: 'secret' }] })
    proxy = await TcpProxy.start({ port: server.port })
    client = await createTestClient({ server, ...lina, settings: { port: proxy.port } })
  }, 60_000)
  afterAll(async () => {
    await client?.stop()
    await proxy?.stop()
    await server?.stop()
  })
  afterEach(stopAll)
  const facts = () => client.call('connectionFacts.get', {})
  /** Of one direction, newest last. */
  const went = (direction: '<' | '>', pattern: RegExp) => client.wire.filter((line) => line.startsWith(`${direction} `)).flatMap((line) => pattern.exec(line)?.[1] ?? [])

  test('TLS as openssl sees it: version, cipher, chain, checks', async () => {
    const args = ['s_client', '-starttls', 'xmpp', '-xmpphost', 'magpie.test', '-connect', `127.0.0.1:${server.port}`, '-servername', 'magpie.test', '-CAfile', server.caFile, '-alpn', 'xmpp-client', '-verify_hostname', 'magpie.test', '-showcerts']
    const running = promisify(execFile)('openssl', args)
    running.child.stdin!.end()
    const { stdout } = await running
    const { tls } = taken(await facts())
    expect([tls!.version, tls!.cipher]).toEqual([...stdout.matchAll(/New, (\S+), Cipher is (\S+)/g)][0]!.slice(1))
    expect(stdout).toContain('Verify return code: 0 (ok)')
    const sent = (stdout.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((pem) => new X509Certificate(pem).fingerprint256)
    expect(sent.length).toBeGreaterThan(0)
    expect(tls!.chain.slice(0, sent.length).map(({ fingerprint }) => fingerprint)).toEqual(sent)
    expect(tls!.chain.at(-1)!.fingerprint).toBe(new X509Certificate(server.caPem).fingerprint256)
    expect(tls!.alpn.given).toBe(/ALPN protocol: (\S+)/.exec(stdout)?.[1] ?? null)
    expect(Object.values(tls!.checks).map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed', 'not-asked'])
  })

  test('what was offered and used, as it stood on the wire', async () => {
    const now = await facts()
    const features = client.wire.filter((line) => line.startsWith('< <stream:features'))
    const mechanismsIn = (xml: string) => [...xml.matchAll(/<mechanism>([^<]+)</g)].map(([, name]) => name)
    const { clear, secured } = taken(now)
    const { login, candidates, srv, features: after, outcome } = last(now)
    expect(features).toHaveLength(3)
    expect([clear, secured].map((one) => one!.mechanisms)).toEqual(features.slice(0, 2).map(mechanismsIn))
    expect(login).toMatchObject({ mechanism: went('>', /<auth [^>]*mechanism="([^"]+)"/)[0], isDone: true })
    expect(login!.mechanism.endsWith('-PLUS')).toBe(login!.binding !== null)
    for (const { namespace } of after!.list) expect(features[2]).toContain(namespace)
    expect(now.used).toEqual(expect.arrayContaining(['urn:xmpp:sm:3', 'urn:xmpp:csi:0', 'urn:ietf:params:xml:ns:xmpp-bind']))
    expect(now.used).not.toContain('urn:xmpp:sm:2')
    expect(outcome).toBe('online')
    expect([srv, candidates.map(({ source, kind: how, port, tries }) => [source, how, port, tries.length])]).toEqual([[], [['settings', 'starttls', proxy.port, 1]]])
    expect(JSON.stringify(now)).not.toContain(lina.password)
  })

  test('counters; a cut: how it was resumed; told by event, only to testers', async () => {
    const message = (body: string) => client.call('conversation.open', { kind: 'chat', peer: `wei@${server.domain}` }).then(({ id }) => client.call('message.send', { conversationId: id as number, body }))
    const resumed = (count: number) => client.until(() => client.connection.tally.resumed === count && client.connectionState?.phase === 'online', `resumed ${count} times`, 20_000)
    await message('先发一条')
    await client.waitFor('message.changed', ({ message: one }) => one.body === '先发一条' && one.state === 'sent')
    const acknowledged = () => Number(went('<', /<a [^>]*h=["'](\d+)["']/).at(-1))
    await client.until(() => client.connection.facts.management.acknowledged === acknowledged(), 'counted as the server says')
    expect((await facts()).management).toMatchObject({ isOn: true, id: went('<', /<enabled [^>]*\bid=["']([^"']+)["']/)[0] })
    expect(client.events.some(({ name }) => name === 'connectionFacts.changed')).toBe(false)

    await client.call('settings.set', { workbench: true })
    proxy.pause()
    await message('断线时写的')
    await client.until(() => went('>', /(断线时写的)/).length > 0, 'it is written')
    expect((await facts()).management.unacknowledged).toBeGreaterThanOrEqual(1)
    proxy.reset()
    proxy.resume()
    await resumed(1)
    await client.waitFor('connectionFacts.changed')
    const [first] = (await facts()).resumes
    expect(first).toMatchObject({ outcome: 'resumed', condition: null, isRestored: false })
    expect(first!.resent).toBeGreaterThanOrEqual(1)
    await client.waitFor('message.changed', ({ message: one }) => one.body === '断线时写的' && one.state === 'sent')

    await client.call('connectionFacts.cut', {})
    await resumed(2)
    const { links, attempts, tally, roundTrips, heartbeat } = await facts()
    expect(links.map(({ isResumed, endedAtMs, failure }) => [isResumed, endedAtMs !== null, failure?.code ?? null])).toEqual([[false, true, 'closed'], [true, true, 'closed'], [true, false, null]])
    expect(links.map(({ server: at }) => at)).toEqual(Array(3).fill(`127.0.0.1:${proxy.port}`))
    expect([attempts.filter(({ outcome }) => outcome === 'online').length, tally.resumed, tally.cuts]).toEqual([3, 2, 2])
    expect(roundTrips.length).toBeGreaterThan(0)
    expect(heartbeat!.intervalMs).toBeGreaterThanOrEqual(30_000)
    await client.call('settings.set', { workbench: false })
  })

  test('a session that the server does not know: refused, with its word', async () => {
    const nobody = () => undefined
    const saved = { id: 'no-such-session', jid: 'lina@magpie.test/other' as FullJid, inbound: 3, sent: [] }
    const other = connect({
      jid: 'lina@magpie.test', resource: 'other', password: lina.password, host: server.host, port: server.port, transport: 'starttls', extraCa: [server.caPem],
      resumption: { load: () => saved, begin: nobody, received: nobody, sending: nobody, settled: nobody },
    })
    other.connection.start()
    await other.online()
    expect(other.connection.facts.resumes).toMatchObject([{ outcome: 'refused', condition: 'item-not-found', awayMs: null, isRestored: true, resent: 0 }])
  })
})
