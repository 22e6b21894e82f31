import { connect as connectSocket, createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { connectFirst, interleave } from '#xmpp/transport/happy-eyeballs'
import { connectTcp } from '#xmpp/transport/link'
import { DOMAIN, startScriptedServer, type ScriptedServer } from '../../../support/scripted-server'
import { connect, stopAll } from '../../../support/xmpp-client'

const cleanup: (() => unknown)[] = []
let scripted: ScriptedServer | null = null
afterEach(async () => {
  await stopAll()
  await scripted?.close()
  scripted = null
  for (const undo of cleanup.splice(0)) undo()
})

test('families in turn, beginning with the first', () => {
  expect(interleave(['::1', '::2', '::3', '10.0.0.1'])).toEqual(['::1', '10.0.0.1', '::2', '::3'])
  expect(interleave(['10.0.0.1', '::1', '::2', '::3'])).toEqual(['10.0.0.1', '::1', '::2', '::3'])
  expect(interleave(['10.0.0.1', '10.0.0.2'])).toEqual(['10.0.0.1', '10.0.0.2'])
  expect(interleave([])).toEqual([])
})

/** An address into which packets vanish: nobody ever answers, until it is given up. */
const blackHole = (signal: AbortSignal) =>
  new Promise<Socket>((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))))

test('an address that swallows everything costs a quarter of a second, and its attempt is given up', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  cleanup.push(() => server.close())
  await once(server, 'listening')
  const tried: string[] = []
  const dropped: string[] = []
  const found = await connectFirst({
    addresses: ['::1', '127.0.0.1', '::2'],
    signal: new AbortController().signal,
    onFailure: () => {},
    staggerMs: 20,
    connect: (address, signal) => {
      tried.push(address)
      signal.addEventListener('abort', () => dropped.push(address))
      return address === '127.0.0.1' ? connectTcp(address, (server.address() as AddressInfo).port, signal) : blackHole(signal)
    },
  })
  cleanup.push(() => found?.socket.destroy())
  expect(found?.address).toBe('127.0.0.1')
  expect(tried.slice(0, 2)).toEqual(['::1', '127.0.0.1'])
  expect(dropped).toContain('::1')
})

test('refusals are told one by one; nobody left, nobody found; an abort ends all', async () => {
  const refused: string[] = []
  const race = { addresses: ['10.0.0.1', '10.0.0.2'], signal: new AbortController().signal, onFailure: (address: string) => refused.push(address) }
  expect(await connectFirst({ ...race, staggerMs: 60_000, connect: () => Promise.reject(new Error('no')) })).toBeNull()
  expect(refused).toEqual(['10.0.0.1', '10.0.0.2'])
  const abort = new AbortController()
  const pending = connectFirst({ ...race, signal: abort.signal, connect: (_address, signal) => blackHole(signal) })
  abort.abort()
  expect(await pending).toBeNull()
})

test('a host that has IPv6 alone', async () => {
  const { port, certificates } = (scripted = await startScriptedServer((one) => one.logIn()))
  const six = createServer((socket) => {
    const on = connectSocket({ host: '127.0.0.1', port })
    socket.on('error', () => on.destroy()).pipe(on.on('error', () => socket.destroy())).pipe(socket)
  }).listen(0, '::1')
  cleanup.push(() => six.close())
  await once(six, 'listening')
  const client = connect({
    jid: `lina@${DOMAIN}`, host: 'six.test', port: (six.address() as AddressInfo).port, transport: 'starttls', extraCa: [certificates.caPem],
    parts: { resolver: { srv: () => Promise.reject(new Error('not asked')), addresses: () => Promise.resolve(['::1']) } },
  })
  client.connection.start()
  expect((await client.online()).secure).toMatchObject({ host: 'six.test', address: '::1' })
})

test('SRV targets in order, the addresses of each raced; one that talks nonsense is left for the next', async () => {
  scripted = await startScriptedServer((one) => one.logIn())
  const nonsense = createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1')
  cleanup.push(() => nonsense.close())
  await once(nonsense, 'listening')
  const ports = { first: (nonsense.address() as AddressInfo).port, second: scripted.port }
  const asked: string[] = []
  const client = connect({
    jid: `lina@${DOMAIN}`, transport: 'starttls', extraCa: [scripted.certificates.caPem],
    parts: {
      resolver: {
        srv: () => Promise.resolve([
          { name: 'second.test', port: ports.second, priority: 2, weight: 0 },
          { name: 'first.test', port: ports.first, priority: 1, weight: 0 },
        ]),
        addresses: (host) => {
          asked.push(host)
          return Promise.resolve(['::1', '127.0.0.1'])
        },
      },
    },
  })
  client.connection.start()
  expect((await client.online()).secure).toMatchObject({ host: 'second.test', port: ports.second })
  expect(asked).toEqual(['first.test', 'second.test'])
})
