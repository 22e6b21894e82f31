/** What may be missing: asked for anew when something changed, and what became of the last try. */
import { fakeMain } from '../page'
import { beforeEach, expect, it } from 'vitest'
import type { ContractEvent } from '#contract'
import type { AccountId, ConversationId } from '#shared/ids'
import { Holes, type Hole } from '../../../../renderer/features/messages/holes.svelte'

let stored: Partial<Hole>[]
let asked: string[]
let answer: { ok: true; value: { added: number } } | { ok: false; error: { code: string; message: string } }
let holes: Holes
const event = (name: string, payload: object) => holes.apply({ revision: 1, name, payload } as unknown as ContractEvent)
const account = (phase: string) => event('account.changed', { account: { id: 1, connection: { phase } } })
const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

beforeEach(() => {
  stored = [{ id: 7, why: 'expired' }]
  asked = []
  answer = { ok: true, value: { added: 0 } }
  fakeMain(() => ({}) as never)
  Object.assign(window.magpie, {
    call: (name: string) => {
      asked.push(name)
      return Promise.resolve(name === 'archive.holes' ? { ok: true, value: { holes: stored } } : answer)
    },
  })
  holes = new Holes(1 as AccountId, 1 as ConversationId)
})

it('is asked for again when holes change, and when the connection comes or goes, not with every word of it', async () => {
  await holes.load()
  expect(holes.list).toEqual(stored)
  event('archive.holesChanged', { accountId: 2 })
  expect(asked).toHaveLength(1)
  stored = []
  event('archive.holesChanged', { accountId: 1 })
  await settle()
  expect(holes.list).toEqual([])
  for (const phase of ['online', 'online', 'waiting', 'connecting', 'online']) account(phase)
  expect(asked).toHaveLength(5)
})

it('a try that brings nothing is said so where nothing is expected; a refusal everywhere, until the connection is another', async () => {
  await holes.load()
  await holes.heal(7)
  expect(holes.failures.get(7)).toBe('nothing')
  stored = [{ id: 7, why: 'not-fetched' }]
  await holes.load()
  await holes.heal(7)
  expect(holes.failures.has(7)).toBe(false)
  answer = { ok: false, error: { code: 'timeout', message: '' } }
  await holes.heal(7)
  expect(holes.failures.get(7)).toMatchObject({ code: 'timeout' })
  account('online')
  expect(holes.failures.size).toBe(0)
})
