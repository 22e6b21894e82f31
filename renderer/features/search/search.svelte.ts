/** The search of the list column, and the one of the conversation on screen. */
import type { ContractEvent } from '#contract'
import type { ConversationId } from '#shared/ids'
import { register } from '../../lib/sync'
import { MessageSearch } from './message-search.svelte'
import { ServerSearch } from './server-search.svelte'

export const everywhere = new MessageSearch('all')
/** Beside it, over the archives on the servers. */
export const onServer = new ServerSearch()

class InConversation {
  readonly search = new MessageSearch('conversation')
  /** Where the bar is open. */
  openIn = $state<ConversationId | null>(null)
  /** Counts up when the keyboard should go there. */
  focusRequests = $state(0)

  open(id: ConversationId) {
    if (this.openIn !== id) this.search.clear()
    this.openIn = id
    this.focusRequests++
  }

  close() {
    this.openIn = null
    this.search.clear()
  }
}
export const inConversation = new InConversation()

// The words stand in the search field (navigation); where they are looked for, here.
register({
  load: () => undefined,
  apply: (event: ContractEvent) => {
    if (event.name === 'desktop.showPlace' && event.payload.conversation) everywhere.filter({ conversation: event.payload.conversation })
  },
})
