import { describe, expect, test } from 'vitest'
import { slices } from '#contract'
import { ok } from '#shared/result'
import { serve } from '../../../electron/ipc/serve'

const calls: [string, unknown][] = []
const server = serve({
  call: async (name, input) => {
    calls.push([name, input])
    return ok('answered')
  },
  snapshot: () => ({ revision: 5, app: {}, accounts: {} }),
})
const refused = async (name: unknown, input: unknown) => {
  calls.length = 0
  const result = await server.call(name, input)
  expect(calls).toEqual([])
  return result.ok ? 'ok' : result.error.code
}

describe('calls from outside', () => {
  test('a valid one reaches the core, normalised and without what the schema does not know', async () => {
    calls.length = 0
    const input = { accountId: 1, kind: 'chat', peer: ' LiNa@Example.ORG ', extra: 1, __proto__: { x: 1 } }
    expect(await server.call('conversation.open', input)).toEqual(ok('answered'))
    expect(calls).toEqual([['conversation.open', { accountId: 1, kind: 'chat', peer: 'lina@example.org' }]])
  })

  test('the snapshot is the core\'s', async () => {
    expect(await server.call('app.snapshot', null)).toEqual(ok({ revision: 5, app: {}, accounts: {} }))
  })

  test.each(['', 'nope', 'constructor', '__proto__', 'toString', 'account.login ', 'ACCOUNT.LOGIN', 'desktop.usable', 1, null, undefined, {}, [], ['account.login'], Symbol('x')])(
    'there is no call %j', async (name) => {
      expect(await refused(name, {})).toBe('not-found')
    },
  )

  test('every call of the contract refuses what is no input', async () => {
    const names = Object.values(slices).flatMap((slice) => [...Object.keys(slice.appCalls), ...Object.keys(slice.calls)])
    expect(names.length).toBeGreaterThan(30)
    for (const name of names) {
      for (const input of [undefined, null, 1, 'text', true]) expect([name, input, await refused(name, input)]).toEqual([name, input, 'bad-input'])
    }
  })

  test.each([
    ['message.send', { accountId: 1, conversationId: 1, body: '' }],
    ['message.send', { accountId: 1, conversationId: 1, body: 'x'.repeat(100_001) }],
    ['message.send', { accountId: 1, conversationId: 1, body: { toString: 'x' } }],
    ['message.send', { accountId: -1, conversationId: 1, body: 'x' }],
    ['message.send', { accountId: 1.5, conversationId: 1, body: 'x' }],
    ['message.send', { accountId: '1', conversationId: 1, body: 'x' }],
    ['message.send', { accountId: NaN, conversationId: 1, body: 'x' }],
    ['conversation.open', { accountId: 1, kind: 'chat', peer: 'a b@c' }],
    ['conversation.open', { accountId: 1, kind: 'evil', peer: 'a@b' }],
    ['conversation.history', { accountId: 1, conversationId: 1, limit: 1e9 }],
    ['account.acceptCertificate', { accountId: 1, fingerprint: "AA' OR 1=1" }],
    ['settings.set', { fontPercent: 1000 }],
  ])('%s refuses %j', async (name, input) => {
    expect(await refused(name, input)).toBe('bad-input')
  })

  test('what is too large or no plain data is refused unread', async () => {
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    expect(await refused('settings.set', cycle)).toBe('bad-input')
    expect(await refused('settings.set', { fontPercent: 10n })).toBe('bad-input')
    expect(await refused('settings.set', { x: 'x'.repeat(1_000_001) })).toBe('bad-input')
    expect(await refused('settings.set', { get x() { throw new Error('no') } })).toBe('bad-input')
  })

  test('a refusal names the field, not its value', async () => {
    const result = await server.call('account.login', { address: 'a@b', password: ['secret'], remember: false, autoLogin: false, server: {} })
    expect(JSON.stringify(result)).toContain('password')
    expect(JSON.stringify(result)).not.toContain('secret')
  })
})
