import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TcpProxy } from '../../support/tcp-proxy'

/** Sends everything back, and remembers its sockets. */
let echo: Server
let proxy: TcpProxy
let serverSide: Socket[]

beforeEach(async () => {
  serverSide = []
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    serverSide.push(socket)
    socket.on('error', () => undefined) // resets are what these tests are about
    socket.pipe(socket)
  })
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
  proxy = await TcpProxy.start({ port: (echo.address() as AddressInfo).port })
})

afterEach(async () => {
  await proxy.stop()
  for (const socket of serverSide) socket.destroy()
  await new Promise((resolve) => echo.close(resolve))
})

async function client() {
  const socket = connect(proxy.port, '127.0.0.1')
  const chunks: string[] = []
  const state = { socket, chunks, text: () => chunks.join(''), error: '', ended: false }
  socket.on('data', (data) => chunks.push(data.toString('latin1')))
  socket.on('error', (error) => (state.error = (error as { code?: string }).code ?? error.message))
  socket.on('end', () => (state.ended = true))
  await once(socket, 'connect')
  return state
}

async function until(what: () => boolean) {
  const deadline = performance.now() + 5000
  while (!what()) {
    if (performance.now() > deadline) throw new Error(`never: ${what.toString()}`)
    await sleep(5)
  }
}

test('passes bytes and ends both ways', async () => {
  const c = await client()
  const big = 'x'.repeat(3_000_000)
  c.socket.write(big)
  await until(() => c.text().length === big.length)
  expect(proxy.passed).toEqual({ up: big.length, down: big.length })
  c.socket.end()
  await until(() => c.ended && proxy.open === 0)
  expect(c.error).toBe('')
})

test('pause holds bytes and ends, resume lets them through', async () => {
  const c = await client()
  c.socket.write('one')
  await until(() => c.text() === 'one')
  proxy.pause()
  const late = await client()
  c.socket.end('two')
  late.socket.write('late')
  await sleep(100)
  expect([c.text(), c.ended, late.text(), proxy.open]).toEqual(['one', false, '', 2])
  proxy.resume()
  await until(() => c.text() === 'onetwo' && c.ended && late.text() === 'late')
})

test('reset is a reset on both sides', async () => {
  const c = await client()
  c.socket.write('one')
  await until(() => c.text() === 'one')
  const gone = once(serverSide[0]!, 'error')
  proxy.reset()
  expect(((await gone)[0] as { code: string }).code).toBe('ECONNRESET')
  await until(() => c.error === 'ECONNRESET')
  expect(proxy.open).toBe(0)
})

test('a black hole can be reset too', async () => {
  const c = await client()
  proxy.pause()
  c.socket.write('lost')
  await sleep(20)
  proxy.reset()
  await until(() => c.error === 'ECONNRESET')
  proxy.resume()
  expect(c.text()).toBe('')
})

test('end is an orderly end', async () => {
  const c = await client()
  c.socket.write('one')
  await until(() => c.text() === 'one')
  proxy.end()
  await until(() => c.ended)
  expect(c.error).toBe('')
})

test('delay keeps the order', async () => {
  proxy.faults = { delayMs: 100 }
  const c = await client()
  const start = performance.now()
  c.socket.write('one')
  await sleep(30)
  proxy.faults = { delayMs: 10 }
  c.socket.write('two')
  await until(() => c.text() === 'onetwo')
  expect(performance.now() - start).toBeGreaterThanOrEqual(99)
})

test('re-segments', async () => {
  proxy.faults = { segmentBytes: 3 }
  const sizes: number[] = []
  echo.on('connection', (socket: Socket) => socket.on('data', (data) => sizes.push(data.length)))
  const c = await client()
  c.socket.write('0123456789')
  await until(() => c.text() === '0123456789')
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(10)
  expect(sizes.length).toBeGreaterThan(1)
})

test('resets after so many bytes, once', async () => {
  proxy.resetAfter('up', 4)
  const c = await client()
  c.socket.write('0123456789')
  await until(() => c.error === 'ECONNRESET')
  expect(proxy.passed.up).toBe(4)
  const again = await client()
  again.socket.write('again')
  await until(() => again.text() === 'again')
})

test('down refuses, up listens on the same port', async () => {
  const c = await client()
  await proxy.down()
  await until(() => c.error === 'ECONNRESET')
  await expect(client()).rejects.toThrow('ECONNREFUSED')
  await proxy.up()
  const again = await client()
  again.socket.write('again')
  await until(() => again.text() === 'again')
})

test('a server that is not there resets the client', async () => {
  await new Promise((resolve) => echo.close(resolve))
  const c = await client()
  await until(() => c.error === 'ECONNRESET')
  echo.listen(0, '127.0.0.1')
})
