/**
 * What rooms say of themselves: XEP-0045 version 1.35.5 §6.4 with the muc#roominfo form, and their pictures, XEP-0486 version
 * 0.1.0. A picture is asked for once for each hash, and only by rooms that we are in or that somebody looks at; what does not
 * fit its hash, is too big or no picture by its first bytes is not kept (SVG is not shown: it can do more than be looked at).
 */
import { createHash } from 'node:crypto'
import { failureOf } from '#core/failure'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { disco } from '#features/disco/public'
import { roomsApi } from '#features/rooms/public'
import type { BareJid } from '#shared/jid'
import { avatarTypeOf, MAX_ROOM_AVATAR_BYTES, type RoomAvatar } from '#shared/model/room-facts'
import { done, fail, ok, type Result } from '#shared/result'
import { contract } from './contract'
import { factsOf } from './facts'
import { buildVcardGet, buildVcardSet, NS_VCARD, parsePhotoUpdate, parseVcard, type RoomVcard } from './stanza'
import { deleteAvatar, getAvatar, listHashes, migrations, putAvatar, type StoredAvatar } from './table'

const hashOf = (bytes: Buffer) => createHash('sha1').update(bytes).digest('hex')

export const roomFacts = defineFeature({
  name: 'room-facts',
  xeps: [{ id: '0486', version: '0.1.0', support: 'complete' }],
  requires: ['rooms', 'disco'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { accountId, connection, db } = session
    const rooms = session.use(roomsApi)
    const discovery = session.use(disco)
    /** Being fetched now. */
    const running = new Map<BareJid, Promise<void>>()

    const forget = (room: BareJid) => {
      if (deleteAvatar(db, accountId, room)) session.publish('roomFacts.avatarChanged', { accountId, room, hash: null })
    }
    const keep = (room: BareJid, avatar: StoredAvatar) => {
      if (getAvatar(db, accountId, room)?.hash === avatar.hash) return
      putAvatar(db, accountId, room, avatar)
      session.publish('roomFacts.avatarChanged', { accountId, room, hash: avatar.hash })
    }

    const askVcard = async (room: BareJid): Promise<Result<RoomVcard>> => {
      const reply = await connection.request({ type: 'get', to: room, payload: buildVcardGet() })
      if (reply.ok) return ok(parseVcard(reply.value))
      // No vCard yet is no failure.
      return reply.error.condition === 'item-not-found' && rooms.get(room) ? ok({ photo: null, rest: [] }) : failureOf(reply.error)
    }

    const fetchAvatar = async (room: BareJid, hash: string | null): Promise<void> => {
      const vcard = await askVcard(room)
      if (!vcard.ok) return
      const { photo } = vcard.value
      if (photo === null) return forget(room)
      if (photo.length > MAX_ROOM_AVATAR_BYTES * 2) return
      const data = Buffer.from(photo, 'base64')
      const type = avatarTypeOf(data)
      const real = hashOf(data)
      if (type && data.length <= MAX_ROOM_AVATAR_BYTES && (hash === null || hash === real)) keep(room, { hash: real, type, data })
    }
    /** `hash` null: whatever there is. */
    const look = (room: BareJid, hash: string | null): Promise<void> => {
      const known = getAvatar(db, accountId, room)
      if (hash !== null && known?.hash === hash) return Promise.resolve()
      const again = running.get(room)
      if (again) return again
      const job = fetchAvatar(room, hash).finally(() => running.delete(room))
      running.set(room, job)
      return job
    }

    rooms.onRoomPresence((room, presence) => {
      const state = rooms.get(room)?.state
      const hash = state === 'joined' || state === 'joining' ? parsePhotoUpdate(presence) : null
      if (hash === '') forget(room)
      else if (hash !== null) void look(room, hash)
    })

    const facts = async (room: BareJid) => {
      const info = await discovery.info(room)
      return info.ok ? ok(factsOf(room, info.value)) : info
    }

    return {
      calls: {
        'roomFacts.get': async ({ room }) => {
          const found = await facts(room)
          if (found.ok && found.value.avatarHash !== null) void look(room, found.value.avatarHash)
          return found
        },
        'roomFacts.avatar': async ({ room }) => {
          if (!getAvatar(db, accountId, room)) {
            const found = await facts(room)
            if (!found.ok) return found
            if (found.value.can.avatar) await look(room, found.value.avatarHash)
          }
          const stored = getAvatar(db, accountId, room)
          const avatar: RoomAvatar | null = stored && { room, hash: stored.hash, type: stored.type, base64: stored.data.toString('base64') }
          return ok({ avatar })
        },
        'roomFacts.setAvatar': async ({ room, base64 }) => {
          const data = base64 === null ? null : Buffer.from(base64, 'base64')
          const type = data && avatarTypeOf(data)
          if (data && (!type || data.length > MAX_ROOM_AVATAR_BYTES)) return fail('bad-input', 'no picture that rooms can have')
          if (!rooms.featuresOf(room)?.has(NS_VCARD)) {
            const found = await facts(room)
            if (!found.ok) return found
            if (!found.value.can.avatar) return fail('not-supported', 'this room can have no picture')
          }
          const before = await askVcard(room)
          if (!before.ok) return before
          const picture = data && type ? { type, base64: data.toString('base64') } : null
          const reply = await connection.request({ type: 'set', to: room, payload: buildVcardSet(before.value.rest, picture) })
          if (!reply.ok) return failureOf(reply.error)
          if (data && type) keep(room, { hash: hashOf(data), type, data })
          else forget(room)
          return done
        },
      },
      snapshot: () => ({ avatars: listHashes(db, accountId) }),
    }
  },
})
