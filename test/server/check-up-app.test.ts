/** A check-up of accounts that are logged in here: what it sends is shown nowhere, neither as it happens nor out of the archive later. What strangers send is, whatever they put into it. */
import { expect, it } from 'vitest'
import { createTestClient } from '../support/core-client'
import { RawClient } from '../support/scripted-rooms/raw-client'
import { startServer } from '../support/servers'

it('keeps its messages to itself', async () => {
  const server = await startServer('prosody', { accounts: [{ user: 'lina', password: 'lina-pw' }, { user: 'wei', password: 'wei-pw' }, { user: 'mallory', password: 'm-pw' }] })
  const client = await createTestClient({ server, user: 'lina', password: 'lina-pw' })
  try {
    const lina = client.accountId
    const login = () =>
      client.call('account.login', {
        address: `wei@${server.domain}`, password: 'wei-pw', remember: false, autoLogin: false, server: { transport: 'starttls', host: server.host, port: server.port },
      })
    const { accountId: wei } = await login()
    await client.until(() => client.readyCount > 1, 'wei is online', 20_000)
    const conversations = (id: number) => client.snapshot().accounts[id]?.conversations.conversations ?? []

    expect(await client.tryCall('checkUp.start', { accountIds: [lina, lina], areas: null })).toMatchObject({ ok: false })
    const finished = client.waitFor('checkUp.reports', ({ reports }) => reports.length === 1, 40_000)
    await client.call('checkUp.start', { accountIds: [lina, wei], areas: ['account', 'messages'] })
    expect(await client.tryCall('checkUp.start', { accountIds: [lina], areas: null })).toMatchObject({ ok: false, error: { code: 'conflict' } })
    const [summary] = (await finished).reports
    expect(summary).toMatchObject({ server: { domain: server.domain, brand: 'prosody' }, isAborted: false, isImported: false })
    const report = await client.call('checkUp.report', { reportId: summary!.id })
    expect(report.lines.find((line) => line.id === 'messages.delivery')?.verdict).toBe('pass')
    const { evidence } = await client.call('checkUp.evidence', { reportId: summary!.id, check: 'messages.delivery' })
    expect(evidence.length).toBeGreaterThan(1)
    expect([conversations(lina), conversations(wei)]).toEqual([[], []])
    expect(report.lines.find((line) => line.id === 'account.subscription')?.verdict).toBe('pass')
    expect(client.events.filter(({ name }) => name === 'contactRequest.changed'), 'they asked to be contacts of each other').toEqual([])

    // Nobody can hide what he sends behind the name of a run: neither of this one nor of one that never was.
    const [name] = /magpie-check-[0-9a-f]{8}/.exec(evidence.flatMap(({ lines }) => lines.flatMap(({ parts }) => parts.map(({ text }) => text))).join(''))!
    const mallory = await RawClient.logIn(server, 'mallory', 'm-pw', 'desk')
    for (const run of [name, 'magpie-check-00000000']) {
      const mark = `<run xmlns="urn:magpie:check-up:0" name="${run}"/>`
      mallory.send(`<message to="lina@${server.domain}" type="chat"><body>${run}</body>${mark}</message><presence to="wei@${server.domain}" type="subscribe">${mark}</presence>`)
      await client.waitFor('message.added', ({ accountId, message }) => accountId === lina && message.body === run)
      await client.until(() => client.snapshot().accounts[wei]?.roster.requests.length === 1, 'the request to be contacts is shown')
      await client.call('contact.deny', { accountId: wei, jid: `mallory@${server.domain}` })
    }
    await mallory.logOut()

    // The next one can begin.
    await client.call('checkUp.start', { accountIds: [lina], areas: ['services'] })
    await client.call('checkUp.stop', {})
    await client.until(() => client.snapshot().app['check-up'].progress === null, 'it has stopped', 20_000)

    // What somebody writes comes, out of the same page of the archive.
    await client.call('account.logout', { accountId: wei })
    const { id: conversationId } = await client.call('conversation.open', { accountId: lina, kind: 'chat', peer: `wei@${server.domain}` })
    await client.call('message.send', { accountId: lina, conversationId, body: '真的消息' })
    const sent = client.waitFor('message.changed', ({ message }) => message.state !== 'queued', 20_000)
    await sent
    client.wire = []
    const came = client.waitFor('message.added', ({ accountId, message }) => accountId === wei && message.body === '真的消息', 20_000)
    await login()
    await came
    await client.until(() => client.wire.some((xml) => xml.includes('<fin')) && client.snapshot().accounts[wei]?.archive.isCatchingUp === false, 'the archive is read')
    expect(client.wire.some((xml) => xml.startsWith('<') && xml.includes('urn:xmpp:mam:2') && xml.includes('urn:magpie:check-up'))).toBe(true)
    expect(conversations(wei).map((one) => one.peer)).toEqual([`lina@${server.domain}`])
    const { messages } = await client.call('conversation.history', { accountId: wei, conversationId: conversations(wei)[0]!.id, limit: 50 })
    expect(messages.map((message) => message.body)).toEqual(['真的消息'])
    expect(conversations(lina).map((one) => one.peer).sort()).toEqual([`mallory@${server.domain}`, `wei@${server.domain}`])
  } finally {
    await client.stop()
    await server.stop()
  }
})
