import { describe, expect, test, vi } from 'vitest'
import { xml } from '#xmpp/element'
import { localError } from '#xmpp/stanza-error'
import type { Element, IqReply } from '#xmpp/types'
import { IbbReceiver, IbbSender, type Refusal } from '../../../../electron/features/jingle/ibb'
import { parseData } from '../../../../electron/features/jingle/stanza'

const fine = { ok: true, value: xml('iq') } as IqReply
const tick = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Answers when told. */
function sender() {
  const open: { payload: Element; answer: (reply: IqReply) => void }[] = []
  let nowMs = 0
  let most = 0
  const one = new IbbSender('s', 10, (payload) => new Promise((resolve) => {
    open.push({ payload, answer: resolve })
    most = Math.max(most, open.length)
  }), { monotonicMs: () => nowMs })
  return {
    one, open, most: () => most,
    /** The oldest, after so many ms. */
    answer: async (ms: number, reply = fine) => {
      nowMs += ms
      open.shift()?.answer(reply)
      await tick()
    },
  }
}

describe('sending within the stream', () => {
  test('blocks in order, never more open than the window, which grows while answers are quick', async () => {
    const { one, open, most, answer } = sender()
    const written = one.write(Buffer.alloc(10_000, 1)).then(() => 'written')
    const seqs: number[] = []
    expect(open.length).toBe(2)
    for (let i = 0; i < 1000; i++) {
      seqs.push(parseData(open[0]!.payload)!.seq)
      await answer(5)
    }
    expect(await written).toBe('written')
    expect(seqs).toEqual(Array.from({ length: 1000 }, (_, i) => i))
    expect(most()).toBe(16)
  })
  test('slow answers make it small', async () => {
    const { one, open, answer } = sender()
    void one.write(Buffer.alloc(10_000, 1))
    for (let i = 0; i < 200; i++) await answer(5)
    for (let i = 0; i < 40; i++) await answer(5000)
    expect(open.length).toBe(1)
  })
  test('the number begins anew after 65535', async () => {
    const { one, open } = sender()
    void one.write(Buffer.alloc(10 * 65_538, 1))
    const last: number[] = []
    for (let i = 0; i < 65_538; i++) {
      if (i > 65_534) last.push(parseData(open[0]!.payload)!.seq)
      open.shift()!.answer(fine)
      if (open.length === 0) await tick()
    }
    expect(last).toEqual([65_535, 0, 1])
  })
  test('a refused block ends it; so does stopping', async () => {
    const refused = sender()
    const failed = refused.one.write(Buffer.alloc(100, 1)).catch((error: Error) => error.message)
    await refused.answer(1, { ok: false, error: localError('item-not-found') })
    expect(await failed).toContain('item-not-found')
    const stopped = sender()
    const ended = stopped.one.write(Buffer.alloc(100, 1)).catch((error: Error) => error.message)
    stopped.one.destroy()
    expect(await ended).toBe('stopped')
    await expect(stopped.one.finish()).rejects.toThrow('stopped')
  })
  test('it is closed when the last one is answered', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const { one, open, answer } = sender()
    await one.write(Buffer.alloc(15, 1))
    const finished = one.finish().then(() => 'finished')
    await answer(1)
    expect(open.map(({ payload }) => payload.name)).toEqual(['data'])
    await answer(1)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(open.map(({ payload }) => payload.name)).toEqual(['close'])
    await answer(1)
    vi.useRealTimers()
    expect(await finished).toBe('finished')
  })
})

describe('receiving within the stream', () => {
  const block = (text: string) => Buffer.from(text)
  test('blocks are answered when somebody has taken them', async () => {
    const stream = new IbbReceiver('s', 4)
    const answers: (Refusal | 'open')[] = ['open', 'open']
    for (const [seq, text] of ['abcd', 'efgh'].entries()) void stream.push(seq, block(text)).then((answer) => (answers[seq] = answer))
    const reader = stream.read()
    expect((await reader.next()).value?.toString()).toBe('abcd')
    await tick()
    expect(answers).toEqual(['open', 'open'])
    expect((await reader.next()).value?.toString()).toBe('efgh')
    expect(answers).toEqual([null, 'open'])
    stream.close()
    expect((await reader.next()).done).toBe(true)
    await tick()
    expect(answers).toEqual([null, null])
  })
  test.each<[string, number, Buffer, Refusal]>([
    ['a block that is missing', 1, block('x'), 'unexpected-request'], ['too large', 0, block('abcde'), 'bad-request'], ['nothing', 0, block(''), 'bad-request'],
  ])('%s ends it', async (_what, seq, bytes, refusal) => {
    const stream = new IbbReceiver('s', 4)
    expect(await stream.push(seq, bytes)).toBe(refusal)
    await expect(stream.read().next()).rejects.toThrow(refusal!)
    expect(await stream.push(0, block('abcd'))).toBe('item-not-found')
  })
  test('who sends without waiting is stopped', async () => {
    const stream = new IbbReceiver('s', 4)
    const answers = Array.from({ length: 300 }, (_, seq) => stream.push(seq, block('abcd')))
    expect((await Promise.all(answers)).filter((answer) => answer === 'resource-constraint')).toHaveLength(1)
    await expect(stream.read().next()).rejects.toThrow('resource-constraint')
  })
  test('the number begins anew, and who has enough answers the rest', async () => {
    const stream = new IbbReceiver('s', 4)
    const reader = stream.read()
    for (let seq = 0; seq < 65_536; seq++) {
      void stream.push(seq, block('a'))
      await reader.next()
    }
    const last = stream.push(0, block('b'))
    expect((await reader.next()).value?.toString()).toBe('b')
    await reader.return()
    expect(await last).toBeNull()
  })
})
