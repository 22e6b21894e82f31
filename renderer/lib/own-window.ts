/** The conversation this window is for, if it is not the main one: said by its address (electron/desktop/windows.ts). */
import type { AccountId, ConversationId } from '#shared/ids'

export interface OwnWindow {
  accountId: AccountId
  conversationId: ConversationId
}

export function readOwnWindow(search: string): OwnWindow | null {
  const [, account, conversation] = /^([1-9]\d{0,9})-([1-9]\d{0,14})$/.exec(new URLSearchParams(search).get('conversation') ?? '') ?? []
  return account && conversation ? { accountId: Number(account) as AccountId, conversationId: Number(conversation) as ConversationId } : null
}

/** Null: this is the main window. */
export const ownWindow: OwnWindow | null = readOwnWindow(globalThis.location?.search ?? '')
