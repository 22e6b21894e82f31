/** Figures of the round-trip chart. Pure. */
import type { LossFact, RoundTripFact } from '#shared/model/link-facts'

export interface Chart {
  /** The upper end of the scale, in milliseconds: 1, 2, 2.5 or 5 with noughts. */
  maxMs: number
  /** Places in the box; y grows downwards. */
  points: { x: number; y: number }[]
  losses: { x: number }[]
}

export function niceCeiling(value: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  return [1, 2, 2.5, 5, 10].map((one) => one * step).find((one) => one >= value) ?? 10 * step
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** In a box of this size. The time between two measurements is their distance. */
export function chartOf(roundTrips: readonly RoundTripFact[], losses: readonly LossFact[], width: number, height: number): Chart {
  const times = [...roundTrips, ...losses].map(({ atMs }) => atMs as number)
  const [from, to] = [Math.min(...times), Math.max(...times)]
  const maxMs = niceCeiling(Math.max(...roundTrips.map(({ ms }) => ms), 1))
  const x = (atMs: number) => (to === from ? width / 2 : ((atMs - from) / (to - from)) * width)
  return {
    maxMs,
    points: roundTrips.map(({ atMs, ms }) => ({ x: x(atMs), y: height - (ms / maxMs) * height })),
    losses: losses.map(({ atMs }) => ({ x: x(atMs) })),
  }
}
