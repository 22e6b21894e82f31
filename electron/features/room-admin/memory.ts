/** Remembers who comes and goes where we see addresses; written together, so that a full room costs one transaction a second. */
import type { RoomsApi } from '#features/rooms/public'
import type { AccountId } from '#shared/ids'
import { bareOf, type BareJid } from '#shared/jid'
import type { Clock } from '#shared/time'
import type { Db } from '#store/database'
import { forgetPersons, putPerson, type PersonRow } from './table'

const FLUSH_MS = 1000
/** Rows in one transaction: some milliseconds. */
const BATCH = 300

export interface Memory {
  /** He has just said something. */
  heard(room: BareJid, nick: string): void
  /** Everything that is still to be written. */
  flush(): void
  stop(): void
}

export function createMemory(deps: {
  db: Db
  accountId: AccountId
  own: BareJid
  clock: Clock
  rooms: RoomsApi
  transaction: (work: () => void) => void
  onError(error: unknown): void
}): Memory {
  const { db, accountId, own, clock, rooms } = deps
  const pending = new Map<string, { room: BareJid; row: PersonRow }>()
  const touched = new Set<BareJid>()
  let timer: ReturnType<typeof setTimeout> | null = null

  const write = (most: number) => {
    const batch = [...pending].slice(0, most)
    if (batch.length === 0) return
    for (const [key] of batch) pending.delete(key)
    try {
      deps.transaction(() => {
        for (const [, { room, row }] of batch) {
          putPerson(db, accountId, room, row)
          touched.add(room)
        }
        if (pending.size > 0) return
        for (const room of touched) forgetPersons(db, accountId, room, clock.nowMs())
        touched.clear()
      })
    } catch (error) {
      deps.onError(error)
    }
  }
  const tick = () => {
    timer = null
    write(BATCH)
    if (pending.size > 0) timer = setTimeout(tick, FLUSH_MS / 10)
  }

  const note = (room: BareJid, { jid, nick, affiliation, occupantId }: Pick<PersonRow, 'jid' | 'nick' | 'affiliation' | 'occupantId'>) => {
    const key = `${room}\n${jid}\n${nick}`
    const nowMs = clock.nowMs()
    const known = pending.get(key)?.row
    pending.set(key, {
      room,
      row: { jid, nick, occupantId: occupantId ?? known?.occupantId ?? null, affiliation, firstSeenMs: known?.firstSeenMs ?? nowMs, lastSeenMs: nowMs },
    })
    timer ??= setTimeout(tick, FLUSH_MS)
  }
  rooms.onOccupantPresence(({ room, nick, isSelf, items, before, occupantId }) => {
    if (isSelf) return
    const item = items.find((one) => one.jid !== null)
    const jid = item?.jid ? bareOf(item.jid) : (before?.jid ?? null)
    if (jid !== null && jid !== own) note(room, { jid, nick, affiliation: item?.affiliation ?? before?.affiliation ?? 'none', occupantId })
  })

  const flush = () => write(Number.MAX_SAFE_INTEGER)
  return {
    heard: (room, nick) => {
      const person = rooms.person(room, nick)
      if (person?.jid && person.jid !== own) note(room, { ...person, jid: person.jid })
    },
    flush,
    stop: () => {
      if (timer) clearTimeout(timer)
      timer = null
      flush()
    },
  }
}
