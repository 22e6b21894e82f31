/** Milliseconds since 1970, UTC. The only form in which times travel and are stored. */
export type EpochMs = number & { readonly __brand: 'EpochMs' }

/** The only source of time: tests put their own here. `monotonicMs` never jumps and is for timers and intervals. */
export interface Clock {
  nowMs(): EpochMs
  monotonicMs(): number
}

export const systemClock: Clock = {
  nowMs: () => Date.now() as EpochMs, // the one place where the wall clock is read
  monotonicMs: () => performance.now(),
}
