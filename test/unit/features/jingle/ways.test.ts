/** Listening and reaching over real sockets of this computer. */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Candidate } from '../../../../electron/features/jingle/stanza'
import { attemptAll, connectTo, isUsable, openListener, ownAddresses, type Listener } from '../../../../electron/features/jingle/ways'
import type { Channel } from '../../../../electron/features/jingle/channel'

const ADDRESS = 'a'.repeat(40)
const listeners: Listener[] = []
const open = async () => {
  const listener = await openListener(ADDRESS)
  listeners.push(listener)
  return listener
}
afterEach(() => {
  for (const one of listeners.splice(0)) one.close()
})
const candidate = (host: string, port: number, priority = 1): Candidate => ({ cid: `${host} ${priority}`, host, port, jid: 'a@b/c' as never, priority, type: 'direct' })
const { signal } = new AbortController()
const readAll = async (channel: Channel) => {
  const parts: Buffer[] = []
  for await (const part of channel.read()) parts.push(part)
  return Buffer.concat(parts)
}

describe('the way between two computers', () => {
  test.each(['who listens', 'who came'] as const)('%s sends, the other one gets all of it', async (who) => {
    const listener = await open()
    const came = await connectTo(candidate('127.0.0.1', listener.port), ADDRESS, true, signal)
    const taken = await listener.take('127.0.0.1')
    listener.close()
    const [from, to] = who === 'who listens' ? [taken!, came] : [came, taken!]
    const bytes = Buffer.alloc(2_000_000, 'magpie')
    const got = readAll(to)
    for (let at = 0; at < bytes.length; at += 65_536) await from.write(bytes.subarray(at, at + 65_536))
    await from.finish()
    expect((await got).equals(bytes)).toBe(true)
  })

  test('of several that came, that by the chosen address is taken', async () => {
    const listener = await open()
    const [one, other] = await Promise.all(['127.0.0.1', '127.0.0.2'].map((host) => connectTo(candidate(host, listener.port), ADDRESS, true, signal)))
    const taken = await listener.take('127.0.0.2')
    await taken!.write(Buffer.from('to the second'))
    void taken!.finish()
    expect((await readAll(other!)).toString()).toBe('to the second')
    listener.close()
    expect((await readAll(one!).catch(() => Buffer.alloc(0))).length).toBe(0)
  })

  test.each([
    ['another hash', Buffer.from([5, 1, 0]), Buffer.concat([Buffer.from([5, 1, 0, 3, 40]), Buffer.from('b'.repeat(40)), Buffer.from([0, 0])])],
    ['another command', Buffer.from([5, 1, 0]), Buffer.concat([Buffer.from([5, 2, 0, 3, 40]), Buffer.from(ADDRESS), Buffer.from([0, 0])])],
    ['no way without a password', Buffer.from([5, 1, 2]), null],
    ['SOCKS4', Buffer.from([4, 1, 0, 80, 127, 0, 0, 1, 0]), null],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n'), null],
  ])('%s is shown out', async (_what, greeting, request) => {
    const listener = await open()
    const socket = connect(listener.port, '127.0.0.1')
    const said: Buffer[] = []
    socket.on('data', (part: Buffer) => said.push(part)).on('error', () => undefined)
    socket.write(greeting)
    if (request) socket.write(request)
    await once(socket, 'close')
    expect(Buffer.concat(said).includes(ADDRESS)).toBe(false)
  })

  test('who opens many connections is stopped', async () => {
    const listener = await open()
    const sockets = Array.from({ length: 20 }, () => connect(listener.port, '127.0.0.1').on('error', () => undefined))
    let closed = 0
    await new Promise<void>((resolve) => {
      for (const socket of sockets) socket.resume().once('close', () => ++closed === 12 && resolve())
    })
    for (const socket of sockets) socket.destroy()
  })

  test('of theirs the best that answers is taken, what ranks below is left', async () => {
    const listener = await open()
    const dead = createServer((socket) => void socket.destroy())
    await new Promise<void>((resolve) => dead.listen(0, '127.0.0.1', resolve))
    const { port } = dead.address() as { port: number }
    const reach = (list: Candidate[]) => attemptAll(list, (one, limit) => connectTo(one, ADDRESS, true, limit))
    const found = await reach([candidate('127.0.0.1', listener.port, 1), candidate('127.0.0.1', port, 2)]).found
    expect(found?.cid).toBe('127.0.0.1 1')
    found!.channel.destroy()
    expect(await reach([candidate('127.0.0.1', port, 2)]).found).toBeNull()
    expect(await reach([]).found).toBeNull()
    const left = reach([candidate('127.0.0.1', port, 2), candidate('127.0.0.1', listener.port, 1)])
    left.leave(2)
    expect(await left.found).toBeNull()
    dead.close()
  })
})

describe('addresses', () => {
  test.each(['127.0.0.1', '::1', '0.0.0.0', '169.254.1.1', '224.0.0.1', '255.255.255.255', '::', 'fe80::1', 'ff02::1', '::ffff:127.0.0.1', 'localhost', ''])('%s is nobody else', (address) => {
    expect(isUsable(address, false)).toBe(false)
  })
  test('others are, and this computer where the server is on it', () => {
    expect(['192.168.1.2', '10.0.0.1', '203.0.113.9', '2001:db8::1', 'fd00::1'].every((one) => isUsable(one, false))).toBe(true)
    expect(isUsable('127.0.0.1', true)).toBe(true)
    expect(isUsable('169.254.1.1', true)).toBe(false)
    expect(ownAddresses(false).every((one) => isUsable(one, false))).toBe(true)
  })
  test('nothing is connected to what may not be reached', async () => {
    await expect(connectTo(candidate('127.0.0.1', 1), ADDRESS, false, signal)).rejects.toThrow('somebody else')
  })
})
