/** All rooms of an account, and telling the windows about them: once per tick, whatever happens. */
import type { Session } from '#core/context'
import { addNotice } from '#core/notices'
import type { Bookmark, BookmarksApi } from '#features/bookmarks/public'
import { localOf, type BareJid } from '#shared/jid'
import type { ConversationId } from '#shared/ids'
import type { Notice } from '#shared/model/message'
import type { Occupant, Room } from '#shared/model/room'
import { findConversation, putConversation, updateConversation } from '#store/conversations'
import type { contract } from './contract'
import { newRoom, toOccupant, toRoom, type RoomRuntime } from './state'
import { listFacts, listRoomConversations, putFacts, removeFacts } from './table'

export type RoomsSession = Session<typeof contract>

export interface Registry {
  get(jid: BareJid): RoomRuntime | null
  /** The room, made when it is not known yet. */
  put(jid: BareJid): RoomRuntime
  /** Off the list. */
  remove(jid: BareJid): void
  all(): RoomRuntime[]
  snapshot(): Room[]
  /** As the windows see it. */
  view(room: RoomRuntime): Room
  defaultNick(jid: BareJid): string
  /** The room says this is its name. A bookmark that only repeated the old one follows; a name of the user's own stays. */
  entitle(room: RoomRuntime, title: string): void
  /** The room's record or its facts changed. */
  changed(room: RoomRuntime): void
  occupantChanged(room: RoomRuntime, nick: string): void
  /** Everybody is new (after joining) or gone. */
  occupantsReset(room: RoomRuntime): void
  conversationOf(jid: BareJid): ConversationId
  /** Off the messages list; what was said stays stored. */
  hideConversation(jid: BareJid): void
  /** A line of the program in the room's conversation. `body`: words of the room itself. */
  addNotice(jid: BareJid, notice: Notice, body?: string): void
  stop(): void
}

/** Long enough to put a storm of presences into one event, short enough not to be seen. */
const TICK_MS = 40
/** Occupants in one event: a room of thousands comes in pieces, between which the windows have their turn. */
const CHUNK = 500

interface Pending {
  nicks: Set<string>
  isReset: boolean
  hasRoomChanged: boolean
}

export function createRegistry(session: RoomsSession, bookmarks: BookmarksApi): Registry {
  const { db, accountId } = session
  const rooms = new Map<BareJid, RoomRuntime>()
  const pending = new Map<RoomRuntime, Pending>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let isStopped = false
  /** Nicks that wait for their piece. */
  const unsent = new Map<RoomRuntime, Set<string>>()

  const defaultNick = (jid: BareJid) => bookmarks.get(jid)?.nick || localOf(session.own) || 'magpie'
  const entitle = (room: RoomRuntime, title: string) => {
    const isRepeated = room.title !== '' && bookmarks.get(room.jid)?.name === room.title
    if (isRepeated && title !== '' && title !== room.title) bookmarks.put({ jid: room.jid, name: title })
    room.title = title
  }
  const view = (room: RoomRuntime, bookmark: Bookmark | null = bookmarks.get(room.jid)) => toRoom(room, bookmark)

  const publishOccupants = (room: RoomRuntime, nicks: string[], isReset: boolean): void => {
    const changed: Occupant[] = []
    const removed: string[] = []
    for (const nick of nicks) {
      const occupant = toOccupant(room, nick)
      if (occupant) changed.push(occupant)
      else removed.push(nick)
    }
    session.publish('room.occupantsChanged', { accountId, room: room.jid, changed, removed, isReset })
  }
  /** As each of them is when his piece goes out: a change in between is not lost. */
  const publishRest = (room: RoomRuntime, rest: Set<string>): void =>
    void setImmediate(() => {
      if (unsent.get(room) !== rest || rooms.get(room.jid) !== room) return // a new list began, or the room is off the list
      const nicks = [...rest].slice(0, CHUNK)
      for (const nick of nicks) rest.delete(nick)
      if (rest.size > 0) publishRest(room, rest)
      else unsent.delete(room)
      publishOccupants(room, nicks, false)
    })
  const sendOccupants = (room: RoomRuntime, nicks: string[], isReset: boolean): void => {
    if (isReset) unsent.delete(room)
    publishOccupants(room, nicks.slice(0, CHUNK), isReset)
    const rest = nicks.slice(CHUNK)
    const waiting = unsent.get(room)
    if (waiting) for (const nick of rest) waiting.add(nick)
    else if (rest.length > 0) {
      const all = new Set(rest)
      unsent.set(room, all)
      publishRest(room, all)
    }
  }

  const flush = () => {
    timer = null
    const batch = [...pending]
    pending.clear()
    for (const [room, { nicks, isReset, hasRoomChanged }] of batch) {
      if (rooms.get(room.jid) !== room) continue
      if (isReset || nicks.size > 0) {
        sendOccupants(room, [...(isReset ? room.occupants.keys() : nicks)], isReset)
      }
      if (hasRoomChanged || isReset || nicks.size > 0) session.publish('room.changed', { accountId, room: view(room) })
    }
    session.outbox.flush() // a private message may wait for somebody who has just come
  }
  const schedule = (room: RoomRuntime, change: (pending: Pending) => void) => {
    if (isStopped) return // what still waited for an answer goes on to its end, with nobody to tell
    let entry = pending.get(room)
    if (!entry) pending.set(room, (entry = { nicks: new Set(), isReset: false, hasRoomChanged: false }))
    change(entry)
    timer ??= setTimeout(flush, TICK_MS)
  }

  const put = (jid: BareJid) => {
    let room = rooms.get(jid)
    if (!room) {
      room = newRoom(jid, defaultNick(jid))
      rooms.set(jid, room)
    }
    return room
  }

  for (const { jid } of bookmarks.list()) put(jid)
  for (const jid of listRoomConversations(db, accountId)) put(jid)
  for (const { jid, ...facts } of listFacts(db, accountId)) {
    const room = rooms.get(jid)
    if (room) Object.assign(room, facts)
  }

  const conversationOf = (jid: BareJid) =>
    (findConversation(db, accountId, 'room', jid) ?? putConversation(db, accountId, 'room', jid, session.clock.nowMs())).id

  return {
    get: (jid) => rooms.get(jid) ?? null,
    put,
    remove: (jid) => {
      if (!rooms.delete(jid)) return
      removeFacts(db, accountId, jid)
      session.publish('room.removed', { accountId, jid })
    },
    all: () => [...rooms.values()],
    snapshot: () => {
      const bookmarked = new Map(bookmarks.list().map((one) => [one.jid, one]))
      return [...rooms.values()].map((room) => view(room, bookmarked.get(room.jid) ?? null))
    },
    view: (room) => view(room),
    defaultNick,
    entitle,
    changed: (room) => {
      if (isStopped) return
      const { jid, title, subject, subjectBy, subjectAtMs } = room
      putFacts(db, accountId, { jid, title, subject, subjectBy, subjectAtMs })
      schedule(room, (entry) => (entry.hasRoomChanged = true))
    },
    // While we come in, nobody shows the list: it is sent whole when we are in.
    occupantChanged: (room, nick) => void (room.state !== 'joining' && schedule(room, (entry) => entry.nicks.add(nick))),
    occupantsReset: (room) => {
      schedule(room, (entry) => (entry.isReset = true))
      if (room.state !== 'joined' || timer === null || isStopped) return
      clearTimeout(timer) // the whole list is there: somebody waits for it
      timer = setTimeout(flush)
    },
    conversationOf,
    hideConversation: (jid) => {
      const conversation = findConversation(db, accountId, 'room', jid)
      if (!conversation) return
      session.transaction(() => {
        updateConversation(db, conversation.id, { isHidden: true })
        session.messageEvents.conversationChanged(conversation.id)
      })
    },
    addNotice: (jid, notice, body = '') => session.transaction(() => addNotice(session, conversationOf(jid), notice, { body })),
    stop: () => {
      isStopped = true
      if (timer) clearTimeout(timer)
      pending.clear()
      unsent.clear()
    },
  }
}
