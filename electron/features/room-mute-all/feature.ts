/**
 * A whole room without voice: XEP-0045 1.35.5 has no such thing, so it is made of a moderated room (§10.2) and of voice taken from
 * everybody there (§8.4). Roles end with the visit, and members get their voice back on entering (§5.1.2): whoever comes in is muted
 * again while we are there as a moderator. Those who had no voice before have none afterwards, nor those whose time is not over.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { roomAdminApi } from '#features/room-admin/public'
import { roomConfigApi } from '#features/room-config/public'
import { roomTimersApi } from '#features/room-timers/public'
import { roomsApi, type RoomPerson } from '#features/rooms/public'
import type { BareJid } from '#shared/jid'
import type { RoomAdminProblem } from '#shared/model/room-admin'
import { done, fail, ok, type CallError, type ErrorCode, type Result } from '#shared/result'
import { contract } from './contract'
import { deleteMuteAll, getMuteAll, migrations, putMuteAll, type Muted } from './table'

/** Requests on their way at once. */
const PARALLEL = 6

const isBelowAdmin = ({ affiliation }: RoomPerson) => affiliation === 'none' || affiliation === 'member'
const isSame = (known: Muted, person: RoomPerson) =>
  known.jid !== null && person.jid !== null
    ? known.jid === person.jid
    : known.occupantId !== null && person.occupantId !== null
      ? known.occupantId === person.occupantId
      : known.nick === person.nick

const refused = (code: ErrorCode, problem: RoomAdminProblem, more: Partial<CallError> = {}) => fail(code, `mute all: ${problem}`, { problem, ...more })

export const roomMuteAll = defineFeature({
  name: 'room-mute-all',
  xeps: [],
  requires: ['rooms', 'room-admin', 'room-timers', 'room-config'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { db, accountId } = session
    const rooms = session.use(roomsApi)
    const admin = session.use(roomAdminApi)
    const timers = session.use(roomTimersApi)
    const config = session.use(roomConfigApi)
    /** New nicks of people who are there: no new visits. */
    const renamed = new Set<string>()

    const isOn = (room: BareJid) => {
      const view = rooms.get(room)
      return view?.ownRole === 'moderator' && view.config?.isModerated === true && getMuteAll(db, accountId, room) !== null
    }
    timers.holdVoiceWhile(isOn)

    const mayModerate = (room: BareJid): Result<null> => {
      const view = rooms.get(room)
      if (view?.state !== 'joined') return refused('refused', 'not-joined')
      return view.ownRole === 'moderator' ? done : refused('forbidden', 'rank-needed')
    }

    const setModerated = async (room: BareJid, isModerated: boolean, voiceByDefault: string | null) => {
      const result = await config.change(room, { moderated: isModerated ? '1' : '0', ...(voiceByDefault !== null && { voiceByDefault }) })
      if (!result.ok) return result.error.code === 'forbidden' ? refused('forbidden', 'rank-needed', result.error) : result
      return result.value.ignored.includes('moderated') ? refused('refused', 'no-effect') : result
    }

    const giveAll = async (room: BareJid, people: RoomPerson[], role: 'visitor' | 'participant') => {
      const counts = { changed: 0, failed: 0 }
      const queue = [...people]
      const worker = async () => {
        for (let person = queue.shift(); person; person = queue.shift()) {
          const result = await admin.setRole({ room, nick: person.nick, role, reason: '' })
          if (result.ok) counts.changed++
          else if (result.error.problem !== 'not-here') counts.failed++
        }
      }
      await Promise.all(Array.from({ length: PARALLEL }, worker))
      return ok(counts)
    }

    const muteAll = async (room: BareJid) => {
      const muted = rooms.people(room).filter((one) => one.role === 'visitor' && !timers.isMuted(room, one)) // those end by themselves
      // Noted before: who comes in while the settings are on their way is muted, too.
      const isModerated = rooms.get(room)?.config?.isModerated ?? false
      const before = isModerated ? getMuteAll(db, accountId, room) : null // else another owner has ended it since
      if (!before) putMuteAll(db, accountId, room, { voiceByDefault: null, muted: muted.map(({ nick, jid, occupantId }) => ({ nick, jid, occupantId })) })
      const changed = await setModerated(room, true, '0')
      if (!changed.ok) {
        if (!before) deleteMuteAll(db, accountId, room)
        return changed
      }
      const row = getMuteAll(db, accountId, room)
      if (row && !before) putMuteAll(db, accountId, room, { ...row, voiceByDefault: changed.value.before.voiceByDefault ?? null })
      return giveAll(room, rooms.people(room).filter((one) => one.role === 'participant' && isBelowAdmin(one) && !one.isSelf), 'visitor')
    }

    const unmuteAll = async (room: BareJid) => {
      const row = getMuteAll(db, accountId, room)
      const changed = await setModerated(room, false, row?.voiceByDefault ?? null)
      if (!changed.ok) return changed
      deleteMuteAll(db, accountId, room)
      const staysMuted = (one: RoomPerson) => timers.isMuted(room, one) || (row?.muted.some((known) => isSame(known, one)) ?? false)
      return giveAll(room, rooms.people(room).filter((one) => one.role === 'visitor' && !staysMuted(one)), 'participant')
    }

    rooms.onOccupantPresence(({ room, nick, isSelf, isAvailable, isEntering, codes, items, before }) => {
      if (isSelf || isEntering) return
      if (!isAvailable) {
        const next = codes.has(303) ? items.find((item) => item.nick !== null)?.nick : null
        if (next) renamed.add(`${room}/${next}`)
        return
      }
      if (renamed.delete(`${room}/${nick}`) || before !== null) return
      const person = rooms.person(room, nick)
      if (!isOn(room) || person?.role !== 'participant' || !isBelowAdmin(person)) return
      void admin.setRole({ room, nick, role: 'visitor', reason: '' })
    })
    session.onEnded(() => renamed.clear())

    return {
      calls: {
        'roomMuteAll.set': ({ room, isOn: isWanted }) => {
          const may = mayModerate(room)
          if (!may.ok) return may
          return isWanted ? muteAll(room) : unmuteAll(room)
        },
        'roomMuteAll.moderate': async ({ room }) => {
          const may = mayModerate(room)
          if (!may.ok) return may
          const changed = await setModerated(room, true, null)
          return changed.ok ? done : changed
        },
      },
      snapshot: () => null,
    }
  },
})
