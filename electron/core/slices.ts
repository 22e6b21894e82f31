/** Long work in pieces, so that the event loop is never blocked for over 50 ms: between two pieces everything else has its turn. */
export async function inSlices<T>(items: readonly T[], size: number, work: (slice: T[]) => void): Promise<void> {
  for (let at = 0; at < items.length; at += size) {
    if (at > 0) await new Promise((resolve) => setImmediate(resolve))
    work(items.slice(at, at + size))
  }
}
