import { describe, expect, test } from 'vitest'
import { findAddressed, findNick } from '#features/mentions/words'

test.each([
  ['Bob你好', 'Bob', true], ['你好小李。', '小李', true], ['小李你好', '小李', true], ['@Bob: hi', 'bob', true], ['Bobby', 'Bob', false],
  ['BOB', 'Bob', true], ['éBob', 'Bob', false], ['Bob2', 'Bob', false], ['hi (Bob)', 'Bob', true], ['Bobby Bob', 'Bob', true],
  ['anything', '', false], ['anything', '  ', false], ['a.b c', 'a.b', true], ['👍Bob👍', 'Bob', true],
  // addresses mean nobody
  ['see https://example.org/Robert?x', 'Robert', false], ['write to Robert@example.org', 'Robert', false], ['看 https://x.org/Robert，Robert', 'Robert', true],
  // short ones
  ['a nice day', 'a', false], ['@a look', 'a', true], ['a: look', 'a', true], ['hi\na, look', 'a', true], ['Li is here', 'Li', true], ['li is here', 'Li', false],
  ['ok then', 'ok', false], ['ok: then', 'ok', true], ['@OK then', 'ok', true], ['王者归来', '王', false], ['@王 看下', '王', true], ['＠王 看下', '王', true], ['王：看下', '王', true],
  ['王伟你看', '王伟', true], ['Łódź!', 'łódź', true], ['İbo: hi', 'ibo', false],
])('is "%s" for %s: %s', (body, nick, isFor) => {
  expect(findNick(body, nick).length > 0).toBe(isFor)
})

test('the place has the @ and is one of the text as it is, also behind letters that grow in lower case', () => {
  expect(findNick('İİ @Robin x ROBIN', 'Robin')).toEqual([{ begin: 3, end: 9 }, { begin: 12, end: 17 }])
  expect(findNick('Bob '.repeat(500), 'Bob')).toHaveLength(50)
})

describe('an @ of ours', () => {
  const nicks = ['Li', 'Li Na', '王伟', '王', 'Bob', 'bob', 'all in']
  const named = (body: string) => findAddressed(body, nicks).map(({ begin, end, nick }) => [body.slice(begin, end), nick])

  test('means the longest name that fits', () => {
    expect(named('@Li Na look')).toEqual([['@Li Na', 'Li Na']])
    expect(named('@Li look')).toEqual([['@Li', 'Li']])
    expect(named('@li na!')).toEqual([['@li na', 'Li Na']])
    expect(named('@王伟看下')).toEqual([['@王伟', '王伟']])
    expect(named('你好@王伟，@王')).toEqual([['@王伟', '王伟'], ['@王', '王']])
    expect(named('＠Bob and @bob')).toEqual([['＠Bob', 'Bob'], ['@bob', 'bob']])
  })
  test('means everybody by several words, unless somebody is called so', () => {
    expect(named('@所有人看下 @all @everyone')).toEqual([['@所有人', null], ['@all', null], ['@everyone', null]])
    expect(findAddressed('@ALL', ['All']).map(({ nick }) => nick)).toEqual(['All'])
    expect(named('@all in')).toEqual([['@all in', 'all in']])
  })
  test('means nobody where no name follows or an address does', () => {
    expect(named('@Lily @nobody @ Bob x@Bob.example 20@all @alles')).toEqual([])
    expect(named('no sign at all, Bob')).toEqual([])
    expect(named('@Bob '.repeat(200))).toHaveLength(50)
  })
})

test('no text breaks it', () => {
  const pieces = ['@', '＠', 'Bob', '王', '\ud83d', '\ude00', ' ', '\n', 'İ', 'a@b.c', 'https://', '\u202e', ':']
  let seed = 7
  const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n
  for (let i = 0; i < 3000; i++) {
    const text = Array.from({ length: random(12) }, () => pieces[random(pieces.length)]).join('')
    const nick = pieces[random(pieces.length)]!
    for (const { begin, end } of [...findNick(text, nick), ...findAddressed(text, [nick, 'Bob'])]) {
      expect(begin).toBeLessThan(end)
      expect(end).toBeLessThanOrEqual(text.length)
    }
  }
})
