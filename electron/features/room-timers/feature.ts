/**
 * Timed mutes and bans. No server offers them, so the moderator's own clients keep the time, in a private node of his account
 * (XEP-0223 1.1.1): whichever of them is online when it is due lifts it, and what was missed is lifted at the next login. Several may
 * do so at once; that does no harm. What somebody else has changed meanwhile is left alone, and noted in the room's log.
 * A mute is a role and ends with the visit in most rooms: whoever comes back too early is muted again while one of us is in.
 */
import { randomUUID } from 'node:crypto'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { isOwnEvent } from '#core/trust'
import { roomAdminApi } from '#features/room-admin/public'
import { roomAuditApi } from '#features/room-audit/public'
import { roomsApi, type RoomPerson } from '#features/rooms/public'
import type { BareJid } from '#shared/jid'
import type { RoomTimer, RoomTimerEnd } from '#shared/model/room-timers'
import { done, fail, ok, type Result } from '#shared/result'
import type { EpochMs } from '#shared/time'
import { parseNodeEvent } from '#xmpp/xep/0223'
import { contract } from './contract'
import { isAbout, lift } from './lifting'
import type { RoomTimersApi } from './public'
import { createSharing } from './sharing'
import { NODE, parseTimer, type StoredTimer } from './stanza'
import { getTimer, listTimers, migrations, putTimer, setSync, type TimerRow } from './table'

/** Looked at so often at least: a computer that slept has missed its timeouts. */
const LOOK_MS = 30_000
const FIRST_RETRY_MS = 60_000
const LAST_RETRY_MS = 3_600_000
const SHORTEST_MS = 1000
const LONGEST_MS = 10 * 365 * 24 * 3600 * 1000

export const roomTimers = defineFeature({
  name: 'room-timers',
  xeps: [{ id: '0223', version: '1.1.1', support: 'complete' }],
  requires: ['rooms', 'room-audit', 'room-admin'],
  discoFeatures: [`${NODE}+notify`],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { connection, db, accountId, clock, own } = session
    const rooms = session.use(roomsApi)
    const admin = session.use(roomAdminApi)
    const audit = session.use(roomAuditApi)
    const busy = new Set<string>()
    const waits = new Map<string, { why: NonNullable<RoomTimer['waitingFor']>; nextMs: number; delayMs: number }>()
    const holds: ((room: BareJid) => boolean)[] = []
    let timeout: ReturnType<typeof setTimeout> | null = null
    let isStopped = false

    const isOnline = () => connection.state.phase === 'online'
    const active = () => listTimers(db, accountId).filter((row) => row.sync !== 'removed')
    const view = ({ sync, ...timer }: TimerRow): RoomTimer => {
      const why = timer.untilMs > clock.nowMs() ? null : isOnline() ? (waits.get(timer.id)?.why ?? null) : 'offline'
      return { ...timer, isShared: sync === 'synced', waitingFor: why }
    }
    const tell = (row: TimerRow) => session.publish('roomTimer.changed', { accountId, timer: view(row) })

    const schedule = () => {
      if (timeout) clearTimeout(timeout)
      if (isStopped) return
      const [next] = active()
      timeout = next ? setTimeout(tick, Math.min(LOOK_MS, Math.max(next.untilMs - clock.nowMs(), 0) || LOOK_MS)) : null
    }
    const note = (timer: StoredTimer, kind: 'timer-set' | 'timer-lifted' | 'timer-void' | 'timer-cancelled') =>
      audit.record({ room: timer.room, kind, isOwn: true, actor: rooms.get(timer.room)?.nick ?? '', nick: timer.nick, jid: timer.jid, to: timer.kind, reason: timer.reason })

    const sharing = createSharing({
      db, accountId, connection,
      transaction: session.transaction,
      onChanged: (row) => {
        tell(row)
        schedule()
      },
      onGone: (row) => session.publish('roomTimer.removed', { accountId, id: row.id, room: row.room, end: 'lifted' }),
      onError: (error) => session.log('error', 'timers of rooms could not be shared', { error: String(error) }),
    })

    const remove = (row: TimerRow, end: RoomTimerEnd) => {
      session.transaction(() => {
        if (!getTimer(db, accountId, row.id)) return // another device was quicker
        setSync(db, accountId, row.id, 'removed')
        session.publish('roomTimer.removed', { accountId, id: row.id, room: row.room, end })
      })
      waits.delete(row.id)
      note(row, end === 'lifted' ? 'timer-lifted' : end === 'void' ? 'timer-void' : 'timer-cancelled')
      if (isOnline()) void sharing.push()
      schedule()
    }

    const end = async (row: TimerRow) => {
      if (busy.has(row.id)) return
      busy.add(row.id)
      try {
        const result = await lift({ rooms, admin, audit, isVoiceHeld: (room) => holds.some((isHeld) => isHeld(room)) }, row)
        if (isStopped || !getTimer(db, accountId, row.id)) return
        if ('end' in result) return remove(row, result.end)
        const delayMs = Math.min(LAST_RETRY_MS, (waits.get(row.id)?.delayMs ?? FIRST_RETRY_MS / 2) * 2)
        waits.set(row.id, { why: result.waitingFor, nextMs: clock.nowMs() + delayMs, delayMs })
        tell(row)
      } finally {
        busy.delete(row.id)
      }
    }

    const tick = () => {
      timeout = null
      if (isStopped) return
      const nowMs = clock.nowMs()
      if (isOnline()) {
        for (const row of active()) {
          if (row.untilMs <= nowMs && (waits.get(row.id)?.nextMs ?? 0) <= nowMs) void end(row)
        }
      }
      schedule()
    }

    session.onOnline('after-presence', () => {
      waits.clear()
      void sharing.load().then(tick) // not awaited: nothing else waits for it
    })
    session.onEnded(() => waits.clear())

    session.inbound.on('trust', (message) => {
      const event = parseNodeEvent(message.stanza, NODE)
      if (!event) return
      // COMPAT(openfire): hands such events to contacts; only our own account speaks of our timers.
      if (!isOwnEvent(message, own)) return session.refuse('R-OWN-EVENT', message.from)
      session.transaction(() => {
        for (const item of event.published) {
          const timer = parseTimer(item)
          if (timer) sharing.published(timer)
        }
        event.retracted.forEach((id) => sharing.retracted(id))
      })
      return 'drop'
    })

    const muteOf = (room: BareJid, person: RoomPerson) => active().find((row) => row.kind === 'mute' && row.room === room && isAbout(row, person)) ?? null

    // What was ended by hand has no time left to wait for.
    admin.onDone(({ room, jid, nick, change }) => {
      const isUnban = change.kind === 'affiliation' && change.to !== 'outcast'
      const isVoice = change.kind === 'role' && (change.to === 'participant' || change.to === 'moderator')
      if (!isUnban && !isVoice) return
      const person = isVoice && nick !== null ? rooms.person(room, nick) : null
      const ended = isVoice ? person && muteOf(room, person) : active().find((row) => row.kind === 'ban' && row.room === room && row.jid !== null && row.jid === jid)
      if (ended && !busy.has(ended.id)) remove(ended, 'cancelled')
    })

    // Lifted, or more than that. What is due is ours to end, or that of another device of ours, which looks like somebody else.
    audit.onOthers((room, { kind, jid, to }) => {
      if (kind !== 'affiliation' || jid === null || to === 'outcast') return
      const ban = active().find((row) => row.kind === 'ban' && row.room === room && row.jid === jid)
      if (ban && !busy.has(ban.id) && ban.untilMs > clock.nowMs()) remove(ban, 'void')
    })

    rooms.onOccupantPresence((event) => {
      const { room, nick, isSelf, isAvailable, isEntering, before } = event
      if (isSelf && isAvailable && isEntering) {
        for (const { id, room: of } of active()) if (of === room) waits.delete(id)
        return void setTimeout(tick, 0) // when everybody who is there is known
      }
      if (isSelf || isEntering || !isAvailable) return
      const person = rooms.person(room, nick)
      const isBack = person !== null && before === null && person.affiliation !== 'outcast' // COMPAT(ejabberd): lets some of the banned in
      const ban = isBack && person.jid !== null ? active().find((row) => row.kind === 'ban' && row.room === room && row.jid === person.jid) : null
      if (ban && !busy.has(ban.id)) return remove(ban, 'void') // somebody has lifted it
      const mute = person && muteOf(room, person)
      if (!person || !mute || busy.has(mute.id)) return
      // Else somebody has given him voice; our own doing is settled above.
      if (before?.role === 'visitor' && person.role !== 'visitor') return admin.isAsking(room, nick) ? undefined : remove(mute, 'void')
      if (before === null && person.role === 'participant' && mute.untilMs > clock.nowMs()) {
        void admin.setRole({ room, nick, role: 'visitor', reason: mute.reason })
      }
    })

    const start = async (input: {
      room: BareJid
      kind: 'mute' | 'ban'
      nick?: string | undefined
      jid?: BareJid | undefined
      untilMs: EpochMs
      reason: string
    }): Promise<Result<{ timer: RoomTimer }>> => {
      const { room, kind, untilMs, reason } = input
      const person = input.nick === undefined ? null : rooms.person(room, input.nick)
      const jid = input.jid ?? person?.jid ?? null
      const isHere = person ?? rooms.people(room).find((one) => jid !== null && one.jid === jid) ?? null
      if (kind === 'ban' && jid === null) return fail('refused', 'a ban that ends needs an address', { problem: person ? 'no-address' : 'not-here' })
      if (kind === 'mute' && !isHere) return fail('not-found', 'nobody of this name is there', { problem: 'not-here' })
      let before: StoredTimer['before'] = isHere && isHere.affiliation !== 'none' ? 'member' : 'none'
      if (kind === 'ban' && !isHere) {
        const members = await admin.list(room, 'member')
        before = members.ok && members.value.some((one) => one.jid === jid) ? 'member' : 'none'
      }
      const id = randomUUID()
      busy.add(id)
      const result =
        kind === 'mute' && isHere
          ? await admin.setRole({ room, nick: isHere.nick, role: 'visitor', reason })
          : await admin.setAffiliation({ room, jid, nick: null, affiliation: 'outcast', reason })
      busy.delete(id)
      if (!result.ok) return result
      const row: TimerRow = {
        id, room, kind, jid, untilMs, reason, before, nick: isHere?.nick ?? input.nick ?? '', occupantId: isHere?.occupantId ?? null, setAtMs: clock.nowMs(), sync: 'changed',
      }
      session.transaction(() => {
        for (const old of active()) {
          if (old.room !== room || old.kind !== kind || (jid !== null ? old.jid !== jid : old.nick !== row.nick)) continue
          row.before = old.before // what he was before the first of them
          setSync(db, accountId, old.id, 'removed')
          session.publish('roomTimer.removed', { accountId, id: old.id, room, end: 'cancelled' })
        }
        putTimer(db, accountId, row)
        tell(row)
      })
      note(row, 'timer-set')
      await sharing.push()
      schedule()
      return ok({ timer: view(getTimer(db, accountId, id) ?? row) })
    }

    const isTime = (untilMs: EpochMs) => untilMs >= clock.nowMs() + SHORTEST_MS && untilMs <= clock.nowMs() + LONGEST_MS
    const find = (id: string) => active().find((row) => row.id === id) ?? null

    schedule()
    return {
      api: { isMuted: (room, person) => muteOf(room, person) !== null, holdVoiceWhile: (isHeld) => void holds.push(isHeld) } satisfies RoomTimersApi,
      calls: {
        'roomTimer.start': (input) => (isTime(input.untilMs) ? start({ ...input, reason: input.reason ?? '' }) : fail('bad-input', 'this is no time to come')),
        'roomTimer.change': async ({ id, untilMs }) => {
          const row = find(id)
          if (!row) return fail('not-found', 'there is no such timer')
          if (!isTime(untilMs)) return fail('bad-input', 'this is no time to come')
          const next: TimerRow = { ...row, untilMs, sync: 'changed' }
          session.transaction(() => {
            putTimer(db, accountId, next)
            tell(next)
          })
          await sharing.push()
          schedule()
          return ok({ timer: view(getTimer(db, accountId, id) ?? next) })
        },
        'roomTimer.cancel': async ({ id, lift: isLifted }) => {
          const row = find(id)
          if (!row) return fail('not-found', 'there is no such timer')
          if (!isLifted) {
            remove(row, 'cancelled')
            return done
          }
          await end(row)
          if (!find(id)) return done
          const why = waits.get(id)?.why
          return fail(why === 'offline' ? 'offline' : 'refused', 'not lifted yet', { problem: why === 'offline' ? 'offline' : why === 'room' ? 'not-joined' : 'rank-needed' })
        },
      },
      snapshot: () => ({ timers: active().map(view) }),
      stop: () => {
        isStopped = true
        sharing.stop()
        if (timeout) clearTimeout(timeout)
      },
    }
  },
})
