/** What is missing in the midst of conversations, for the windows: which holes there are, and asking for what belongs there. */
import type { Session } from '#core/context'
import type { ConversationId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type { Conversation } from '#shared/model/conversation'
import { fail, ok, type Result } from '#shared/result'
import type { EpochMs } from '#shared/time'
import { getConversation } from '#store/conversations'
import type { CatchUp } from './catch-up'
import type { ArchiveHole, contract } from './contract'
import { holesOf } from './holes'
import { asFailure } from './older'
import { dropUnkept, getGap, putUnkept } from './table'

interface Opened {
  catchUp: CatchUp
  newsAreIn: () => Promise<unknown>
  hasArchive: () => boolean
}

export interface Healing {
  add(archive: BareJid, opened: Opened): void
  list(id: ConversationId): Result<{ holes: ArchiveHole[] }>
  heal(id: ConversationId, holeId: number): Promise<Result<{ added: number }>>
  /** Nobody has kept what was said from then to then; the same beginning once more: until later. */
  noteLoss(archive: BareJid, fromMs: EpochMs, toMs: EpochMs): void
  /** There was an archive after all, and it has been read. */
  dropLosses(archive: BareJid): void
}

export function createHealing(session: Session<typeof contract>, onHoles: () => void): Healing {
  const { db, accountId, own } = session
  const archives = new Map<BareJid, Opened>()
  const running = new Map<number, Promise<Result<{ added: number }>>>()
  const isOnline = () => session.connection.state.phase === 'online'
  const find = (id: ConversationId): Conversation | null => {
    const conversation = getConversation(db, id)
    return conversation?.accountId === accountId ? conversation : null
  }
  const archiveOf = ({ kind, peer }: Conversation) => (kind === 'room' ? (peer as BareJid) : own)

  const work = async ({ catchUp, newsAreIn }: Opened, holeId: number): Promise<Result<{ added: number }>> => {
    // What was missed must not come in by this door: it would not be unread.
    await newsAreIn()
    const added = isOnline() ? await catchUp.heal(holeId, isOnline) : 'stopped'
    if (added === 'stopped') return fail('offline', 'not connected')
    return typeof added === 'number' ? ok({ added }) : asFailure(added)
  }

  return {
    add: (archive, opened) => void archives.set(archive, opened),
    list: (id) => {
      const conversation = find(id)
      if (!conversation) return fail('not-found', 'there is no such conversation')
      const canHeal = isOnline() && archives.get(archiveOf(conversation))?.hasArchive() === true
      return ok({ holes: holesOf(db, own, conversation, canHeal, new Set(running.keys())) })
    },
    heal: async (id, holeId) => {
      const conversation = find(id)
      const gap = getGap(db, accountId, holeId)
      if (!conversation || gap?.archive !== archiveOf(conversation)) return fail('not-found', 'there is no such hole')
      if (!isOnline()) return fail('offline', 'not connected')
      const opened = archives.get(gap.archive)
      if (!opened?.hasArchive()) return fail('not-supported', 'there is no archive to ask')
      const known = running.get(holeId)
      if (known) return known
      const mine = work(opened, holeId).finally(() => {
        running.delete(holeId)
        onHoles()
      })
      running.set(holeId, mine)
      onHoles()
      return mine
    },
    noteLoss: (archive, fromMs, toMs) =>
      session.transaction(() => {
        putUnkept(db, accountId, archive, fromMs, toMs)
        onHoles()
      }),
    dropLosses: (archive) =>
      session.transaction(() => {
        if (dropUnkept(db, accountId, archive) > 0) onHoles()
      }),
  }
}
