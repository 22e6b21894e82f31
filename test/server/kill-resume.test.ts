/**
 * The program is killed with SIGKILL in the middle of traffic and started anew, ten times: the session is resumed and
 * nothing is lost, doubled or out of order, as far as the servers allow:
 * Prosody 0.12.3 at times closes a session that is resumed again and again, and then says nothing of what it had taken
 * (item-not-found without `h`): those messages go out again with the same ids. ejabberd 23.01 at times hands over a message
 * that comes in the moment of the resume after its successors.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountFile, Headless } from '../support/headless'
import { serverKinds, startServer, type TestServer } from '../support/servers'
import { startPeer } from '../support/slixmpp-peer'
import { tempDir } from '../support/temp'

const accounts = [{ user: 'lina', password: 'secret' }, { user: 'wei', password: 'secret' }, { user: 'mei', password: 'secret' }] as const
const [liNa, wei, mei] = accounts
const CYCLES = 10

describe.each(serverKinds)('%s', (kind) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer(kind, { accounts: [...accounts] })
  })
  afterAll(() => server?.stop())

  test('killed ten times: nothing lost, doubled or out of order, within what the server keeps', async () => {
    const profileDir = tempDir('killed')
    const args = ['--profile-dir', profileDir, '--account-file', accountFile(server, liNa)]
    const peer = await startPeer({ server, ...wei })
    const address = `${liNa.user}@${server.domain}`
    const told: string[] = []
    let isOver = false
    const talk = (async () => {
      for (let i = 0; !isOver; i++) {
        const body = `往 ${i} 😀`
        told.push(body)
        await peer.send(address, body)
        await sleep(25)
      }
    })()

    let resumed = 0
    let refused = 0
    let ids = { accountId: 0, conversationId: 0 }
    const start = async () => {
      const core = new Headless(...args)
      const { account } = await core.event('account.changed', ({ account: a }) => a.connection.phase === 'online')
      const { id } = await core.call<{ id: number }>('conversation.open', { accountId: account.id, kind: 'chat', peer: peer.bareJid })
      ids = { accountId: account.id, conversationId: id }
      return core
    }
    let said = 0
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const core = await start()
      let isKilled = false
      const say = async () => {
        while (!isKilled) {
          core.write(`${JSON.stringify({ id: `m${said}`, call: 'message.send', input: { ...ids, body: `返 ${said++} é` } })}\n`)
          await sleep(5)
        }
      }
      const silent = say()
      await sleep(150 + Math.random() * 350)
      core.signal('SIGKILL')
      isKilled = true
      await Promise.all([core.exited, silent])
      if (core.stderr.includes('cannot be resumed')) refused++
      if (cycle > 0 && core.stderr.includes('session resumed after a restart')) resumed++
    }
    isOver = true
    await talk

    const last = await start()
    const bodies = async (direction: 'in' | 'out') => {
      const all: { direction: string; body: string; state: string; id: number; orderMs: number }[] = []
      for (let before: object | undefined; ;) {
        const page = await last.call<{ messages: typeof all }>('conversation.history', { ...ids, limit: 100, ...(before && { before }) })
        all.unshift(...page.messages)
        const first = page.messages[0]
        if (page.messages.length < 100 || !first) return all.filter((message) => message.direction === direction)
        before = { orderMs: first.orderMs, id: first.id }
      }
    }
    await expect.poll(async () => (await bodies('in')).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(told.length)
    await expect.poll(async () => (await bodies('out')).filter(({ state }) => state === 'queued'), { timeout: 60_000 }).toEqual([])
    const written = (await bodies('out')).map(({ body }) => body)
    const heard = () => peer.events.flatMap((event) => (event.event === 'message' && event.body !== null ? [event.body] : []))
    await expect.poll(() => new Set(heard()).size, { timeout: 60_000 }).toBe(written.length)
    await sleep(1000) // for what comes a second time
    const received = (await bodies('in')).map(({ body }) => body)
    if (kind === 'prosody') expect(received).toEqual(told)
    else expect(received.toSorted()).toEqual(told.toSorted())
    if (refused === 0) expect(heard()).toEqual(written)
    expect([...new Set(heard())]).toEqual(written)
    expect(written.length).toBeGreaterThan(CYCLES)
    expect(resumed).toBeGreaterThan(CYCLES / 3)
    last.endInput()
    expect(await last.exited).toBe(0)
    await peer.stop()
  }, 300_000)

  test('after a kill the session is resumed, with contacts and the occupants of rooms as if it were new', async () => {
    const args = ['--profile-dir', tempDir('killed'), '--account-file', accountFile(server, mei)]
    const peer = await startPeer({ server, ...wei, autoAccept: true })
    const room = `hall-${kind}@${server.mucDomain}`
    await peer.openRoom(room, 'wei')
    const online = async (core: Headless) =>
      (await core.event('account.changed', ({ account }) => account.connection.phase === 'online')).account.id
    const isThere = (core: Headless) =>
      core.event('presence.changed', ({ presences }) => presences.some(({ jid, resources }) => jid === peer.bareJid && resources.length > 0))
    const nicks = async (core: Headless, accountId: number) => {
      const { occupants } = await core.call<{ occupants: { nick: string }[] }>('room.occupants', { accountId, room })
      return occupants.map(({ nick }) => nick).sort()
    }

    const first = new Headless(...args)
    const accountId = await online(first)
    await first.call('contact.add', { accountId, jid: peer.bareJid, name: '', groups: [], message: '' })
    await isThere(first)
    await first.call('room.join', { accountId, room, nick: 'mei' })
    await expect.poll(() => nicks(first, accountId), { timeout: 10_000 }).toEqual(['mei', 'wei'])
    first.signal('SIGKILL')
    await first.exited

    const again = new Headless(...args)
    await online(again)
    await isThere(again)
    await expect.poll(() => nicks(again, accountId), { timeout: 10_000 }).toEqual(['mei', 'wei'])
    expect(again.stderr).toContain('session resumed after a restart')
    again.endInput()
    expect(await again.exited).toBe(0)
    await peer.stop()
  })
})
