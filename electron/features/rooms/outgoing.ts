/** How messages leave to rooms and to occupants: XEP-0045 §7.4, 7.5. */
import type { ConversationId } from '#shared/ids'
import { bareOf, parseBareJid, parseJid, resourceOf } from '#shared/jid'
import { findConversation } from '#store/conversations'
import { getWireIds, listQueued } from '#store/messages'
import type { Registry, RoomsSession } from './registry'
import { buildPrivateMessage, buildRoomMessage } from '#xmpp/xep/0045'
import type { SlowMode } from './slow-mode'
import type { RoomRuntime } from './state'

export function addRoutes(session: RoomsSession, registry: Registry, slowMode: SlowMode): void {
  const { db, accountId, outbox } = session

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
  /** Later the nick may be somebody else's: what was written to who has gone does not wait for him. */
  const failQueued = (conversationId: ConversationId) => {
    const queued = listQueued(db, accountId).filter((message) => message.conversationId === conversationId)
    for (const { id } of queued) {
      const wireId = getWireIds(db, id)?.stanzaId
      if (wireId) outbox.fail(conversationId, wireId, { condition: 'item-not-found', text: null })
    }
  }
  outbox.route('room-pm', {
    canSend: (conversation) => {
      const room = roomOfPeer(conversation.peer)
      const jid = parseJid(conversation.peer)
      const isThere = room?.state === 'joined' && jid !== null && room.occupants.has(resourceOf(jid) ?? '')
      if (!isThere && room?.state === 'joined' && room.isSettled) queueMicrotask(() => failQueued(conversation.id))
      return isThere
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
