/**
 * Rooms (群): XEP-0045 version 1.35.5 as an occupant, and making rooms.
 * Elsewhere: archives (room-archive), people's rights (room-admin), the log of changes (room-audit), timed mutes and bans
 * (room-timers), recalls by moderators (room-moderation), settings (room-config), registration (room-registration), voice
 * requests (room-voice), invitations (room-invites), what rooms say of themselves (room-facts), titles (room-hats).
 * XEP-0410 version 1.1.0: self-ping.ts. XEP-0500 version 0.1.1: slow-mode.ts.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { bookmarksApi } from '#features/bookmarks/public'
import { ping as pingApi } from '#features/ping/public'
import { presence as presenceApi } from '#features/presence/public'
import { roomDirectoryApi } from '#features/room-directory/public'
import { bareOf, resourceOf, withResource, type BareJid, type FullJid } from '#shared/jid'
import { roomNotice } from '#shared/model/room-notices'
import { done, fail, ok } from '#shared/result'
import { createCatchingUp } from './catching-up'
import { contract } from './contract'
import { createRoom } from './create'
import { createErrands } from './errands'
import { createHistoryWatch } from './history-watch'
import { listenToRooms, type IncomingHooks } from './incoming'
import { createJoiner } from './join'
import { hasOccupantIds, listenToOccupants, occupantsOf, peopleIn, personOf } from './occupants'
import { addRoutes, repeatUnheard } from './outgoing'
import { createOwner } from './owner'
import { createRegistry } from './registry'
import { askReservedNick } from './reserved-nick'
import { createSelfChanges } from './self-changes'
import { createSelfPing } from './self-ping'
import { createSlowMode } from './slow-mode'
import type { RoomChange, RoomsApi } from './public'
import { buildOccupantPresence, parseOccupantId } from '#xmpp/xep/0045'
import { clearOccupants, type RoomEffect, type RoomRuntime } from './state'
import { hasNotice, migrations } from './table'

export const rooms = defineFeature({
  name: 'rooms',
  xeps: [
    { id: '0045', version: '1.35.5', support: 'partial', note: 'a room is made in one step, never left locked while its form is filled in (§10.1.3)' },
    { id: '0410', version: '1.1.0', support: 'complete' },
    { id: '0500', version: '0.1.1', support: 'complete' },
  ],
  requires: ['ping', 'presence', 'bookmarks', 'room-directory'],
  discoFeatures: ['http://jabber.org/protocol/muc'],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { connection, outbox } = session
    const bookmarks = session.use(bookmarksApi)
    const presence = session.use(presenceApi)
    const directory = session.use(roomDirectoryApi)
    const registry = createRegistry(session, bookmarks)
    // COMPAT(tigase): passes a self-ping (XEP-0410) on to the client, which would appear to be out if it did not answer.
    session.use(pingApi).allowPingFrom((from) => {
      const room = registry.get(bareOf(from))
      return room?.state === 'joined' && resourceOf(from) === room.nick
    })
    const catchingUp = createCatchingUp({
      onSettled: (room) => {
        if (wasIn.has(room)) repeatUnheard(session, room)
        wasIn.add(room)
        outbox.flush()
      },
      rejoin: (room) => joiner.join(room),
    })
    const keepNick = (room: RoomRuntime, nick: string) => {
      room.wantedNick = room.nick = nick
      if (bookmarks.get(room.jid)) bookmarks.put({ jid: room.jid, nick })
    }
    const joiner = createJoiner({ session, registry, presence, catchingUp, keepNick })
    const changes = createSelfChanges(session)
    const errands = createErrands(session)
    const selfPing = createSelfPing(session, (room) => joiner.join(room))
    const justMade = new WeakSet<RoomRuntime>()
    /** Rooms that we have been in since the session began. */
    const wasIn = new Set<RoomRuntime>()

    const listeners: Parameters<RoomsApi['onChange']>[0][] = []
    const tell = (room: RoomRuntime, change: RoomChange) => {
      for (const listener of listeners) listener(room.jid, change)
    }

    const historyWatch = createHistoryWatch((room) => {
      room.history = 'done'
      registry.changed(room)
      catchingUp.go(room)
    })
    const hooks = {
      onRefused: (room, id, error) => changes.onSubjectRefused(room, id, error),
      onMessageRefused: (room, error) => slowMode.onRefused(room, error),
      onNotIn: (room) => joiner.join(room),
      onReplayed: historyWatch.more,
      onHistoryEnd: historyWatch.end,
      onConfigChanged: (room) => {
        void joiner.discover(room).then(() => tell(room, { kind: 'facts' }))
        tell(room, { kind: 'settings' })
      },
      onSubject: changes.onSubject,
    } satisfies IncomingHooks
    listenToRooms(session, registry, hooks)
    const slowMode = createSlowMode(session, registry, (room) => void joiner.discover(room))
    addRoutes(session, registry, slowMode)

    const unlock = async (room: RoomRuntime) => {
      const reply = await createOwner(connection, room.jid).submit([], null)
      if (reply.ok) room.needsUnlock = false
      catchingUp.go(room)
    }

    /** Only one that the room took: a typing error would lock our other devices out. */
    const keepPassword = ({ jid, password }: RoomRuntime) => {
      const bookmark = bookmarks.get(jid)
      if (bookmark && password !== null && bookmark.password !== password) bookmarks.put({ jid, password })
    }

    const onEffect = (room: RoomRuntime, effect: RoomEffect) => {
      switch (effect.kind) {
        case 'occupant':
        case 'occupant-gone':
          return registry.occupantChanged(room, effect.nick)
        case 'self':
          changes.onNick(room)
          return slowMode.review(room)
        case 'notice':
          // Where nothing was ever said, each entry looks like the first.
          if (effect.notice.code === 'room-entered' && hasNotice(session.db, registry.conversationOf(room.jid), effect.notice)) return
          return registry.addNotice(room.jid, effect.notice)
        case 'joined':
          if (effect.isNew) justMade.add(room)
          keepPassword(room)
          joiner.onJoined(room)
          historyWatch.begin(room)
          registry.occupantsReset(room)
          catchingUp.go(room)
          selfPing.heard(room)
          if (room.isCreating) return
          if (effect.isNew) registry.addNotice(room.jid, roomNotice('room-created', {}))
          if (effect.isNew || room.needsUnlock) void unlock(room)
          return
        case 'left':
          room.state = 'failed'
          room.problem = effect.problem
          // R-ROOM-DESTROY: the room in its place is only offered. Going back in at the next start would make it anew, on most servers.
          if (effect.problem.code === 'destroyed' && bookmarks.get(room.jid)) bookmarks.put({ jid: room.jid, autoJoin: false })
          historyWatch.stop(room)
          catchingUp.drop(room)
          changes.drop(room)
          if (effect.notice) registry.addNotice(room.jid, effect.notice)
          joiner.onPutOut(room)
          return registry.occupantsReset(room)
      }
    }

    const occupants = listenToOccupants(session, registry, {
      heard: selfPing.heard,
      onError: (room, stanza) => void (joiner.onError(room, stanza) || changes.onNickRefused(room, stanza)),
      onEffect,
      tell,
    })

    session.inbound.on('trust', (message) => {
      const room = message.type === 'groupchat' && message.source === 'live' ? registry.get(bareOf(message.from)) : null
      if (room) selfPing.heard(room)
    })

    const ownPresence = (room: RoomRuntime) => {
      const to = room.state === 'joined' ? withResource(room.jid, room.nick) : null
      if (to) connection.send(buildOccupantPresence(to, presence.current().stanzaChildren()))
    }
    presence.onChange(({ isGone }) => {
      for (const room of registry.all()) {
        if (isGone && (room.state === 'joined' || room.state === 'joining')) joiner.join(room)
        else ownPresence(room)
      }
    })

    bookmarks.onRemoteChange((jid, bookmark) => {
      const room = registry.put(jid)
      if (bookmark?.nick) room.wantedNick = bookmark.nick
      if (bookmark?.password) room.password = bookmark.password
      registry.changed(room)
      if (bookmark?.autoJoin && !room.isWanted) {
        room.isWanted = true
        if (connection.state.phase === 'online') joiner.join(room)
      }
      if (!bookmark?.autoJoin && room.isWanted) joiner.leave(room)
    })

    for (const { jid, autoJoin, password } of bookmarks.list()) {
      Object.assign(registry.put(jid), { isWanted: autoJoin, password, state: autoJoin ? 'joining' : 'left' })
    }
    session.onOnline('after-presence', () => joiner.joinWanted()) // not awaited: rooms must not hold up each other or the outbox
    session.onEnded(() => {
      joiner.reset()
      wasIn.clear()
      selfPing.stopAll()
      for (const room of registry.all()) {
        historyWatch.stop(room)
        catchingUp.drop(room)
        room.isArchiveRefused = false
        changes.drop(room)
        clearOccupants(room)
        if (room.isWanted) Object.assign(room, { state: 'joining', problem: null })
        else if (room.state !== 'failed') room.state = 'left'
        registry.occupantsReset(room)
      }
    })

    const join = (jid: BareJid, nick: string | undefined, password: string | undefined) => {
      const known = bookmarks.get(jid)
      const room = registry.put(jid)
      const before = `${room.wantedNick}/${room.password}`
      room.mayAskNick = !known && !nick
      room.wantedNick = nick || known?.nick || room.wantedNick
      room.password = password ?? known?.password ?? null
      const isSame = before === `${room.wantedNick}/${room.password}`
      bookmarks.put({ jid, autoJoin: true, ...(nick && { nick }) })
      const isThere = room.state === 'joined' ? !nick || room.nick === room.wantedNick : joiner.isTrying(room) && isSame
      if (!isThere) joiner.join(room)
      return registry.conversationOf(jid)
    }

    const api: RoomsApi = {
      useArchive: (archive) => catchingUp.use(archive),
      get: (jid) => {
        const room = registry.get(jid)
        return room && registry.view(room)
      },
      featuresOf: (jid) => registry.get(jid)?.features ?? null,
      isReplaying: (jid) => registry.get(jid)?.history !== 'done',
      people: (jid) => peopleIn(registry.get(jid)),
      person: (jid, nick) => {
        const room = registry.get(jid)
        return room && personOf(room, nick)
      },
      onOccupantPresence: occupants.onPresence,
      reservedNick: (jid) => askReservedNick(connection, jid),
      passwordOf: (jid) => registry.get(jid)?.password ?? bookmarks.get(jid)?.password ?? null,
      noteInvitation: (jid, by, reason) => {
        registry.changed(registry.put(jid))
        registry.addNotice(jid, roomNotice('room-invited', { by, reason }))
      },
      join: (jid, nick, password) => {
        const conversationId = session.transaction(() => join(jid, nick, password))
        session.messageEvents.conversationChanged(conversationId)
        return conversationId
      },
      send: errands.send,
      onChange: (listener) => void listeners.push(listener),
      onRoomPresence: occupants.onRoomPresence,
      speakerOf: ({ from, stanza, isDelayed }) => {
        const room = registry.get(bareOf(from))
        if (!room) return null
        const visit = isDelayed ? null : (room.occupants.get(resourceOf(from) ?? '')?.visit ?? null)
        return { occupantId: hasOccupantIds(room) ? parseOccupantId(stanza) : null, visit }
      },
    }

    return {
      api,
      calls: {
        'room.join': ({ room: jid, nick, password }) => {
          if (!jid.includes('@')) return fail('bad-input', 'a room has a name before the @')
          if (nick && !withResource(jid, nick)) return fail('bad-input', 'this cannot be a nick')
          return ok({ conversationId: api.join(jid, nick, password) })
        },
        'room.leave': ({ room: jid, forget }) => {
          const room = registry.get(jid)
          if (!room) return fail('not-found', 'there is no such room on the list')
          joiner.leave(room)
          if (forget) {
            bookmarks.remove(jid)
            registry.remove(jid)
            registry.hideConversation(jid)
          } else if (bookmarks.get(jid)) bookmarks.put({ jid, autoJoin: false })
          return done
        },
        'room.create': async (input) => {
          const takeIsNew = (room: RoomRuntime) => justMade.delete(room)
          const onInvited = (room: RoomRuntime, jid: BareJid) => tell(room, { kind: 'invited', jid })
          const created = await createRoom({ session, registry, joiner, bookmarks, directory, takeIsNew, onInvited }, input)
          const room = created.ok ? registry.get(created.value.room) : null
          if (room) catchingUp.go(room)
          return created
        },
        'room.setSubject': ({ room: jid, subject }) => {
          const room = registry.get(jid)
          return room?.state === 'joined' ? changes.setSubject(room, subject) : fail('not-found', 'we are not in this room')
        },
        'room.setNick': async ({ room: jid, nick }) => {
          const room = registry.get(jid)
          const to: FullJid | null = withResource(jid, nick)
          if (!to) return fail('bad-input', 'this cannot be a nick')
          if (room?.state !== 'joined') return fail('not-found', 'we are not in this room')
          const changed = await changes.setNick(room, nick, buildOccupantPresence(to, presence.current().stanzaChildren()))
          if (changed.ok && bookmarks.get(jid)) bookmarks.put({ jid, nick })
          return changed
        },
        'room.occupants': ({ room: jid }) => {
          const room = registry.get(jid)
          return room ? ok({ occupants: occupantsOf(room) }) : fail('not-found', 'there is no such room on the list')
        },
      },
      snapshot: () => ({ rooms: registry.snapshot() }),
      stop: () => {
        joiner.reset()
        errands.stop()
        selfPing.stopAll()
        slowMode.stop()
        historyWatch.stopAll()
        registry.stop()
      },
    }
  },
})
