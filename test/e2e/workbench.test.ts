/** The tester's workbench: the XML console, service discovery, commands. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readReport } from '#shared/check-up/reader'
import { startServer, type TestServer } from '../support/servers'
import { tempDir } from '../support/temp'
import { readTranscript } from '../support/transcripts'
import { launchPerson, openConversation, until, type Person } from './person'
import { underToast } from './toasts'

let server: TestServer
let lina: Person

beforeAll(async () => {
  server = await startServer('prosody', { modules: ['admin_adhoc'], extraConfig: 'admins = { "lina@localhost" }', accounts: [{ user: 'lina', password: 'very secret' }, { user: 'wei', password: 'secret' }] })
  lina = await launchPerson(server, 'lina', 'very secret')
})
afterAll(async () => {
  await lina?.app.close()
  await server?.stop()
})

it('shows the wire as it goes, finds in it, sends what is written, and saves it without passwords', async () => {
  const { page } = lina
  expect(await page.getByRole('button', { name: 'Tester’s workbench' }).count()).toBe(0)
  await page.keyboard.press('Control+,')
  await page.getByRole('switch', { name: 'Show the tester’s workbench' }).click()
  await openConversation(lina, 'chat', `wei@${server.domain}`)
  await lina.say('喜鹊 <b> & co')
  await lina.bubble('喜鹊 <b> & co').waitFor()

  await lina.bubble('喜鹊 <b> & co').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Show its stanzas' }).click()
  const list = page.getByRole('listbox', { name: 'Stanzas' })
  await list.getByRole('option').filter({ hasText: 'message chat' }).first().click()
  const detail = page.getByRole('region', { name: 'The stanza' })
  await detail.getByText('喜鹊 <b> & co', { exact: true }).waitFor()
  await lina.pictures('console')
  await detail.getByRole('button', { name: 'Close' }).click()

  await page.getByRole('textbox', { name: 'Search the text' }).fill('')
  await page.getByRole('button', { name: 'Write and send' }).click()
  const field = page.getByRole('textbox', { name: 'XML' })
  await field.fill('<iq type="get">\n  <query>')
  await page.getByText('A tag is not closed').waitFor()
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isEnabled()).toBe(false)
  await page.getByRole('combobox', { name: 'Template' }).selectOption({ label: 'Ping the server' })
  const id = /id="([^"]+)"/.exec(await field.inputValue())![1]!
  await page.getByText('Well-formed, can be sent').waitFor()
  await lina.pictures('console-write')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('textbox', { name: 'Search the text' }).fill(id)
  await until(async () => (await list.getByRole('option').count()) === 2, 'no answer to the ping')
  expect(await list.getByRole('option').nth(1).innerText()).toContain('result')

  await page.getByRole('radio', { name: 'Sent' }).check()
  await until(async () => (await list.getByRole('option').count()) === 1, 'the direction is not looked at')
  await page.getByRole('radio', { name: 'All' }).check()
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('textbox', { name: 'Search the text' }).fill('')
  await lina.call('message.send', { accountId: lina.accountId, conversationId: (await lina.snapshot()).accounts[lina.accountId]!.conversations.conversations[0]!.id, body: 'while it rests' } as never)
  await page.getByText(/^Paused, \d+ new$/).waitFor()
  await page.getByRole('button', { name: 'Go on' }).click()

  const file = join(tempDir('transcript'), 'console.xml')
  await lina.app.app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = (() => Promise.resolve({ canceled: false, filePath: path })) as never
  }, file)
  await page.getByRole('button', { name: 'Save as transcript' }).click()
  await page.getByText('The file is saved.').waitFor()
  const { steps } = readTranscript(file)
  expect(steps.flatMap((step) => step.entries).filter((entry) => entry.element?.attrs['id'] === id).map(({ from }) => from)).toEqual(['alice', 'server'])
  expect(readFileSync(file, 'utf8')).not.toContain('very secret')

  await page.getByRole('button', { name: 'Service discovery' }).click()
  const tree = page.getByRole('tree', { name: 'Addresses found' })
  await page.getByRole('listitem').filter({ hasText: 'Service Discovery XEP-0030' }).first().waitFor()
  await tree.getByRole('treeitem').filter({ hasText: 'conference' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Multi-User Chat' }).first().waitFor()
  await page.getByRole('button', { name: 'Show the XML' }).click()
  await lina.pictures('services')
  await page.getByRole('textbox', { name: 'Address', exact: true }).fill('nobody@nowhere.invalid')
  await page.getByRole('button', { name: 'Look' }).click()
  await page.getByText('No answer').waitFor()

  await page.getByRole('button', { name: 'XML console' }).click()
  await page.getByRole('button', { name: 'Empty the list' }).click()
  await page.keyboard.press('Control+,')
  await page.getByRole('switch', { name: 'Show the tester’s workbench' }).click()
  expect(await page.getByRole('button', { name: 'Tester’s workbench' }).count()).toBe(0)
  expect(lina.refused).toEqual([])
})

it('runs commands of the server, from the list to what came out of them', async () => {
  const { page } = lina
  await lina.call('settings.set', { workbench: true })
  await page.getByRole('button', { name: 'Tester’s workbench' }).click()
  await page.getByRole('button', { name: 'Service discovery' }).click()
  await page.getByRole('button', { name: 'Commands', exact: true }).nth(1).click() // of the server that is shown
  const list = page.getByRole('tree', { name: 'Commands' })
  await list.getByRole('treeitem', { name: 'Add a user' }).click()
  const form = page.getByRole('form', { name: 'Add a user' })
  await form.getByRole('button', { name: 'Finish' }).click()
  await form.getByText('This is needed.').waitFor()
  await form.getByRole('textbox', { name: 'Account', exact: true }).fill(`newcomer@${server.domain}`)
  for (const field of ['Password (optional)', 'Password again (optional)']) await form.getByRole('textbox', { name: field }).fill('a new secret')
  await lina.pictures('commands-form')
  await form.getByRole('button', { name: 'Finish' }).click()
  await page.getByText('Account successfully created').waitFor()

  await list.getByRole('treeitem', { name: 'Users online' }).click()
  await page.getByRole('form', { name: 'Users online' }).getByRole('button', { name: 'Finish' }).click()
  await page.getByText(lina.address, { exact: true }).waitFor()
  await lina.pictures('commands-result')
  await page.getByRole('button', { name: 'Copy', exact: true }).click()
  await page.getByText('Copied').waitFor()
  expect(await lina.app.app.evaluate(({ clipboard }) => clipboard.readText())).toContain(lina.address)

  await list.getByRole('treeitem', { name: 'Delete users' }).click()
  const deletion = page.getByRole('form', { name: 'Delete users' })
  await deletion.getByRole('textbox', { name: 'Accounts' }).fill(`newcomer@${server.domain}`)
  await deletion.getByRole('button', { name: 'Finish' }).click()
  const question = page.getByRole('alertdialog', { name: 'Delete users' })
  await question.getByText(`newcomer@${server.domain}`).waitFor()
  await question.getByRole('button', { name: 'Do it' }).click()
  await page.getByText(/successfully deleted/).waitFor()

  await list.getByRole('treeitem', { name: 'Users online' }).click()
  await page.getByRole('form', { name: 'Users online' }).waitFor()
  await page.getByRole('button', { name: 'Close “Users online”' }).last().click()
  const cancelled = () => lina.call('console.read', { accountId: lina.accountId, filter: { direction: 'in', text: 'canceled' }, afterSeq: 0, beforeSeq: null, limit: 10 })
  await until(async () => (await cancelled()).entries.length > 0, 'the form that was left is not cancelled')
  expect(lina.refused).toEqual([])
})

it('shows how it is connected, cuts the link and tells how it was resumed, and copies it without secrets', async () => {
  const { page } = lina
  await lina.call('settings.set', { workbench: true })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+4')
  await page.getByRole('button', { name: 'Connection', exact: true }).click()
  const section = (name: string) => page.getByRole('region', { name, exact: true })
  await section('Encryption (TLS)').getByText('The certificate is trusted').waitFor()
  await section('Login').getByText(/^SCRAM-SHA-\d+(-PLUS)?$/).first().waitFor()
  await section('Stream features').getByRole('row').filter({ hasText: 'urn:xmpp:sm:3' }).getByText('Yes').waitFor()
  await page.getByRole('button', { name: 'Cut the link…' }).click()
  await page.getByRole('alertdialog', { name: 'Cut the link now?' }).getByRole('button', { name: 'Cut', exact: true }).click()
  const resumes = section('Resumes so far').getByRole('row')
  await until(async () => (await resumes.filter({ hasText: 'Resumed' }).count()) === 1, 'not resumed after the cut')
  await section('Line').getByRole('img', { name: /measurement/ }).waitFor()
  await lina.pictures('connection')
  await section('Line').scrollIntoViewIfNeeded()
  await lina.pictures('connection-line')
  const sessionId = await section('Resuming after a cut (stream management)').locator('dd').first().locator('bdi').first().innerText()
  const under = underToast(page, 'Copied, without the id of the session.')
  await page.getByRole('button', { name: 'Copy as text' }).click()
  expect(await under, 'what is said for a few seconds covers nothing').toEqual([])
  const report = await lina.app.app.evaluate(({ clipboard }) => clipboard.readText())
  // As Electron's own TLS library tells it.
  const tls = report.slice(report.indexOf('## Encryption (TLS)'), report.indexOf('## Login'))
  expect(tls).toContain('### Number 2: its authority')
  expect(tls.match(/^- Key: (RSA \d+|EC \w+)$/gm)).toHaveLength(2)
  expect(tls).toContain('- Version: TLSv1.3\n')
  expect(tls).toContain('- Protocol agreed on (ALPN): asked for xmpp-client')
  expect([report.includes(sessionId), report.includes('very secret')]).toEqual([false, false])
  expect(lina.refused).toEqual([])
})

it('shows what server and program keep for the account, page by page, and changes it after a warning', async () => {
  const { page } = lina
  const carol = `carol@${server.domain}` as never
  await lina.call('settings.set', { workbench: true })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+4')
  const open = (name: string) => page.getByRole('navigation', { name: 'Tester’s workbench' }).getByRole('button', { name }).click()
  const list = (name: string) => page.getByRole('listbox', { name })
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'))

  await lina.call('rosterViewer.put', { accountId: lina.accountId, jid: carol, name: '卡罗尔', groups: ['同事'] })
  await open('Contact list')
  await list('Contacts on the server').getByRole('option').filter({ hasText: '卡罗尔' }).click()
  await page.getByText('Server and Magpie agree').waitFor()
  await page.getByRole('button', { name: 'Show the XML' }).click()
  await page.getByRole('group', { name: 'XML' }).getByText('subscription').waitFor()
  await lina.pictures('viewer-contacts')
  await page.getByRole('button', { name: 'Edit…' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Carol & co')
  await dialog.getByRole('button', { name: 'Save to the server' }).click()
  await list('Contacts on the server').getByRole('option').filter({ hasText: 'Carol & co' }).waitFor()
  /** Nothing is taken away before the user has said so: what was pressed asks, and asked no, leaves it there. */
  const asks = async (press: () => Promise<void>, action: string, count: () => Promise<number>) => {
    const before = await count()
    for (const answer of ['Cancel', action]) {
      expect(await count()).toBe(before)
      await press()
      await dialog.getByRole('button', { name: answer, exact: true }).click()
      await dialog.waitFor({ state: 'hidden' })
    }
  }
  const rosterNow = async () => (await lina.call('rosterViewer.load', { accountId: lina.accountId })).entries.map(({ jid, server: line }) => [jid, line?.name, line?.groups])
  expect(await rosterNow(), 'its groups were not touched').toEqual([[carol, 'Carol & co', ['同事']]])
  await asks(() => page.getByRole('button', { name: 'Remove…' }).click(), 'Remove', async () => (await rosterNow()).length)
  await page.getByText('The server has no contacts').waitFor()

  await open('Message archive')
  await page.getByText(/^It goes from|^It does not say/).waitFor()
  await list('Messages in the archive').getByRole('option').filter({ hasText: '喜鹊 <b> & co' }).click()
  await page.getByRole('button', { name: 'Show the XML' }).click()
  await page.getByRole('group', { name: 'XML' }).getByText('urn:xmpp:mam:2').waitFor()
  await lina.pictures('viewer-archive')
  await page.getByRole('textbox', { name: 'With' }).fill(carol)
  await page.getByRole('button', { name: 'Look' }).click()
  await page.getByText('No messages on this page').waitFor()

  await open('PubSub nodes')
  await page.getByRole('button', { name: 'Publish to a node…' }).click()
  await dialog.getByRole('textbox', { name: 'Node' }).fill('urn:example:e2e')
  await dialog.getByRole('textbox', { name: 'XML' }).fill('<note><line>')
  await dialog.getByText('A tag is not closed').waitFor()
  expect(await dialog.getByRole('button', { name: 'Publish' }).isEnabled()).toBe(false)
  await dialog.getByRole('textbox', { name: 'XML' }).fill('<note xmlns="urn:example:note"><line>你好</line></note>')
  await dialog.getByRole('button', { name: 'Publish' }).click()
  await list('Nodes').getByRole('option').filter({ hasText: 'urn:example:e2e' }).click()
  await list('Items').getByRole('option').click()
  await page.getByRole('group', { name: 'XML' }).getByText('你好').waitFor()
  await lina.pictures('viewer-pubsub')
  const ofNode = { accountId: lina.accountId, jid: null, node: 'urn:example:e2e' }
  const { config } = await lina.call('pubsubViewer.about', ofNode)
  expect(config.value?.fields.find(({ name }) => name === 'pubsub#access_model')?.values, 'a new node is for oneself unless something else is chosen').toEqual(['whitelist'])
  const item = list('Items').getByRole('option')
  const published = await item.innerText()
  await page.getByRole('button', { name: 'Edit…' }).click()
  await dialog.getByRole('textbox', { name: 'XML' }).fill('<note xmlns="urn:example:note"><line>再见</line></note>')
  await dialog.getByRole('button', { name: 'Publish' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('group', { name: 'XML' }).waitFor({ state: 'hidden' }) // the list is read anew
  await item.click()
  await page.getByRole('group', { name: 'XML' }).getByText('再见').waitFor()
  expect(await item.allInnerTexts(), 'in place of the one that was edited').toEqual([published])
  await asks(() => page.getByRole('button', { name: 'Retract…' }).click(), 'Retract', () => item.count())
  await page.getByText('There are no items in it').waitFor()
  const more = (name: string) => async () => {
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name }).click()
  }
  const nodes = async () => (await lina.call('pubsubViewer.nodes', ofNode)).nodes.length
  await asks(more('Empty the node…'), 'Empty it', nodes)
  await page.getByText('There are no items in it').waitFor()
  await asks(more('Delete the node…'), 'Delete', nodes)
  await until(async () => (await list('Nodes').getByRole('option').filter({ hasText: 'urn:example:e2e' }).count()) === 0, 'the node is still there')

  await open('Private storage')
  await list('What is stored').getByRole('option').filter({ hasText: 'Notes on contacts' }).click()
  await page.getByText('Nothing is stored here').waitFor()
  await page.getByRole('button', { name: 'Write…' }).click()
  await dialog.getByRole('textbox', { name: 'XML' }).fill('<storage xmlns="storage:rosternotes"><note>旧友</note></storage>')
  await dialog.getByRole('button', { name: 'Save to the server' }).click()
  await page.getByRole('group', { name: 'XML' }).getByText('旧友').waitFor()
  await lina.pictures('viewer-storage')

  await open('Blocked list')
  await page.getByText('The server blocks nobody').waitFor()
  await lina.call('block.add', { accountId: lina.accountId, jid: carol, report: null })
  await page.getByRole('button', { name: 'Ask again' }).click()
  await list('Blocked on the server').getByRole('option').filter({ hasText: 'carol' }).click()
  await lina.pictures('viewer-blocked')

  await open('Own sessions')
  await list('Own sessions').getByRole('option').filter({ hasText: 'This program' }).click()
  await page.getByText('Capabilities', { exact: true }).waitFor()
  await lina.pictures('viewer-sessions')

  await open('Capabilities cache')
  await page.getByRole('button', { name: 'Clear…' }).click()
  await dialog.getByText('which all accounts share').waitFor()
  await lina.pictures('viewer-capabilities')
  await dialog.getByRole('button', { name: 'Clear' }).click()
  await page.getByText('Cleared').waitFor()
  expect(lina.refused).toEqual([])
})

it('checks the server with two accounts, tells what is broken, saves the report and reads it back', async () => {
  const { page } = lina
  await lina.call('settings.set', { workbench: true })
  const { host, port, domain } = server
  const wei = { address: `wei@${domain}` as never, password: 'secret', remember: false, autoLogin: false, server: { transport: 'starttls', host, port } as const }
  const { accountId } = await lina.call('account.login', wei)
  await until(async () => (await lina.snapshot()).app.accounts.accounts.find(({ id }) => id === accountId)?.connection.phase === 'online', 'wei does not come online')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+4')
  await page.getByRole('button', { name: 'Server check-up' }).click()
  await page.getByRole('combobox', { name: 'Second account' }).selectOption({ label: `wei@${domain}` })
  await page.getByRole('button', { name: 'Choose what is tried' }).click()
  for (const part of ['Connection and login', 'Account and contacts', 'Archive', 'Profile and publishing', 'Files', 'Rooms']) await page.getByRole('checkbox', { name: part }).uncheck()
  await page.getByRole('button', { name: 'Start the check-up' }).click()

  const broken = page.locator('[data-check="messages.ids"]')
  await broken.waitFor({ timeout: 60_000 })
  await broken.getByText('Broken', { exact: true }).waitFor()
  await page.locator('[data-check="messages.delivery"]').getByText('Pass', { exact: true }).waitFor()
  await page.getByText('Only broken and missing').click()
  await until(async () => (await page.locator('[data-check="messages.delivery"]').count()) === 0, 'the filter does nothing')
  await broken.getByRole('button').first().click()
  await broken.getByRole('group', { name: /Sent/ }).first().waitFor()
  await lina.pictures('check-up')

  const file = join(tempDir('check-up'), 'report.json')
  await lina.app.app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = (() => Promise.resolve({ canceled: false, filePath: path })) as never
  }, file)
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'JSON' }).click()
  await page.getByText('The file is saved.').waitFor()
  expect(readReport(readFileSync(file, 'utf8'))?.server.brand).toBe('prosody')

  await page.getByRole('button', { name: 'All reports' }).click()
  await page.locator('[data-pick="check-up"]').setInputFiles(file)
  await page.getByRole('combobox', { name: 'Compare with another report' }).selectOption({ index: 1 })
  await page.getByText('No difference.').waitFor()
  await page.getByRole('button', { name: 'All reports' }).click()
  await page.getByText('from a file').waitFor()
  await lina.pictures('check-up-start')
  const chats = Object.values((await lina.snapshot()).accounts).flatMap(({ conversations }) => conversations.conversations.map(({ peer }) => peer as string))
  expect(chats.filter((peer) => peer !== `wei@${domain}` && peer !== lina.address)).toEqual([])
  await lina.call('account.logout', { accountId })
  expect(lina.refused).toEqual([])
})
