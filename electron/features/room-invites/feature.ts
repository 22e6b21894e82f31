/**
 * Invitations into rooms: XEP-0045 version 1.35.5 §7.8.2 (mediated, with declining), XEP-0249 version 1.2 (direct).
 * Received ones are kept until they are answered or we are in. One for each room is open: a second one (many clients send both
 * kinds) only renews it. What the room says of the inviter counts as sure only for people of the room's own server or of ours:
 * any other service could name anybody (SAFETY §2.1). Left out: §7.8.1 of old (invitation as a subject), the archive's past.
 */
import type { Session } from '#core/context'
import { defineFeature } from '#core/feature'
import { roster as rosterApi } from '#features/roster/public'
import { roomsApi } from '#features/rooms/public'
import { bareOf, domainOf, isFullJid, resourceOf, type BareJid, type Jid } from '#shared/jid'
import type { InviteVia, ReceivedInvite, SentInviteState } from '#shared/model/room-invite'
import { done, fail, ok } from '#shared/result'
import { contract } from './contract'
import { invite } from './send'
import { buildDecline, claimsInvitation, NS_CONFERENCE, parseDecline, parseInvitation, type Invitation } from '#xmpp/xep/0249'
import {
  deleteReceived, deleteSent, findReceived, listReceived, listSent, migrations, putReceived, putSent, settleSent, trimSent,
  type StoredInvitation,
} from './table'

/** Open ones; of strangers far fewer, and theirs go first. */
const MAX_RECEIVED = 200
const MAX_OF_STRANGERS = 30
const MAX_SENT = 500
const gone = fail('not-found', 'there is no such invitation')

const isUnder = (domain: string, parent: string) => domain === parent || domain.endsWith(`.${parent}`)

export const roomInvites = defineFeature({
  name: 'room-invites',
  xeps: [{ id: '0249', version: '1.2', support: 'complete' }],
  requires: ['rooms', 'roster'],
  discoFeatures: [NS_CONFERENCE],
  contract,
  migrations,
  start: (session: Session<typeof contract>) => {
    const { accountId, db, own } = session
    const rooms = session.use(roomsApi)
    const roster = session.use(rosterApi)
    const isContact = (jid: BareJid) => (roster.get(jid)?.subscription ?? 'none') !== 'none'

    const isVerified = ({ via, room, inviter }: Invitation) => {
      if (via === 'direct') return true
      const service = domainOf(room)
      return isUnder(service, domainOf(own)) || isUnder(service, domainOf(inviter))
    }
    /** An occupant of a room (`room/nick`) is nobody by that address. */
    const personOf = (inviter: Jid, room: BareJid): { jid: BareJid | null; nick: string | null } => {
      const bare = bareOf(inviter)
      return bare === room || rooms.get(bare) ? { jid: null, nick: resourceOf(inviter) } : { jid: bare, nick: null }
    }
    const show = (stored: StoredInvitation): ReceivedInvite => {
      const { id, room, via, reason, password, isContinuation, atMs } = stored
      const by = personOf(stored.inviter, room)
      const isFromStranger = !stored.isVerified || by.jid === null || !isContact(by.jid)
      return { id, room, via, by, isVerified: stored.isVerified, isFromStranger, reason, hasPassword: password !== null, isContinuation, atMs }
    }
    const all = () => ({ received: listReceived(db, accountId).map(show), sent: listSent(db, accountId) })
    const changed = () => session.publish('roomInvite.changed', { accountId, ...all() })

    /** Rooms with invitations still unanswered, so that not every presence has to ask the store. */
    const awaited = new Set(listSent(db, accountId).flatMap((one) => (one.state === 'sent' ? one.room : [])))
    const settle = (room: BareJid, to: BareJid, state: SentInviteState, answer: string): boolean => {
      if (!settleSent(db, accountId, room, to, state, answer)) return false
      if (!listSent(db, accountId).some((one) => one.room === room && one.state === 'sent')) awaited.delete(room)
      return true
    }

    const noteSent = (room: BareJid, to: BareJid, via: InviteVia, reason: string) =>
      session.transaction(() => {
        putSent(db, accountId, { room, to, via, reason, atMs: session.clock.nowMs() })
        trimSent(db, accountId, MAX_SENT)
        awaited.add(room)
        changed()
      })

    const trimReceived = () => {
      const list = listReceived(db, accountId).map(show)
      const strangers = list.filter((one) => one.isFromStranger).slice(MAX_OF_STRANGERS)
      for (const { id } of new Set([...strangers, ...list.slice(MAX_RECEIVED)])) deleteReceived(db, accountId, id)
    }

    /** Something known of one kind must not be lost to the other: who it surely is, and the password. */
    const merge = (before: StoredInvitation | null, now: Invitation): Omit<StoredInvitation, 'id'> => {
      const fresh = { ...now, isVerified: isVerified(now), atMs: session.clock.nowMs() }
      if (!before) return fresh
      const isLess = before.isVerified && personOf(before.inviter, now.room).jid !== null && personOf(now.inviter, now.room).jid === null
      const known = isLess || (before.isVerified && !fresh.isVerified) ? before : fresh
      return { ...known, reason: now.reason || before.reason, password: now.password ?? before.password, atMs: fresh.atMs }
    }

    const receive = (invitation: Invitation) => {
      if (rooms.get(invitation.room)?.state === 'joined') return // XEP-0249 §4
      const before = findReceived(db, accountId, { room: invitation.room })
      session.transaction(() => {
        const stored = putReceived(db, accountId, merge(before, invitation))
        if (!before) {
          const shown = show(stored)
          trimReceived()
          session.publish('roomInvite.received', { accountId, invite: shown })
          // A stranger makes no conversation: his invitation waits in the list.
          if (!shown.isFromStranger) rooms.noteInvitation(shown.room, shown.by.jid ?? shown.by.nick ?? '', shown.reason)
        }
        changed()
      })
    }

    session.inbound.on('trust', (message) => {
      const { type, source, direction, from, stanza } = message
      if (type === 'error' || type === 'groupchat' || direction === 'out') return
      const decline = isFullJid(from) ? null : parseDecline(stanza)
      if (decline) {
        const settled = session.transaction(() => {
          const isOurs = settle(from as BareJid, bareOf(decline.from), 'declined', decline.reason)
          if (isOurs) changed()
          return isOurs
        })
        if (!settled) session.refuse('R-INVITE-ANSWER', from)
        return 'drop'
      }
      const invitation = parseInvitation(from, stanza)
      if (!invitation) return claimsInvitation(stanza) ? session.refuse('R-INVITE-SENDER', from) : undefined
      const isOfOld = source === 'archive' && !message.isUnread
      // A person is no room: a contact's own address cannot speak as one.
      const isPosing = invitation.via === 'mediated' && (roster.get(invitation.room) !== null || invitation.room === own)
      if (isPosing) return session.refuse('R-INVITE-SENDER', from)
      if (!isOfOld && bareOf(invitation.inviter) !== own) receive(invitation)
      return 'drop'
    })

    rooms.onChange((room, change) => {
      if (change.kind === 'joined') {
        const open = findReceived(db, accountId, { room })
        if (!open) return
        session.transaction(() => {
          deleteReceived(db, accountId, open.id)
          changed()
        })
      }
      if (change.kind === 'invited') return noteSent(room, change.jid, 'mediated', '')
      if (change.kind !== 'occupant' || !awaited.has(room)) return
      const jid = rooms.person(room, change.nick)?.jid
      if (jid && settle(room, jid, 'joined', '')) changed()
    })

    return {
      calls: {
        'roomInvite.send': async ({ room, to, reason = '', via = 'auto', thread }) => {
          const outcomes = []
          const deps = {
            session,
            rooms,
            isContact,
            onSent: (jid: BareJid, way: InviteVia) => noteSent(room, jid, way, reason),
            onLateRefusal: (jid: BareJid, error: { condition: string; text: string | null }) => {
              if (settle(room, jid, 'failed', error.text ?? error.condition)) changed()
            },
          }
          // One after the other: rooms and servers limit how fast one may invite.
          for (const jid of new Set(to)) outcomes.push(await invite(deps, room, jid, { via, reason, thread: thread ?? null }))
          return ok({ outcomes })
        },
        'roomInvite.accept': ({ id, nick }) => {
          const stored = findReceived(db, accountId, { id })
          return stored ? ok({ conversationId: rooms.join(stored.room, nick || undefined, stored.password ?? undefined) }) : gone
        },
        'roomInvite.decline': ({ id, reason = '' }) => {
          const stored = findReceived(db, accountId, { id })
          if (!stored) return gone
          const { room, via, inviter } = stored
          const to = personOf(inviter, room).jid ?? inviter
          const isTold = via === 'mediated' && session.connection.send(buildDecline(room, `decline-${id}`, to, reason))
          if (via === 'mediated' && !isTold) return fail('offline', 'not connected')
          session.transaction(() => {
            deleteReceived(db, accountId, id)
            changed()
          })
          return ok({ isTold })
        },
        'roomInvite.dismiss': ({ id, list }) =>
          session.transaction(() => {
            const isThere = list === 'received' ? deleteReceived(db, accountId, id) : deleteSent(db, accountId, id)
            if (!isThere) return gone
            changed()
            return done
          }),
      },
      snapshot: all,
    }
  },
})
