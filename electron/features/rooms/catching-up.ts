/**
 * From having joined until what was said meanwhile is here: the history that the room replays, its archive, or both. Only
 * then do own waiting messages go out: before, one that the room has already would be said twice (SAFETY §4.2.1).
 */
import type { RoomArchive } from './public'
import type { RoomRuntime } from './state'

export interface CatchingUp {
  use(archive: RoomArchive): void
  /** Right before joining. True: the room need not replay its history. */
  prepare(room: RoomRuntime): boolean
  /** In; its history was replayed; or more is known of it now. */
  go(room: RoomRuntime): void
  /** Out, or in anew. */
  drop(room: RoomRuntime): void
}

export interface CatchingUpHooks {
  onSettled(room: RoomRuntime): void
  /** The archive has failed: comes in again, with the room's history. */
  rejoin(room: RoomRuntime): void
}

export function createCatchingUp(hooks: CatchingUpHooks): CatchingUp {
  let archive: RoomArchive | null = null

  const settle = (room: RoomRuntime) => {
    if (room.isSettled || room.history !== 'done' || room.archive === 'asked') return
    room.isSettled = true
    hooks.onSettled(room)
  }

  const ask = async (room: RoomRuntime, answer: Promise<boolean>) => {
    const { occupants } = room
    const isWell = await answer
    if (room.occupants !== occupants || room.state !== 'joined') return // of an earlier stay
    room.archive = 'done'
    room.isArchiveRefused = !isWell
    if (isWell || !room.isHistorySkipped) settle(room)
    else hooks.rejoin(room)
  }

  return {
    use: (one) => void (archive = one),
    prepare: (room) => {
      archive?.drop(room.jid)
      const canBring = archive?.prepare(room.jid, room.features) ?? false
      room.isHistorySkipped = canBring && !room.isArchiveRefused
      return room.isHistorySkipped
    },
    go: (room) => {
      const isReady = room.isHistorySkipped || room.history === 'done'
      const mayAsk = room.state === 'joined' && room.archive === 'unasked' && isReady && !room.isCreating && !room.needsUnlock
      const answer = mayAsk && room.features && archive ? archive.catchUp(room.jid, room.features, room.knownUntilMs) : null
      if (answer) {
        if (room.isArchiveRefused) settle(room) // once more, but nobody waits for it
        room.archive = 'asked'
        void ask(room, answer)
      }
      settle(room)
    },
    drop: (room) => archive?.drop(room.jid),
  }
}
