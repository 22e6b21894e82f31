/**
 * Asking for voice and giving it: XEP-0045 version 1.35.5 §7.13, §8.6. A request counts only when it comes from the room
 * itself, when we are a moderator there now and when the person is there without voice (SAFETY §2.1): everything else could be
 * made up to get somebody in.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { roomsApi } from '#features/rooms/public'
import { bareOf, isFullJid, type BareJid } from '#shared/jid'
import { done, fail } from '#shared/result'
import { contract } from './contract'
import { createOpenRequests } from './open-requests'
import { buildVoiceAnswer, buildVoiceRequest, parseVoiceRequest } from '#xmpp/xep/0045-voice'

const settled = fail('conflict', 'this request is settled')

export const roomVoice = defineFeature({
  name: 'room-voice',
  xeps: [],
  requires: ['rooms'],
  contract,
  start: (session: Session<typeof contract>) => {
    const { accountId } = session
    const rooms = session.use(roomsApi)
    const open = createOpenRequests()
    /** Rooms in which our own request is out. */
    const asking = new Set<BareJid>()

    const tell = (room: BareJid) =>
      session.publish('roomVoice.changed', { accountId, room, requests: open.list(room), isAsking: asking.has(room) })

    /** Whoever left, changed or can speak no longer waits; with our own role goes the right to know of others. */
    const review = (room: BareJid) => {
      const view = rooms.get(room)
      const mayAnswer = view?.state === 'joined' && view.ownRole === 'moderator'
      let isChanged = asking.has(room) && (view?.state !== 'joined' || view.ownRole !== 'visitor') && asking.delete(room)
      if (!mayAnswer && open.list(room).length > 0) {
        open.clear(room)
        isChanged = true
      }
      const byAddress = (jid: BareJid) => rooms.people(room).find((one) => one.jid === jid && one.role === 'visitor') ?? null
      if (open.settle(room, (nick) => rooms.person(room, nick), byAddress)) isChanged = true
      if (isChanged) tell(room)
    }
    rooms.onChange((room, change) => {
      if (change.kind !== 'settings' && (asking.has(room) || open.list(room).length > 0)) review(room)
    })
    session.onEnded(() => {
      const touched = new Set([...asking, ...open.list().map((one) => one.room)])
      asking.clear()
      open.clear()
      touched.forEach(tell)
    })

    session.inbound.on('trust', (message) => {
      if (message.type === 'error' || message.direction === 'out') return
      const voice = parseVoiceRequest(message.stanza)
      if (!voice) return
      const { from } = message
      const room = bareOf(from)
      const view = rooms.get(room)
      const isFromRoom = message.source === 'live' && !isFullJid(from) && view?.state === 'joined' && view.ownRole === 'moderator'
      const who = isFromRoom ? rooms.person(room, voice.nick) : null
      const isSamePerson = !who?.jid || !voice.jid || who.jid === bareOf(voice.jid)
      if (who?.role === 'visitor' && isSamePerson) {
        open.put(room, voice, session.clock.nowMs())
        tell(room)
      } else if (!isFromRoom) session.refuse('R-ROOM-FORM', from)
      return 'drop'
    })

    return {
      calls: {
        'roomVoice.request': async ({ room }) => {
          const view = rooms.get(room)
          if (view?.state !== 'joined') return fail('not-found', 'we are not in this room')
          if (view.ownRole !== 'visitor') return fail('conflict', 'we can speak already')
          const sent = await rooms.send({ to: room, build: (id) => buildVoiceRequest(room, id) })
          if (sent.ok) {
            if (rooms.get(room)?.ownRole === 'visitor') asking.add(room)
            tell(room)
            return done
          }
          // COMPAT(openfire): knows no such requests and says bad-request.
          return sent.error.condition === 'bad-request' ? { ok: false, error: { ...sent.error, code: 'not-supported' } } : sent
        },
        'roomVoice.answer': async ({ room, id, allow }) => {
          const entry = open.get(room, id)
          if (!entry) return settled
          const sent = await rooms.send({ to: room, build: (stanzaId) => buildVoiceAnswer(room, stanzaId, entry.form, allow) })
          if (!sent.ok) return sent
          if (allow && rooms.person(room, entry.request.nick)?.role === 'visitor') return fail('refused', 'the room did not give him voice')
          if (open.remove(room, id)) tell(room)
          return done
        },
      },
      snapshot: () => ({ requests: open.list(), asking: [...asking] }),
    }
  },
})
