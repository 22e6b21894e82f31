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

const two = (value: number) => String(value).padStart(2, '0')
/** 20261123-051207, local time: for the names of files that are made here. */
export function fileStamp(ms: EpochMs): string {
  const at = new Date(ms)
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`
  return `${day}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`
}
