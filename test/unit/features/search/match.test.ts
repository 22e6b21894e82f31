/** What is a match, and that everything that is one is in the index: by the tokens every query needs. */
import { describe, expect, test } from 'vitest'
import { excerptOf } from '../../../../electron/features/search/excerpt'
import { fold } from '../../../../electron/features/search/fold'
import { isMatch, marksIn, parseQuery } from '../../../../electron/features/search/match'
import { tokensOf } from '../../../../electron/features/search/words'
import { randomOf } from '../../../bench/search/corpus'

/** Would the index give this text for this query? */
function isCandidate(query: string, text: string): boolean {
  const tokens = tokensOf(fold(text))
  const { required, loose } = parseQuery(query)
  return [...required, ...loose].every((one) => {
    const isStart = one.endsWith('*')
    const token = one.slice(1, isStart ? -2 : -1)
    return isStart ? [...tokens].some((other) => other.startsWith(token)) : tokens.has(token)
  })
}
const finds = (query: string, text: string) => {
  const isIt = isMatch(parseQuery(query), text)
  if (isIt) expect(isCandidate(query, text), `${query} in the index of ${text}`).toBe(true)
  return isIt
}
const marked = (query: string, text: string) => marksIn(parseQuery(query), text).map(({ begin, end }) => text.slice(begin, end))

describe('what is found', () => {
  test.each([
    ['天', '今天吃什么'], ['今天', '今天吃什么'], ['天吃什', '今天吃什么'], ['今天吃什么', '今天吃什么'], ['今天 什么', '今天吃什么'],
    ['hello', 'Say HELLO!'], ['h', 'Say hello'], ['he', 'say Hello'], ['hel', 'hello'], ['hell', 'hello'], ['ＡＢＣ', 'abc'], ['abc', 'ＡＢＣ'],
    ['cafe', 'Café'], ['café', 'CAFE'], ['cafe', 'Cafe\u0301'], ['łódź', 'lodz'], ['lodz', 'Łódź'], ['strasse', 'Straße'], ['москва', 'МОСКВА'],
    ['abc中文', '看abc中文字'], ['中文abc', '中文abcdef'], ['会议 Room', 'room 3 的会议'], ['👍', '好的👍'], ['👍', '👍🏽'], [':)', 'ok :)'], ['c++', 'I like C++'],
    ['example.org/a', 'see https://example.org/a/b'], ['"new york"', 'in New York'], ['“new york', 'New\nYork'], ['你好，世', '你好，世界'], ['ｶﾞｷﾞ', 'ガギグ'], ['한국', '한국어'],
    ['한국', '한국'], ['𠮷野', '在𠮷野家'], ['ก', 'ภาษาไทยกข'], ['3.14', 'pi=3.14159'], ['hel lo', 'lower hello'], ['ﬁne', 'fine'], ['ab', 'a\u200bb ab'], ['нас', 'нас'],
  ])('%s in %s', (query, text) => expect(finds(query, text)).toBe(true))

  test.each([
    ['llo', 'hello'], ['天今', '今天'], ['今 明', '今天'], ['her', 'other'], ['foo.bar', 'foo bar'], ['你好', '你，好'], ['"york new"', 'new york'], ['国', '國'], ['hello.', 'hello!'],
  ])('not %s in %s', (query, text) => expect(finds(query, text)).toBe(false))

  test('any piece of any text is found in it, whatever the script', () => {
    const random = randomOf(3)
    const letters = [...'今天吃什么一的a bEé\u0301ＡßöΣс한국어\u1112\u1161ガｶﾞ𠮷👍🏽,.!:，。 \n12_-İıﬁ…①ไทย\u200d']
    for (let n = 0; n < 3000; n++) {
      const text = Array.from({ length: 2 + Math.floor(random() * 14) }, () => letters[Math.floor(random() * letters.length)]).join('')
      const folded = fold(text)
      const at = Math.floor(random() * folded.length)
      const piece = folded.slice(at, at + 1 + Math.floor(random() * 5))
      if (/[\ud800-\udfff"]/u.test(piece)) continue // half a pair
      const query = parseQuery(`"${piece}"`)
      if (isMatch(query, text)) expect(isCandidate(`"${piece}"`, text), JSON.stringify([piece, text])).toBe(true)
      // Only a beginning in the middle of a word is no match.
      else expect(/[\p{L}\p{N}\p{M}]$/u.test(folded.slice(0, folded.indexOf(query.terms[0]!))), JSON.stringify([piece, text])).toBe(true)
    }
  })

  test('words of any length and number, and what folds to nothing, do no harm', () => {
    const long = 'a'.repeat(40_000)
    expect(finds(long.slice(0, 100), `x ${long}`)).toBe(true)
    expect(parseQuery(Array.from({ length: 100 }, (_, i) => `w${i}`).join(' ')).terms.length).toBeLessThanOrEqual(12)
    expect(parseQuery(' \u200d "" “ ').terms).toEqual([])
    expect(finds('"', 'a "b"')).toBe(true)
  })
})

describe('marks are places in the text as it is', () => {
  test.each([
    ['cafe', 'Das Cafe\u0301 hier', ['Cafe\u0301']], ['天', '天天', ['天天']], ['ab', 'ab x AB xab', ['ab', 'AB']], ['ss', 'Maß ssss', ['ss']], ['fi', 'ﬁne', ['ﬁ']],
    ['世', '👍世界', ['世']], ['中文 文字', '中文字', ['中文字']], ['x', 'y', []],
  ])('%s in %s', (query, text, expected) => expect(marked(query, text)).toEqual(expected))

  test('the words around the first of them, cut between characters', () => {
    const body = `${'👍🏽'.repeat(30)}天气${'好'.repeat(300)}天`
    const excerpt = excerptOf(body, marksIn(parseQuery('天'), body))
    expect(excerpt).toMatchObject({ isCutBefore: true, isCutAfter: true })
    expect(excerpt.text).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/)
    expect(excerpt.text.startsWith('👍🏽')).toBe(true)
    expect(excerpt.marks.map(({ begin, end }) => excerpt.text.slice(begin, end))).toEqual(['天'])
    expect(excerptOf('a\nb', [])).toEqual({ text: 'a b', marks: [], isCutBefore: false, isCutAfter: false })
  })
})
