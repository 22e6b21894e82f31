/** How messages leave to rooms and to occupants: XEP-0045 §7.4, 7.5. */
import { bareOf, parseBareJid, parseJid, resourceOf } from '#shared/jid'
import { findConversation } from '#store/conversations'
import { getWireIds, listQueued } from '#store/messages'
import type { Registry, RoomsSession } from './registry'
import { buildPrivateMessage, buildRoomMessage } from './stanza'
import type { SlowMode } from './slow-mode'
import type { RoomRuntime } from './state'

export function addRoutes(session: RoomsSession, registry: Registry, slowMode: SlowMode): void {
  const { outbox } = session

  const roomOfPeer = (peer: string) => {
    const jid = parseJid(peer)
    return jid && registry.get(bareOf(jid))
  }
  const ownNick = (peer: string) => {
    const jid = parseJid(peer)
    return roomOfPeer(peer)?.nick ?? (jid ? registry.defaultNick(bareOf(jid)) : session.own)
  }

  outbox.route('room', {
    // Whether we may speak is the room's to say: its refusal marks the message as failed.
    canSend: (conversation) => {
      const room = roomOfPeer(conversation.peer)
      return room?.state === 'joined' && room.isSettled && !room.needsUnlock && slowMode.mayLeave(room)
    },
    build: (message, conversation, id) => {
      const room = roomOfPeer(conversation.peer)
      if (room) slowMode.onLeaving(room)
      return buildRoomMessage(parseBareJid(conversation.peer) ?? conversation.peer, id, message.body)
    },
    confirmedBy: 'reflection',
    sender: (conversation) => ownNick(conversation.peer),
  })
  outbox.route('room-pm', {
    // Only while the occupant is there: later the nick may be somebody else's.
    canSend: (conversation) => {
      const room = roomOfPeer(conversation.peer)
      const jid = parseJid(conversation.peer)
      return room?.state === 'joined' && jid !== null && room.occupants.has(resourceOf(jid) ?? '')
    },
    build: (message, conversation, id) => buildPrivateMessage(conversation.peer, id, message.body),
    confirmedBy: 'ack',
    sender: (conversation) => ownNick(conversation.peer),
  })
}

/**
 * After coming in anew within one session: what was written before and has not come back, also not out of the history or the archive, was
 * not heard. The outbox takes it for being on its way; failing and queueing it again frees it, with the same id.
 */
export function repeatUnheard(session: RoomsSession, room: RoomRuntime): void {
  const { db, accountId, outbox } = session
  const conversation = findConversation(db, accountId, 'room', room.jid)
  if (!conversation) return
  const messages = listQueued(db, accountId).filter((message) => message.conversationId === conversation.id)
  session.transaction(() => {
    for (const { id } of messages) {
      const wireId = getWireIds(db, id)?.stanzaId
      if (wireId) outbox.fail(conversation.id, wireId, { condition: 'recipient-unavailable', text: null })
      outbox.retry(id)
    }
  })
}
