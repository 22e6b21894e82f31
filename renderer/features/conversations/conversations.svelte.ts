/** The conversations of all accounts that are logged in. */
import type { ContractEvent, Snapshot } from '#contract'
import type { AccountId, ConversationId } from '#shared/ids'
import { loudUnread, type Conversation, type ConversationKind } from '#shared/model/conversation'
import { accounts } from '../../lib/state/accounts.svelte'
import { settings } from '../../lib/state/settings.svelte'
import { register } from '../../lib/sync'
import { people } from '../contacts/people.svelte'

class Conversations {
  #byId = $state.raw<ReadonlyMap<ConversationId, Conversation>>(new Map())

  get(id: ConversationId | null): Conversation | null {
    return id === null ? null : (this.#byId.get(id) ?? null)
  }

  find(accountId: AccountId, kind: ConversationKind, peer: string): Conversation | null {
    for (const one of this.#byId.values()) {
      if (one.accountId === accountId && one.kind === kind && one.peer === peer) return one
    }
    return null
  }

  /** With those that are off the list: pinned first, then the last active. */
  all(): Conversation[] {
    return [...this.#byId.values()].filter(isShown).sort(byPlace)
  }

  /** What the messages list shows of all accounts: pinned first, then the last active. */
  visible(): Conversation[] {
    return this.#byPerson(this.all().filter((one) => !one.isHidden && !one.isRequest))
  }

  /** Of a person with several addresses one stands for all, the last active, with what is unread in any. */
  #byPerson(list: Conversation[]): Conversation[] {
    if (!list.some((one) => this.ofPerson(one).length > 1)) return list
    return list.flatMap((one) => {
      const all = this.ofPerson(one).filter((other) => !other.isHidden)
      if (all.length < 2) return one
      if (all.some((other) => other.activityMs > one.activityMs || (other.activityMs === one.activityMs && other.id > one.id))) return []
      const sum = (key: 'unreadCount' | 'mentionCount') => all.reduce((total, other) => total + other[key], 0)
      return { ...one, unreadCount: sum('unreadCount'), mentionCount: sum('mentionCount') }
    })
  }

  /** Those with all addresses of the same person, this one among them. */
  ofPerson(conversation: Conversation): Conversation[] {
    const { accountId, kind, peer } = conversation
    const addresses = kind === 'chat' ? people.addressesOf(peer, accountId) : []
    return addresses.length === 0 ? [conversation] : addresses.flatMap((jid) => this.find(accountId, 'chat', jid) ?? [])
  }

  /** Who waits to be let in, the last first. */
  requests(): Conversation[] {
    if (settings.current.whoMayWrite === 'contacts') return []
    return this.all().filter((one) => one.isRequest && !one.isHidden)
  }

  /** Unread messages that the user wanted to be told of: of all accounts for the badge beside the tab, or of one. */
  unreadTotal(accountId?: AccountId): number {
    let total = 0
    for (const one of this.#byId.values()) {
      const isCounted = accountId === undefined ? isShown(one) : one.accountId === accountId
      if (isCounted && !one.isHidden) total += loudUnread(one)
    }
    return total
  }

  load(snapshot: Snapshot) {
    const all = Object.values(snapshot.accounts).flatMap((account) => account.conversations?.conversations ?? [])
    this.#byId = new Map(all.map((one) => [one.id, one]))
  }

  apply(event: ContractEvent) {
    if (event.name === 'conversation.changed') {
      this.#byId = new Map(this.#byId).set(event.payload.conversation.id, event.payload.conversation)
    } else if (event.name === 'conversation.removed') {
      this.#byId = new Map([...this.#byId].filter(([id]) => id !== event.payload.conversationId))
    } else if (event.name === 'message.changed') {
      const { message } = event.payload
      const one = this.#byId.get(message.conversationId)
      if (one?.lastMessage?.id === message.id) this.#byId = new Map(this.#byId).set(one.id, { ...one, lastMessage: message })
    }
  }
}

const isShown = (one: Conversation) => accounts.active.some((account) => account.id === one.accountId)

function byPlace(a: Conversation, b: Conversation): number {
  if (a.isPinned !== b.isPinned) return a.isPinned ? -1 : 1
  return b.activityMs - a.activityMs || b.id - a.id
}

export const conversations = register(new Conversations())
