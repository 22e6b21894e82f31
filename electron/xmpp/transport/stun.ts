/**
 * Does a STUN server answer? One Binding request over UDP (RFC 8489 §5, §6.2.1, §14.2) from a socket of its own. Left out: everything
 * with credentials, TCP, IPv6 answers to who asked by IPv4.
 */
import { createSocket } from 'node:dgram'
import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'

const HEADER = 20
const MAGIC = 0x2112a442
const BINDING_REQUEST = 0x0001
const BINDING_SUCCESS = 0x0101
const XOR_MAPPED_ADDRESS = 0x0020
/** §6.2.1: for the first repetition; then doubled. */
const FIRST_WAIT_MS = 500
const WHOLE_MS = 3500

/** Is this the success answer to our request, with an address in it? What came is anybody's. */
export function isBindingAnswer(packet: Buffer, transaction: Buffer): boolean {
  if (packet.length < HEADER || packet.readUInt16BE(0) !== BINDING_SUCCESS || packet.readUInt32BE(4) !== MAGIC) return false
  if (!packet.subarray(8, HEADER).equals(transaction) || packet.readUInt16BE(2) !== packet.length - HEADER) return false
  for (let at = HEADER; at + 4 <= packet.length; ) {
    const length = packet.readUInt16BE(at + 2)
    if (packet.readUInt16BE(at) === XOR_MAPPED_ADDRESS) return length >= 8 && at + 4 + length <= packet.length
    at += 4 + Math.ceil(length / 4) * 4
  }
  return false
}

/** `address`: no name. False: no answer in 3.5 s, or stopped. Never rejects. */
export function answersStun(address: string, port: number, signal: AbortSignal): Promise<boolean> {
  const request = Buffer.alloc(HEADER)
  const transaction = randomBytes(12)
  request.writeUInt16BE(BINDING_REQUEST, 0)
  request.writeUInt32BE(MAGIC, 4)
  transaction.copy(request, 8)
  return new Promise((resolve) => {
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4')
    const timers: NodeJS.Timeout[] = []
    const end = (isAnswered: boolean) => {
      for (const timer of timers) clearTimeout(timer)
      signal.removeEventListener('abort', stopped)
      socket.removeAllListeners()
      socket.on('error', () => undefined) // of what was still on its way
      socket.close()
      resolve(isAnswered)
    }
    const stopped = () => end(false)
    if (signal.aborted) return end(false)
    signal.addEventListener('abort', stopped)
    // An ICMP error is no answer yet: it may be an old one, and the next try gets through.
    socket.on('error', () => undefined)
    socket.on('message', (packet, from) => {
      if (from.address === address && isBindingAnswer(packet, transaction)) end(true)
    })
    const send = () => void socket.send(request, port, address, () => undefined)
    send()
    for (const at of [1, 3]) timers.push(setTimeout(send, FIRST_WAIT_MS * at))
    timers.push(setTimeout(stopped, WHOLE_MS))
  })
}
