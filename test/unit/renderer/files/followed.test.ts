import { expect, test } from 'vitest'
import type { ContractEvent } from '#contract'
import type { Message } from '#shared/model/message'
import { fail, ok } from '#shared/result'
import { followed, withLinks } from '../../../../renderer/features/files/followed.svelte'

const message = (id: number, more: object = {}) => ({ id, conversationId: 7, orderMs: id * 1000, body: '', isRetracted: false, extras: { files: [{}] }, ...more }) as unknown as Message
const tell = (list: { apply(event: ContractEvent): void }, name: string, payload: object) => list.apply({ revision: 1, name, payload } as never)
const page = (...messages: Message[]) => () => Promise.resolve(ok({ messages, hasMore: false }))
const ids = (list: { messages: readonly Message[] }) => list.messages.map(({ id }) => Number(id))

test('what is sent while the list is open stands at its beginning; of others and without a file nothing does', async () => {
  const pages = [page(message(5), message(4)), page(message(4), message(3))]
  const leave = followed.show(7 as never, () => pages.shift()!())
  await expect.poll(() => followed.isBusy).toBe(false)
  for (const one of [message(6), message(7, { conversationId: 8 }), message(8, { extras: {} }), message(3), message(6)]) tell(followed, 'message.added', { message: one })
  expect(ids(followed)).toEqual([6, 5, 4])
  tell(followed, 'message.removed', { messageId: 5 })
  tell(followed, 'message.changed', { message: message(4, { body: 'x' }) })
  expect(followed.messages.map(({ body }) => body)).toEqual(['', 'x'])
  await followed.more()
  expect(ids(followed)).toEqual([6, 4, 3])
  leave()
  tell(followed, 'message.added', { message: message(9) })
  expect(ids(followed)).toEqual([])
})

test('who shows the same conversation later keeps it when the first goes', () => {
  const [first, second] = [withLinks.show(7 as never, page()), withLinks.show(7 as never, page())]
  first()
  tell(withLinks, 'message.added', { message: message(1, { body: 'see https://example.org' }) })
  tell(withLinks, 'message.added', { message: message(2, { body: 'no link' }) })
  expect(ids(withLinks)).toEqual([1])
  second()
  expect(ids(withLinks)).toEqual([])
})

test('what went wrong is said and tried again; an answer for a list that is gone is forgotten', async () => {
  const answers = [() => Promise.resolve(fail('offline', 'x')), page(message(2)), page(message(1))]
  const leave = followed.show(7 as never, () => answers.shift()!())
  await expect.poll(() => followed.problem?.code).toBe('offline')
  await followed.more()
  expect([ids(followed), followed.problem, followed.isBusy]).toEqual([[2], null, false])
  const late = followed.more()
  const again = followed.show(8 as never, page(message(9, { conversationId: 8 })))
  await late
  await expect.poll(() => followed.isBusy).toBe(false)
  expect(ids(followed)).toEqual([9])
  leave()
  again()
})
