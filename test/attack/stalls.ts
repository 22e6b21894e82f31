import { processorMs } from '../support/processor-time'

const LOOK_MS = 5

/** How long the program computed at most while nothing else had its turn; what others compute on this machine does not count. */
export function watchStalls() {
  let [atMs, cpuMs, longestMs] = [0, 0, 0]
  const begin = () => {
    atMs = performance.now()
    cpuMs = processorMs()
  }
  const note = () => {
    longestMs = Math.max(longestMs, Math.min(performance.now() - atMs - LOOK_MS, processorMs() - cpuMs))
    begin()
  }
  begin()
  const timer = setInterval(note, LOOK_MS)
  return {
    /** Work of the one who watches, in the same thread. */
    apart: <T>(work: () => T): T => {
      note()
      try {
        return work()
      } finally {
        begin()
      }
    },
    stop: (): number => {
      clearInterval(timer)
      return Math.round(longestMs)
    },
  }
}
