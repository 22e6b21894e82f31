/**
 * How work grows with its input, for tests that must not depend on how busy the machine is: CPU time of this process, the
 * larger input beside the smaller, the best of several tries. Linear work gives about `factor`, quadratic `factor` squared.
 */
const TRIES = 3

const cpuMs = async (work: () => unknown): Promise<number> => {
  const before = process.cpuUsage()
  await work()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1000
}

/** `work(size)` beside `work(size * factor)`; the smaller should take some milliseconds. */
export async function growth(work: (size: number) => unknown, size: number, factor = 8): Promise<number> {
  await work(size) // warm
  let best = Infinity
  for (let i = 0; i < TRIES; i++) {
    const small = await cpuMs(() => work(size))
    best = Math.min(best, (await cpuMs(() => work(size * factor))) / Math.max(small, 1))
  }
  return best
}

/** Between linear (8) and quadratic (64). */
export const NOT_QUADRATIC = 28
