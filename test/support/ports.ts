import { createServer, connect } from 'node:net'
import { threadId } from 'node:worker_threads'

// Linux gives outgoing connections ports from 32768 up. Ours lie below, so a server that is down for a moment
// (kill, restart) never finds its port taken by somebody's outgoing connection.
const firstPort = 15000
const sliceSize = 100
const slices = 170

// Every process asks in a slice of its own: test workers started together have neighbouring pids and cannot collide
// in the time between asking for a port and the server's listening on it.
const base = firstPort + ((process.pid + threadId * 61) % slices) * sliceSize
let next = Math.floor(Math.random() * sliceSize)

/** A port on 127.0.0.1 on which nobody listens now. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < sliceSize; tries++) {
    const port = base + (next++ % sliceSize)
    if (await canListen(port)) return port
  }
  throw new Error(`no free port between ${base} and ${base + sliceSize - 1} on 127.0.0.1`)
}

export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) ports.push(await freePort())
  return ports
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/** Whether something accepts connections on this port of 127.0.0.1. */
export function accepts(port: number, timeoutMs = 2000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const answer = (yes: boolean) => {
      socket.destroy()
      resolve(yes)
    }
    socket.setTimeout(timeoutMs, () => answer(false))
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}

const ANSWER_MS = 60_000

/** Waits until something is said to `greeting`: a server may listen long before it has loaded all that it serves. */
export function answers(port: number, greeting: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(greeting))
    socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error(`port ${port} says nothing`)))
    socket.once('error', reject)
    socket.once('data', () => {
      socket.destroy()
      resolve()
    })
  })
}
