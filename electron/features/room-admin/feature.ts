/**
 * Administering the people of a room: XEP-0045 1.35.5 §8.2–8.5, 9.1–9.8, 10.3–10.8, one by one and in plans over many people and rooms.
 * What would be refused is said before anything is sent (#shared/model/room-rights); what a room says it did is looked at.
 * Left out: voice requests and registrations (§8.6, 9.9), rooms themselves (§10.1–10.2, 10.9): features of their own. Lists are set
 * item by item, never as a whole (§9.2, 9.5 …): Prosody does only the first of several and says yes to all.
 * XEP-0421 1.0.1: whoever left is found again by his occupant id.
 */
import { randomUUID } from 'node:crypto'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { roomAuditApi } from '#features/room-audit/public'
import { roomsApi } from '#features/rooms/public'
import type { BareJid } from '#shared/jid'
import type { FormerOccupant, RoomListEntry, RoomListName, RoomPlanItem } from '#shared/model/room-admin'
import { writeCsv, writeJson } from '#shared/model/room-list-text'
import { actorOf, factsOf } from '#shared/model/room-rights'
import { done, fail, ok, type Result } from '#shared/result'
import { getConversation } from '#store/conversations'
import { getMessage } from '#store/messages'
import { createPlanRunner } from './apply'
import { createChanges } from './changes'
import { contract } from './contract'
import { handOver } from './hand-over'
import { createFetchList } from './lists'
import { createMemory } from './memory'
import { byRank, makePlan, MAX_PLAN_ITEMS, type RoomPicture } from './plan'
import { problemIn, refusedFor } from './problems'
import type { RoomAdminApi } from './public'
import { listByNick, listPersons, migrations } from './table'

/** In the answer to the call; more come as events. */
const FIRST_ENTRIES = 500
/** The room's clock, and coming and going around a message. */
const SLACK_MS = 5000
const PARALLEL_ROOMS = 4
const AFFILIATION_LISTS = ['owner', 'admin', 'member', 'outcast'] as const

export const roomAdmin = defineFeature({
  name: 'room-admin',
  xeps: [
    { id: '0045', version: '1.35.5', support: 'complete' },
    { id: '0421', version: '1.0.1', support: 'complete' },
  ],
  requires: ['rooms', 'room-audit'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { connection, db, accountId, own, clock } = session
    const rooms = session.use(roomsApi)
    const audit = session.use(roomAuditApi)
    const isJoined = (room: BareJid) => rooms.get(room)?.state === 'joined'
    const isOnline = () => connection.state.phase === 'online'
    const fetchList = createFetchList(connection, isJoined)
    const changes = createChanges({ connection, own, rooms, audit, fetchList })
    const memory = createMemory({
      db, accountId, own, clock, rooms,
      transaction: session.transaction,
      onError: (error) => session.log('error', 'people of a room could not be remembered', { error: String(error) }),
    })

    session.inbound.on('annotate', ({ conversation, source, isDelayed, direction, sender }) => {
      if (conversation?.kind === 'room' && source === 'live' && direction === 'in' && !isDelayed) memory.heard(conversation.peer as BareJid, sender)
    })

    const perform = (item: RoomPlanItem) =>
      item.kind === 'role'
        ? changes.setRole({ room: item.room, nick: item.nick ?? '', role: item.to as 'none', reason: item.reason })
        : changes.setAffiliation({
            room: item.room, jid: item.jid, nick: item.nick, affiliation: item.to as 'none', reason: item.reason,
            knownAffiliation: item.from as 'none' | null,
          })
    const runner = createPlanRunner({
      isOnline,
      perform,
      tell: (progress) => session.publish('roomAdmin.planProgress', { accountId, ...progress }),
    })
    session.onOnline('after-presence', () => runner.resume())
    connection.on('resumed', () => runner.resume())

    const pictureOf = async (room: BareJid, needsLists: boolean): Promise<RoomPicture> => {
      const picture: RoomPicture = {
        room, own, actor: null, facts: { ownerCount: null, isMembersOnly: false, isModerated: false }, lists: {}, unseen: [], people: [],
      }
      let isSilent = false
      for (const list of needsLists ? AFFILIATION_LISTS : []) {
        const found: Result<RoomListEntry[]> = isSilent ? refusedFor('timeout') : await fetchList(room, list)
        isSilent ||= !found.ok && found.error.code === 'timeout'
        picture.lists[list] = found.ok ? found.value : null
        const problem = problemIn(found)
        if (problem) picture.unseen.push({ list, problem })
      }
      const view = rooms.get(room)
      if (view) Object.assign(picture, { actor: actorOf(view, own), facts: factsOf(view, picture.lists.owner?.length ?? null), people: rooms.people(room) })
      return picture
    }

    const sendRest = (room: BareJid, list: RoomListName, listId: string) => {
      let offset = 0
      return (entries: RoomListEntry[], isLast: boolean) => {
        if (offset > 0) session.publish('roomAdmin.listChunk', { accountId, room, list, listId, offset, entries, isLast })
        offset += entries.length
      }
    }

    const { setRole, setAffiliation, onDone, isAsking } = changes
    const api: RoomAdminApi = { setRole, setAffiliation, onDone, isAsking, list: (room, list) => fetchList(room, list) }

    return {
      api,
      calls: {
        'roomAdmin.setRole': ({ reason, ...input }) => changes.setRole({ ...input, reason: reason ?? '' }),
        'roomAdmin.setAffiliation': ({ jid, nick, reservedNick, reason, ...input }) =>
          changes.setAffiliation({ ...input, reason: reason ?? '', jid: jid ?? null, nick: nick ?? null, reservedNick: reservedNick ?? null }),
        'roomAdmin.handOver': ({ room, jid, become }) => handOver(api, { room, own, jid, become }),
        'roomAdmin.list': async ({ room, list, listId }) => {
          const found = await fetchList(room, list, sendRest(room, list, listId))
          if (!found.ok) return found
          const entries = found.value.slice(0, FIRST_ENTRIES)
          return ok({ listId, total: found.value.length, entries, isComplete: entries.length === found.value.length })
        },
        'roomAdmin.export': async ({ room, lists, format }) => {
          const entries: RoomListEntry[] = []
          const unseen: { list: RoomListName; problem: NonNullable<ReturnType<typeof problemIn>> }[] = []
          for (const list of new Set(lists)) {
            const found = await fetchList(room, list)
            const problem = problemIn(found)
            if (found.ok) for (const entry of found.value) entries.push(entry)
            else if (problem) unseen.push({ list, problem })
          }
          if (unseen.length === new Set(lists).size && unseen[0]) return refusedFor(unseen[0].problem)
          entries.sort(byRank)
          return ok({ text: format === 'csv' ? writeCsv(entries) : writeJson(room, entries), count: entries.length, unseen })
        },
        'roomAdmin.plan': async ({ rooms: wanted, wishes: given, replace = [] }) => {
          if (!isOnline()) return refusedFor('offline')
          const jids = [...new Set(wanted)]
          const wishes = given.map(({ jid = null, nick = null, affiliation = null, role = null, reason = '' }) => ({ jid, nick, affiliation, role, reason }))
          if (jids.length * wishes.length > MAX_PLAN_ITEMS) return refusedFor('too-many')
          if (wishes.some((wish) => (wish.affiliation === null) === (wish.role === null))) return fail('bad-input', 'a wish is an affiliation or a role')
          const needsLists = replace.length > 0 || wishes.some((wish) => wish.affiliation !== null)
          const pictures: RoomPicture[] = []
          for (let i = 0; i < jids.length; i += PARALLEL_ROOMS) {
            pictures.push(...(await Promise.all(jids.slice(i, i + PARALLEL_ROOMS).map((room) => pictureOf(room, needsLists)))))
          }
          const plan = makePlan(randomUUID(), pictures, wishes, replace)
          if (plan.items.length > 2 * MAX_PLAN_ITEMS) return refusedFor('too-many')
          runner.add(plan)
          return ok(plan)
        },
        'roomAdmin.apply': ({ planId, skip }) => (runner.start(planId, skip ?? []) ? done : fail('not-found', 'there is no such plan to begin')),
        'roomAdmin.cancel': ({ planId }) => (runner.cancel(planId) ? done : fail('not-found', 'there is no such plan at work')),
        'roomAdmin.report': ({ planId }) => {
          const found = runner.get(planId)
          return found ? ok({ plan: found.plan, state: found.state }) : fail('not-found', 'there is no such plan')
        },
        'roomAdmin.formerOccupants': ({ room, text = '', before, limit }) => {
          memory.flush()
          const rows = listPersons(db, accountId, { room, text, before: before ?? null, limit: limit + 1 })
          const here = new Set(rooms.people(room).flatMap((one) => (one.jid ? [`${one.jid}\n${one.nick}`] : [])))
          const people = rows.slice(0, limit).map((row): FormerOccupant => ({ ...row, isHere: here.has(`${row.jid}\n${row.nick}`) }))
          return ok({ people, hasMore: rows.length > limit })
        },
        'roomAdmin.writerOf': ({ messageId }) => {
          const message = getMessage(db, messageId)
          const conversation = message && getConversation(db, message.conversationId)
          if (!message || message.accountId !== accountId || conversation?.kind !== 'room') return fail('not-found', 'this is no message of a room')
          memory.flush()
          const room = conversation.peer as BareJid
          const people = rooms.people(room)
          const atMs = message.sentAtMs
          const isStillHere = (jid: BareJid) => people.some((one) => one.nick === message.sender && one.jid === jid)
          // Who is there now is only known to have been there since he came; before that, somebody else may have had the nick.
          const rows = listByNick(db, accountId, room, message.sender).filter(
            (row) => row.firstSeenMs <= atMs + SLACK_MS && (row.lastSeenMs >= atMs - SLACK_MS || isStillHere(row.jid)),
          )
          const jids = new Set(rows.map((row) => row.jid))
          const [jid = null] = jids.size === 1 ? jids : []
          const now = people.find((one) => jid !== null && one.jid === jid)
          return ok({ nick: message.sender, jid, isHere: now !== undefined, hereAs: now?.nick ?? null })
        },
      },
      snapshot: () => null,
      stop: () => {
        changes.stop()
        runner.stop()
        memory.stop()
      },
    }
  },
})
