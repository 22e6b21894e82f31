import { describe, expect, it } from 'vitest'
import { HIDDEN_SIGN, isSameName, looksLike, mixesScripts, skeleton, visibleName } from '#shared/look-alike'

describe('what looks alike', () => {
  it.each([
    ['bob', 'bоb', 'Cyrillic о'], ['bob', 'b\u200bob', 'zero width space'], ['bob', 'ｂｏｂ', 'wide letters'], ['bob', '𝐛𝐨𝐛', 'bold letters of mathematics'],
    ['paypal', 'paypaI', 'capital i'], ['paypal', 'paypa1', 'digit one'], ['google', 'g00gle', 'zeros'], ['modern', 'modem', 'rn and m'],
    ['Anna', 'Аnna', 'Cyrillic А'], ['omega', 'οmega', 'Greek ο'], ['wang.wei', 'wang․wei', 'one dot leader'], ['王伟', '王\u200d伟', 'joiner between Han'],
    ['Wang Wei', 'Wang\u00a0Wei', 'blank that does not break'], ['ex-boss', 'ex‑boss', 'hyphen that does not break'], ['BOSS', 'ВОЅЅ', 'capitals of Cyrillic'],
  ])('%s and %s (%s)', (one, other) => {
    expect(looksLike(one, other)).toBe(true)
    expect(looksLike(other, one)).toBe(true)
  })

  it.each([['bob', 'rob'], ['王伟', '王偉'], ['Jose', 'José'], ['Анна', 'Алла'], ['anna', 'anne'], ['', 'a'], ['大', '太']])('not %s and %s', (one, other) => {
    expect(looksLike(one, other)).toBe(false)
  })

  it('the same is not a look-alike, also not in capitals', () => {
    expect([looksLike('Bob', 'bob'), isSameName(' Bob', 'bOB'), looksLike('é', 'e\u0301')]).toEqual([false, true, false])
  })

  it('is quick also with what is long and strange', () => {
    expect(skeleton('\u200b'.repeat(50_000))).toBe('')
    expect(skeleton('rn'.repeat(10_000))).toHaveLength(10_000)
  })
})

describe('marks that one does not see', () => {
  it.each([
    ['evil\u202etxt.exe', `evil${HIDDEN_SIGN}txt.exe`], ['bo\u200bb', `bo${HIDDEN_SIGN}b`], ['a\u2066\u2067\u2069b', `a${HIDDEN_SIGN}b`], ['b\u200dob', `b${HIDDEN_SIGN}ob`],
    ['two\nlines', 'two lines'], ['tag\u{e0041}', `tag${HIDDEN_SIGN}`], ['bob\u200f', `bob${HIDDEN_SIGN}`], ['\u3164', HIDDEN_SIGN],
  ])('%j is shown as %j', (text, shown) => expect(visibleName(text)).toBe(shown))

  it.each(['👩‍👩‍👧', '👋🏽', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'می‌خواهم', 'क्‍ष', 'שלום\u200f!', '喜鹊', 'José', 'Zoë 🎉'])('%s stays', (text) => expect(visibleName(text)).toBe(text))
})

it('scripts mixed in a word', () => {
  expect(['bоb', 'exаmple.org', 'Аnna Smith'].map(mixesScripts)).toEqual([true, true, true])
  expect(['bob', 'Анна Smith', '王Wei', 'αβγ', 'данные.рф'].map(mixesScripts)).toEqual([false, false, false, false, false])
})
