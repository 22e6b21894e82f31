/** Does what a room replays to whoever comes in reach back to what is here already? If not, something may be missing between. */
import type { Inbound } from '#core/inbound'
import type { BareJid } from '#shared/jid'
import type { EpochMs } from '#shared/time'

export interface Replays {
  /** We go in. */
  begin(room: BareJid): void
  /** All is replayed. Time of the oldest that was new; null: nothing was, or it joins what was here. */
  end(room: BareJid): EpochMs | null
}

export function watchReplays(inbound: Pick<Inbound, 'on'>, isReplaying: (room: BareJid) => boolean): Replays {
  const replays = new Map<BareJid, { oldestMs: EpochMs | null; isJoined: boolean }>()
  // Before rooms looks for doubles: what it recognises tells it, too.
  inbound.on('identify', ({ source, conversation, isDelayed, sentAtMs, onPersist, onKnown }) => {
    if (source !== 'live' || conversation?.kind !== 'room' || !isDelayed) return
    const replay = replays.get(conversation.peer as BareJid)
    if (!replay || !isReplaying(conversation.peer as BareJid)) return
    onPersist.push(() => void (replay.oldestMs = replay.oldestMs === null || sentAtMs < replay.oldestMs ? sentAtMs : replay.oldestMs))
    onKnown.push(() => void (replay.isJoined = true))
  })
  return {
    begin: (room) => void replays.set(room, { oldestMs: null, isJoined: false }),
    end: (room) => {
      const replay = replays.get(room)
      replays.delete(room)
      return replay && !replay.isJoined ? replay.oldestMs : null
    },
  }
}
