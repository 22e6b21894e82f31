/**
 * The log of a room: what changed and who did it, from what the room told while we were in (XEP-0045 1.35.5: §8–10, codes 104,
 * 170–173, 301, 303, 307, 321, 322, 332, 333), and from our own requests with their results. Who did it is what the room says (§9:
 * actor), else ourselves when we had asked for it, else not known. What happened while we were away is not in it.
 * Entries are written together, a tick after they came: a room that becomes members-only may put out thousands at once.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { parseMucUser, roomsApi } from '#features/rooms/public'
import { bareOf, resourceOf, type BareJid } from '#shared/jid'
import type { RoomAuditEntry } from '#shared/model/room-audit'
import { csvLines } from '#shared/model/room-list-text'
import { ok } from '#shared/result'
import { child, childText, NS_CLIENT } from '#xmpp/element'
import { NS_MUC_USER } from '#xmpp/xep/0045'
import { parseDelay } from '#xmpp/xep/0203'
import { formatDateTime } from '#xmpp/xep/0082'
import { changeOf, changesOfNotice, type Change } from './changes'
import { contract } from './contract'
import { createExpectations } from './expectations'
import type { AuditRecord, RoomAuditApi } from './public'
import { addEntry, clearEntries, countEntries, entriesSince, forgetOldest, listEntries, listPeople, MAX_ROWS_PER_ROOM, migrations, type AuditFilter } from './table'

const TICK_MS = 40
/** Rows written in one go; the rest after the next tick. */
const BATCH = 500
const MAX_TEXT = 1000

export const roomAudit = defineFeature({
  name: 'room-audit',
  xeps: [],
  requires: ['rooms'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, clock } = session
    const rooms = session.use(roomsApi)
    const expectations = createExpectations(() => clock.monotonicMs())
    let queue: Omit<RoomAuditEntry, 'id'>[] = []
    let timer: ReturnType<typeof setTimeout> | null = null

    const write = (batch: Omit<RoomAuditEntry, 'id'>[]) => {
      try {
        store(batch)
      } catch (error) {
        session.log('error', 'the log of a room could not be written', { error: String(error), entries: batch.length })
      }
    }
    const store = (batch: Omit<RoomAuditEntry, 'id'>[]) =>
      session.transaction(() => {
        const byRoom = new Map<BareJid, RoomAuditEntry[]>()
        for (const entry of batch) {
          const stored = { id: addEntry(db, accountId, entry), ...entry }
          const list = byRoom.get(entry.room)
          if (list) list.push(stored)
          else byRoom.set(entry.room, [stored])
        }
        for (const [room, entries] of byRoom) {
          forgetOldest(db, accountId, room)
          session.publish('roomAudit.added', { accountId, room, entries })
        }
      })
    const flush = () => {
      timer = null
      const batch = queue.slice(0, BATCH)
      queue = queue.slice(BATCH)
      if (batch.length > 0) write(batch)
      if (queue.length > 0) timer = setTimeout(flush, TICK_MS)
    }
    const flushAll = () => {
      if (timer) clearTimeout(timer)
      timer = null
      if (queue.length > 0) write(queue.splice(0))
    }

    const record = (entry: AuditRecord) => {
      const cut = (text: string | undefined) => (text ?? '').slice(0, MAX_TEXT)
      queue.push({
        room: entry.room, kind: entry.kind, atMs: clock.nowMs(), actor: cut(entry.actor), isOwn: entry.isOwn ?? false, nick: cut(entry.nick),
        jid: entry.jid ?? null, from: cut(entry.from), to: cut(entry.to), reason: cut(entry.reason), problem: entry.problem ?? null,
      })
      timer ??= setTimeout(flush, TICK_MS)
    }

    const ownNick = (room: BareJid) => rooms.get(room)?.nick ?? ''
    const otherListeners: Parameters<RoomAuditApi['onOthers']>[0][] = []
    const onChange = (room: BareJid, change: Change) => {
      const expected = expectations.find(room, change)
      if (!expected) {
        record({ room, ...change })
        for (const listener of otherListeners) listener(room, change)
        return
      }
      if (expected.isRecorded) return
      expected.isRecorded = true
      const { request } = expected
      record({
        room, ...change, isOwn: true, actor: change.actor || ownNick(room), reason: change.reason || request.reason,
        jid: change.jid ?? request.jid, nick: change.nick || (request.nick ?? ''), from: change.from || request.from,
      })
    }

    rooms.onOccupantPresence((event) => {
      const change = changeOf(event)
      if (change) onChange(event.room, change)
    })

    // The room itself speaks, or an occupant sets the subject; nobody else can send as the room's address (SAFETY §2.1).
    session.inbound.on('trust', (message) => {
      if (message.source !== 'live' || message.type === 'error') return
      const nick = resourceOf(message.from)
      const isSubject = message.type === 'groupchat' && child(message.stanza, 'subject', NS_CLIENT) !== null
      if (!isSubject && (nick !== null || !child(message.stanza, 'x', NS_MUC_USER))) return
      const jid = bareOf(message.from)
      const room = rooms.get(jid)
      if (room?.state !== 'joined') return
      if (isSubject) {
        const subject = childText(message.stanza, 'subject', NS_CLIENT) ?? ''
        const isPlain = !child(message.stanza, 'body', NS_CLIENT) && !child(message.stanza, 'thread', NS_CLIENT)
        if (!isPlain || rooms.isReplaying(jid) || subject === room.subject) return
        return record({ room: jid, kind: 'subject', actor: nick ?? '', isOwn: nick !== null && nick === room.nick, from: room.subject, to: subject })
      }
      const notice = parseDelay(message.stanza) === null ? parseMucUser(message.stanza) : null
      if (notice) for (const change of changesOfNotice(notice)) onChange(jid, change)
    })

    const api: RoomAuditApi = {
      record,
      expect: (request) => {
        const expectation = expectations.add(request)
        const { room, kind, nick, jid, from, to, reason } = request
        const own = () => ({ room, actor: ownNick(room), isOwn: true, nick: nick ?? '', jid, from, to, reason })
        return {
          succeeded: () => {
            expectations.settle(expectation)
            if (expectation.isRecorded) return
            expectation.isRecorded = true
            record({ ...own(), kind: to === 'outcast' ? 'ban' : kind === 'role' && to === 'none' ? 'kick' : kind })
          },
          refused: (problem) => {
            expectations.drop(expectation)
            if (!expectation.isRecorded) record({ ...own(), kind: 'refused', problem })
          },
        }
      },
      onOthers: (listener) => void otherListeners.push(listener),
      isChangedByOthers: (room, who, kinds, sinceMs) => {
        flushAll()
        const nick = ownNick(room) // other devices of ours are called so, too
        return entriesSince(db, accountId, room, sinceMs).some(
          (one) => !one.isOwn && (nick === '' || one.actor !== nick) && kinds.includes(one.kind) && (who.jid !== null && one.jid !== null ? one.jid === who.jid : one.nick === who.nick),
        )
      },
    }

    const filterOf = ({ room, text = '', kinds = [], person = null }: { room: BareJid } & { [K in 'text' | 'kinds' | 'person']?: AuditFilter[K] | undefined }) => ({
      room, text, kinds, person,
    })
    const asCsv = (entries: RoomAuditEntry[]) =>
      csvLines([
        ['time', 'what', 'by', 'own', 'nick', 'jid', 'from', 'to', 'reason', 'problem'],
        ...entries.map((one) => [
          formatDateTime(one.atMs), one.kind, one.actor, one.isOwn ? '1' : '', one.nick, one.jid ?? '', one.from, one.to, one.reason, one.problem ?? '',
        ]),
      ])

    return {
      api,
      calls: {
        'roomAudit.list': ({ limit, before, ...input }) => {
          flushAll()
          const filter = filterOf(input)
          const entries = listEntries(db, accountId, filter, { before: before ?? null, limit: limit + 1 })
          return ok({ entries: entries.slice(0, limit), total: countEntries(db, accountId, filter), hasMore: entries.length > limit })
        },
        'roomAudit.people': ({ room }) => {
          flushAll()
          return ok({ people: listPeople(db, accountId, room) })
        },
        'roomAudit.export': ({ format, ...input }) => {
          flushAll()
          const entries = listEntries(db, accountId, filterOf(input), { before: null, limit: MAX_ROWS_PER_ROOM }).reverse()
          const readable = entries.map(({ atMs, ...one }) => ({ time: formatDateTime(atMs), ...one }))
          return ok({ text: format === 'csv' ? asCsv(entries) : JSON.stringify({ room: input.room, entries: readable }, null, 2), count: entries.length })
        },
        'roomAudit.clear': ({ room }) => {
          flushAll()
          const removed = session.transaction(() => {
            session.publish('roomAudit.cleared', { accountId, room })
            return clearEntries(db, accountId, room)
          })
          return ok({ removed })
        },
      },
      snapshot: () => null,
      stop: flushAll,
    }
  },
})
