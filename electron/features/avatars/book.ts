/** Whose picture is which: contacts and rooms on disk, occupants as long as the session; told in batches. */
import type { Session } from '#core/context'
import { isFullJid, type Jid } from '#shared/jid'
import type { contract } from './contract'
import { deleteAvatar, getAvatar, listAvatars, putAvatar, type AvatarSource } from './table'

const BATCH_MS = 50
/** Occupants of all rooms together; newcomers beyond it have letters. */
const MAX_OCCUPANTS = 20_000

export interface AvatarBook {
  of(jid: Jid): { hash: string; source: AvatarSource } | null
  set(jid: Jid, hash: string, source: AvatarSource): void
  list(): { jid: Jid; hash: string }[]
  forgetOccupants(): void
  stop(): void
}

export function createBook(session: Session<typeof contract>): AvatarBook {
  const { db, accountId } = session
  const occupants = new Map<Jid, string>()
  const dirty = new Map<Jid, string | null>()
  let timer: NodeJS.Timeout | null = null

  const mark = (jid: Jid, hash: string | null) => {
    dirty.set(jid, hash)
    timer ??= setTimeout(() => {
      timer = null
      const changed = [...dirty].map(([one, its]) => ({ jid: one, hash: its }))
      dirty.clear()
      session.publish('avatar.changed', { accountId, changed })
    }, BATCH_MS)
  }
  const setOccupant = (jid: Jid, hash: string) => {
    if ((occupants.get(jid) ?? '') === hash) return
    if (hash === '') occupants.delete(jid)
    else if (occupants.size < MAX_OCCUPANTS || occupants.has(jid)) occupants.set(jid, hash)
    else return
    mark(jid, hash || null)
  }
  const of: AvatarBook['of'] = (jid) => {
    if (!isFullJid(jid)) return getAvatar(db, accountId, jid)
    const hash = occupants.get(jid)
    return hash === undefined ? null : { hash, source: 'vcard' }
  }

  return {
    of,
    set: (jid, hash, source) => {
      if (isFullJid(jid)) return setOccupant(jid, hash)
      const before = getAvatar(db, accountId, jid)
      if (before?.source === 'pep' && source === 'vcard') return
      if ((before?.hash ?? '') === hash && (before === null || before.source === source)) return
      if (hash === '') deleteAvatar(db, accountId, jid)
      else putAvatar(db, accountId, jid, hash, source)
      if ((before?.hash ?? '') !== hash) mark(jid, hash || null)
    },
    list: () => [...listAvatars(db, accountId), ...[...occupants].map(([jid, hash]) => ({ jid, hash }))],
    forgetOccupants: () => occupants.clear(),
    stop: () => {
      if (timer) clearTimeout(timer)
      timer = null
      dirty.clear()
    },
  }
}
