import { describe, expect, it } from 'vitest'
import type { MessageId } from '#shared/ids'
import type { Message } from '#shared/model/message'
import type { EpochMs } from '#shared/time'
import type { Hole } from '../../../../renderer/features/messages/holes.svelte'
import { holesBehind, rowsOf } from '../../../../renderer/features/messages/rows'

let id = 0
const noon = new Date('2026-03-14T12:00:00').getTime()
const message = (minutes: number, more: Partial<Message> = {}) =>
  ({
    id: ++id as MessageId,
    direction: 'in',
    kind: 'text',
    body: 'x',
    sender: 'li@x',
    state: 'received',
    sentAtMs: (noon + minutes * 60_000) as EpochMs,
    orderMs: (noon + minutes * 60_000) as EpochMs,
    ...more,
  }) as Message
const joined = (...messages: Message[]) => rowsOf(messages, null).map((row) => row.isJoined)

describe('rows', () => {
  it('joins what one person says within five minutes', () => {
    const rows = rowsOf([message(0), message(1), message(2), message(8)], null)
    expect(rows.map((row) => row.isJoined)).toEqual([false, true, true, false])
    expect(rows.map((row) => row.isGroupEnd)).toEqual([false, false, true, true])
  })

  it('does not join another person, side, kind, an action, or what follows a failure', () => {
    expect(joined(message(0), message(0, { sender: 'wang@x' }))).toEqual([false, false])
    expect(joined(message(0), message(0, { direction: 'out' }))).toEqual([false, false])
    expect(joined(message(0), message(0, { kind: 'notice' }), message(0))).toEqual([false, false, false])
    expect(joined(message(0, { body: '/me waves' }), message(0))).toEqual([false, false])
    expect(joined(message(0, { state: 'failed' }), message(0))).toEqual([false, false])
  })

  it('puts a line between days and above the first unread, and joins nothing across them', () => {
    const late = message(60 * 11 + 59)
    const early = message(60 * 12)
    const rows = rowsOf([late, early], null)
    expect(rows.map((row) => row.day)).toEqual([late.orderMs, early.orderMs])
    expect(rows[1]?.isJoined).toBe(false)
    const [a, b] = [message(0), message(1)]
    expect(rowsOf([a, b], b.id).map((row) => [row.isUnreadStart, row.isJoined])).toEqual([[false, false], [true, false]])
  })

  it('holes stand above the first message at or after their place, break what is joined, and stand behind all when nothing came since', () => {
    const messages = [message(0), message(1), message(2)]
    const hole = (n: number, minutes: number, at = {}) => ({ id: n, at: { orderMs: noon + minutes * 60_000, id: 1, ...at } }) as Hole
    const exact = hole(1, 1, { id: messages[1]!.id })
    const rows = rowsOf(messages, null, [hole(3, 1.7), hole(2, 1.5), exact, hole(4, 9)])
    expect(rows.map((row) => row.holes.map((one) => one.id))).toEqual([[], [1], [2, 3]])
    expect(rows.map((row) => row.isJoined)).toEqual([false, false, false])
    expect(holesBehind(messages, [exact, hole(4, 9)]).map((one) => one.id)).toEqual([4])
    expect(holesBehind([], [exact])).toHaveLength(1)
  })

  it('with more stored above, a hole stands above the first message only when it names it', () => {
    const first = message(0)
    const holes = [{ id: 1, at: { orderMs: noon - 1, id: 1 } }, { id: 2, at: { orderMs: first.orderMs, id: first.id } }] as Hole[]
    const above = (isAtStart: boolean) => rowsOf([first], null, holes, isAtStart)[0]!.holes.map((one) => one.id)
    expect(above(true)).toEqual([1, 2])
    expect(above(false)).toEqual([2])
  })
})
