import { describe, expect, test } from 'vitest'
import type { SlixmppPeer } from '../support/slixmpp-peer'
import { type TestClient } from '../support/core-client'
import { serverKinds } from '../support/servers'
import { startPeer } from '../support/slixmpp-peer'
import { TcpProxy } from '../support/tcp-proxy'
import { stage } from '../support/stage'

describe.each(serverKinds)('presence on %s', (kind) => {
  const at = stage(kind)
  const { account: person, login, peer } = at
  const befriend = async (alice: TestClient, bob: SlixmppPeer) => {
    await alice.call('contact.add', { jid: bob.bareJid, name: '', groups: [], message: '' })
    await alice.until(() => alice.state.roster.contacts.some((one) => one.jid === bob.bareJid && one.subscription === 'both'))
    await bob.waitForPresence((presence) => presence.from === alice.jid && presence.type === 'available')
  }
  const seen = (client: TestClient, jid: string) => client.state.presence.presences.find((one) => one.jid === jid)

  test('contacts: availability, signature, best device, gone', async () => {
    const alice = await login(await person('alice'))
    const account = await person('bob')
    const bob = await peer({ ...account, resource: 'desk', autoAccept: true })
    await befriend(alice, bob)
    await bob.presence({ show: 'dnd', status: '写代码 & <tea>', priority: 5 })
    const { presences } = await alice.waitFor('presence.changed', ({ presences }) => presences.some((one) => one.availability === 'dnd'))
    expect(presences.find((one) => one.jid === bob.bareJid)).toMatchObject({
      availability: 'dnd', status: '写代码 & <tea>', resources: [{ resource: 'desk', priority: 5 }],
    })
    const phone = await startPeer({ ...account, resource: 'phone' })
    await phone.presence({ show: 'chat', status: 'on the road', priority: 9 })
    await alice.until(() => seen(alice, bob.bareJid)?.availability === 'chatty')
    expect(seen(alice, bob.bareJid)?.resources.map((one) => one.resource)).toEqual(['phone', 'desk'])
    await phone.stop()
    await alice.until(() => seen(alice, bob.bareJid)?.availability === 'dnd')
    await bob.stop()
    await alice.until(() => seen(alice, bob.bareJid)?.availability === 'offline')
    expect(seen(alice, bob.bareJid)?.resources).toEqual([])
  })

  test('own status: told to contacts, kept over a restart, goodbye at logout', async () => {
    const account = await person('alice')
    const alice = await login(account)
    const bob = await peer({ ...(await person('bob')), autoAccept: true })
    await befriend(alice, bob)
    await alice.call('status.set', { availability: 'away', signature: '吃饭 <lunch>' })
    await bob.waitForPresence((presence) => presence.from === alice.jid && presence.show === 'away' && presence.status === '吃饭 <lunch>')
    await alice.waitFor('status.changed', ({ status }) => status.availability === 'away')
    const { jid } = alice
    await alice.stop()
    await bob.waitForPresence((presence) => presence.from === jid && presence.type === 'unavailable')
    bob.forget()
    const again = await login({ ...account, profileDir: alice.profileDir })
    expect(again.state.presence.status).toMatchObject({ availability: 'away', signature: '吃饭 <lunch>' })
    await bob.waitForPresence((presence) => presence.from === again.jid && presence.show === 'away' && presence.status === '吃饭 <lunch>')
    await again.until(() => seen(again, bob.bareJid)?.availability === 'online')
  })

  test('invisible: nobody sees us log in; visible later; invisible again: gone for all', async () => {
    const account = await person('alice')
    const first = await login(account)
    const bob = await peer({ ...(await person('bob')), autoAccept: true })
    await befriend(first, bob)
    await first.call('status.set', { availability: 'invisible', signature: 'secret' })
    await bob.waitForPresence((presence) => presence.from === first.jid && presence.type === 'unavailable')
    expect(first.state.presence.status.canBeInvisible, 'neither of these servers has XEP-0186').toBe(false)
    await first.until(() => first.state.presence.presences.every((one) => one.availability === 'offline'))
    await first.stop()
    bob.forget()

    const alice = await login({ ...account, profileDir: first.profileDir })
    expect(alice.state.presence.status.availability).toBe('invisible')
    expect(alice.wire.filter((line) => line.startsWith('> <presence'))).toEqual([])
    await bob.send(alice.jid, 'are you there?') // stanzas are in order: a presence would have come before the receipt
    await alice.until(() => alice.wire.some((line) => line.includes('are you there?')))
    expect(bob.events.filter((event) => event.event === 'presence' && event.from.startsWith(alice.address))).toEqual([])

    await alice.call('status.set', { availability: 'online', signature: 'back' })
    await bob.waitForPresence((presence) => presence.from === alice.jid && presence.status === 'back')
    await alice.until(() => seen(alice, bob.bareJid)?.availability === 'online')
  })

  test('a status chosen while the line is cut is told after the resume; contacts stay as they were', async () => {
    const proxy = await TcpProxy.start(at.server)
    const alice = await login({ ...(await person('alice')), settings: { port: proxy.port } })
    const bob = await peer({ ...(await person('bob')), autoAccept: true })
    await befriend(alice, bob)
    await alice.until(() => seen(alice, bob.bareJid)?.availability === 'online')
    await proxy.down()
    await alice.until(() => alice.connection.state.phase !== 'online')
    await alice.call('status.set', { availability: 'xa', signature: 'in the tunnel' })
    expect(seen(alice, bob.bareJid)?.availability, 'the session may go on').toBe('online')
    await proxy.up()
    alice.core.retryNow('network')
    await bob.waitForPresence((presence) => presence.show === 'xa' && presence.status === 'in the tunnel')
    expect(alice.readyCount, 'resumed, not begun anew').toBe(1)
    await alice.stop()
    await proxy.stop()
  })

  test('a stranger who pushes his presence at us stays unseen; own devices are seen', async () => {
    const account = await person('alice')
    const alice = await login(account)
    const eve = await peer(await person('eve'))
    await eve.presence({ to: alice.address, show: 'chat', status: 'love me' })
    const phone = await peer({ ...account, resource: 'phone' })
    await phone.presence({ show: 'xa', status: 'in the bag' })
    await alice.until(() => seen(alice, alice.address)?.resources.some((one) => one.resource === 'phone' && one.availability === 'xa'))
    expect(seen(alice, alice.address)?.resources.map((one) => one.resource), 'not this very one').toEqual(['phone'])
    expect(alice.wire.some((line) => line.includes('love me')), 'it did arrive').toBe(true)
    expect(seen(alice, eve.bareJid)).toBeUndefined()
  })

  test('when the session is over everybody is offline', async () => {
    const alice = await login(await person('alice'))
    const bob = await peer({ ...(await person('bob')), autoAccept: true })
    await befriend(alice, bob)
    await alice.until(() => seen(alice, bob.bareJid)?.availability === 'online')
    await alice.connection.stop()
    const isGone = (one: { jid: string; availability: string; resources: unknown[] }) =>
      one.jid === bob.bareJid && one.availability === 'offline' && one.resources.length === 0
    await alice.waitFor('presence.changed', ({ presences }) => presences.some(isGone))
    expect(seen(alice, bob.bareJid)).toBeUndefined()
    await alice.call('status.set', { availability: 'dnd', signature: 'offline words' })
    alice.connection.start()
    await bob.waitForPresence((presence) => presence.show === 'dnd' && presence.status === 'offline words')
  })
})
