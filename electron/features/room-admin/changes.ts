/**
 * One change of one person: looked at before (rights, who is there, who is the last owner), sent as one item, and looked at after:
 * what a room answers and what it does are not always the same (SERVERS.md).
 */
import type { RoomPerson, RoomPresenceEvent, RoomsApi } from '#features/rooms/public'
import type { RoomAuditApi } from '#features/room-audit/public'
import { bareOf, type BareJid } from '#shared/jid'
import type { Affiliation } from '#shared/model/room'
import type { RoomChangeResult } from '#shared/model/room-admin'
import { actorOf, factsOf, judge, type RoomChange, type RoomTarget } from '#shared/model/room-rights'
import { ok, type Result } from '#shared/result'
import type { Connection } from '#xmpp/types'
import type { FetchList } from './lists'
import { problemOf, refusedFor, type Asked } from './problems'
import type { AffiliationRequest, ChangeDone, RoleRequest, RoomAdminApi } from './public'
import { buildChange, type ItemChange } from '#xmpp/xep/0045-admin'

/** A room tells its people before or soon after it answers. */
const EFFECT_MS = 3000

export interface ChangesDeps {
  connection: Pick<Connection, 'request' | 'state'>
  own: BareJid
  rooms: RoomsApi
  audit: RoomAuditApi
  fetchList: FetchList
}

interface Watch {
  /** True as soon as the room has told of it. */
  isSeen(): boolean
  wait(): Promise<boolean>
  stop(): void
}

export interface Changes extends Pick<RoomAdminApi, 'setRole' | 'setAffiliation' | 'onDone' | 'isAsking'> {
  /** What still waits for an effect ends now, and notes nothing. */
  stop(): void
}

export function createChanges({ connection, own, rooms, audit, fetchList }: ChangesDeps): Changes {
  let isStopped = false
  const waiting = new Set<() => void>()
  const watches = new Set<(event: RoomPresenceEvent) => void>()
  rooms.onOccupantPresence((event) => {
    for (const look of watches) look(event)
  })

  const watch = (room: BareJid, isIt: (event: RoomPresenceEvent) => boolean): Watch => {
    let seen = false
    let wake: () => void = () => undefined
    const look = (event: RoomPresenceEvent) => {
      if (event.room !== room || !isIt(event)) return
      seen = true
      wake()
    }
    watches.add(look)
    return {
      isSeen: () => seen,
      wait: () =>
        seen
          ? Promise.resolve(true)
          : new Promise((resolve) => {
              const end = () => {
                clearTimeout(timer)
                waiting.delete(end)
                resolve(seen)
              }
              const timer = setTimeout(end, EFFECT_MS)
              waiting.add(end)
              wake = end
            }),
      stop: () => void watches.delete(look),
    }
  }

  const actorIn = (jid: BareJid) => {
    const room = rooms.get(jid)
    return { actor: room ? actorOf(room, own) : null, facts: room ? factsOf(room) : { ownerCount: null, isMembersOnly: false, isModerated: false } }
  }

  /** Sends it, notes it, and says what came of it. `isThere`: an effect must be seen. */
  const send = async (room: BareJid, asked: Asked, item: ItemChange, from: string, seen: Watch, isThere: boolean): Promise<Result<RoomChangeResult>> => {
    const { target, change } = asked
    const noted = audit.expect({ room, kind: change.kind, nick: target.nick, jid: target.jid, from, to: change.to, reason: item.reason })
    const result = (effect: RoomChangeResult['effect']) => ok({ effect, jid: target.jid, nick: target.nick })
    try {
      const reply = await connection.request({ type: 'set', to: room, payload: buildChange(item) })
      if (isStopped) return refusedFor('offline')
      if (!reply.ok) {
        const problem = problemOf(reply.error, asked)
        noted.refused(problem)
        return refusedFor(problem, reply.error)
      }
      if (!isThere) {
        noted.succeeded()
        return result('taken')
      }
      if (await seen.wait()) {
        noted.succeeded()
        return result('seen')
      }
      if (isStopped) return refusedFor('offline')
      noted.refused('no-effect')
      return refusedFor('no-effect')
    } finally {
      seen.stop()
    }
  }

  const targetOf = (person: RoomPerson): RoomTarget => ({
    nick: person.nick, jid: person.jid, role: person.role, affiliation: person.affiliation, isSelf: person.isSelf,
  })

  const listeners: ((done: ChangeDone) => void)[] = []
  /** Roles on their way: one entry for each request. */
  const asking: string[] = []
  const tellDone = (result: Result<RoomChangeResult>, room: BareJid, change: RoomChange) => {
    if (result.ok) for (const listener of listeners) listener({ room, jid: result.value.jid, nick: result.value.nick, change })
    return result
  }

  const askRole = async ({ room, nick, role, reason }: RoleRequest): Promise<Result<RoomChangeResult>> => {
    const { actor, facts } = actorIn(room)
    if (!actor) return refusedFor('not-joined')
    const person = rooms.person(room, nick)
    // COMPAT(tigase, openfire): say yes to a nick that is not there.
    if (!person) return refusedFor('not-here')
    const target = targetOf(person)
    const change: RoomChange = { kind: 'role', to: role }
    const verdict = judge(actor, target, change, facts)
    if (verdict.refusal) return refusedFor(verdict.refusal)
    if (verdict.isUnchanged) return ok({ effect: 'unchanged', jid: person.jid, nick })
    const seen = watch(room, (event) => event.nick === nick && (role === 'none' ? !event.isAvailable : event.items.some((item) => item.role === role)))
    return send(room, { actor, target, change, warnings: verdict.warnings }, { nick, role, reason }, person.role, seen, true)
  }

  /** The affiliation that he has, from who is there, else from the lists. Null: cannot be seen. */
  const affiliationOf = async (room: BareJid, jid: BareJid): Promise<Affiliation | null> => {
    let isSure = true
    for (const list of ['outcast', 'member', 'admin', 'owner'] as const) {
      const found = await fetchList(room, list)
      if (!found.ok && found.error.code === 'offline') return null
      if (!found.ok) isSure = false
      else if (found.value.some((one) => one.jid === jid)) return list
    }
    return isSure ? 'none' : null
  }

  const countOwners = async (room: BareJid): Promise<number | null> => {
    const owners = await fetchList(room, 'owner')
    return owners.ok ? owners.value.length : null
  }

  /** Everybody under this address, as far as we see addresses. */
  const presentAs = (room: BareJid, jid: BareJid | null, nick: string | null): RoomPerson[] =>
    jid === null ? (nick === null ? [] : [rooms.person(room, nick)].filter((one) => one !== null)) : rooms.people(room).filter((one) => one.jid === jid)

  const askAffiliation = async (request: AffiliationRequest): Promise<Result<RoomChangeResult>> => {
    const { room, affiliation, reason } = request
    const { actor, facts } = actorIn(room)
    const named = request.nick === null ? null : rooms.person(room, request.nick)
    if (request.jid === null && !named) return refusedFor(actor ? 'not-here' : 'not-joined')
    const jid = request.jid ?? named?.jid ?? null
    const people = presentAs(room, jid, request.jid === null ? request.nick : null)
    const now = people[0]?.affiliation ?? null
    const assumed = request.knownAffiliation ?? null
    if (now !== null && assumed !== null && now !== assumed && now !== affiliation) return refusedFor('overtaken')
    const known = now ?? assumed ?? (jid === null ? null : await affiliationOf(room, jid))
    const isSelf = jid === own || (people[0]?.isSelf ?? false)
    const isOwnerTouched = affiliation !== 'owner' && (known === 'owner' || (isSelf && known === null))
    const ownerCount = isOwnerTouched ? await countOwners(room) : null
    const target: RoomTarget = { nick: people[0]?.nick ?? null, jid, role: people[0]?.role ?? 'none', affiliation: known, isSelf }
    const change: RoomChange = { kind: 'affiliation', to: affiliation }
    const verdict = judge(actor, target, change, { ...facts, ownerCount })
    if (verdict.refusal) return refusedFor(verdict.refusal)
    if (verdict.isUnchanged) return ok({ effect: 'unchanged', jid, nick: target.nick })
    const asked = { actor, target, change, warnings: verdict.warnings }
    const isHim = (event: RoomPresenceEvent) =>
      people.some((one) => one.nick === event.nick) || event.items.some((item) => item.jid !== null && bareOf(item.jid) === jid)
    const isThere = people.length > 0
    const isOut = (event: RoomPresenceEvent) => !event.isAvailable && !event.codes.has(303)
    const seen = watch(
      room,
      (event) => isHim(event) && (affiliation === 'outcast' ? isOut(event) : isOut(event) || event.items.some((item) => item.affiliation === affiliation)),
    )
    const reservedNick = jid !== null && affiliation === 'member' ? request.reservedNick : null
    const item: ItemChange = { ...(jid === null ? { nick: request.nick } : { jid, nick: reservedNick }), affiliation, reason }
    const result = await send(room, asked, item, known ?? '', seen, isThere)
    // COMPAT(openfire): 4.7.5 bans an admin or moderator and lets him stay in the room.
    if (affiliation === 'outcast' && !result.ok && result.error.problem === 'no-effect') {
      for (const { nick } of presentAs(room, jid, request.nick)) {
        const kicked = await setRole({ room, nick, role: 'none', reason })
        if (!kicked.ok) return refusedFor('no-effect')
      }
      return ok({ effect: 'seen', jid, nick: target.nick })
    }
    return result
  }

  const setRole = async (request: RoleRequest): Promise<Result<RoomChangeResult>> => {
    const key = `${request.room}/${request.nick}`
    asking.push(key)
    const result = await askRole(request)
    asking.splice(asking.indexOf(key), 1)
    return tellDone(result, request.room, { kind: 'role', to: request.role })
  }
  const setAffiliation = async (request: AffiliationRequest): Promise<Result<RoomChangeResult>> =>
    tellDone(await askAffiliation(request), request.room, { kind: 'affiliation', to: request.affiliation })

  // COMPAT(ejabberd): 23.01 keeps the roles of a moderated room beyond a ban and lets him in again with his.
  rooms.onOccupantPresence(({ room, nick, isAvailable, isEntering, isSelf, before, items }) => {
    if (isSelf || isEntering || !isAvailable || before !== null || !items.some((item) => item.affiliation === 'outcast')) return
    const { actor } = actorIn(room)
    if (actor?.affiliation === 'owner' || actor?.affiliation === 'admin') void setRole({ room, nick, role: 'none', reason: '' })
  })

  return {
    setRole,
    setAffiliation,
    onDone: (listener) => void listeners.push(listener),
    isAsking: (room, nick) => asking.includes(`${room}/${nick}`),
    stop: () => {
      isStopped = true
      for (const end of [...waiting]) end()
    },
  }
}
