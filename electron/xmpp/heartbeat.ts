/**
 * How long a link may be silent before it is asked for a sign of life. Routers forget silent connections after a time
 * that only trying tells: what survives is tried longer, what does not is halved, per network, between 30 s and 10 min.
 */
import { createHash } from 'node:crypto'
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os'
import type { HeartbeatFact } from '#shared/model/link-facts'

export const SHORTEST_MS = 30_000
export const LONGEST_MS = 600_000
/** On an unknown network a dead link is noticed within a minute, its answer's limit included (SAFETY L5). */
const FIRST_MS = 45_000
/** Where the kernel's keepalive ends at a proxy, nobody but us finds a dead link. */
export const INDIRECT_MS = 45_000
const GROWTH = 1.5

/** What is known of a network: the longest silence survived, and the shortest that was not. */
export interface LearnedSilence {
  survivedMs: number
  lostMs: number | null
}

/** Where it is kept, by networkKey(). */
export interface HeartbeatStore {
  load(network: string): LearnedSilence | null
  save(network: string, learned: LearnedSilence): void
}

/** The network we are in, by the prefixes of our addresses: the last numbers differ from lease to lease. */
export function networkKey(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces()): string {
  const prefixes = Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? []).filter((one) => !one.internal && !one.address.startsWith('fe80:')).map(({ address, family }) =>
      `${name} ${family === 'IPv4' ? address.replace(/\.\d+$/, '') : address.split(':').slice(0, 4).join(':')}`))
  return createHash('sha256').update([...new Set(prefixes)].sort().join('\n')).digest('hex').slice(0, 16)
}

export class Heartbeat {
  #learned: LearnedSilence
  losses = 0
  roundTripMs: number | null = null
  /** Told of both. */
  recorder: { roundTrip(ms: number): void; lost(silenceMs: number | null): void } | null = null
  /** Never longer, whatever was learned. */
  ceilingMs = LONGEST_MS

  /** `idleLimitMs`: the server hangs up after so much silence (XEP-0478). */
  constructor(readonly store: HeartbeatStore | null, readonly network = networkKey(), public idleLimitMs: number | null = null) {
    this.#learned = store?.load(network) ?? { survivedMs: FIRST_MS / GROWTH, lostMs: null }
  }

  /** The silence to try next: longer than what survived, well below what did not. */
  get intervalMs(): number {
    const { survivedMs, lostMs } = this.#learned
    const wanted = Math.min(survivedMs * GROWTH, lostMs === null ? Infinity : Math.max(survivedMs, lostMs * 0.75))
    const ceiling = this.idleLimitMs === null ? this.ceilingMs : Math.min(this.ceilingMs, this.idleLimitMs * 0.75)
    return Math.round(Math.min(Math.max(wanted, SHORTEST_MS), ceiling))
  }

  /** An answer came after a silence of so long. */
  survived(silenceMs: number): void {
    if (silenceMs <= this.#learned.survivedMs) return
    const { lostMs } = this.#learned
    // It was the network's bad day, not its rule, when it later survives as much.
    this.#keep({ survivedMs: silenceMs, lostMs: lostMs !== null && lostMs <= silenceMs ? null : lostMs })
  }

  /** An answer to a question came after so long. */
  answered(roundTripMs: number): void {
    this.roundTripMs = Math.round(roundTripMs)
    this.recorder?.roundTrip(this.roundTripMs)
  }

  /** Nothing came: after a silence of so long, or (null) in answer to what was sent, which says nothing of silence. */
  lost(silenceMs: number | null): void {
    this.losses++
    this.recorder?.lost(silenceMs)
    if (silenceMs === null) return
    this.#keep({ survivedMs: Math.min(this.#learned.survivedMs, silenceMs / 2), lostMs: silenceMs })
  }

  get fact(): HeartbeatFact {
    return { intervalMs: this.intervalMs, ...this.#learned, serverLimitMs: this.idleLimitMs }
  }

  #keep(learned: LearnedSilence): void {
    this.#learned = learned
    this.store?.save(this.network, learned)
  }
}
