/**
 * When has a room replayed all it wants to? At the subject (XEP-0045 §7.2.15); rooms that send none are given a few
 * quiet seconds. Only then do own waiting messages go out: before, a message already said would be said twice.
 */
import type { RoomRuntime } from './state'

const QUIET_MS = 3000
const LONGEST_MS = 30_000

export interface HistoryWatch {
  begin(room: RoomRuntime): void
  /** Something was replayed. */
  more(room: RoomRuntime): void
  end(room: RoomRuntime): void
  stop(room: RoomRuntime): void
  stopAll(): void
}

export function createHistoryWatch(onEnd: (room: RoomRuntime) => void): HistoryWatch {
  const timers = new Map<RoomRuntime, { quiet: ReturnType<typeof setTimeout>; longest: ReturnType<typeof setTimeout> }>()
  const stop = (room: RoomRuntime) => {
    const found = timers.get(room)
    if (!found) return
    clearTimeout(found.quiet)
    clearTimeout(found.longest)
    timers.delete(room)
  }
  const end = (room: RoomRuntime) => {
    stop(room)
    if (room.history === 'running') onEnd(room)
  }
  return {
    begin: (room) => {
      stop(room)
      timers.set(room, { quiet: setTimeout(() => end(room), QUIET_MS), longest: setTimeout(() => end(room), LONGEST_MS) })
    },
    more: (room) => void timers.get(room)?.quiet.refresh(),
    end,
    stop,
    stopAll: () => [...timers.keys()].forEach(stop),
  }
}
