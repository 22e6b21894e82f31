/** Events the core itself makes; features make the others in their contract.ts. */
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { Account } from '#shared/model/account'
import type { Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import type { Settings } from '#shared/model/settings'
import type { StoreCheck, StoreRecovery, StoreTrouble } from '#shared/model/store'

export interface CoreEvents {
  'account.changed': { account: Account }
  /** A session began or ended: what the windows hold of this account must be taken anew from a snapshot. */
  'account.sessionChanged': { accountId: AccountId; isActive: boolean }
  'account.removed': { accountId: AccountId }
  'account.ordered': { accountIds: AccountId[] }
  'settings.changed': { settings: Settings }
  'message.added': { accountId: AccountId; message: Message }
  'message.changed': { accountId: AccountId; message: Message }
  'message.removed': { accountId: AccountId; conversationId: ConversationId; messageId: MessageId }
  'conversation.changed': { accountId: AccountId; conversation: Conversation }
  /** The store cannot be written: the connections wait. */
  'store.problem': StoreTrouble
  /** At a start that found the store damaged: what is there now. */
  'store.recovered': StoreRecovery
  'store.checked': StoreCheck
  'store.ok': Record<string, never>
  'conversation.removed': { accountId: AccountId; conversationId: ConversationId }
}

export type PublishCore = <K extends keyof CoreEvents>(name: K, payload: CoreEvents[K]) => void
