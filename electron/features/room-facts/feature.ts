/**
 * What rooms say of themselves: XEP-0045 version 1.35.5 §6.4 with the muc#roominfo form, and their pictures, XEP-0486 version
 * 0.1.0. The pictures themselves, theirs and their occupants', are kept with all others (avatars).
 */
import { failureOf } from '#core/failure'
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { avatarsApi } from '#features/avatars/public'
import { disco } from '#features/disco/public'
import { roomsApi } from '#features/rooms/public'
import type { BareJid } from '#shared/jid'
import { avatarFacts } from '#shared/model/avatar'
import { MAX_ROOM_AVATAR_BYTES } from '#shared/model/room-facts'
import { done, fail, ok, type Result } from '#shared/result'
import { buildVcardGet, buildVcardSet, NS_VCARD, parsePhotoUpdate, parseVcard, type Vcard } from '#xmpp/xep/0054'
import { contract } from './contract'
import { factsOf } from './facts'
import { migrations } from './table'

export const roomFacts = defineFeature({
  name: 'room-facts',
  xeps: [{ id: '0486', version: '0.1.0', support: 'complete' }],
  requires: ['rooms', 'disco', 'avatars'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { connection } = session
    const rooms = session.use(roomsApi)
    const discovery = session.use(disco)
    const pictures = session.use(avatarsApi)

    const askVcard = async (room: BareJid): Promise<Result<Vcard>> => {
      const reply = await connection.request({ type: 'get', to: room, payload: buildVcardGet() })
      if (reply.ok) return ok(parseVcard(reply.value))
      // No vCard yet is no failure.
      return reply.error.condition === 'item-not-found' && rooms.get(room) ? ok({ photo: null, rest: [] }) : failureOf(reply.error)
    }

    /** Rooms of ejabberd tell the hash only to those who are in. */
    const look = async (room: BareJid) => {
      const vcard = await askVcard(room)
      if (vcard.ok && vcard.value.photo !== null) pictures.put(room, Buffer.from(vcard.value.photo, 'base64'))
    }
    rooms.onRoomPresence((room, presence) => {
      const state = rooms.get(room)?.state
      const hash = state === 'joined' || state === 'joining' ? parsePhotoUpdate(presence) : null
      if (hash !== null) pictures.announced(room, hash)
    })
    rooms.onOccupantPresence(({ from, isAvailable, stanza }) => {
      if (isAvailable) pictures.announced(from, parsePhotoUpdate(stanza) ?? '')
    })

    const facts = async (room: BareJid) => {
      const info = await discovery.info(room)
      return info.ok ? ok(factsOf(room, info.value)) : info
    }

    return {
      calls: {
        'roomFacts.get': async ({ room }) => {
          const found = await facts(room)
          if (!found.ok) return found
          const { avatarHash, can } = found.value
          if (avatarHash !== null) pictures.announced(room, avatarHash)
          else if (can.avatar && rooms.get(room)?.state !== 'joined') void look(room)
          return found
        },
        'roomFacts.setAvatar': async ({ room, base64 }) => {
          const data = base64 === null ? null : Buffer.from(base64, 'base64')
          const type = data && avatarFacts(data)?.type
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
          if (data) pictures.put(room, data)
          else pictures.announced(room, '')
          return done
        },
      },
      snapshot: () => null,
    }
  },
})
