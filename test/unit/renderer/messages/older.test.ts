/** The window at the oldest row that is stored: the archive is asked, what it brings stands in front, and it comes to an end. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { ContractEvent } from '#contract'
import type { AccountId, ConversationId } from '#shared/ids'
import type { Message, MessageCursor } from '#shared/model/message'
import type { CallError } from '#shared/result'
import { compare, MAX_ROWS, MessageWindow, PAGE, STEP } from '../../../../renderer/features/messages/message-window.svelte'

const accountId = 1 as AccountId
const conversationId = 1 as ConversationId
let stored: Message[]
let archived: Message[]
let archiveCalls: number
let refusal: CallError | null
let view: MessageWindow
/** Before the archive answers. */
let onTheWay: () => void

const message = (n: number) => ({ id: 100_000 - n, orderMs: n, conversationId, accountId, direction: 'in', kind: 'text', body: `m${n}`, state: 'received' }) as unknown as Message
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => message(from + i))
const numbers = () => view.messages.map((one) => Number(one.body.slice(1)))
const added = (one: Message) => view.apply({ revision: 1, name: 'message.added', payload: { accountId, message: one } } as ContractEvent)

function history({ before, after, limit }: { before?: MessageCursor; after?: MessageCursor; limit: number }) {
  if (after) return stored.filter((one) => compare(one, after) > 0).slice(0, limit)
  return stored.filter((one) => !before || compare(one, before) < 0).slice(-limit)
}

beforeEach(() => {
  archiveCalls = 0
  refusal = null
  onTheWay = () => undefined
  const call = async (name: string, input: { before?: MessageCursor; after?: MessageCursor; limit: number }) => {
    await Promise.resolve()
    if (name === 'conversation.history') return { ok: true, value: { messages: history(input), firstUnread: null, unreadMentions: [] } }
    archiveCalls++
    if (refusal) return { ok: false, error: refusal }
    const page = archived.splice(-50)
    stored = [...page, ...stored]
    for (const one of page) added(one) // events come before the answer
    onTheWay()
    return { ok: true, value: { added: page.length, before: archived.length > 0 ? 'more' : 'start' } }
  }
  Object.assign(globalThis, { window: { magpie: { call } } })
  view = new MessageWindow(accountId, conversationId)
})

describe('scrolling up beyond what is stored', () => {
  it('walks to the beginning, bounded and without a gap, and asks no more', async () => {
    stored = range(500, 620)
    archived = range(0, 500)
    await view.open()
    view.isFollowing = false
    for (let i = 0; i < 600 && !(view.isAtStart && view.before === 'start'); i++) {
      if (view.wantsArchive) await view.loadArchived()
      else await view.loadOlder()
      const first = numbers()[0] as number
      expect(numbers()).toEqual(range(first, first + view.messages.length).map((one) => one.orderMs))
      expect(view.messages.length).toBeLessThanOrEqual(MAX_ROWS)
    }
    expect(numbers()[0]).toBe(0)
    expect(archiveCalls).toBe(10)
    expect(view.wantsArchive).toBe(false)
    await view.loadArchived()
    expect(archiveCalls).toBe(10)
  })

  it('fills an empty conversation', async () => {
    stored = []
    archived = range(0, 70)
    await view.open()
    expect([view.isAtStart, view.wantsArchive]).toEqual([true, true])
    await view.loadArchived()
    expect(numbers()).toEqual(range(20, 70).map((one) => one.orderMs))
    for (let i = 0; i < 20 && view.before === 'more'; i++) await (view.wantsArchive ? view.loadArchived() : view.loadOlder())
    for (let i = 0; i < 20 && !view.isAtStart; i++) await view.loadOlder()
    expect(numbers()).toEqual(range(0, 70).map((one) => one.orderMs))
    expect([view.isAtStart, view.isAtEnd, view.before]).toEqual([true, true, 'start'])
  })

  it('says what went wrong, waits for the user or the connection, and goes on', async () => {
    stored = range(50, 60)
    archived = range(0, 50)
    refusal = { code: 'offline', message: '' }
    await view.open()
    await view.loadArchived()
    expect([view.archiveProblem?.code, view.wantsArchive]).toEqual(['offline', false])
    const online = { id: accountId, connection: { phase: 'online' } }
    view.apply({ revision: 2, name: 'account.changed', payload: { account: { ...online, id: 2 } } } as never)
    expect(view.wantsArchive).toBe(false)
    view.apply({ revision: 2, name: 'account.changed', payload: { account: online } } as never)
    expect(view.wantsArchive).toBe(true)
    refusal = { code: 'timeout', message: '' }
    await view.loadArchived()
    view.apply({ revision: 3, name: 'account.changed', payload: { account: online } } as never)
    expect([view.archiveProblem?.code, view.wantsArchive, view.isAskingArchive]).toEqual(['timeout', false, false])
    refusal = null
    await view.retryArchive()
    expect(numbers()[0]).toBe(0)
  })

  it('keeps what is read while the background history comes in in front', async () => {
    stored = range(1000, 1000 + PAGE * 2)
    archived = []
    await view.open()
    view.isFollowing = false
    for (let i = 0; i < 20 && !view.isAtStart; i++) await view.loadOlder()
    expect(view.isAtStart).toBe(true)
    const shown = numbers()
    for (const one of range(0, 1000).reverse()) {
      stored = [one, ...stored]
      added(one)
    }
    expect(numbers()).toEqual(shown)
    expect(view.isAtStart).toBe(false)
    expect([view.newBelow, view.unreadFrom]).toEqual([0, null])
    await view.loadOlder()
    expect(numbers().slice(0, STEP)).toEqual(range(1000 - STEP, 1000).map((one) => one.orderMs))
  })

  it('fetches nothing again of what was deleted here meanwhile', async () => {
    stored = range(50, 60)
    archived = range(0, 50)
    onTheWay = () => view.apply({ revision: 5, name: 'conversation.removed', payload: { accountId, conversationId } } as ContractEvent)
    await view.open()
    await view.loadArchived()
    expect(view.messages).toEqual([])
    expect([view.wantsArchive, view.isAskingArchive]).toEqual([false, false])
  })
})
