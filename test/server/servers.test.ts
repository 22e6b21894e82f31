import { on, once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { accepts } from '../support/ports'
import { serverKinds, startServer, type TestServer } from '../support/servers'
import { startPeer } from '../support/slixmpp-peer'

const accounts = [
  { user: 'alice', password: 'tea & "biscuits"' },
  { user: 'bob', password: '密码 pässword' },
]
const [alice, bob] = accounts as [(typeof accounts)[0], (typeof accounts)[0]]

describe.each(serverKinds)('%s', (kind) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer(kind, { accounts })
  }, 120_000)
  afterAll(() => server?.stop())

  test('two peers exchange a message and a receipt', async () => {
    const [a, b] = await Promise.all([startPeer({ server, ...alice }), startPeer({ server, ...bob, directTls: true })])
    const id = await a.send(b.bareJid, '你好, Bob', { requestReceipt: true, chatState: 'active' })
    const got = await b.waitForMessage((message) => message.body !== null)
    expect(got).toMatchObject({ id, from: a.jid, type: 'chat', body: '你好, Bob', receiptRequested: true, chatState: 'active' })
    expect((await a.waitForMessage((message) => message.receiptFor !== null)).receiptFor).toBe(id)
    await Promise.all([a.stop(), b.stop()])
  })

  test('a subscription is asked for, accepted, and shows presence', async () => {
    const [a, b] = await Promise.all([startPeer({ server, ...alice }), startPeer({ server, ...bob, autoAccept: true })])
    await a.subscribe(b.bareJid)
    await a.waitForPresence((presence) => presence.type === 'subscribe' && presence.from === b.bareJid)
    await a.accept(b.bareJid)
    await b.presence({ show: 'away', status: 'tea' })
    const away = await a.waitForPresence((presence) => presence.from === b.jid && presence.show === 'away')
    expect(away.status).toBe('tea')
    expect(await a.roster()).toMatchObject([{ jid: b.bareJid, subscription: 'both' }])
    await Promise.all([a.stop(), b.stop()])
  })

  test('two peers meet in a room', async () => {
    const [a, b] = await Promise.all([startPeer({ server, ...alice }), startPeer({ server, ...bob })])
    const room = `tea@${server.mucDomain}`
    await a.openRoom(room, 'Alice')
    await b.join(room, 'Bob')
    await b.sendGroupchat(room, 'hello room')
    const heard = await a.waitForMessage((message) => message.body === 'hello room')
    expect(heard).toMatchObject({ type: 'groupchat', from: `${room}/Bob` })
    await a.setSubject(room, 'Green tea')
    await b.waitForMessage((message) => message.subject === 'Green tea')
    expect(await b.occupants(room)).toMatchObject([{ nick: 'Alice', affiliation: 'owner' }, { nick: 'Bob', affiliation: 'none' }])
    expect((await b.disco(room)).features).toContain('urn:xmpp:mam:2')
    await b.leave(room, 'Bob')
    await a.waitForPresence((presence) => presence.type === 'unavailable' && presence.from === `${room}/Bob`)
    await Promise.all([a.stop(), b.stop()])
  })

  test('it offers what the tests of the client rely upon', async () => {
    const a = await startPeer({ server, ...alice })
    const { features } = await a.disco(server.domain)
    const needed = ['urn:xmpp:carbons:2', 'urn:xmpp:blocking', 'urn:xmpp:ping', 'jabber:iq:version', 'urn:xmpp:time']
    expect(features).toEqual(expect.arrayContaining(needed))
    expect((await a.disco(a.bareJid)).features).toEqual(expect.arrayContaining(['urn:xmpp:mam:2']))
    expect(await a.items(server.domain)).toContainEqual(expect.objectContaining({ jid: server.mucDomain }))
    const offered = await tlsFeatures(server)
    expect(offered).toContain('<mechanism>SCRAM-SHA-1</mechanism>')
    expect(offered).not.toContain('iq-register')
    expect((await a.version(server.domain)).name.toLowerCase()).toContain(kind)
    await a.stop()
  })

  test.each(['websocketUrl', 'secureWebsocketUrl'] as const)('a %s opens a stream', async (which) => {
    const socket = new WebSocket(server[which], 'xmpp', { ca: server.caPem })
    await once(socket, 'open')
    socket.send(`<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="${server.domain}" version="1.0"/>`)
    const heard: string[] = []
    for await (const [data] of on(socket, 'message') as AsyncIterable<[Buffer]>) {
      if (heard.push(data.toString()) === 2) break
    }
    expect(heard[0]).toMatch(/^<open /)
    expect(heard[1]).toContain('<mechanism>SCRAM-SHA-1</mechanism>')
    socket.terminate()
  })

  test('the wrong password is refused', async () => {
    await expect(startPeer({ server, user: 'alice', password: 'wrong' })).rejects.toThrow('authentication failed')
  })

  test('killed and restarted it has the same accounts, also one added later, and the same ports', async () => {
    await server.addAccount('carol', 'later')
    const a = await startPeer({ server, ...alice })
    await server.kill()
    await a.waitFor((event) => event.event === 'disconnected')
    expect(await accepts(server.port)).toBe(false)
    await server.restart()
    const peers = await Promise.all([startPeer({ server, ...bob }), startPeer({ server, user: 'carol', password: 'later' })])
    await Promise.all([a.kill(), ...peers.map((peer) => peer.stop())])
  })

  test('stopped it leaves no process and no port', async () => {
    const { pid } = server
    await server.stop()
    expect(pid).toBeGreaterThan(0)
    expect(() => process.kill(-pid!, 0)).toThrow('ESRCH')
    expect(await accepts(server.port)).toBe(false)
    expect(await accepts(server.directTlsPort)).toBe(false)
    expect(server.pid).toBeUndefined()
  })
})

describe.each(serverKinds)('%s, set up otherwise', (kind) => {
  let server: TestServer | undefined
  const start = async (options: Parameters<typeof startServer>[1]) => (server = await startServer(kind, options))
  afterAll(() => server?.stop())

  test('without TLS it offers none, and takes PLAIN', async () => {
    const features = await plainFeatures(await start({ accounts, plainOnly: true, saslMechanisms: ['PLAIN'] }))
    expect(features).not.toContain('starttls')
    expect(features.match(/<mechanism>[^<]*/g)).toEqual(['<mechanism>PLAIN'])
    const a = await startPeer({ server: server!, ...alice, plain: true })
    await a.stop()
    await server!.stop()
  }, 120_000)

  test('for another domain, with registration: no mechanism before TLS', async () => {
    await start({ domain: 'tea.example', accounts, registration: true })
    const features = await plainFeatures(server!)
    expect(features).toContain('<required/>')
    expect(features).not.toContain('<mechanism>')
    expect(await tlsFeatures(server!)).toContain('http://jabber.org/features/iq-register')
    const a = await startPeer({ server: server!, ...alice })
    expect(a.bareJid).toBe('alice@tea.example')
    await a.stop()
    await server!.stop()
  }, 120_000)

  test.each([
    ['good', 'authorized'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['expired', 'CERT_HAS_EXPIRED'],
  ] as const)('with a %s certificate TLS says %s', async (certificate, outcome) => {
    const { directTlsPort, domain, caPem, stop } = await start({ certificate })
    expect(await tlsOutcome(directTlsPort, domain, caPem)).toBe(outcome)
    await stop()
  }, 120_000)
})

/** What the server offers to a client that has said nothing but hello. */
function streamFeatures(socket: Socket, domain: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.setTimeout(10_000, () => reject(new Error(`no features: ${text}`)))
    socket.once('error', reject)
    socket.on('data', (data) => {
      text += data.toString()
      if (!text.includes('</stream:features>')) return
      socket.destroy()
      resolve(text)
    })
    const namespaces = 'xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams"'
    socket.write(`<stream:stream to="${domain}" ${namespaces} version="1.0">`)
  })
}

const plainFeatures = ({ port, domain }: TestServer) => streamFeatures(connect(port, '127.0.0.1'), domain)
const tlsFeatures = ({ directTlsPort, domain, caPem }: TestServer) =>
  streamFeatures(connectTls({ port: directTlsPort, host: '127.0.0.1', servername: domain, ca: caPem }), domain)

function tlsOutcome(port: number, servername: string, ca: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectTls({ port, host: '127.0.0.1', servername, ca }, () => {
      socket.destroy()
      resolve('authorized')
    })
    socket.once('error', (error) => resolve((error as { code?: string }).code ?? error.message))
  })
}
