/** How loud a sound is from beginning to end, as bars between 0 and 1. Pure. */

/** Loudest of each of `count` stretches. */
export function peaksOf(samples: ArrayLike<number>, count: number): number[] {
  const peaks = Array<number>(count).fill(0)
  for (let i = 0; i < samples.length; i++) {
    const bar = Math.floor((i * count) / samples.length)
    peaks[bar] = Math.max(peaks[bar]!, Math.abs(samples[i]!))
  }
  return peaks
}

/** The loudest full, so that a quiet microphone is seen too; silence stays flat. */
export function levelled(peaks: readonly number[]): number[] {
  const loudest = Math.max(0.05, ...peaks)
  return peaks.map((peak) => peak / loudest)
}

/** 0:07, 12:30, 1:02:03. */
export function lengthText(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
