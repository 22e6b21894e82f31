import { describe, expect, test } from 'vitest'
import { type TestClient } from '../support/core-client'
import { serverKinds } from '../support/servers'
import { startPeer } from '../support/slixmpp-peer'
import { stage } from '../support/stage'

describe.each(serverKinds)('contact list on %s', (kind) => {
  const at = stage(kind)
  const { account: person, login } = at
  const contact = (client: TestClient, jid: string) => client.state.roster.contacts.find((one) => one.jid === jid)

  test('added with a message, accepted, both see each other', async () => {
    const [alice, bob] = await Promise.all([login(await person('alice')), login(await person('bob'))])
    await alice.call('contact.add', { jid: bob.address, name: '阿宝', groups: ['Friends', '工作'], message: 'It is me, Alice & co' })
    const { request } = await bob.waitFor('contactRequest.changed', ({ request }) => request.jid === alice.address)
    expect(request.message).toBe('It is me, Alice & co')
    expect(bob.state.roster.requests).toHaveLength(1)
    await alice.until(() => contact(alice, bob.address)?.isPending)

    await bob.call('contact.accept', { jid: alice.address })
    await bob.waitFor('contactRequest.removed', ({ jid }) => jid === alice.address)
    await alice.until(() => contact(alice, bob.address)?.subscription === 'both')
    await bob.until(() => contact(bob, alice.address)?.subscription === 'both')
    expect(alice.state.roster.requests, 'whom one has added need not ask back').toEqual([])
    expect(contact(alice, bob.address)).toMatchObject({ name: '阿宝', isPending: false })
    expect([...(contact(alice, bob.address)?.groups ?? [])].sort()).toEqual(['Friends', '工作'])
    await alice.waitFor('presence.changed', ({ presences }) => presences.some((p) => p.jid === bob.address && p.availability === 'online'))
    await bob.waitFor('presence.changed', ({ presences }) => presences.some((p) => p.jid === alice.address && p.availability === 'online'))
  })

  test('a stranger to us (slixmpp) asks; denied: he is told and nothing stays', async () => {
    const alice = await login(await person('alice'))
    const mallory = await startPeer(await person('mallory'))
    await mallory.presence({ to: alice.address, type: 'subscribe', status: 'hi' })
    await alice.waitFor('contactRequest.changed', ({ request }) => request.jid === mallory.bareJid && request.message === 'hi')
    await alice.call('contact.deny', { jid: mallory.bareJid })
    await mallory.waitForPresence((presence) => presence.type === 'unsubscribed' && presence.from === alice.address)
    expect(alice.state.roster.requests).toEqual([])
    expect((await alice.tryCall('contact.deny', { jid: mallory.bareJid })).ok).toBe(false)
    await mallory.stop()
  })

  test('an unanswered request can be taken back, and the other one sees it go', async () => {
    const [alice, bob] = await Promise.all([login(await person('alice')), login(await person('bob'))])
    await alice.call('contact.add', { jid: bob.address, name: '', groups: [], message: '' })
    await bob.waitFor('contactRequest.changed')
    await alice.until(() => contact(alice, bob.address)?.isPending)
    await alice.call('contact.cancelRequest', { jid: bob.address })
    await alice.until(() => contact(alice, bob.address)?.isPending === false)
    // ejabberd 23.01 does not tell the other side; there the request stays until he answers it.
    if (kind === 'prosody') await bob.waitFor('contactRequest.removed', ({ jid }) => jid === alice.address)
    expect(await alice.tryCall('contact.cancelRequest', { jid: bob.address })).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  test('removed: gone here, and the other one no longer sees us', async () => {
    const alice = await login(await person('alice'))
    const bob = await startPeer({ ...(await person('bob')), autoAccept: true })
    await alice.call('contact.add', { jid: bob.bareJid, name: 'Bob', groups: [], message: '' })
    await alice.until(() => contact(alice, bob.bareJid)?.subscription === 'both')
    await bob.waitForPresence((presence) => presence.from === alice.jid && presence.type === 'available')
    await alice.call('contact.remove', { jid: bob.bareJid })
    await alice.waitFor('contact.removed', ({ jids }) => jids.includes(bob.bareJid as never))
    await bob.waitForPresence((presence) => presence.from === alice.jid && presence.type === 'unavailable')
    expect(alice.state.presence.presences.some((one) => one.jid === bob.bareJid)).toBe(false)
    expect(await alice.tryCall('contact.remove', { jid: bob.bareJid })).toMatchObject({ ok: false, error: { code: 'not-found' } })
    await bob.stop()
  })

  test('remark and groups survive a restart, offline at once; the second login gets no full list', async () => {
    const account = await person('alice')
    const first = await login(account)
    for (const name of ['u1', 'u2', 'u3']) {
      await first.call('contact.add', { jid: `${name}@${at.server.domain}`, name: `备注 ${name}`, groups: ['old'], message: '' })
    }
    await first.call('group.rename', { from: 'old', to: '同事' })
    await first.until(() => first.state.roster.contacts.every((one) => one.groups.join() === '同事'))
    await first.call('contact.update', { jid: `u2@${at.server.domain}`, name: 'renamed' })
    await first.until(() => contact(first, `u2@${at.server.domain}`)?.name === 'renamed')
    expect(contact(first, `u2@${at.server.domain}`)?.groups, 'untouched by a rename').toEqual(['同事'])
    await first.stop()

    const second = await login({ ...account, profileDir: first.profileDir, waitOnline: false })
    const names = second.state.roster.contacts.map((one) => `${one.name}/${one.groups.join()}`).sort()
    expect(names, 'before the server has said a word').toEqual(['renamed/同事', '备注 u1/同事', '备注 u3/同事'])
    await second.until(() => second.readyCount > 0, 'ready', 20_000)
    const rosterGet = second.wire.find((line) => line.startsWith('>') && line.includes('jabber:iq:roster'))
    expect(rosterGet).toMatch(/ver=["'][^"']+["']/)
    const answers = second.wire.filter((line) => /^< <iq [^>]*type="result"/.test(line) && line.includes('jabber:iq:roster'))
    expect(answers, 'nothing changed meanwhile (Prosody pushes the pending ones again, unchanged)').toEqual([])
    expect(second.state.roster.contacts).toHaveLength(3)
    expect(second.events.some((event) => event.name === 'contact.changed')).toBe(false)
  })

  test('what another device changes arrives here, also what happened while we were away', async () => {
    const account = await person('alice')
    const first = await login(account)
    const phone = await startPeer({ ...account, resource: 'phone' })
    await phone.iq('set', `<query xmlns="jabber:iq:roster"><item jid="carol@${at.server.domain}" name="Carol"><group>A</group></item></query>`)
    await first.until(() => contact(first, `carol@${at.server.domain}`)?.name === 'Carol')
    await first.stop()
    await phone.iq('set', `<query xmlns="jabber:iq:roster"><item jid="carol@${at.server.domain}" name="Caroline"/></query>`)
    await phone.iq('set', `<query xmlns="jabber:iq:roster"><item jid="dave@${at.server.domain}"/></query>`)
    const second = await login({ ...account, profileDir: first.profileDir })
    await second.until(() => contact(second, `carol@${at.server.domain}`)?.name === 'Caroline' && contact(second, `dave@${at.server.domain}`))
    expect(contact(second, `carol@${at.server.domain}`)?.groups).toEqual([])
    await phone.stop()
  })

  test('calls while the server is gone say offline and change nothing; a push of a stranger is refused', async () => {
    const alice = await login(await person('alice'))
    const eve = await startPeer(await person('eve'))
    const push = `<query xmlns="jabber:iq:roster"><item jid="${eve.bareJid}" subscription="both" name="boss"/></query>`
    await expect(eve.iq('set', push, alice.jid)).rejects.toThrow(/service-unavailable/)
    expect(alice.state.roster.contacts).toEqual([])
    await eve.stop()
    await alice.connection.stop()
    const added = await alice.tryCall('contact.add', { jid: eve.bareJid, name: '', groups: [], message: '' })
    expect(added).toMatchObject({ ok: false, error: { code: 'offline' } })
    expect(alice.state.roster.contacts).toEqual([])
  })
})
