/**
 * The part of one conversation that is in memory and in the DOM: some 90 messages in reading order, taken from SQLite at both
 * ends a few at a time, so that no frame has much to do. A conversation of 100,000 messages costs no more than one of 90.
 */
import type { CallOutput, ContractEvent } from '#contract'
import type { AccountId, ConversationId, MessageId } from '#shared/ids'
import type { Message, MessageCursor } from '#shared/model/message'
import type { CallError } from '#shared/result'
import { call } from '../../lib/api'
import { Holes } from './holes.svelte'

/** What a conversation opens with: more than a window shows. */
export const PAGE = 40
/** What comes at an end while scrolling: as much as a frame can draw. */
export const STEP = 10
export const MAX_ROWS = 90
/** Read messages shown above the first unread one. */
const CONTEXT = 20

/** No message is older than 1970. */
const BEFORE_ALL = { orderMs: 0, id: 1 } as MessageCursor

type Older = CallOutput<'archive.older'>

export const compare = (a: MessageCursor, b: MessageCursor): number => a.orderMs - b.orderMs || a.id - b.id
const cursorOf = ({ orderMs, id }: MessageCursor): MessageCursor => ({ orderMs, id })

export class MessageWindow {
  messages = $state.raw<readonly Message[]>([])
  /** The oldest / newest message that is stored here of the conversation is in the window. */
  isAtStart = $state(false)
  isAtEnd = $state(false)
  /** What lies before the oldest stored message: the archive is asked when the user gets there. */
  before = $state<Older['before']>('more')
  /** The archive is being asked … */
  isAskingArchive = $state(false)
  /** … and could not be: nothing is asked until the user wants it, or the connection is back. */
  archiveProblem = $state.raw<CallError | null>(null)
  /** Grows when the user sends something: he wants to see it. */
  writtenHere = $state(0)
  isLoaded = $state(false)
  /** A page is on its way; nothing else is asked for meanwhile. */
  isBusy = $state(false)
  /** The first page could not be read. */
  problem = $state.raw<CallError | null>(null)
  /** Messages that came in while the user was reading further up. */
  newBelow = $state(0)
  /** The "new messages" line stands above this one. */
  unreadFrom = $state<MessageId | null>(null)
  /** Messages that mention the user and that he has not seen: oldest first. The view takes out what he sees. */
  mentions = $state.raw<readonly MessageCursor[]>([])
  /** The view goes there and takes it away. */
  goal = $state.raw<MessageCursor | null>(null)
  /** Set by the view: the user is at the very end, so new messages push the oldest out. */
  isFollowing = $state(true)
  /** Set by the view: the user has this conversation before his eyes. */
  isWatched = true
  /** Set by the view: how many rows it needs; high windows show more. */
  maxRows = MAX_ROWS

  #loading: Promise<void> | null = null
  #removed = new Set<MessageId>()
  /** Events that come while a page is on its way are newer than it, or repeat it. */
  #meanwhile = new Map<MessageId, Message>()
  #generation = 0

  /** What may be missing between the messages. */
  readonly holes: Holes

  constructor(
    readonly accountId: AccountId,
    readonly conversationId: ConversationId,
  ) {
    this.holes = new Holes(accountId, conversationId)
  }

  /** The first unread message with some read ones above it; without unread ones, the end. */
  open(): Promise<void> {
    return this.#exclusively(async () => {
      const newest = await this.#ask({ limit: PAGE })
      if (!newest) return
      const { messages, firstUnread } = newest
      this.unreadFrom = firstUnread?.id ?? null
      this.mentions = newest.unreadMentions
      const first = messages[0]
      if (!firstUnread || !first || compare(first, firstUnread) <= 0) {
        this.#replace(messages, messages.length < PAGE, true)
        return
      }
      await this.#showAt(firstUnread)
    })
  }

  /** Leaves whatever is shown and shows this message with some above it. */
  openAt(place: MessageCursor): Promise<void> {
    return this.#exclusively(() => this.#showAt(place))
  }

  async #showAt(place: MessageCursor) {
    const above = await this.#ask({ before: place, limit: CONTEXT })
    const last = above?.messages.at(-1)
    // A cursor is exclusive: without a message above, one that sorts just before the first.
    const from = last ? cursorOf(last) : { orderMs: (place.orderMs - 1) as Message['orderMs'], id: place.id }
    const below = await this.#ask({ after: from, limit: PAGE })
    if (!above || !below) return
    this.#replace([...above.messages, ...below.messages], above.messages.length < CONTEXT, below.messages.length < PAGE)
  }

  jump(place: MessageCursor) {
    this.goal = cursorOf(place)
  }

  /** Leaves whatever is shown and shows the newest page. */
  openNewest(): Promise<void> {
    return this.#exclusively(async () => {
      const page = await this.#ask({ limit: PAGE })
      if (page) this.#replace(page.messages, page.messages.length < PAGE, true)
    })
  }

  /** Leaves whatever is shown and shows the first messages ever. */
  openOldest(): Promise<void> {
    return this.#exclusively(async () => {
      const page = await this.#ask({ after: BEFORE_ALL, limit: PAGE })
      if (page) this.#replace(page.messages, true, page.messages.length < PAGE)
    })
  }

  loadOlder(count = STEP): Promise<void> {
    if (this.isAtStart || this.#loading) return this.#loading ?? Promise.resolve()
    return this.#prepend(count)
  }

  #prepend(count = STEP): Promise<void> {
    return this.#exclusively(async () => {
      const first = this.messages[0]
      if (!first) return
      const page = await this.#ask({ before: cursorOf(first), limit: count })
      if (!page) return
      const all = this.#merge([...page.messages, ...this.messages, ...this.#news(page.messages, false)])
      if (all.length > this.maxRows) this.isAtEnd = false
      this.isAtStart = page.messages.length < count
      this.messages = all.slice(0, this.maxRows)
    })
  }

  /** True: there is something to fetch from the archive, and nothing speaks against it. */
  get wantsArchive(): boolean {
    return this.isLoaded && this.isAtStart && this.before === 'more' && !this.isAskingArchive && !this.archiveProblem && !this.problem
  }

  /** Asks the archive for what is older than all that is stored, and shows a page of it. */
  async loadArchived(): Promise<void> {
    if (!this.wantsArchive) return
    this.isAskingArchive = true
    const generation = this.#generation
    const result = await call('archive.older', { accountId: this.accountId, conversationId: this.conversationId })
    if (generation === this.#generation) {
      if (!result.ok) this.archiveProblem = result.error
      else {
        this.before = result.value.before
        if (result.value.added > 0) await (this.messages[0] ? this.#prepend() : this.openNewest())
      }
    }
    this.isAskingArchive = false
  }

  retryArchive(): Promise<void> {
    this.archiveProblem = null
    return this.loadArchived()
  }

  loadNewer(count = STEP): Promise<void> {
    const last = this.messages.at(-1)
    if (this.isAtEnd || !last || this.#loading) return this.#loading ?? Promise.resolve()
    return this.#exclusively(async () => {
      const page = await this.#ask({ after: cursorOf(last), limit: count })
      if (!page) return
      const isAtEnd = page.messages.length < count
      this.isAtEnd = isAtEnd
      const all = this.#merge([...this.messages, ...page.messages, ...this.#news(page.messages, isAtEnd)])
      if (all.length > this.maxRows) this.isAtStart = false
      this.messages = all.slice(-this.maxRows)
      if (isAtEnd) this.newBelow = 0
    })
  }

  /** After a gap in the events: the same place anew. */
  async reload(): Promise<void> {
    if (this.isFollowing || !this.messages[0]) return this.openNewest()
    const first = this.messages[0]
    return this.#exclusively(async () => {
      const from = { orderMs: (first.orderMs - 1) as Message['orderMs'], id: first.id }
      const page = await this.#ask({ after: from, limit: 200 })
      if (page) this.#replace(page.messages, false, page.messages.length < 200)
    })
  }

  apply(event: ContractEvent): void {
    this.holes.apply(event)
    if (event.name === 'account.changed' && event.payload.account.id === this.accountId) {
      if (event.payload.account.connection.phase === 'online' && this.archiveProblem?.code === 'offline') this.archiveProblem = null
    } else if (event.name === 'message.added') this.#add(event.payload.message)
    else if (event.name === 'message.changed') this.#change(event.payload.message)
    else if (event.name === 'message.removed' && event.payload.conversationId === this.conversationId) {
      this.#removed.add(event.payload.messageId)
      this.mentions = this.mentions.filter(({ id }) => id !== event.payload.messageId)
      this.messages = this.messages.filter((message) => message.id !== event.payload.messageId)
    } else if (event.name === 'conversation.removed' && event.payload.conversationId === this.conversationId) {
      this.#generation++
      this.messages = []
      this.isAtStart = this.isAtEnd = true
      this.before = 'start' // what was deleted here is not fetched again
      this.newBelow = 0
      this.unreadFrom = null
      this.mentions = []
    }
  }

  #add(message: Message) {
    if (message.conversationId !== this.conversationId) return
    if (this.#loading) this.#meanwhile.set(message.id, message)
    const first = this.messages[0]
    const last = this.messages.at(-1)
    const isAfter = !last || compare(message, last) > 0
    if (message.direction === 'out') {
      if (isAfter) this.unreadFrom = null
      if (message.state === 'queued') this.writtenHere++
    }
    if (message.direction === 'in' && message.kind === 'text') {
      if (!this.isFollowing && isAfter) this.newBelow++
      if (!this.isWatched && message.isUnread) this.unreadFrom ??= message.id
      if (message.isMention && message.isUnread) this.mentions = [...this.mentions, cursorOf(message)]
    }
    if (isAfter && !this.isAtEnd) return
    if (first && compare(message, first) < 0) {
      // History comes in in front, perhaps much of it: read from the store when the user gets there, a page at a time.
      if (this.messages.length >= PAGE) this.isAtStart = false
      if (!this.isAtStart) return
    }
    const all = this.#merge([...this.messages, message])
    if (all.length <= this.maxRows) this.messages = all
    else if (this.isFollowing) {
      this.messages = all.slice(-this.maxRows)
      this.isAtStart = false
    } else {
      // The user reads further up: what he sees stays, the new end is loaded when he gets there.
      this.messages = all.slice(0, this.maxRows)
      this.isAtEnd = false
    }
  }

  #change(message: Message) {
    if (message.conversationId !== this.conversationId) return
    if (this.#loading) this.#meanwhile.set(message.id, message)
    if (this.messages.some((other) => other.id === message.id)) this.messages = this.#merge([...this.messages, message])
  }

  /** In order, the last of each id, nothing removed. */
  #merge(messages: Message[]): Message[] {
    const byId = new Map<MessageId, Message>()
    for (const message of messages) if (!this.#removed.has(message.id)) byId.set(message.id, message)
    return [...byId.values()].sort(compare)
  }

  #replace(messages: Message[], isAtStart: boolean, isAtEnd: boolean) {
    this.messages = this.#merge([...messages, ...this.#news(messages, isAtEnd)])
    this.isAtStart = isAtStart
    this.isAtEnd = isAtEnd
    this.isLoaded = true
    if (isAtEnd) this.newBelow = 0
  }

  /** What events said of these messages, and, at the end, of newer ones, while the page was on its way. */
  #news(page: readonly Message[], isAtEnd: boolean): Message[] {
    return [...this.#meanwhile.values()].filter((message) => isAtEnd || page.some((other) => other.id === message.id))
  }

  async #ask(page: { before?: MessageCursor; after?: MessageCursor; limit: number }) {
    const generation = this.#generation
    const result = await call('conversation.history', { accountId: this.accountId, conversationId: this.conversationId, ...page })
    if (generation !== this.#generation) return null
    this.problem = result.ok ? null : result.error
    if (result.ok) return result.value
    this.isLoaded = true
    return null
  }

  /** One page at a time; whoever asks meanwhile waits for it and then goes. */
  async #exclusively(work: () => Promise<void>): Promise<void> {
    while (this.#loading) await this.#loading
    this.isBusy = true
    this.#loading = Promise.resolve().then(work).finally(() => {
      this.#loading = null
      this.isBusy = false
      this.#meanwhile.clear()
    })
    return this.#loading
  }
}
