/** Window shakes (XEP-0224) between two of us and with another client. */
import { describe, expect, test } from 'vitest'
import type { TestClient } from '../support/core-client'
import { lastSent } from '../support/rooms-help'
import { serverKinds } from '../support/servers'
import { befriend, stage } from '../support/stage'

const NS = 'urn:xmpp:attention:0'

describe.each(serverKinds)('window shakes on %s', (kind) => {
  const here = stage(kind)
  const chatWith = async (client: TestClient, peer: string) => (await client.call('conversation.open', { kind: 'chat', peer })).id
  const lines = async (client: TestClient, peer: string) =>
    (await client.call('conversation.history', { conversationId: await chatWith(client, peer), limit: 20 })).messages.map((one) => one.notice?.code ?? one.body)
  const problem = async (client: TestClient, conversationId: number) => {
    const result = await client.tryCall('shake.send', { conversationId })
    return result.ok ? 'shaken' : (result.error.problem ?? result.error.code)
  }

  test('between contacts, once in a while; not while one refuses', async () => {
    const [alice, bob] = await Promise.all([here.login(await here.account('alice')), here.login(await here.account('bob'))])
    const toBob = await chatWith(alice, bob.address)
    expect(await problem(alice, toBob)).toBe('away')
    await befriend(alice, bob)
    await alice.until(() => alice.state.presence.presences.some((one) => one.jid === bob.address && one.resources.length > 0), 'he is there')
    expect(await problem(alice, toBob)).toBe('shaken')
    const { conversationId } = await bob.waitFor('shake.received')
    expect(conversationId).toBe(await chatWith(bob, alice.address))
    expect(await lines(bob, alice.address)).toEqual(['shake-received'])
    expect(await lines(alice, bob.address)).toEqual(['shake-sent'])
    expect(bob.state.conversations.conversations.find((one) => one.peer === alice.address)).toMatchObject({ unreadCount: 0, isHidden: false })
    expect(await problem(alice, toBob)).toBe('too-soon')

    // Alice wants none at all: she is not able any longer, as everybody learns at once.
    const ver = () => /ver="([^"]+)"/.exec(lastSent(alice, 'hash="sha-1"') ?? '')?.[1]
    const before = ver()
    await alice.call('settings.set', { receiveShakes: false })
    await alice.until(() => ver() !== before, 'she says so')
    const toAlice = await chatWith(bob, alice.address)
    await bob.until(() => bob.wire.some((line) => line.startsWith('> <iq') && line.includes(`#${ver()}`)), 'he has heard it, and asks what it means')
    expect(await problem(bob, toAlice)).toBe('unable')
    await alice.call('settings.set', { receiveShakes: true })
  })

  test('from another client: a contact once, a stranger and one who is refused never; words are shown all the same', async () => {
    const mia = await here.login(await here.account('mia'))
    const [wei, eve] = await Promise.all([here.peer({ ...(await here.account('wei')), autoAccept: true }), here.peer(await here.account('eve'))])
    await mia.call('contact.add', { jid: wei.bareJid, name: '小伟', groups: [], message: '' })
    await mia.until(() => mia.state.roster.contacts.some((one) => one.jid === wei.bareJid && one.subscription === 'both'), 'friends')
    expect((await wei.disco(mia.jid)).features).toContain(NS)
    const attention = `<attention xmlns='${NS}'/>`
    const shake = (from: typeof wei, inside = '', type = 'headline') => from.sendRaw(`<message to='${mia.address}' type='${type}'>${attention}${inside}</message>`)
    await shake(eve)
    await eve.send(mia.address, 'I am a stranger')
    await mia.waitFor('message.added', ({ message }) => message.body === 'I am a stranger')
    await shake(wei)
    await mia.waitFor('shake.received')
    await shake(wei) // too soon
    await shake(wei, '<body>Why don’t you answer?</body>')
    await mia.waitFor('message.added', ({ message }) => message.body === 'Why don’t you answer?')
    await mia.call('shake.setAllowed', { jid: wei.bareJid, isAllowed: false })
    expect(mia.state.shakes.refused).toEqual([wei.bareJid])
    await shake(wei, '<body>and now?</body>', 'chat')
    await mia.waitFor('message.added', ({ message }) => message.body === 'and now?')
    expect(mia.events.filter((event) => event.name === 'shake.received')).toHaveLength(1)
    expect(await lines(mia, wei.bareJid)).toEqual(['shake-received', 'Why don’t you answer?', 'and now?'])
    expect(await lines(mia, eve.bareJid)).toEqual(['I am a stranger'])
    const history = await mia.call('conversation.history', { conversationId: await chatWith(mia, wei.bareJid), limit: 1 })
    expect(history.messages[0]).toMatchObject({ kind: 'text', isUnread: true })

    // He cannot shake: slixmpp without the plugin.
    expect(await problem(mia, await chatWith(mia, wei.bareJid))).toBe('unable')
  })
})
