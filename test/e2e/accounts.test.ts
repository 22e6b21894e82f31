/** Two accounts in one real app on one server, and a friend who knows both: nothing is mixed up. And a server that got weaker. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Locator } from 'playwright-core'
import type { AccountId } from '#shared/ids'
import type { Jid } from '#shared/jid'
import { startServer, type TestServer } from '../support/servers'
import { tempDir } from '../support/temp'
import { befriend, launchPerson, openConversation, until, type Person } from './person'

const ACCOUNTS = ['lina', 'work', 'wei'].map((user) => ({ user, password: `${user}-pw` }))
const fillLogin = async (form: Locator, address: string, password: string, port: number) => {
  await form.getByLabel('Address', { exact: true }).fill(address)
  await form.getByLabel('Password', { exact: true }).fill(password)
  const advanced = form.getByRole('button', { name: 'Advanced' })
  if ((await advanced.getAttribute('aria-expanded')) === 'false') await advanced.click()
  await form.getByLabel('Host', { exact: true }).fill('127.0.0.1')
  await form.getByLabel('Port', { exact: true }).fill(String(port))
}

describe('two accounts', () => {
  let server: TestServer
  let lina: Person
  let wei: Person
  /** Lina's app again, seen from her second account. */
  let work: Person

  beforeAll(async () => {
    server = await startServer('prosody', { accounts: ACCOUNTS })
    lina = await launchPerson(server, 'lina', 'lina-pw')
    wei = await launchPerson(server, 'wei', 'wei-pw')
    for (const { page } of [lina, wei]) page.setDefaultTimeout(15_000)
  })
  afterAll(async () => {
    await Promise.all([lina?.app.close(), wei?.app.close()])
    await server?.stop()
  })

  const accounts = async () => (await lina.snapshot()).app.accounts.accounts
  const openStatus = () => lina.page.getByRole('button', { name: /^My status/ }).click()
  /** Lines of the messages list that belong to an account. */
  const linesOf = (address: string) => lina.page.locator('[data-conversation]').filter({ has: lina.page.getByRole('img', { name: `Account ${address}` }) })
  const isSeenByWei = (jid: string, availability: string, status: string) =>
    until(async () => {
      const { presences } = (await wei.snapshot()).accounts[wei.accountId]!.presence
      return presences.some((one) => one.jid === jid && one.availability === availability && one.status === status)
    }, `wei does not see ${jid} as ${availability}`)

  it('adds an account while the first stays online; a mistyped one leaves no trace', async () => {
    const { page } = lina
    expect(await page.getByRole('img', { name: /^Account/ }).count()).toBe(0)
    await openStatus()
    await page.getByRole('button', { name: 'Add an account' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add an account' })
    await fillLogin(dialog, 'wrok@localhost', 'work-pw', server.port)
    await dialog.getByRole('button', { name: 'Log in', exact: true }).click()
    await dialog.getByText('Wrong address or password').waitFor()
    await lina.screenshots('accounts-add')
    expect((await accounts()).find((one) => one.address === 'lina@localhost')?.connection.phase).toBe('online')
    await fillLogin(dialog, 'work@localhost', 'work-pw', server.port)
    await dialog.getByRole('button', { name: 'Log in', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await until(async () => (await accounts()).length === 2, 'the mistyped account stays')
    expect((await accounts()).map(({ address, connection }) => [address, connection.phase]).sort()).toEqual([['lina@localhost', 'online'], ['work@localhost', 'online']])
    const accountId = (await accounts()).find((one) => one.address === 'work@localhost')!.id
    work = { ...lina, address: 'work@localhost' as Jid, accountId }
  })

  it('keeps the same friend apart: each message comes into the conversation of its account, and answers leave from there', async () => {
    const { page } = lina
    await befriend(wei, lina)
    await befriend(wei, work)
    await openConversation(wei, 'chat', 'lina@localhost')
    await wei.say('周末去爬山吗？')
    await openConversation(wei, 'chat', 'work@localhost')
    await wei.say('合同已经发给你了')
    await page.keyboard.press('Control+1')
    await linesOf('lina@localhost').getByText('周末去爬山吗？').waitFor()
    await linesOf('work@localhost').getByText('合同已经发给你了').waitFor()
    await page.getByRole('button', { name: 'Messages, 2 unread' }).waitFor()

    await linesOf('work@localhost').click()
    await page.locator('.chat header').getByText('work@localhost').waitFor()
    await page.getByRole('button', { name: /^My status: work/ }).waitFor()
    await lina.say('收到，谢谢')
    await wei.bubble('收到，谢谢').waitFor()
    await linesOf('lina@localhost').click()
    await page.getByRole('button', { name: /^My status: lina/ }).waitFor()
    await lina.say('好啊，几点？')
    await openConversation(wei, 'chat', 'lina@localhost')
    await wei.bubble('好啊，几点？').waitFor()
    expect(await wei.bubble('收到，谢谢').count()).toBe(0)
    await lina.screenshots('accounts-messages')
  })

  it('lists the contacts of each below its name, finds in all, and has an account for what is new', async () => {
    const { page } = lina
    await page.keyboard.press('Control+2')
    const rows = page.getByRole('treeitem')
    await rows.filter({ hasText: 'work@localhost' }).getByText('1/1').waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('wei')
    await until(async () => (await rows.filter({ hasText: 'wei' }).count()) === 2, 'the friend is not found twice')
    await rows.filter({ hasText: 'wei' }).last().click()
    await page.getByRole('region', { name: 'wei' }).getByText('Your account').waitFor()
    await lina.screenshots('accounts-contacts')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Add contact' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add contact' })
    expect(await dialog.getByLabel('Account', { exact: true }).locator('option').allInnerTexts()).toEqual(expect.arrayContaining(['lina@localhost', 'work@localhost']))
    await page.keyboard.press('Escape')
  })

  it('makes a room with the account that is chosen', async () => {
    const { page } = lina
    await page.keyboard.press('Control+3')
    await page.getByRole('button', { name: 'Create a room' }).click()
    const dialog = page.getByRole('dialog', { name: 'Create a room' })
    await dialog.getByLabel('Account', { exact: true }).selectOption({ label: 'work@localhost' })
    await dialog.getByLabel('Name of the room').fill('项目组')
    await lina.screenshots('accounts-create-room')
    await dialog.getByRole('button', { name: 'Create', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await linesOf('work@localhost').filter({ hasText: '项目组' }).waitFor()
    const { accounts: sessions } = await lina.snapshot()
    expect(sessions[lina.accountId]!.rooms.rooms).toEqual([])
    await page.keyboard.press('Control+3')
    await page.getByRole('option').filter({ hasText: '项目组' }).waitFor()
    await lina.screenshots('accounts-rooms')
  })

  it('has a status for each, and one for all when asked', async () => {
    const { page } = lina
    await openStatus()
    await page.getByRole('radio', { name: /work@localhost/ }).click()
    await page.getByLabel('Signature').fill('开会中')
    await page.getByRole('radio', { name: /^Busy/ }).click()
    await isSeenByWei('work@localhost', 'dnd', '开会中')
    await isSeenByWei('lina@localhost', 'online', '')
    await page.getByRole('radio', { name: /lina@localhost/ }).getByText('Online').waitFor()
    await lina.screenshots('accounts-status')
    await page.getByRole('button', { name: 'Set for all accounts' }).click()
    await isSeenByWei('lina@localhost', 'dnd', '开会中')
    await page.keyboard.press('Escape')
  })

  it('shows both in the settings, in the order of the user', async () => {
    const { page } = lina
    await page.keyboard.press('Control+,')
    await page.getByRole('button', { name: 'Account', exact: true }).click()
    const first = (await accounts())[0]!.address
    await page.getByRole('button', { name: `Move ${first} down` }).click()
    await until(async () => (await accounts())[1]!.address === first, 'the order stays')
    await until(async () => (await page.getByRole('main').getByRole('region').last().getAttribute('aria-label')) === first, 'the page keeps the old order')
    await lina.screenshots('accounts-settings')
  })

  it('says for each that the connection is lost', async () => {
    const { page } = lina
    await page.keyboard.press('Control+1')
    await server.stop()
    await page.getByRole('button', { name: '2 accounts are not connected' }).waitFor()
    await page.locator('.banners').getByText('work@localhost').waitFor()
    await lina.screenshots('accounts-offline')
    await page.getByRole('button', { name: '2 accounts are not connected' }).click()
    await page.locator('.banners').getByText('work@localhost').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: '2 accounts are not connected' }).click()
    await server.restart()
    // Each may be back by itself before it is pressed: its button is gone then, which is as good.
    for (const name of ['Try now', 'Try now']) await page.getByRole('button', { name }).first().click({ timeout: 2_000 }).catch(() => undefined)
    await until(async () => (await accounts()).every(({ connection }) => connection.phase === 'online'), 'not online again', 60_000)
    await page.locator('.banners').waitFor({ state: 'detached' })
  })

  it('logs out of one and leaves the other as if it were alone', async () => {
    const { page } = lina
    await linesOf('lina@localhost').first().click()
    await openStatus()
    await page.getByRole('radio', { name: /work@localhost/ }).click()
    await page.getByRole('button', { name: 'Log out' }).click()
    await until(async () => (await lina.snapshot()).accounts[work.accountId] === undefined, 'the session stays')
    await page.getByText('合同已经发给你了').waitFor({ state: 'detached' })
    expect(await page.getByRole('img', { name: /^Account/ }).count()).toBe(0)
    expect((await accounts()).find((one) => one.id === lina.accountId)?.connection.phase).toBe('online')
    await lina.say('我还在')
    await openConversation(wei, 'chat', 'lina@localhost')
    await wei.bubble('我还在').waitFor()
    expect(lina.refused).toEqual([])
  })
})

describe('a server that was reconfigured to weaker logins', () => {
  it('is refused with words, and accepted only by the user’s word', async () => {
    const strong = await startServer('prosody', { accounts: ACCOUNTS })
    const weak = await startServer('prosody', { accounts: ACCOUNTS, saslMechanisms: ['PLAIN'] })
    const caFile = join(tempDir('ca'), 'both.pem')
    writeFileSync(caFile, readFileSync(strong.caFile, 'utf8') + readFileSync(weak.caFile, 'utf8'))
    const lina = await launchPerson({ ...strong, caFile }, 'lina', 'lina-pw')
    const { page } = lina
    page.setDefaultTimeout(15_000)
    try {
      await lina.call('account.logout', { accountId: lina.accountId as AccountId })
      const form = page.getByRole('form', { name: 'Log in' })
      await fillLogin(form, 'lina@localhost', 'lina-pw', weak.port)
      await form.getByRole('button', { name: 'Log in', exact: true }).click()
      await page.getByRole('alert').filter({ hasText: 'The server now offers a weaker login' }).waitFor()
      await page.getByRole('button', { name: 'Was the server reconfigured?' }).click()
      const dialog = page.getByRole('alertdialog')
      await dialog.getByText('may get your password').waitFor()
      await lina.screenshots('accounts-weaker')
      await dialog.getByRole('button', { name: 'The server was reconfigured: accept the weaker way' }).click()
      await page.getByRole('navigation', { name: 'Navigation' }).waitFor()
      const connection = (await lina.snapshot()).app.accounts.accounts[0]!.connection
      expect(connection).toMatchObject({ phase: 'online', saslMechanism: 'PLAIN' })
    } finally {
      await lina.app.close()
      await Promise.all([strong.stop(), weak.stop()])
    }
  })
})
