/** Lines that the core itself writes into a conversation. */
export interface CoreNoticeArgs {
  /** Something that came could not be handled and was left out. */
  'message-unreadable': Record<string, never>
}
export type CoreNoticeCode = keyof CoreNoticeArgs
