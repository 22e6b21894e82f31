/**
 * What tray and notifications know of the accounts: names, unread conversations, own status. A projection of snapshot and
 * events as in the renderer; the core is its only writer. No Electron here.
 */
import type { ContractEvent, Snapshot } from '#contract'
import type { Core } from '#core/create-core'
import type { AccountId, ConversationId } from '#shared/ids'
import type { Account } from '#shared/model/account'
import type { ContactRequest, OwnStatus } from '#shared/model/contact'
import { loudUnread, type Conversation } from '#shared/model/conversation'
import type { Message } from '#shared/model/message'
import type { NotifyShows } from '#shared/model/settings'

export interface Overview {
  conversation(id: ConversationId): Conversation | null
  /** With something unread that the user wanted to be told of, newest first. */
  unread(): Conversation[]
  /** Remark name, room name or nick; else the address. */
  nameOf(conversation: Pick<Conversation, 'accountId' | 'kind' | 'peer'>): string
  /** What its notifications may show, where that was chosen for it alone. */
  showsOf(conversation: Pick<Conversation, 'accountId' | 'kind' | 'peer'>): NotifyShows | null
  /** Of the account, or of the first that is online; null when none is. */
  status(accountId?: AccountId): OwnStatus | null
  online(): AccountId[]
  /** Address of the account, while several are logged in; null when there is no doubt which is meant. */
  accountName(id: AccountId): string | null
  /** Something of the above may have changed; at most once per tick. */
  onChange(listener: () => void): void
  /** New messages of others, in order, once their conversation is known. */
  onMessages(listener: (messages: Message[]) => void): void
  /** Somebody wants to be a contact. */
  onRequest(listener: (accountId: AccountId, request: ContactRequest) => void): void
}

/** Slices of features that are not in this build are missing. */
interface PartialSnapshot {
  app: Partial<Snapshot['app']>
  accounts: Record<number, Partial<Snapshot['accounts'][number]>>
}

export function createOverview(core: Pick<Core, 'subscribe' | 'snapshot'>): Overview {
  const conversations = new Map<ConversationId, Conversation>()
  const names = new Map<string, string>()
  /** What people call themselves (XEP-0172), where the user gave no remark. */
  const nicks = new Map<string, string>()
  const statuses = new Map<AccountId, OwnStatus>()
  const shows = new Map<string, NotifyShows>()
  let accounts: { id: AccountId; address: string; isActive: boolean; isOnline: boolean }[] = []
  const changeListeners: (() => void)[] = []
  const messageListeners: ((messages: Message[]) => void)[] = []
  const requestListeners: ((accountId: AccountId, request: ContactRequest) => void)[] = []
  let messages: Message[] = []
  let isScheduled = false
  let mustLoad = true

  const entry = ({ id, address, isActive, connection }: Account) => ({ id, address, isActive, isOnline: connection.phase === 'online' })
  const keyOf = (accountId: number, jid: string) => `${accountId} ${jid}`
  const showsKey = ({ accountId, kind, peer }: Pick<Conversation, 'accountId' | 'kind' | 'peer'>) => `${accountId} ${kind} ${peer}`
  const load = () => {
    const snapshot = core.snapshot() as unknown as PartialSnapshot
    conversations.clear()
    names.clear()
    nicks.clear()
    statuses.clear()
    shows.clear()
    accounts = (snapshot.app.accounts?.accounts ?? []).map(entry)
    for (const [id, slices] of Object.entries(snapshot.accounts)) {
      for (const conversation of slices.conversations?.conversations ?? []) conversations.set(conversation.id, conversation)
      for (const { jid, name } of slices.roster?.contacts ?? []) names.set(keyOf(Number(id), jid), name)
      for (const { jid, nick } of slices.nicks?.nicks ?? []) nicks.set(keyOf(Number(id), jid), nick)
      for (const { jid, name } of slices.rooms?.rooms ?? []) names.set(keyOf(Number(id), jid), name)
      for (const one of slices['notification-settings']?.shows ?? []) shows.set(showsKey({ accountId: Number(id) as AccountId, ...one }), one.shows)
      if (slices.presence) statuses.set(Number(id) as AccountId, slices.presence.status)
    }
    mustLoad = false
  }

  /** False: nothing that is shown here. */
  const apply = ({ name, payload }: ContractEvent): boolean => {
    switch (name) {
      case 'account.sessionChanged':
      case 'account.removed':
        mustLoad = true
        return true
      case 'account.changed': {
        const { account } = payload
        const isKnown = accounts.some((other) => other.id === account.id)
        accounts = isKnown ? accounts.map((other) => (other.id === account.id ? entry(account) : other)) : [...accounts, entry(account)]
        return true
      }
      case 'conversation.changed':
        conversations.set(payload.conversation.id, payload.conversation)
        return true
      case 'conversation.removed':
        return conversations.delete(payload.conversationId)
      case 'contact.changed':
        for (const contact of payload.contacts) names.set(keyOf(payload.accountId, contact.jid), contact.name)
        return true
      case 'contact.removed':
        for (const jid of payload.jids) names.delete(keyOf(payload.accountId, jid))
        return true
      case 'nick.changed':
        nicks.set(keyOf(payload.accountId, payload.jid), payload.nick)
        return true
      case 'room.changed':
        names.set(keyOf(payload.accountId, payload.room.jid), payload.room.name)
        return true
      case 'status.changed':
        statuses.set(payload.accountId, payload.status)
        return true
      case 'notifyShows.changed':
        if (payload.shows === null) shows.delete(showsKey(payload))
        else shows.set(showsKey(payload), payload.shows)
        return false
      case 'contactRequest.changed':
        for (const listener of requestListeners) listener(payload.accountId, payload.request)
        return false
      case 'message.added': {
        const { message } = payload
        if (message.direction === 'in' && message.isUnread) messages.push(message)
        return messages.length > 0
      }
      default:
        return false
    }
  }

  const tell = () => {
    isScheduled = false
    if (mustLoad) load()
    const news = messages
    messages = []
    for (const listener of changeListeners) listener()
    if (news.length > 0) for (const listener of messageListeners) listener(news)
  }

  load()
  core.subscribe((event) => {
    if (!apply(event as ContractEvent) || isScheduled) return
    isScheduled = true
    setImmediate(tell)
  })

  const nameOf: Overview['nameOf'] = ({ accountId, kind, peer }) => {
    const slash = kind === 'room-pm' ? peer.indexOf('/') : -1
    const jid = slash < 0 ? peer : peer.slice(0, slash)
    const name = names.get(keyOf(accountId, jid)) || nicks.get(keyOf(accountId, jid)) || jid
    return slash < 0 ? name : `${peer.slice(slash + 1)} (${name})`
  }
  const online = () => accounts.filter((account) => account.isOnline).map((account) => account.id)
  return {
    conversation: (id) => conversations.get(id) ?? null,
    unread: () =>
      [...conversations.values()]
        .filter((conversation) => loudUnread(conversation) > 0)
        .sort((a, b) => b.activityMs - a.activityMs),
    nameOf,
    showsOf: (conversation) => shows.get(showsKey(conversation)) ?? null,
    status: (accountId) =>
      accountId === undefined
        ? (online().map((id) => statuses.get(id)).find((status) => status !== undefined) ?? null)
        : (statuses.get(accountId) ?? null),
    online,
    accountName: (id) => {
      const active = accounts.filter((account) => account.isActive)
      return active.length > 1 ? (active.find((account) => account.id === id)?.address ?? null) : null
    },
    onChange: (listener) => void changeListeners.push(listener),
    onMessages: (listener) => void messageListeners.push(listener),
    onRequest: (listener) => void requestListeners.push(listener),
  }
}
