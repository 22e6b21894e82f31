import { describe, expect, test } from 'vitest'
import { check, isClean, type Sent, type Store } from '../../chaos/checker'
import { createRandom } from '../../chaos/random'
import { makeBody, readTag, sha256 } from '../../chaos/texts'

const random = createRandom(1)
const say = (stream: string, n: number, conversation = 'room', isCertain = true) => {
  const body = makeBody({ stream, conversation, n }, random)
  return { body, sent: { stream, conversation, n, author: stream, sha: sha256(body), isCertain, cycle: 3 } satisfies Sent }
}
const said = [say('a', 0), say('a', 1), say('b', 0), say('a', 2), say('b', 1)]
const rows = said.map(({ body, sent }) => ({ author: sent.author, body }))
const judge = (changed: Store['rows'], sent = said.map((one) => one.sent)) => {
  const { findings, ...counts } = check(sent, [{ owner: 'x', conversation: 'room', rows: changed }])
  return { ...counts, messages: findings.map(({ message }) => message.slice(0, 20)) }
}
const clean = { sent: 5, lost: 0, duplicated: 0, reordered: 0, wrongSender: 0, altered: 0, messages: [] as string[] }

describe('checker', () => {
  test('says nothing when all is there', () => {
    expect(judge(rows)).toEqual(clean)
    expect(isClean(check([], []))).toBe(true)
  })

  test('lost, per store', () => {
    expect(judge(rows.toSpliced(1, 1))).toEqual({ ...clean, lost: 1, messages: ['a|room|1'] })
    const all = said.map((one) => one.sent)
    expect(check(all, [{ owner: 'x', conversation: 'room', rows }, { owner: 'y', conversation: 'room', rows: [] }]).lost).toBe(5)
  })

  test('duplicated, wherever the second one stands', () => {
    expect(judge([...rows, rows[0]!])).toEqual({ ...clean, duplicated: 1, messages: ['a|room|0'] })
    expect(judge([rows[0]!, ...rows]).duplicated).toBe(1)
  })

  test('reordered counts only within one writer', () => {
    const [a0, a1, b0, a2, b1] = rows as [Store['rows'][0], Store['rows'][0], Store['rows'][0], Store['rows'][0], Store['rows'][0]]
    expect(judge([b0, b1, a0, a1, a2])).toEqual(clean)
    expect(judge([a1, a0, a2, b0, b1])).toEqual({ ...clean, reordered: 1, messages: ['a|room|0'] })
    expect(judge([a2, a0, a1, b0, b1]).reordered).toBe(2)
  })

  test('wrong sender and altered text', () => {
    expect(judge(rows.with(2, { ...rows[2]!, author: 'a' }))).toEqual({ ...clean, wrongSender: 1, messages: ['b|room|0'] })
    expect(judge(rows.with(2, { ...rows[2]!, body: `${rows[2]!.body} ` }))).toEqual({ ...clean, altered: 1, messages: ['b|room|0'] })
    const decomposed = say('a', 3)
    const body = `${decomposed.body} e\u0301`
    const sent = [{ ...decomposed.sent, sha: sha256(body) }]
    expect(judge([{ author: 'a', body: body.normalize('NFC') }], sent).altered).toBe(1)
  })

  test('what nobody wrote, or wrote elsewhere, is altered', () => {
    expect(judge([...rows, { author: 'a', body: 'hello' }])).toEqual({ ...clean, altered: 1, messages: ['hello'] })
    expect(judge([...rows, { author: 'a', body: say('a', 9, 'chat').body }]).altered).toBe(1)
  })

  test('an uncertain message may be missing or there, but not twice', () => {
    const maybe = say('a', 3, 'room', false)
    const sent = [...said.map((one) => one.sent), maybe.sent]
    const row = { author: 'a', body: maybe.body }
    expect(judge(rows, sent)).toEqual(clean)
    expect(judge([...rows, row], sent)).toEqual(clean)
    expect(judge([...rows, row, row], sent).duplicated).toBe(1)
  })
})

describe('chance', () => {
  test('the same seed gives the same numbers and texts, another one others', () => {
    const series = (seed: number) => {
      const one = createRandom(seed)
      return Array.from({ length: 50 }, (_, n) => makeBody({ stream: 's', conversation: 'c', n }, one)).join('')
    }
    expect(series(7)).toBe(series(7))
    expect(series(7)).not.toBe(series(8))
  })

  test('tags are read as they were written', () => {
    const tag = { stream: 'lina', conversation: 'lina+wei', n: 12 }
    expect(readTag(makeBody(tag, random))).toEqual(tag)
    expect(readTag('no tag')).toBeNull()
  })
})
