/** The lists of a room, fetched one by one; each may be refused alone (SERVERS.md: never treat one 403 as the failure of all). */
import type { BareJid } from '#shared/jid'
import type { RoomListEntry, RoomListName } from '#shared/model/room-admin'
import { ok, type Result } from '#shared/result'
import type { Connection } from '#xmpp/types'
import { problemOf, refusedFor } from './problems'
import { buildListRequest, readList } from '#xmpp/xep/0045-admin'

/** Entries read before others get their turn: some milliseconds' worth. */
const CHUNK = 500
/** Openfire and others take their time for thousands of entries. */
const ANSWER_MS = 60_000
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve))

export type FetchList = (room: BareJid, list: RoomListName, onChunk?: (entries: RoomListEntry[], isLast: boolean) => void) => Promise<Result<RoomListEntry[]>>

export const createFetchList =
  (connection: Pick<Connection, 'request'>, isJoined: (room: BareJid) => boolean): FetchList =>
  async (room, list, onChunk) => {
    const reply = await connection.request({ type: 'get', to: room, payload: buildListRequest(list), timeoutMs: ANSWER_MS })
    if (!reply.ok) {
      const problem = problemOf(reply.error, null)
      return refusedFor(problem !== 'offline' && problem !== 'timeout' && !isJoined(room) ? 'not-joined' : problem, reply.error)
    }
    const all: RoomListEntry[] = []
    let held: RoomListEntry[] | null = null
    for (const entries of readList(reply.value, list, CHUNK)) {
      if (held) {
        onChunk?.(held, false)
        await breathe()
      }
      held = entries
      for (const entry of entries) all.push(entry)
    }
    onChunk?.(held ?? [], true)
    return ok(all)
  }
