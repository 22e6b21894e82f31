/** How bundles are called where they are only spoken of. */
import { beforeEach, expect, test, vi } from 'vitest'
import type { ForwardedEntry } from '#shared/model/bundle'
import type { Message } from '#shared/model/message'
import { titleOfEntries } from '../../../../renderer/features/bundles/bundle-words'
import { lineInstead, messageLine } from '../../../../renderer/features/messages/message-line'
import '../../../../renderer/views/message-lines'
import { locale } from '../../../../renderer/lib/i18n/locale.svelte'

const by = (...names: string[]) => names.map((name): ForwardedEntry => ({ name, address: '', sentAtMs: null, body: 'x' }))
const plain = (text: string | null) => text?.replace(/[\u2068\u2069]/g, '')
const message = (more: Partial<Message>) => ({ body: 'a: x', ...more }) as Message
beforeEach(() => {
  vi.stubGlobal('document', { documentElement: {} })
  locale.choose('en')
})

test('a few names, then how many more; each once', () => {
  expect(plain(titleOfEntries(by('Ann', 'Bob', 'Ann')))).toBe('Chat record of Ann and Bob')
  expect(plain(titleOfEntries(by('Ann', 'Bob', 'Cy', 'Di')))).toBe('Chat record of Ann, Bob and 2 more')
  expect(titleOfEntries(by('', ''))).toBe('Chat record')
  locale.choose('zh')
  expect(plain(titleOfEntries(by('王伟', '李娜')))).toBe('王伟和李娜的聊天记录')
  expect(plain(titleOfEntries(by('王伟', '李娜', '张敏')))).toBe('王伟、李娜等 3 人的聊天记录')
})

test('long names are cut, and none turns the line around', () => {
  const title = titleOfEntries(by(`\u202e${'长'.repeat(80)}`, 'سمير'))
  expect([...title].length).toBeLessThan(60)
  expect(title.match(/\u2068/g)).toHaveLength(2)
  expect(title.match(/\u2069/g)).toHaveLength(2)
})

test('stands in place of the words, unless they are of whoever passes it on', () => {
  const entries = by('Ann')
  expect(plain(lineInstead(message({ extras: { bundle: { entries } } })))).toBe('[Chat record] Ann')
  expect(lineInstead(message({ extras: { bundle: { entries: by('', '') } } }))).toBe('[Chat record] 2 messages')
  expect(messageLine(message({ body: 'look', extras: { bundle: { entries, hasWords: true } } }))).toBe('look')
})
