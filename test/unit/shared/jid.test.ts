import { describe, expect, test } from 'vitest'
import { bareOf, domainOf, isFullJid, localOf, parseBareJid, parseJid, resourceOf, withResource, type BareJid } from '#shared/jid'

describe('P19: one form for what servers take for one address', () => {
  test.each([
    ['Li.Na@Example.ORG/Home', 'li.na@example.org/Home'],
    ['ＬｉＮａ@ｅｘａｍｐｌｅ．org', 'lina@example.org'], // full width
    ['user@example.org.', 'user@example.org'], // final dot
    ['user@例え。テスト', 'user@例え.テスト'], // ideographic full stop
    ['ﬁsh@x', 'fish@x'], // ligature: NFKC
    ['e\u0301va@x/e\u0301', 'éva@x/é'],
    ['bo\u00ad\u200bb@x', 'bob@x'], // invisible characters are mapped to nothing
    ['ΟΔΥΣΣΕΥΣ@x', 'οδυσσευσ@x'],
    ['İ@x', 'i̇@x'],
    ['straße@x', 'straße@x'], // stringprep makes it ss, PRECIS does not: as the server wrote it
    ['喜鹊@鸟.中国/手机 😀', '喜鹊@鸟.中国/手机 😀'],
    ['example.org/a/b@c', 'example.org/a/b@c'],
    ['[::1]', '[::1]'],
    ['a\\20b@x', 'a\\20b@x'],
  ])('%s', (text, normal) => {
    expect(parseJid(text)).toBe(normal)
    expect(parseJid(normal)).toBe(normal)
  })
  test('the case of a resource counts', () => expect(parseJid('a@b/X')).not.toBe(parseJid('a@b/x')))
  test('look-alikes stay different', () => expect(parseJid('bоb@x')).not.toBe(parseJid('bob@x'))) // Cyrillic о
})

test.each(['', '@', '/x', '@x', 'a@', 'a@/x', 'a@b/', 'a b@c', 'a\u3000b@c', 'a"b@c', "a'b@c", 'a&b@c', 'a<b@c', 'a:b@c', 'a@b@c', 'a@b c', 'a\u202eb@c',
  'a@b\u202ec', 'a@b/\u0000', 'a@b/\n', '\u200b@x', 'a@b/\ud800', 'a\ue000@b', 'x'.repeat(1024) + '@y', 'y/' + 'x'.repeat(1024), 'y/' + '漢'.repeat(342),
])('refused: %j', (text) => expect(parseJid(text)).toBeNull())

test('parts', () => {
  const jid = parseJid('a@b/c/d')!
  expect([bareOf(jid), localOf(jid), domainOf(jid), resourceOf(jid), isFullJid(jid)]).toEqual(['a@b', 'a', 'b', 'c/d', true])
  expect([localOf(parseJid('b/c@d')!), domainOf(parseJid('b/c@d')!), resourceOf(parseJid('b')!)]).toEqual([null, 'b', null])
  expect([parseBareJid('a@b/c'), parseBareJid('a@b'), parseBareJid(null)]).toEqual([null, 'a@b', null])
  expect([withResource('r@c' as BareJid, 'nick/ x'), withResource('r@c' as BareJid, ''), withResource('r@c' as BareJid, 'a\nb')]).toEqual(['r@c/nick/ x', null, null])
})
