/** The conversation this window is for, if it is not the main one: said by its address (electron/desktop/windows.ts). */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { MessageCursor } from '#shared/model/message'
import type { EpochMs } from '#shared/time'

export interface OwnWindow {
  accountId: AccountId
  conversationId: ConversationId
  /** The message that it begins with. */
  place: MessageCursor | null
}

export function readOwnWindow(search: string): OwnWindow | null {
  const [, orderMs, message] = /^(-?\d{1,16})-([1-9]\d{0,14})$/.exec(new URLSearchParams(search).get('place') ?? '') ?? []
  const place = orderMs && message ? { orderMs: Number(orderMs) as EpochMs, id: Number(message) as MessageId } : null
  const [, account, conversation] = /^([1-9]\d{0,9})-([1-9]\d{0,14})$/.exec(new URLSearchParams(search).get('conversation') ?? '') ?? []
  return account && conversation ? { accountId: Number(account) as AccountId, conversationId: Number(conversation) as ConversationId, place } : null
}

/** Null: this is the main window. */
export const ownWindow: OwnWindow | null = readOwnWindow(globalThis.location?.search ?? '')
