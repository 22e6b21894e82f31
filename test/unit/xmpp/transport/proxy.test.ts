/** Proxies that lie, dawdle, talk without end or stop in the middle; host-meta goes the same way as the account. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as createHttpsServer } from 'node:https'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { ConnectionFailure } from '#xmpp/errors'
import { findWebSocket } from '#xmpp/transport/host-meta'
import { connectTcp } from '#xmpp/transport/link'
import { connectThrough, type ProxyServer } from '#xmpp/transport/proxy'
import { systemResolver } from '#xmpp/transport/resolve'
import { makeCertificates } from '../../../support/certificates'
import { startProxy } from '../../../support/proxy-servers'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** What the proxy does with the connection; what it was told is kept. */
async function against(kind: ProxyServer['kind'], play: (socket: Socket) => void, host = 'xmpp.test', login: Partial<ProxyServer> = {}, signal = new AbortController().signal) {
  let heard = Buffer.alloc(0)
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.on('data', (data) => (heard = Buffer.concat([heard, data])))
    play(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const socket = await connectTcp('127.0.0.1', port, signal)
  closers.push(() => (socket.destroy(), server.close()))
  const proxy: ProxyServer = { kind, host: '127.0.0.1', port, user: null, password: null, ...login }
  const outcome = await connectThrough(socket, proxy, host, 5222, signal).then(() => 'through', (error: ConnectionFailure) => error.code)
  return { outcome, socket, heard: () => heard }
}
const answers = (...parts: (number[] | string)[]) => (socket: Socket) => {
  const queue = parts.map((part) => Buffer.from(part as string))
  socket.on('data', () => void (queue.length > 0 && socket.write(queue.shift()!)))
}
const WELL = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0]

describe('SOCKS5', () => {
  test.each<[string, string, (socket: Socket) => void]>([
    ['all well', 'through', answers([5, 0], WELL)],
    ['answers with a name', 'through', answers([5, 0], [5, 0, 0, 3, 2, 97, 98, 0, 80])],
    ['answers with IPv6', 'through', answers([5, 0], [5, 0, 0, 4, ...new Array<number>(18).fill(0)])],
    ['SOCKS4', 'proxy-refused', answers([0, 90])],
    ['wants a login that we have not', 'proxy-login', answers([5, 2])],
    ['wants GSSAPI', 'proxy-login', answers([5, 1])],
    ['not allowed by the rules', 'proxy-refused', answers([5, 0], [5, 2, 0, 1, 0, 0, 0, 0, 0, 0])],
    ['host not found', 'host-not-found', answers([5, 0], [5, 4, 0, 1, 0, 0, 0, 0, 0, 0])],
    ['refused', 'refused', answers([5, 0], [5, 5, 0, 1, 0, 0, 0, 0, 0, 0])],
    ['an unknown reply', 'proxy-refused', answers([5, 0], [5, 99, 0, 1, 0, 0, 0, 0, 0, 0])],
    ['an unknown kind of address', 'proxy-refused', answers([5, 0], [5, 0, 0, 9, 0, 0, 0, 0, 0, 0])],
    ['says more than its answer', 'proxy-refused', answers([5, 0], [...WELL, 60, 60])],
    ['speaks HTTP', 'proxy-refused', answers('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['hangs up at once', 'proxy-refused', (socket) => socket.end()],
    ['hangs up in the middle', 'proxy-refused', (socket) => void socket.once('data', () => socket.end(Buffer.from([5])))],
    ['resets', 'proxy-refused', (socket) => void socket.once('data', () => socket.resetAndDestroy())],
  ])('%s: %s', async (_name, expected, play) => {
    const { outcome, socket } = await against('socks5', play)
    expect(outcome).toBe(expected)
    expect(socket.destroyed).toBe(expected !== 'through')
  })

  test('what it is asked: names as names, addresses as addresses, the login in bytes', async () => {
    const login = { user: '梅', password: 'é' }
    const { heard } = await against('socks5', answers([5, 2], [1, 0], WELL), 'xmpp.test', login)
    expect([...heard()]).toEqual([5, 2, 0, 2, 1, 3, ...Buffer.from('梅'), 2, ...Buffer.from('é'), 5, 1, 0, 3, 9, ...Buffer.from('xmpp.test'), 0x14, 0x66])
    expect([...(await against('socks5', answers([5, 0], WELL), '10.1.2.3')).heard()].slice(6)).toEqual([1, 10, 1, 2, 3, 0x14, 0x66])
    const six = (await against('socks5', answers([5, 0], WELL), '2001:db8::a:1')).heard()
    expect([...six].slice(6)).toEqual([4, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xa, 0, 1, 0x14, 0x66])
    const tooLong = await against('socks5', answers([5, 2]), 'x', { user: 'x'.repeat(256), password: 'y' })
    expect(tooLong.outcome).toBe('proxy-login')
  })
})

describe('CONNECT', () => {
  test.each<[string, string, (socket: Socket) => void]>([
    ['all well', 'through', answers('HTTP/1.1 200 OK\r\nX: y\r\n\r\n')],
    ['byte by byte', 'through', (socket) => void socket.once('data', () => [...'HTTP/1.0 200 \r\n\r\n'].forEach((char, i) => setTimeout(() => socket.write(char), i)))],
    ['wants a login', 'proxy-login', answers('HTTP/1.1 407 No\r\n\r\n')],
    ['forbids', 'proxy-refused', answers('HTTP/1.1 403 Forbidden\r\n\r\n')],
    ['did not get through', 'refused', answers('HTTP/1.1 503 Service Unavailable\r\n\r\n')],
    ['waited in vain', 'timeout', answers('HTTP/1.1 504 Gateway Timeout\r\n\r\n')],
    ['a web server', 'proxy-refused', answers('HTTP/1.1 301 Moved\r\nLocation: https://x/\r\n\r\n')],
    ['an XMPP server', 'proxy-refused', answers("<?xml version='1.0'?><stream:stream>\r\n\r\n")],
    ['talks without end', 'proxy-refused', answers('x'.repeat(20_000))],
    ['puts words into the stream', 'proxy-refused', answers('HTTP/1.1 200 OK\r\n\r\n<stream:features/>')],
    ['hangs up', 'proxy-refused', (socket) => socket.end()],
  ])('%s: %s', async (_name, expected, play) => {
    const { outcome, socket } = await against('http', play)
    expect(outcome).toBe(expected)
    expect(socket.destroyed).toBe(expected !== 'through')
  })

  test('a host cannot write lines of its own; IPv6 in brackets; Basic in UTF-8', async () => {
    const evil = await against('http', answers('HTTP/1.1 200 OK\r\n\r\n'), 'x.test:1 HTTP/1.1\r\nEvil: 1')
    expect([evil.outcome, evil.heard().length]).toEqual(['host-not-found', 0])
    const { heard } = await against('http', answers('HTTP/1.1 200 OK\r\n\r\n'), '2001:db8::1', { user: '梅', password: 'a:b' })
    expect(heard().toString()).toBe(`CONNECT [2001:db8::1]:5222 HTTP/1.1\r\nHost: [2001:db8::1]:5222\r\nProxy-Authorization: Basic ${Buffer.from('梅:a:b').toString('base64')}\r\n\r\n`)
  })
})

test('a proxy that says nothing does not hang us: the attempt’s own limit ends it', async () => {
  const { outcome, socket } = await against('socks5', () => {}, 'xmpp.test', {}, AbortSignal.timeout(100))
  expect(outcome).toBe('timeout')
  expect(socket.destroyed).toBe(true)
})

test.each(['socks5', 'http'] as const)('host-meta is fetched through %s, whose word about the login reaches the user', async (kind) => {
  const { certFile, keyFile, caPem } = await makeCertificates({ domain: 'behind.test' })
  const rel = 'urn:xmpp:alt-connections:websocket'
  const server = createHttpsServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (_request, response) =>
    void response.end(JSON.stringify({ links: [{ rel, href: 'wss://behind.test/ws' }] }))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const proxy = await startProxy(kind, { names: ['behind.test'], login: { user: 'u', password: 'p' } })
  closers.push(() => proxy.down(), () => server.close())
  const ask = (password: string) => findWebSocket('behind.test', [caPem], {
    signal: new AbortController().signal, resolver: systemResolver,
    routes: () => Promise.resolve([{ kind, host: '127.0.0.1', port: proxy.port, user: 'u', password }]),
  }, port)
  expect(await ask('p')).toBe('wss://behind.test/ws')
  expect(proxy.asked[0]).toBe(`behind.test:${port}`)
  await expect(ask('guess')).rejects.toMatchObject({ problem: { code: 'proxy-login' } })
})
