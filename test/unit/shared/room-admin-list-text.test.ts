import { describe, expect, test } from 'vitest'
import type { BareJid } from '#shared/jid'
import type { RoomListEntry } from '#shared/model/room-admin'
import { MAX_IMPORT_ROWS, readImport, splitCsv, writeCsv, writeJson } from '#shared/model/room-list-text'

const options = { affiliation: 'member' } as const
const read = (text: string) => {
  const answer = readImport(text, options)
  if (!answer.ok) return answer.error
  return { rows: answer.value.rows.map((row) => [row.line, row.jid, row.affiliation, row.reason]), bad: answer.value.bad.map((one) => [one.line, one.fault]), total: answer.value.total }
}
const entry = (jid: string, more: Partial<RoomListEntry> = {}): RoomListEntry => ({ jid: jid as BareJid, nick: null, affiliation: 'member', role: null, reason: '', ...more })

describe('CSV in', () => {
  test('with a heading in any order, in Chinese, with words of people', () => {
    expect(read('\ufeffReason;JID;Rank\r\n"a; b";Ann@X.example;banned\r\n;bob@x.example;\r\n')).toEqual({
      rows: [[2, 'ann@x.example', 'outcast', 'a; b'], [3, 'bob@x.example', 'member', '']], bad: [], total: 2,
    })
    expect(read('地址,身份\nann@x.example,管理员')).toMatchObject({ rows: [[2, 'ann@x.example', 'admin', '']] })
  })
  test('without a heading: an address a line', () => {
    expect(read('ann@x.example\n\n  xmpp:bob@x.example?join\nspam.example,outcast')).toMatchObject({
      rows: [[1, 'ann@x.example', 'member', ''], [3, 'bob@x.example', 'member', ''], [4, 'spam.example', 'outcast', '']], total: 3,
    })
  })
  test('every bad line is named, with its number in the file and why; good ones stay', () => {
    const text = 'jid,affiliation\n,member\na b@x,member\nann@x.example/phone,member\nbob@x.example,king\nbob@x.example,member\nbob@x.example,member\nbob@x.example,outcast\nnodots,member\nx.example,owner\na@x.example,member,extra'
    expect(read(text)).toEqual({
      rows: [[6, 'bob@x.example', 'member', '']],
      bad: [
        [2, 'no-address'], [3, 'bad-address'], [4, 'full-address'], [5, 'bad-affiliation'], [7, 'duplicate'], [8, 'contradiction'], [9, 'bad-address'],
        [10, 'bad-affiliation'], [11, 'bad-row'],
      ],
      total: 10,
    })
  })
  test('line numbers count lines inside of quotes, too', () => {
    expect(splitCsv('"a\nb",1\n"c""d",2\r\n')).toEqual([{ line: 1, cells: ['a\nb', '1'] }, { line: 3, cells: ['c"d', '2'] }])
    expect(read('"ann@x.example,member')).toBe('open-quote')
  })
  test('nothing, no addresses, too much', () => {
    expect(read(' \n ')).toBe('empty')
    expect(read('nick,reason\nAnn,spam')).toBe('no-address-column')
    expect(read('jid')).toBe('empty')
    expect(read(Array.from({ length: MAX_IMPORT_ROWS + 1 }, (_, i) => `u${i}@x.example`).join('\n'))).toBe('too-many')
  })
  test('words that are properties of every object', () => {
    expect(read('constructor@x.example,__proto__\ntoString,constructor')).toMatchObject({ rows: [], bad: [[1, 'bad-affiliation'], [2, 'bad-address']] })
  })
})

describe('JSON in', () => {
  test('a list of addresses or of objects, bare or under people', () => {
    expect(read('["ann@x.example", {"jid": "bob@x.example", "affiliation": "outcast", "reason": "spam"}]')).toMatchObject({
      rows: [[1, 'ann@x.example', 'member', ''], [2, 'bob@x.example', 'outcast', 'spam']], total: 2,
    })
    expect(read('{"people": ["ann@x.example"]}')).toMatchObject({ total: 1 })
  })
  test('bad ones', () => {
    expect(read('[1, null, [], {"jid": 5}, {"nick": "x"}]')).toMatchObject({ rows: [], bad: [[1, 'bad-row'], [2, 'bad-row'], [3, 'bad-row'], [4, 'bad-row'], [5, 'no-address']] })
    expect(read('[oops')).toBe('not-json')
    expect(read('{"a": 1}')).toBe('no-list')
  })
})

test('out and in again is the same; a sheet program finds no formula', () => {
  const entries = [entry('ann@x.example', { reason: '=HYPERLINK("http://evil")', nick: '@nn, "the" first' }), entry('x.example', { affiliation: 'outcast', reason: "'quoted\nline" })]
  const csv = writeCsv(entries)
  expect(csv).not.toMatch(/(^|,)"?[=@]/m)
  const back = readImport(csv, options)
  expect(back).toMatchObject({ ok: true, value: { rows: entries.map(({ jid, affiliation, reason, nick }) => ({ jid, affiliation, reason, nick })), bad: [] } })
  const json = readImport(writeJson('tea@c.x.example' as BareJid, entries), options)
  expect(json).toMatchObject({ ok: true, value: { rows: entries.map(({ jid, reason }) => ({ jid, reason })), bad: [] } })
})
