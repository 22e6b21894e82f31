/** How a conversation and those who speak in it are called. */
import { localOf, parseJid, resourceOf, bareOf } from '#shared/jid'
import { visibleName } from '#shared/look-alike'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import { displayName } from '../contacts/contacts.svelte'
import { occupants } from '../rooms/occupants.svelte'
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

/** What the colour of a conversation is made from. XEP-0392 §5. */
export const seedOf = ({ accountId, kind, peer }: Conversation): string => (kind === 'room-pm' ? occupants.seedOf(accountId, roomOf(peer), nickOf(peer)) : peer)
/** And what that of a message's writer is. */
export const senderSeed = (conversation: Conversation, { sender }: Pick<Message, 'sender'>): string =>
  conversation.kind === 'chat' ? sender || conversation.peer : occupants.seedOf(conversation.accountId, roomOf(conversation.peer), sender)
