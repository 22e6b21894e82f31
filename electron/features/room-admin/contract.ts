import * as v from 'valibot'
import { call, defineContract, event } from '#shared/contract-kit'
import type { AccountId } from '#shared/ids'
import type { BareJid } from '#shared/jid'
import type {
  FormerOccupant, HandOver, RoomAdminProblem, RoomChangeResult, RoomListEntry, RoomListName, RoomPlan, RoomPlanItem, RoomPlanState,
} from '#shared/model/room-admin'
import { accountId, bareJid, line, messageId } from '#shared/schema'

const ofRoom = { accountId, room: bareJid }
const nick = v.pipe(line, v.minLength(1))
const reason = v.optional(line)
const role = v.picklist(['moderator', 'participant', 'visitor', 'none'])
const affiliation = v.picklist(['owner', 'admin', 'member', 'none', 'outcast'])
const listName = v.picklist(['owner', 'admin', 'member', 'outcast', 'moderator', 'participant', 'visitor'])
const planId = v.pipe(v.string(), v.maxLength(100))

/** Errors of all calls carry a RoomAdminProblem in `problem`, the server's condition and words beside it. */
export const contract = defineContract({
  calls: {
    /** §8.2–8.4, 9.6, 9.7: kick (`none`), voice, moderator; of somebody who is there. */
    'roomAdmin.setRole': call(v.object({ ...ofRoom, nick, role, reason })).returns<RoomChangeResult>(),
    /**
     * §9.1–9.4, 10.3–10.7: ban, unban, member, admin, owner. By `jid` (a person, or a domain for bans), or by the `nick` of somebody
     * who is there. `reservedNick`: only he may use it then (§9.3).
     */
    'roomAdmin.setAffiliation': call(
      v.object({ ...ofRoom, jid: v.optional(bareJid), nick: v.optional(nick), affiliation, reason, reservedNick: v.optional(nick) }),
    ).returns<RoomChangeResult>(),
    /** §10.3, then §10.4: the other is made owner, the room asked whether he is, and then we become what is said. */
    'roomAdmin.handOver': call(v.object({ ...ofRoom, jid: bareJid, become: v.picklist(['owner', 'admin', 'member', 'none']) })).returns<HandOver>(),
    /**
     * One list, asked for anew. At most 500 entries come at once; the others as `roomAdmin.listChunk` with the same `listId`, in order,
     * before or after this answer. Fails alone: other lists may well be seen.
     */
    'roomAdmin.list': call(v.object({ ...ofRoom, list: listName, listId: v.pipe(v.string(), v.maxLength(100)) })).returns<{
      listId: string
      total: number
      entries: RoomListEntry[]
      isComplete: boolean
    }>(),
    /** Affiliation lists as a text to be saved. `unseen`: lists that the room did not give. */
    'roomAdmin.export': call(v.object({ ...ofRoom, lists: v.array(v.picklist(['owner', 'admin', 'member', 'outcast'])), format: v.picklist(['csv', 'json']) })).returns<{
      text: string
      count: number
      unseen: { list: RoomListName; problem: RoomAdminProblem }[]
    }>(),
    /**
     * What would change, room by room, from lists fetched now; nothing is sent. Wishes name an affiliation for a `jid` (or the `nick` of
     * somebody there), or a role for a `nick`. `replace`: whoever is on these lists and in no wish is taken off.
     */
    'roomAdmin.plan': call(
      v.object({
        accountId,
        rooms: v.pipe(v.array(bareJid), v.minLength(1), v.maxLength(200)),
        wishes: v.pipe(
          v.array(
            v.object({
              jid: v.optional(v.nullable(bareJid)),
              nick: v.optional(v.nullable(nick)),
              affiliation: v.optional(v.nullable(affiliation)),
              role: v.optional(v.nullable(role)),
              reason,
            }),
          ),
          v.maxLength(20_000),
        ),
        replace: v.optional(v.array(v.picklist(['owner', 'admin', 'member', 'outcast']))),
      }),
    ).returns<RoomPlan>(),
    /** Begins; how it goes comes as `roomAdmin.planProgress`. Goes on by itself over lost connections, not over the program's end. */
    'roomAdmin.apply': call(v.object({ accountId, planId, skip: v.optional(v.array(v.number())) })).returns<null>(),
    /** What is not done yet is left out. */
    'roomAdmin.cancel': call(v.object({ accountId, planId })).returns<null>(),
    /** The plan as it stands: the report. */
    'roomAdmin.report': call(v.object({ accountId, planId })).returns<{ plan: RoomPlan; state: RoomPlanState }>(),
    /** People whose address we were shown, newest first; also those who are there now (`isHere`). `before`: the last one of the page above. */
    'roomAdmin.formerOccupants': call(
      v.object({ ...ofRoom, text: v.optional(line), before: v.optional(v.object({ lastSeenMs: v.number(), jid: bareJid, nick })), limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)) }),
    ).returns<{ people: FormerOccupant[]; hasMore: boolean }>(),
    /** Who wrote this message in a room, also when he has left: for banning him. `jid` null: the room never showed it, or it is not sure. */
    'roomAdmin.writerOf': call(v.object({ accountId, messageId })).returns<{ nick: string; jid: BareJid | null; isHere: boolean; hereAs: string | null }>(),
  },
  events: {
    'roomAdmin.listChunk': event<{
      accountId: AccountId
      room: BareJid
      list: RoomListName
      listId: string
      /** Place of the first of these in the whole list. */
      offset: number
      entries: RoomListEntry[]
      isLast: boolean
    }>(),
    'roomAdmin.planProgress': event<{
      accountId: AccountId
      planId: string
      state: RoomPlanState
      counts: RoomPlan['counts']
      /** Items that have changed since the last event. */
      changed: RoomPlanItem[]
    }>(),
  },
})
