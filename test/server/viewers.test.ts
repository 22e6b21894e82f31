/** What the viewers of the tester's workbench read and change, against real servers. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestClient } from '../support/core-client'
import { serverKinds } from '../support/servers'
import { stage } from '../support/stage'

const textOf = (lines: { parts: { text: string }[] }[]) => lines.map(({ parts }) => parts.map(({ text }) => text).join('')).join('\n')

describe.each(serverKinds)('the viewers on %s', (kind) => {
  const at = stage(kind, {
    prosody: { modules: ['admin_adhoc'], extraConfig: 'admins = { "lina1@localhost" }' },
    ejabberd: { modules: ['mod_adhoc', 'mod_configure'], extraConfig: 'acl:\n  admin:\n    user: lina1@localhost\naccess_rules:\n  configure:\n    allow: admin' },
  }[kind])
  let lina: TestClient
  let carol: string
  beforeAll(async () => {
    lina = await at.login(await at.account('lina'))
    carol = `carol@${at.server.domain}`
  }, 120_000)

  test('the contact list as the server has it, beside what is stored; changed and removed', async () => {
    await lina.call('rosterViewer.put', { jid: carol, name: '卡罗尔 <b>', groups: ['A & B', '同事'] })
    await lina.until(() => lina.state.roster.contacts.some(({ jid }) => jid === carol))
    const { entries, page, version } = await lina.call('rosterViewer.load', {})
    expect(entries).toMatchObject([{ jid: carol, server: { name: '卡罗尔 <b>', subscription: 'none', isAsking: false, isApproved: false }, stored: { name: '卡罗尔 <b>' }, differences: [] }])
    expect([...entries[0]!.server!.groups].sort()).toEqual(['A & B', '同事'])
    if (kind === 'prosody') expect(version, 'it numbers them').not.toBeNull()
    expect(textOf((await lina.call('rosterViewer.raw', { page, index: 0 })).lines)).toContain(`jid="${carol}"`)
    // Longer than what is shown of it: whole again after its groups were changed.
    const long = `${'长'.repeat(1010)}!`
    await lina.call('console.send', { xml: `<iq xmlns="jabber:client" type="set" id="long"><query xmlns="jabber:iq:roster"><item jid="${carol}" name="${long}"/></query></iq>` })
    await lina.call('rosterViewer.put', { jid: carol, name: null, groups: ['同事'] })
    const after = await lina.call('rosterViewer.load', {})
    expect(after.entries).toMatchObject([{ server: { name: '长'.repeat(1000), isNameCut: true, groups: ['同事'] } }])
    expect(textOf((await lina.call('rosterViewer.raw', { page: after.page, index: 0 })).lines)).toContain(`name="${long}"`)
    await lina.call('rosterViewer.remove', { jid: carol })
    expect((await lina.call('rosterViewer.load', {})).entries).toEqual([])
    expect(await lina.tryCall('rosterViewer.raw', { page, index: 0 }), 'of another page').toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  test('the archive: page by page both ways, by who and when and id; what it says of itself', async () => {
    const peer = `wei@${at.server.domain}`
    const bodies = Array.from({ length: 7 }, (_, i) => `第 ${i} 句`)
    const { id } = await lina.call('conversation.open', { kind: 'chat', peer })
    for (const body of bodies) await lina.call('message.send', { conversationId: id, body })
    const look = (more: object) => lina.call('archiveViewer.page', { archive: null, filter: { with: peer }, position: {}, max: 3, ...more })
    const all = async () => (await look({ max: 50 })).results.length
    await expect.poll(all, { timeout: 10_000 }).toBe(7)
    const first = await look({})
    expect(first.results.map(({ summary, from, type }) => [summary, from, type])).toEqual(bodies.slice(0, 3).map((body) => [body, lina.connection.jid, 'chat']))
    const second = await look({ position: { after: first.last! } })
    expect(second.results.map(({ summary }) => summary)).toEqual(bodies.slice(3, 6))
    const back = await look({ position: { before: second.first! } })
    expect(back.results.map(({ summary }) => summary)).toEqual(bodies.slice(0, 3))
    const newest = await look({ position: { before: '' } })
    expect(newest.results.map(({ summary }) => summary)).toEqual(bodies.slice(4))
    expect(textOf((await lina.call('archiveViewer.raw', { page: newest.page, index: 2 })).lines)).toMatch(/<result [^]*第 6 句/)
    const { stampMs } = first.results[1]!
    expect((await look({ filter: { with: peer, startMs: stampMs! + 86_400_000 }, max: 50 })).results).toEqual([])
    expect((await look({ filter: { with: carol }, max: 50 })).results).toEqual([])
    const facts = await lina.call('archiveViewer.about', { archive: null })
    expect(facts.namespace).toBe('urn:xmpp:mam:2')
    if (facts.isExtended) {
      expect(facts.ends).toMatchObject({ first: { id: first.results[0]!.id }, last: { id: newest.results[2]!.id } })
      expect((await look({ filter: { ids: [first.results[1]!.id] } })).results.map(({ summary }) => summary)).toEqual([bodies[1]])
    }
    expect(lina.snapshot().accounts[lina.accountId]!.conversations.conversations, 'nothing of it is stored').toHaveLength(1)
    expect(await lina.tryCall('archiveViewer.page', { archive: `nobody@${at.server.domain}`, filter: {}, position: {}, max: 3 })).toMatchObject({ ok: false })
  })

  test('a node of the own account: published, read, edited, retracted, emptied, deleted', async () => {
    const node = 'urn:example:viewer'
    const publish = (id: string, xml: string) => lina.call('pubsubViewer.publish', { jid: null, node, id, xml, access: 'whitelist' })
    await publish('a', '<note xmlns="urn:example:note">\n  <line>你好 &amp; co</line>\n</note>')
    const page = await lina.call('pubsubViewer.items', { jid: null, node, after: null })
    expect(page.items).toMatchObject([{ id: 'a', payload: { name: 'note', namespace: 'urn:example:note' } }])
    const item = await lina.call('pubsubViewer.item', { page: page.page, index: 0 })
    expect(item.text).toBe('<note xmlns="urn:example:note">\n  <line>你好 &amp; co</line>\n</note>')
    expect(textOf(item.lines)).toContain('id="a"')
    expect((await lina.call('pubsubViewer.nodes', { jid: null })).nodes.map((one) => one.node)).toContain(node)
    const { config, affiliations } = await lina.call('pubsubViewer.about', { jid: null, node })
    expect(config.value?.fields.find(({ name }) => name === 'pubsub#access_model')?.values).toEqual(['whitelist'])
    // Prosody leaves out the owner.
    if (kind === 'ejabberd') expect(affiliations.value).toContainEqual({ jid: lina.address, affiliation: 'owner' })
    const broken = await lina.tryCall('pubsubViewer.publish', { jid: null, node, id: 'b', xml: '<note><line></note>', access: null })
    expect(broken).toMatchObject({ ok: false, error: { code: 'bad-input', problem: 'not-well-formed' } })
    await lina.call('pubsubViewer.retract', { jid: null, node, id: 'a' })
    expect((await lina.call('pubsubViewer.items', { jid: null, node, after: null })).items).toEqual([])
    await publish('c', '<note xmlns="urn:example:note"/>')
    const purged = await lina.tryCall('pubsubViewer.purge', { jid: null, node })
    if (purged.ok) expect((await lina.call('pubsubViewer.items', { jid: null, node, after: null })).items).toEqual([])
    await lina.call('pubsubViewer.remove', { jid: null, node })
    expect(await lina.tryCall('pubsubViewer.items', { jid: null, node, after: null })).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  test('private storage: what was never kept is empty; kept as written', async () => {
    const notes = { name: 'storage', namespace: 'storage:rosternotes' }
    expect(await lina.call('privateStorage.get', notes)).toMatchObject({ isEmpty: true })
    await lina.call('privateStorage.put', { xml: `<storage xmlns="storage:rosternotes">\n  <note jid="${carol}">sie  &lt;3</note>\n</storage>` })
    const kept = await lina.call('privateStorage.get', notes)
    expect(kept).toMatchObject({ isEmpty: false, text: `<storage xmlns="storage:rosternotes">\n  <note jid="${carol}">sie  &lt;3</note>\n</storage>` })
    expect(await lina.tryCall('privateStorage.put', { xml: '<storage/>' })).toMatchObject({ ok: false, error: { problem: 'no-namespace' } })
  })

  test('whom the server keeps away', async () => {
    await lina.call('block.add', { jid: `eve@${at.server.domain}`, report: null })
    const { entries, raw } = await lina.call('block.look', {})
    expect(entries).toEqual([{ jid: `eve@${at.server.domain}`, isOnServer: true, isStored: true }])
    expect(textOf(raw)).toContain('urn:xmpp:blocking')
  })

  test('own sessions, asked for their program; an administrator ends one', async () => {
    const phone = await at.peer({ server: at.server, user: 'lina1', password: 'secret', resource: 'phone' })
    await lina.until(() => lina.state.presence.presences.some(({ jid, resources }) => jid === lina.address && resources.length > 0))
    const { sessions, canEnd } = await lina.call('sessions.list', {})
    expect(sessions.map(({ jid, isThis }) => [jid, isThis]).sort()).toEqual([[lina.connection.jid, true], [phone.jid, false]].sort())
    expect(sessions.find(({ isThis }) => isThis)).toMatchObject({ availability: 'online', priority: 5, client: 'Magpie' })
    const asked = await lina.call('sessions.ask', { jid: phone.jid })
    expect(asked.version.value?.name).toMatch(/slixmpp/i)
    expect(await lina.tryCall('sessions.ask', { jid: carol })).toMatchObject({ ok: false, error: { code: 'bad-input' } })
    expect(canEnd).toBe(true)
    await lina.call('sessions.end', { jid: phone.jid })
    await lina.until(() => lina.state.presence.presences.every(({ jid, resources }) => jid !== lina.address || resources.length === 0))
    expect((await lina.call('sessions.list', {})).sessions.map(({ jid }) => jid)).toEqual([lina.connection.jid])

    const wei = await at.login(await at.account('wei'))
    expect((await wei.call('sessions.list', {})).canEnd).toBe(false)
    expect(await wei.tryCall('sessions.end', { jid: `${wei.address}/other` })).toMatchObject({ ok: false, error: { code: 'not-supported' } })
  })

  test('capabilities: in use, verified, forgotten, and asked anew', async () => {
    const account = await at.account('mei')
    const [one, two] = [await at.login(account), await at.login(account)]
    const other = async () => (await one.call('caps.list', {})).entries.find(({ usedBy }) => usedBy.includes(two.connection.jid!))
    await one.until(() => one.state.presence.presences.some(({ resources }) => resources.some(({ client }) => client === 'Magpie')))
    const known = (await other())!
    expect(known).toMatchObject({ name: 'Magpie', users: 1, hash: 'sha-1', nodes: ['urn:x-magpie:client'] })
    const detail = await one.call('caps.entry', { hash: known.hash, ver: known.ver })
    expect(detail.features).toHaveLength(known.features!)
    expect(detail.features).toContainEqual({ namespace: 'urn:xmpp:ping', isUsed: true })
    one.forget()
    await one.call('caps.clear', {})
    await one.waitFor('presence.changed', ({ presences }) => presences.some(({ resources }) => resources.some(({ client }) => client === 'Magpie')))
    expect((await other())?.features).toBe(known.features)
  })
})
