/** What a check has made is called gone only when the server says so. */
import { expect, test } from 'vitest'
import type { Bench } from '#features/check-up/bench'
import { allChecks } from '#features/check-up/checks/index'
import { localError } from '#xmpp/stanza-error'
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
