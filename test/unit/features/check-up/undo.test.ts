/** What a check has made is called gone only when the server says so. */
import { expect, test } from 'vitest'
import type { Bench } from '#features/check-up/bench'
import { allChecks } from '#features/check-up/checks/index'
import { localError } from '#xmpp/stanza-error'
import { HttpsFailure } from '#xmpp/transport/https'
import type { IqReply } from '#xmpp/types'
import { parseStanza } from '../../../support/transcripts'

const answer = (inside: string): IqReply => ({ ok: true, value: parseStanza(`<iq xmlns="jabber:client" type="result"><query xmlns="jabber:iq:private">${inside}</query></iq>`) })
const of = (text: string) => answer(`<check-up xmlns="https://magpie.example/check-up">${text}</check-up>`)

test.each<[string, IqReply, boolean]>([
  ['emptied', of(''), true], ['kept', of('magpie-check-1'), false], ['not there', answer(''), true],
  ['refused', { ok: false, error: { ...localError('offline'), condition: 'item-not-found' } }, true],
  ['no answer', { ok: false, error: localError('timeout') }, false], ['offline', { ok: false, error: localError('offline') }, false],
])('private storage: %s', async (_, left, isGone) => {
  const steps: (() => Promise<boolean>)[] = []
  let reply: IqReply = of('magpie-check-1')
  const bench = { run: 'magpie-check-1', one: { own: 'a@b', request: () => Promise.resolve(reply) }, undo: (_what: string, step: () => Promise<boolean>) => void steps.push(step) } as unknown as Bench
  expect((await allChecks.find(({ id }) => id === 'account.private-storage')!.run(bench)).verdict).toBe('pass')
  reply = left
  expect(await steps[0]!()).toBe(isGone)
})

/** `then`: what becomes of putting it. */
async function putting(then: () => Promise<void>): Promise<{ what: string; isGone: boolean }[]> {
  const left: { what: string; step: () => Promise<boolean> }[] = []
  const slot = '<slot xmlns="urn:xmpp:http:upload:0"><put url="https://up.a/p"/><get url="https://up.a/g"/></slot>'
  const bench = {
    run: 'magpie-check-1', serviceWith: () => Promise.resolve('up.a'), once: (_key: string, make: () => unknown) => make(), signal: new AbortController().signal,
    one: { secure: { proxy: null, address: '192.0.2.1' }, request: () => Promise.resolve({ ok: true, value: parseStanza(`<iq xmlns="jabber:client" type="result">${slot}</iq>`) }) },
    https: { put: then }, undo: (what: string, step: () => Promise<boolean>) => void left.push({ what, step }),
  } as unknown as Bench
  await allChecks.find(({ id }) => id === 'files.put')!.run(bench)
  return Promise.all(left.map(async ({ what, step }) => ({ what, isGone: await step() })))
}

test.each<[string, () => Promise<void>, boolean]>([
  ['taken', () => Promise.resolve(), false],
  ['cut off in the middle', () => Promise.reject(new HttpsFailure('unreachable', 'cut off')), false],
  ['stopped by the user in the middle', () => Promise.reject(new DOMException('aborted', 'AbortError')), false],
  ['an error of the server, which may come behind its writing', () => Promise.reject(new HttpsFailure('status', 'HTTP 500', 500)), false],
  ['refused', () => Promise.reject(new HttpsFailure('status', 'HTTP 403', 403)), true],
  ['never reached', () => Promise.reject(new HttpsFailure('unreachable', 'no', null, 'refused')), true],
  ['in a private network', () => Promise.reject(new HttpsFailure('not-allowed', 'no')), true],
])('a file that was %s', async (_, then, isGone) => {
  expect(await putting(then)).toEqual([{ what: 'file https://up.a/g', isGone }])
})
