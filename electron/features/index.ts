/** All features, in the order in which they start and see stanzas. A feature stands behind those it requires. */
import type { Feature } from '#core/feature'
import { accounts } from '#features/accounts/feature'
import { conversations } from '#features/conversations/feature'
import { settings } from '#features/settings/feature'
import { chat } from '#features/chat/feature'
import { receipts } from '#features/receipts/feature'
import { chatStates } from '#features/chat-states/feature'

export const features: Feature[] = [
  accounts,
  settings,
  conversations,
  chat,
  receipts,
  chatStates,
]
