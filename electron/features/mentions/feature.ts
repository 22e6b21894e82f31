/**
 * Mentions: XEP-0513 version 0.1.0; XEP-0372 version 0.5.0 is read, as older programs send it. In a room without occupant ids
 * (XEP-0421) somebody is named by his address where everybody sees it, else by his address in the room. Messages that mention
 * nobody by markup count as for us when our nick stands in them (words.ts). What a room permits is followed on both sides; a
 * call to everybody counts once a minute unless a moderator makes it.
 * Left out: spaces and servers as groups, offering groups other than everybody, setting a room's permissions.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import type { Incoming } from '#core/inbound'
import { roomsApi } from '#features/rooms/public'
import { bareOf, parseBareJid, resourceOf, withResource, type BareJid } from '#shared/jid'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import { ok } from '#shared/result'
import type { EpochMs } from '#shared/time'
import { setMentions } from '#store/messages'
import { afterCut, leadLength } from '#xmpp/xep/0428'
import type { Element } from '#xmpp/types'
import { contract } from './contract'
import { judge, maxMentions, mayMention, type Me, type Writer } from './judge'
import { buildPermissionsGet, parseChange, parsePermissions, type Permissions } from './permissions'
import { buildMention, GROUP_CHANNEL, NS_ASSOCIATIONS, NS_HAT_MENTIONS, NS_MENTIONS, NS_REFERENCE, parseMentions, type MentionTarget } from './stanza'
import { findWriter, listWriters, migrations, putWriter } from './table'
import { EVERYONE, findAddressed } from './words'

/** Between two calls to everybody in one room. */
const PAUSE_MS = 60_000

export const mentions = defineFeature({
  name: 'mentions',
  xeps: [
    { id: '0513', version: '0.1.0', support: 'partial', note: 'people, everybody, ranks, hats; no spaces and servers; permissions are followed, not set' },
    { id: '0372', version: '0.5.0', support: 'partial', note: 'mentions, received only' },
  ],
  requires: ['rooms'],
  discoFeatures: [
    NS_MENTIONS, GROUP_CHANNEL, NS_ASSOCIATIONS, NS_HAT_MENTIONS, ...['moderators', 'participants', 'visitors', 'owner', 'admin', 'member', 'none'].map((group) => `${NS_MENTIONS}#${group}`),
    NS_REFERENCE,
  ],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { db, accountId, own, connection } = session
    const rooms = session.use(roomsApi)
    const permissions = new Map<BareJid, Permissions>()
    const lastCall = new Map<BareJid, EpochMs>()

    const roomOf = (jid: BareJid | null): Me['room'] => {
      const room = jid && rooms.get(jid)
      return room && { jid: room.jid, isMembersOnly: room.config?.isMembersOnly ?? false, permissions: permissions.get(room.jid) ?? null }
    }
    const meIn = (jid: BareJid | null): Me => {
      const room = jid && rooms.get(jid)
      const self = room && rooms.person(room.jid, room.nick)
      return {
        own, room: roomOf(jid), nick: room?.nick ?? '', occupantId: self?.occupantId ?? null,
        role: self?.role ?? 'none', affiliation: self?.affiliation ?? 'none',
        hats: self?.hats?.map(({ uri }) => uri) ?? [],
      }
    }
    /** Of what is replayed or out of the archive only when the same person is there now. */
    const writerOf = (message: Incoming, room: BareJid): Writer => {
      const person = rooms.person(room, message.sender)
      const isSame = !message.isDelayed || (person?.occupantId !== null && person?.occupantId === rooms.speakerOf(message)?.occupantId)
      return person && isSame ? { role: person.role, affiliation: person.affiliation } : { role: null, affiliation: null }
    }
    const askPermissions = async (room: BareJid) => {
      if (!rooms.featuresOf(room)?.has(NS_MENTIONS)) return void permissions.delete(room)
      const reply = await connection.request({ type: 'get', to: room, payload: buildPermissionsGet() })
      const found = reply.ok ? parsePermissions(reply.value) : null
      if (found) permissions.set(room, found)
    }
    rooms.onChange((room, { kind }) => {
      if (kind === 'joined' || kind === 'facts') void askPermissions(room)
    })
    session.onEnded(() => permissions.clear())

    // The room tells of changed permissions. An occupant could send the same form: only the room's own address counts.
    session.inbound.on('trust', (message) => {
      if (message.type !== 'groupchat' || message.source !== 'live' || resourceOf(message.from) !== null) return
      const room = bareOf(message.from)
      const changed = rooms.featuresOf(room)?.has(NS_MENTIONS) ? parseChange(message.stanza, permissions.get(room) ?? null) : null
      if (changed) permissions.set(room, changed)
    })

    /** Not twice within a minute, whoever calls, unless he moderates; by the time of the messages, so that history is judged alike. */
    const isTooSoon = (message: Incoming, room: BareJid, writer: Writer) => {
      const lastMs = lastCall.get(room)
      if (writer.role !== 'moderator' && lastMs !== undefined && Math.abs(message.sentAtMs - lastMs) < PAUSE_MS) return true
      lastCall.set(room, message.sentAtMs)
      return false
    }

    session.inbound.on('annotate', (message) => {
      const { body, conversation } = message
      if (!conversation || body === null || message.notice !== null || message.type === 'error' || conversation.kind === 'room-pm') return
      const room = conversation.kind === 'room' ? bareOf(message.from) : null
      if (room) {
        const occupantId = rooms.speakerOf(message)?.occupantId ?? null
        message.onPersist.push(() => putWriter(db, accountId, room, { nick: message.sender, occupantId }, message.sentAtMs))
      }
      const isIncoming = message.direction === 'in'
      const writer: Writer = room ? writerOf(message, room) : { role: null, affiliation: null }
      const { mentionGroups: groups, mentionNick: nick } = session.settings.get()
      const { count, mentions } = parseMentions(message.stanza)
      const verdict = judge({
        count, mentions: mentions.map((one) => ({ ...one, range: one.range && afterCut(one.range, message.cuts) })), body, writer, me: meIn(room), wishes: { groups, nick: nick && isIncoming },
        isActive: !message.isDelayed && session.attention.isActive(),
      })
      message.mentions = isIncoming ? verdict.places : verdict.places.map((place) => ({ ...place, isMe: false }))
      message.isMention = isIncoming && verdict.isMention && !(verdict.isByGroup && room && isTooSoon(message, room, writer))
    })

    const targetOf = (room: BareJid, nick: string): MentionTarget | null => {
      const person = rooms.person(room, nick)
      const occupantId = person ? person.occupantId : (findWriter(db, accountId, room, nick)?.occupantId ?? null)
      if (occupantId !== null) return { kind: 'occupant', id: occupantId }
      // What only moderators see must not be told to all (§8).
      const jid = (rooms.get(room)?.config?.isNonAnonymous && person?.jid) || withResource(room, nick)
      return jid && { kind: 'address', jid }
    }
    const ownWriter = (room: BareJid): Writer => {
      const { role, affiliation } = meIn(room)
      return { role, affiliation }
    }

    const mark = (stanza: Element, message: Message, conversation: Conversation) => {
      const room = conversation.kind === 'room' ? parseBareJid(conversation.peer) : null
      if (!room || message.extras?.bundle || !/[@＠]/u.test(message.body)) return // what is passed on addresses nobody
      const { body } = message
      const nicks = new Set([...rooms.people(room).map((one) => one.nick), ...listWriters(db, accountId, room).map((one) => one.nick)])
      const writer = ownWriter(room)
      const at = roomOf(room)
      const lead = leadLength(stanza)
      const found = findAddressed(body, nicks).filter(({ nick }) => mayMention(nick === null ? 'channel' : 'individual', writer, at)).slice(0, maxMentions(at))
      const places: NonNullable<Message['mentions']> = []
      for (const { begin, end, nick } of found) {
        const target: MentionTarget | null = nick === null ? { kind: 'group', group: 'channel', uri: null } : targetOf(room, nick)
        if (!target) continue
        const from = lead + [...body.slice(0, begin)].length
        stanza.append(buildMention(target, { begin: from, end: from + [...body.slice(begin, end)].length }))
        places.push({ begin, end, isMe: false })
      }
      if (JSON.stringify(places) === JSON.stringify(message.mentions ?? [])) return
      session.transaction(() => {
        setMentions(db, message.id, places)
        session.messageEvents.changed(message.id)
      })
    }
    session.outbox.decorate(mark)

    return {
      calls: {
        'mention.candidates': ({ room }) => {
          const writer = ownWriter(room)
          const at = roomOf(room)
          const everyone: readonly string[] = EVERYONE
          return ok({
            recent: listWriters(db, accountId, room).map((one) => one.nick).filter((nick) => !everyone.includes(nick)),
            canPeople: mayMention('individual', writer, at),
            canEveryone: mayMention('channel', writer, at),
          })
        },
      },
      snapshot: () => null,
    }
  },
})
