/** Files from client to client on a server that takes none: every way there is, and what can go wrong on it. */
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { xml } from '#xmpp/element'
import type { TestClient } from '../support/core-client'
import { bring, bytesAt, fileOf, untilFile, WAIT_MS } from '../support/files-help'
import { freePort } from '../support/ports'
import { startProxy, type TestProxy } from '../support/proxy-servers'
import { conversationOf, untilText } from '../support/rooms-help'
import { befriend, stage } from '../support/stage'

const relayPort = await freePort()
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64')

describe('files from client to client', () => {
  const there = stage('prosody', {
    extraConfig: `proxy65_ports = { ${relayPort} }\nproxy65_interfaces = { "127.0.0.1" }\nComponent "relay.localhost" "proxy65"\n  proxy65_address = "127.0.0.1"`,
  })
  let li: TestClient
  let wang: TestClient
  /** Goes by a proxy of its own, so that nothing may show where it is. */
  let hidden: TestClient
  /** Sees Wang, who does not see him. */
  let distant: TestClient
  let tunnel: TestProxy

  beforeAll(async () => {
    tunnel = await startProxy('socks5', {})
    const accounts = await Promise.all(['li', 'wang', 'hidden', 'distant'].map((name) => there.account(name)))
    const settings = { proxy: 'socks5', proxyHost: '127.0.0.1', proxyPort: tunnel.port } as const
    ;[li, wang, hidden, distant] = (await Promise.all(accounts.map((one, i) => there.login({ ...one, ...(i === 2 && { settings }) })))) as [TestClient, TestClient, TestClient, TestClient]
    await Promise.all([befriend(li, wang), befriend(hidden, wang)])
    await befriend(distant, wang)
    distant.connection.send(xml('presence', { type: 'unsubscribed', to: wang.address }))
    await distant.until(() => distant.state.roster.contacts.find(({ jid }) => jid === wang.address)?.subscription === 'to', 'Wang sees him no more')
  }, 120_000)
  afterAll(() => tunnel?.down())

  let last = 0
  /** Offered by `from`, seen by `to`. */
  const offer = async (from: TestClient, to: TestClient, bytes: Buffer, caption?: string) => {
    const name = `file-${++last}.bin`
    const { id: conversationId } = await from.call('conversation.open', { kind: 'chat', peer: to.address })
    expect(await from.call('file.canGive', { conversationId })).toEqual({ isAble: true })
    const { messageId } = await from.call('file.send', { conversationId, key: await bring(from, name, bytes), isDirect: true, ...(caption && { caption }) })
    const card = await untilFile(to, name, () => true)
    return { name, messageId, conversationId, card }
  }
  const through = async (from: TestClient, to: TestClient, size: number) => {
    const bytes = randomBytes(size)
    from.forget()
    to.forget()
    const { name, messageId, card } = await offer(from, to, bytes)
    await to.call('file.accept', { messageId: card.id })
    const here = await untilFile(to, name, (one) => fileOf(one).direct === 'over')
    expect(fileOf(here)).toMatchObject({ problem: null, hash: sha(bytes), size })
    expect(bytesAt(to, fileOf(here).local!).equals(bytes)).toBe(true)
    await untilFile(from, name, (one) => one.id === messageId && one.state === 'delivered')
    return { from: from.wire.join('\n'), to: to.wire.join('\n') }
  }

  /** The first block of what is sent within the stream has left. */
  const untilMoving = () => hidden.until(() => hidden.wire.some((line) => line.startsWith('> ') && line.includes('<data ')), 'it moves', WAIT_MS)

  it('go straight from one computer to the other, once they are taken', async () => {
    li.forget()
    const { card, name } = await offer(li, wang, Buffer.from('hello'), 'for you')
    expect(fileOf(card)).toMatchObject({ direct: 'offered', size: 5, description: 'for you', url: null, local: null, hash: null })
    expect(conversationOf(wang, 'chat', li.address)).toMatchObject({ unreadCount: 1 })
    // Nothing of ours is told before our user says yes.
    expect(wang.wire.some((line) => line.startsWith('>') && line.includes('candidate'))).toBe(false)
    expect((await li.call('file.limits', {})).isOffered).toBe(false)
    await wang.call('file.accept', { messageId: card.id })
    await untilFile(li, name, (one) => one.state === 'delivered')
    const { from } = await through(li, wang, 3_000_000)
    expect(from).toContain('candidate-used')
    expect(from).not.toMatch(/<activated|transport-replace|protocol\/ibb/)
  })

  it('go by the relay of the server when no address may be told', async () => {
    const { from, to } = await through(distant, wang, 400_000)
    expect(from).toMatch(/type="proxy"/)
    expect(from).not.toMatch(/> .*type="direct"/)
    expect(to).toContain('<activated')
  })

  it('go within the stream when one of them hides behind a proxy', async () => {
    const first = await through(hidden, wang, 150_000)
    expect(first.from).not.toMatch(/> .*<candidate /)
    expect(first.from).toContain('transport-replace')
    expect(first.from).toMatch(/<data [^>]*seq="36"/)
    const second = await through(wang, hidden, 150_000)
    expect(second.to).not.toMatch(/candidate|transports:s5b/)
    expect(second.from).toMatch(/<data [^>]*seq="36"/)
    // Everything hidden said went by its proxy, to the server only.
    expect(new Set(tunnel.asked)).toEqual(new Set([`127.0.0.1:${there.server.port}`]))
  })

  it('let words pass while a large one is under way within the stream', async () => {
    wang.forget()
    hidden.forget()
    const { name, card, conversationId } = await offer(hidden, wang, randomBytes(800_000))
    await wang.call('file.accept', { messageId: card.id })
    await untilMoving()
    await hidden.call('message.send', { conversationId, body: 'a word in between' })
    await untilText(wang, 'a word in between', undefined, WAIT_MS)
    expect(wang.events.some((event) => event.name === 'message.changed' && event.payload.message.id === card.id && fileOf(event.payload.message).direct === 'over')).toBe(false)
    await untilFile(wang, name, (one) => fileOf(one).direct === 'over' && fileOf(one).local !== null)
  })

  it('are refused, withdrawn, stopped; and can be offered again', async () => {
    const refused = await offer(li, wang, Buffer.from('no'))
    await wang.call('file.decline', { messageId: refused.card.id })
    const failed = await untilFile(li, refused.name, (one) => one.state === 'failed')
    expect(failed.failure?.condition).toBe('direct-refused')
    expect(fileOf(await untilFile(wang, refused.name, (one) => fileOf(one).direct === 'over')).problem).toBe('declined')
    expect((await wang.tryCall('file.accept', { messageId: refused.card.id })).ok).toBe(false)
    wang.forget()
    await li.call('message.retry', { messageId: refused.messageId })
    const again = await untilFile(wang, refused.name, (one) => one.id !== refused.card.id)
    await wang.call('file.accept', { messageId: again.id })
    await untilFile(li, refused.name, (one) => one.state === 'delivered')

    const withdrawn = await offer(li, wang, Buffer.from('oh no'))
    await li.call('file.cancel', { messageId: withdrawn.messageId })
    expect(fileOf(await untilFile(wang, withdrawn.name, (one) => fileOf(one).direct === 'over')).problem).toBe('withdrawn')
    await li.waitFor('message.removed', ({ messageId }) => messageId === withdrawn.messageId)

    hidden.forget()
    const stopped = await offer(hidden, wang, randomBytes(1_500_000))
    await wang.call('file.accept', { messageId: stopped.card.id })
    await untilMoving()
    await wang.call('file.cancel', { messageId: stopped.card.id })
    expect(fileOf(await untilFile(wang, stopped.name, (one) => fileOf(one).direct === 'over'))).toMatchObject({ problem: 'stopped', local: null })
    expect((await untilFile(hidden, stopped.name, (one) => one.state === 'failed')).failure?.condition).toBe('direct-refused')
  })

  it('are thrown away when they are not what was offered', async () => {
    const bytes = randomBytes(10_000)
    const { card, name } = await offer(li, wang, bytes)
    const folder = join(li.profileDir, 'files', fileOf(await untilFile(li, name, () => true)).local!)
    const path = join(folder, readdirSync(folder)[0]!)
    writeFileSync(path, Buffer.concat([readFileSync(path).subarray(0, 9_999), Buffer.from([bytes[9_999]! ^ 1])]))
    await wang.call('file.accept', { messageId: card.id })
    expect(fileOf(await untilFile(wang, name, (one) => fileOf(one).direct === 'over'))).toMatchObject({ problem: 'altered', local: null })
    expect((await untilFile(li, name, (one) => one.state === 'failed')).failure?.condition).toBe('direct-altered')
  })

  it('say on both sides that one of them went away in the middle', async () => {
    hidden.forget()
    const { card, name } = await offer(hidden, wang, randomBytes(1_500_000))
    await wang.call('file.accept', { messageId: card.id })
    await untilMoving()
    await hidden.connection.stop()
    expect((await untilFile(hidden, name, (one) => one.state === 'failed')).failure?.condition).toBe('direct-interrupted')
    expect(fileOf(await untilFile(wang, name, (one) => fileOf(one).direct === 'over')).problem).toBe('broken')
    // One that is still waiting is withdrawn then.
    const waiting = await offer(li, wang, Buffer.from('soon gone'))
    await li.connection.stop()
    expect(fileOf(await untilFile(wang, waiting.name, (one) => fileOf(one).direct === 'over')).problem).toBe('withdrawn')
  })
})
