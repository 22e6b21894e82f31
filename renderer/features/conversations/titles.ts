/** How a conversation and those who speak in it are called. */
import { localOf, parseJid, resourceOf, bareOf } from '#shared/jid'
import { visibleName } from '#shared/look-alike'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import { displayName } from '../contacts/contacts.svelte'
import { rooms } from '../rooms/rooms.svelte'

function roomName(conversation: Conversation, jid: string): string {
  const parsed = parseJid(jid)
  return visibleName(rooms.get(conversation.accountId, jid)?.name ?? ((parsed && localOf(parsed)) || jid))
}

/** Nick of a private talk in a room. */
export const nickOf = (peer: string): string => {
  const jid = parseJid(peer)
  return (jid && resourceOf(jid)) ?? peer
}
export const roomOf = (peer: string): string => {
  const jid = parseJid(peer)
  return jid ? bareOf(jid) : peer
}

export function titleOf(conversation: Conversation): string {
  if (conversation.kind === 'chat') return displayName(conversation.peer, conversation.accountId)
  if (conversation.kind === 'room') return roomName(conversation, conversation.peer)
  return visibleName(nickOf(conversation.peer))
}

/** What stands small beside the title: the room a private talk belongs to. */
export const subtitleOf = (conversation: Conversation): string | null =>
  conversation.kind === 'room-pm' ? roomName(conversation, roomOf(conversation.peer)) : null

/** The writer's name as this conversation shows it. */
export function senderName(conversation: Conversation, message: Message): string {
  if (conversation.kind !== 'chat') return visibleName(message.sender)
  return displayName(message.sender || conversation.peer, conversation.accountId)
}

/** Colours and pictures come from this: nicks in rooms, addresses elsewhere. XEP-0392 §5. */
export const seedOf = (conversation: Conversation): string =>
  conversation.kind === 'room-pm' ? nickOf(conversation.peer) : conversation.peer
