import { createSocket } from 'node:dgram'

const BINDING_REQUEST = 0x0001
const MAGIC = 0x2112a442
const HEADER = 20

export interface StunServer {
  port: number
  close(): Promise<void>
}

/** Tells everybody who asks by which address he came (RFC 8489 §6.3.1, IPv4), as the STUN servers do that Debian's coturn brings. */
export async function startStunServer(): Promise<StunServer> {
  const socket = createSocket('udp4')
  socket.on('message', (request, from) => {
    if (request.length < HEADER || request.readUInt16BE(0) !== BINDING_REQUEST || request.readUInt32BE(4) !== MAGIC) return
    const answer = Buffer.alloc(HEADER + 12)
    request.copy(answer, 0, 0, HEADER)
    answer.writeUInt16BE(0x0101, 0)
    answer.writeUInt16BE(12, 2)
    answer.writeUInt16BE(0x0020, HEADER) // XOR-MAPPED-ADDRESS
    answer.writeUInt16BE(8, HEADER + 2)
    answer.writeUInt16BE(0x0001, HEADER + 4)
    answer.writeUInt16BE(from.port ^ (MAGIC >>> 16), HEADER + 6)
    const address = from.address.split('.').reduce((all, part) => all * 256 + Number(part), 0)
    answer.writeUInt32BE((address ^ MAGIC) >>> 0, HEADER + 8)
    socket.send(answer, from.port, from.address)
  })
  await new Promise<void>((resolve) => void socket.bind(0, '127.0.0.1', resolve))
  return { port: socket.address().port, close: () => new Promise((resolve) => void socket.close(() => resolve())) }
}
