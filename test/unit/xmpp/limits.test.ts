/** X3 of SAFETY.md §6: what no end can be seen of is cut off early, in memory that is bounded, and not asked for again and again. */
import { afterEach, expect, test, vi } from 'vitest'
import { limitsAfterLogin } from '#xmpp/limits'
import { TcpParser } from '#xmpp/stream-parser'
import { DOMAIN, startScriptedServer, type ScriptedClient, type ScriptedServer } from '../../support/scripted-server'
import { growth, NOT_QUADRATIC } from '../../support/growth'
import { connect, stopAll } from '../../support/xmpp-client'

const servers: ScriptedServer[] = []
afterEach(async () => {
  await stopAll()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function play(script: (one: ScriptedClient) => Promise<void>, random = () => 1) {
  const server = await startScriptedServer(script)
  servers.push(server)
  const client = connect({
    jid: `lina@${DOMAIN}`, host: '127.0.0.1', port: server.port, transport: 'starttls', extraCa: [server.certificates.caPem], parts: { random },
  })
  client.connection.start()
  return { server, client }
}

const MB = 1_000_000
/** How much of it a client may have taken: its limit (1 MiB), and what lies in the buffers of both sides. */
const MOST = 12 * MB

test.each<[string, string, string, number, string]>([
  ['100 MB of text', '<message><body>', 'x'.repeat(64 * 1024), 100 * MB, 'policy-violation'],
  ['100 MB in a tag', "<message x='", 'x'.repeat(64 * 1024), 100 * MB, 'policy-violation'],
  ['100 MB of CDATA', '<message><body><![CDATA[', 'x'.repeat(64 * 1024), 100 * MB, 'policy-violation'],
  ['a comment of 100 MB', '<!--', 'x'.repeat(64 * 1024), 100 * MB, 'restricted-xml'],
  ['a million levels', '<message>', '<a>'.repeat(1000), 3 * MB, 'policy-violation'],
  ['a million children', '<message>', '<a/>'.repeat(1000), 4 * MB, 'policy-violation'],
  ['200,000 attributes', '<message', Array.from({ length: 200_000 }, (_, i) => ` a${i}=''`).join(''), 1, 'policy-violation'],
  ['an answer of 100 MB to a request', "<iq type='result' id='x'><query xmlns='jabber:iq:roster'>", "<item jid='a@b'/>".repeat(4000), 100 * MB, 'policy-violation'],
])('%s', async (_, head, piece, length, condition) => {
  const { client, server } = await play(async (one) => {
    await one.logIn()
    await one.push(head)
    for (let sent = 0; sent < length && !one.isClosed; sent += piece.length) await one.push(piece)
    if (head === '<message' && !one.isClosed) await one.push('/>')
  })
  await client.online()
  expect(await client.until((state) => state.phase === 'waiting', 20_000)).toMatchObject({ problem: { code: condition === 'policy-violation' ? 'policy' : 'protocol' }, retryInMs: 1000 })
  await expect.poll(() => server.clients[0]!.encrypted).toContain(`<${condition} `)
  expect(client.stanzas).toEqual([])
  expect(server.clients[0]!.pushed).toBeLessThan(piece.includes('item') ? MOST + 17 * MB : MOST)
}, 40_000)

const attributes = (count: number) => Array.from({ length: count }, (_, i) => ` a${i}=''`).join('')
/** What a stranger can send through any server, as often as he likes: it must not cost the stream. */
test.each<[string, string, string]>([
  ['257 levels', '<message id="bad">' + '<a>'.repeat(255) + '</a>'.repeat(255) + '</message>', 'too deep'],
  ['3,000 levels', `<message id="bad"><body>x</body>${'<a>'.repeat(3000)}deep${'<b/>'.repeat(9)}${'</a>'.repeat(3000)}</message>`, 'too deep'],
  ['60,000 levels in an answer', `<iq type="result" id="bad">${'<a>'.repeat(60_000)}${'</a>'.repeat(60_000)}</iq>`, 'too deep'],
  ['10,001 children', `<message id="bad">${'<a/>'.repeat(10_001)}</message>`, 'too many children'],
  ['20,000 attributes', `<message id="bad"${attributes(20_000)}/>`, 'too many attributes'],
  ['20,000 attributes within', `<message id="bad"><x${attributes(20_000)}/></message>`, 'too many attributes'],
])('%s: dropped and counted, and the stream goes on', async (_, bad, reason) => {
  const { client, server } = await play(async (one) => {
    await one.logIn()
    for (let n = 0; n < 3; n++) await one.push(bad)
    await one.push(`<message id="deepest">${'<a>'.repeat(254)}${'</a>'.repeat(254)}</message><message id="widest">${'<a/>'.repeat(10_000)}</message>`)
    one.send("<r xmlns='urn:xmpp:sm:3'/>")
  })
  await client.online()
  await expect.poll(() => client.stanzas.map((stanza) => stanza.attrs['id'])).toEqual(['deepest', 'widest'])
  await server.clients[0]!.read(/<a xmlns="urn:xmpp:sm:3" h="5"\/>/)
  expect(client.logs.filter((line) => line.includes('malformed element dropped') && line.includes(reason))).toHaveLength(3)
  expect(client.connection.state.phase).toBe('online')
})

test('in what is too deep the tags still have to match', async () => {
  const { client, server } = await play(async (one) => {
    await one.logIn()
    await one.push(`<message>${'<a>'.repeat(3000)}</b>`)
  })
  await client.online()
  expect(await client.until((state) => state.phase === 'waiting')).toMatchObject({ problem: { code: 'protocol' } })
  expect(server.clients).toHaveLength(1)
})

test('a server that does so every time is asked less and less often', async () => {
  const { client } = await play(async (one) => {
    await one.logIn("<enabled xmlns='urn:xmpp:sm:3'/>")
    await one.push(`<message><body>${'x'.repeat(2 * MB)}`)
  })
  for (let round = 1; round <= 4; round++) {
    expect(await client.until((state) => state.phase === 'waiting' && state.attempt === round)).toMatchObject({ problem: { code: 'policy' }, retryInMs: 500 * 2 ** round })
    client.connection.retryNow('user')
    await client.until((state) => state.phase !== 'waiting' || state.attempt > round)
  }
})

/** One byte, one second, until the client has enough; the seconds are not waited for. */
async function drip(one: ScriptedClient, mostSeconds: number): Promise<number> {
  for (let seconds = 1; seconds <= mostSeconds; seconds++) {
    if (one.isClosed) return seconds
    one.send('x')
    await vi.advanceTimersByTimeAsync(1000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return Infinity
}

test.each([
  ['before TLS', (one: ScriptedClient) => one.open(null), '<stream:features><x>', 60],
  ['before the login', async (one: ScriptedClient) => (await one.negotiateTls(), one.open(null)), '<stream:features><x>', 60],
  ['after it', (one: ScriptedClient) => one.logIn(), '<message><body>', 90],
] as const)('a byte a second %s holds nobody for long', async (_, begin, head, mostSeconds) => {
  let isReady = false
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const { client, server } = await play(async (one) => {
      await begin(one)
      one.send(head)
      isReady = true
    })
    while (!isReady || client.connection.tally.traffic.bytesIn === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(await drip(server.clients[0]!, 2 * mostSeconds)).toBeLessThanOrEqual(mostSeconds)
    expect(client.connection.state).toMatchObject({ phase: 'waiting', problem: { code: 'timeout' } })
  } finally {
    vi.useRealTimers()
  }
})

test('100 MB of legal stanzas: nothing of them is kept, and work grows with their length', async () => {
  const parser = new TcpParser(limitsAfterLogin)
  parser.write("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>")
  let [count, most] = [0, 0]
  parser.on('element', () => count++)
  const chunk = Buffer.alloc(64 * 1024, 'x')
  const stream = (megabytes: number) => {
    for (let n = 0; n < megabytes; n++) {
      parser.write('<message><body>')
      for (let i = 0; i < 15; i++) parser.write(chunk.toString('latin1')) // each a text of its own
      parser.write('</body></message>')
      most = Math.max(most, process.memoryUsage().heapUsed)
    }
  }
  stream(10)
  const before = process.memoryUsage().heapUsed
  expect(await growth(stream, 3)).toBeLessThan(NOT_QUADRATIC)
  stream(20)
  expect(count).toBe(10 + 4 * 3 + 3 * 24 + 20)
  expect(most - before, 'bytes').toBeLessThan(64 * MB)
})
