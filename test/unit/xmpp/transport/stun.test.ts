import { createSocket } from 'node:dgram'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answersStun, isBindingAnswer } from '#xmpp/transport/stun'
import { startStunServer, type StunServer } from '../../../support/stun-server'

const never = new AbortController().signal

describe('a STUN server', () => {
  let server: StunServer
  beforeAll(async () => void (server = await startStunServer()))
  afterAll(() => server.close())

  it('answers', async () => {
    expect(await answersStun('127.0.0.1', server.port, never)).toBe(true)
  })

  it('is none where somebody only repeats what he hears, until one is stopped', async () => {
    const echo = createSocket('udp4')
    const stop = new AbortController()
    echo.on('message', (packet, from) => {
      echo.send(packet, from.port, from.address)
      stop.abort()
    })
    await new Promise<void>((resolve) => void echo.bind(0, '127.0.0.1', resolve))
    expect(await answersStun('127.0.0.1', echo.address().port, stop.signal)).toBe(false)
    echo.close()
  })
})

describe('an answer', () => {
  const transaction = Buffer.from('0123456789ab')
  const packet = (type: number, attributes: Buffer, said = attributes.length) => {
    const head = Buffer.alloc(8)
    head.writeUInt16BE(type, 0)
    head.writeUInt16BE(said, 2)
    head.writeUInt32BE(0x2112a442, 4)
    return Buffer.concat([head, transaction, attributes])
  }
  const address = Buffer.from('0020000800011234c0a80001', 'hex')
  const software = Buffer.from('8022000361626300', 'hex') // padded to four bytes

  it('holds the address, also behind something else', () => {
    expect(isBindingAnswer(packet(0x0101, address), transaction)).toBe(true)
    expect(isBindingAnswer(packet(0x0101, Buffer.concat([software, address])), transaction)).toBe(true)
  })

  it.each<[string, Buffer]>([
    ['an error', packet(0x0111, address)],
    ['without address', packet(0x0101, software)],
    ['cut', packet(0x0101, address).subarray(0, 26)],
    ['of another length', packet(0x0101, address, 4)],
    ['an attribute that goes beyond the end', packet(0x0101, Buffer.from('0020ffff00011234c0a80001', 'hex'))],
    ['nothing', Buffer.alloc(0)],
  ])('%s is none', (_name, bytes) => {
    expect(isBindingAnswer(bytes, transaction)).toBe(false)
  })

  it('to somebody else is none', () => {
    expect(isBindingAnswer(packet(0x0101, address), Buffer.from('ba9876543210'))).toBe(false)
  })
})
