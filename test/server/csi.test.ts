/** XEP-0352 on real servers: what is kept back while nobody looks, what comes at once, and that nothing is lost or out of order. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createTestClient, type TestClient } from '../support/core-client'
import { serverKinds, startServer, type TestServer } from '../support/servers'
import { startPeer } from '../support/slixmpp-peer'
import { TcpProxy } from '../support/tcp-proxy'

const accounts = [{ user: 'lina', password: 'secret' }, { user: 'wei', password: 'secret' }] as const

describe.each(serverKinds)('%s', (kind) => {
  let server: TestServer
  let proxy: TcpProxy
  let peer: Awaited<ReturnType<typeof startPeer>>
  let client: TestClient
  beforeAll(async () => {
    server = await startServer(kind, { domain: 'magpie.test', accounts: [...accounts] })
    proxy = await TcpProxy.start({ port: server.port })
    peer = await startPeer({ server, ...accounts[1], autoAccept: true })
    client = await createTestClient({ server, ...accounts[0], settings: { port: proxy.port } })
    await client.call('contact.add', { jid: peer.bareJid, name: '', groups: [], message: '' })
    await client.waitFor('presence.changed', ({ presences }) => presences.some(({ jid, resources }) => jid === peer.bareJid && resources.length > 0))
  }, 60_000)
  afterAll(async () => {
    await client?.stop()
    await peer?.stop()
    await proxy?.stop()
    await server?.stop()
  })
  afterEach(() => client.core.setAttention(true))

  const said = () => client.wire.filter((line) => line.startsWith('>') && line.includes('urn:xmpp:csi:0')).map((line) => /<(\w+)/.exec(line)?.[1])
  const came = (text: string) => client.wire.some((line) => line.startsWith('<') && line.includes(text))
  const arrived = (body: string) => client.waitFor('message.added', ({ message }) => message.body === body)
  const settle = () => new Promise((resolve) => setTimeout(resolve, 700))
  let count = 0
  /** A presence of the peer that the server keeps: after any word of ours Prosody passes everything on for a moment. */
  const keptBack = async () => {
    for (let i = 0; i < 8; i++) {
      await settle()
      const status = `第 ${++count} 次`
      await peer.presence({ show: 'away', status })
      await settle()
      if (!came(status)) return status
    }
    throw new Error('everything comes at once')
  }

  test('inactive: presence waits until a message comes or somebody looks; the message comes at once, behind it', async () => {
    client.forget()
    client.core.setAttention(false)
    expect(said()).toEqual(['inactive'])
    const first = await keptBack()
    await peer.send(client.address, '要紧的 😀')
    await arrived('要紧的 😀')
    const places = [first, '要紧的'].map((text) => client.wire.findIndex((line) => line.startsWith('<') && line.includes(text)))
    expect(places[0]).toBeGreaterThanOrEqual(0)
    expect(places[0]).toBeLessThan(places[1]!)
    const second = await keptBack()
    client.core.setAttention(true)
    await client.until(() => came(second), 'what was kept comes')
    expect(said()).toEqual(['inactive', 'active'])
  }, 40_000)

  test('after a resume the state is said again, either of them; what was kept back in between is not lost', async () => {
    client.forget()
    client.core.setAttention(false)
    const third = await keptBack()
    proxy.reset()
    await peer.send(client.address, '断线时')
    await client.until(() => client.connection.state.phase === 'online' && client.connection.state.isResumed, 'resumed')
    await arrived('断线时')
    expect(said()).toEqual(['inactive', 'inactive'])
    await client.until(() => came(third), 'the presence comes, too')

    await proxy.down()
    client.core.setAttention(true)
    client.forget()
    await proxy.up()
    await client.until(() => client.connection.state.phase === 'online' && said().length > 0, 'resumed again')
    expect(said()).toEqual(['active'])
    await peer.presence({ show: 'chat', status: '第四' })
    await client.until(() => came('第四'), 'presence comes at once')
  }, 40_000)

  test('a fresh session while nobody looks begins inactive; one that is looked at says nothing', async () => {
    client.core.setAttention(false)
    client.forget()
    await client.connection.stop()
    client.connection.start()
    await client.until(() => said().length > 0, 'said')
    expect(said()).toEqual(['inactive'])
    client.core.setAttention(true)
    client.forget()
    const ready = client.readyCount
    await client.connection.stop()
    client.connection.start()
    await client.until(() => client.readyCount > ready, 'online')
    expect(said()).toEqual([])
  }, 40_000)
})
