import { expect, test } from 'vitest'
import { markOf, wrapped } from '../../../../renderer/features/composer/wrap'

const press = (key: string, more = {}) => markOf({ key, ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, ...more })
/** | where the selection is. */
const after = (marked: string, mark: string) => {
  const [a = '', b = '', c = ''] = marked.split('|')
  const text = a + b + c
  const { from, to, words, selectFrom, selectTo } = wrapped(text, a.length, a.length + b.length, mark)
  const now = text.slice(0, from) + words + text.slice(to)
  return `${now.slice(0, selectFrom)}|${now.slice(selectFrom, selectTo)}|${now.slice(selectTo)}`
}

test.each([
  ['b', {}, '*'], ['B', {}, '*'], ['i', {}, '_'], ['X', { shiftKey: true }, '~'], ['e', { shiftKey: true }, '`'],
  ['b', { ctrlKey: false }, null], ['b', { altKey: true }, null], ['x', {}, null], ['b', { shiftKey: true }, null],
])('%s %j → %s', (key, more, mark) => expect(press(key, more)).toBe(mark))

test.each([
  ['a |very| b', 'a *|very|* b'],
  ['a| very |b', 'a *|very|* b'],
  ['a *|very|* b', 'a |very| b'],
  ['a ||', 'a *||*'],
  ['||', '*||*'],
  ['a|  |b', 'a  *||*b'],
])('%s → %s', (before, expected) => expect(after(before, '*')).toBe(expected))
