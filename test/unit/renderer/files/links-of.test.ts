/** What the list of links of a conversation is made of. */
import { expect, it } from 'vitest'
import type { Message } from '#shared/model/message'
import { linksOf } from '../../../../renderer/features/files/links-of'

const message = (id: number, body: string, isRetracted = false) => ({ id, body, isRetracted }) as Message
const urls = (...messages: Message[]) => linksOf(messages).map(({ url }) => url)

it('every link as it is opened, in order, the same one once in a message', () => {
  expect(urls(message(2, '看www.two.example吧 https://one.example/a https://one.example/a'), message(1, 'https://one.example/a'))).toEqual([
    'https://www.two.example', 'https://one.example/a', 'https://one.example/a',
  ])
  expect(new Set(linksOf([message(2, 'https://a.example'), message(1, 'https://a.example')]).map(({ key }) => key)).size).toBe(2)
})

it('nothing of what was taken back, of words that are no link, or of what is never opened', () => {
  expect(urls(message(1, 'https://gone.example', true), message(2, 'nothing'), message(3, 'javascript://x file:///etc/passwd https://bank.example@evil.example'))).toEqual([])
})

it('a message full of addresses does not fill the list', () => {
  expect(urls(message(1, Array.from({ length: 500 }, (_, i) => `https://x${i}.example`).join(' ')))).toHaveLength(20)
})
