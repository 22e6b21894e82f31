/**
 * One of several addresses of a host: IPv6 and IPv4 in turn, each a moment after the one before, the first that answers
 * wins (RFC 8305 §4–5). Left out: the wait for the second DNS answer (§3), since the system's lookup gives both at once.
 */
import { isIP, type Socket } from 'node:net'
import { fromSystemError, type ConnectionFailure } from '../errors'

/** §5: "Connection Attempt Delay", recommended. */
export const STAGGER_MS = 250

/** §4: the families alternate, beginning with that of the first address; within one the order stays. */
export function interleave(addresses: readonly string[]): string[] {
  const first = isIP(addresses[0] ?? '')
  const [same, other] = [addresses.filter((one) => isIP(one) === first), addresses.filter((one) => isIP(one) !== first)]
  return same.flatMap((one, i) => (i < other.length ? [one, other[i]!] : [one])).concat(other.slice(same.length))
}

export interface Race {
  addresses: readonly string[]
  connect(address: string, signal: AbortSignal): Promise<Socket>
  onFailure(address: string, why: ConnectionFailure): void
  signal: AbortSignal
  staggerMs?: number
}

/** Null when no address answers; every failure has been told. */
export function connectFirst({ addresses, connect, onFailure, signal, staggerMs = STAGGER_MS }: Race): Promise<{ socket: Socket; address: string } | null> {
  const losers = new AbortController()
  const abort = () => losers.abort()
  signal.addEventListener('abort', abort)
  return new Promise((resolve) => {
    let next = 0
    let running = 0
    let isOver = false
    let timer: NodeJS.Timeout | undefined
    const finish = (winner: { socket: Socket; address: string } | null) => {
      isOver = true
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      losers.abort()
      resolve(winner)
    }
    const begin = () => {
      clearTimeout(timer)
      const address = addresses[next++]
      if (address === undefined || signal.aborted) {
        if (running === 0) finish(null)
        return
      }
      running++
      connect(address, losers.signal).then(
        (socket) => (isOver ? void socket.destroy() : finish({ socket, address })),
        (error: unknown) => {
          if (isOver) return
          running--
          onFailure(address, fromSystemError(error))
          begin() // a refusal is an answer: no need to wait for the next
        },
      )
      if (next < addresses.length) timer = setTimeout(begin, staggerMs)
    }
    begin()
  })
}
