/** Contacts between two real apps, through what users see: ask, accept, name, group, status, remove. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../support/servers'
import { launchPerson, type Person } from './person'

let server: TestServer
let lina: Person
let wei: Person

beforeAll(async () => {
  server = await startServer('prosody', { accounts: ['lina', 'wangwei'].map((user) => ({ user, password: `${user}-pw` })) })
  lina = await launchPerson(server, 'lina', 'lina-pw')
  wei = await launchPerson(server, 'wangwei', 'wangwei-pw')
  for (const { page } of [lina, wei]) page.setDefaultTimeout(10_000)
})
afterAll(async () => {
  await Promise.all([lina?.app.close(), wei?.app.close()])
  await server?.stop()
})

const row = (person: Person, text: string) => person.page.getByRole('treeitem').filter({ hasText: text })

describe('contacts', () => {
  it('asks with words, shows the request, and both see each other once it is accepted', async () => {
    await lina.page.keyboard.press('Control+2')
    await lina.page.getByRole('button', { name: 'Add', exact: true }).click()
    await lina.page.getByRole('menuitem', { name: 'Add contact' }).click()
    const dialog = lina.page.getByRole('dialog', { name: 'Add contact' })
    await dialog.getByLabel('Their address').fill('wangwei')
    await dialog.getByRole('button', { name: 'Send request' }).click()
    await dialog.getByText('The @ and the server are missing').waitFor()
    await dialog.getByLabel('Their address').fill(lina.address)
    await dialog.getByText('This is your own address.').waitFor()
    await dialog.getByLabel('Their address').fill(wei.address)
    await dialog.getByLabel('Remark name').fill('王伟')
    await dialog.getByLabel('New group', { exact: true }).fill('同事')
    await dialog.getByLabel('A few words').fill('我是李娜')
    await dialog.getByRole('button', { name: 'Send request' }).click()
    await dialog.waitFor({ state: 'detached' })
    await row(lina, '王伟').getByText('Waiting for an answer').first().waitFor()

    await wei.page.getByRole('button', { name: 'Contacts, 1 contact request' }).click()
    await wei.page.getByRole('button', { name: 'New friends' }).click()
    await wei.page.getByText('我是李娜').waitFor()
    await wei.screenshots('contacts-requests')
    await wei.page.getByRole('button', { name: 'Accept' }).click()
    await wei.page.getByText('No requests').waitFor()
    await wei.page.getByRole('button', { name: 'Back' }).click()
    await row(wei, 'lina').getByText('Online').first().waitFor()
    await row(lina, '同事').getByText('1/1').waitFor()
    await row(lina, '王伟').getByText('Online').first().waitFor()
  })

  it('shows status and signature to the other', async () => {
    await wei.page.getByRole('button', { name: /^My status/ }).click()
    await wei.page.getByLabel('Signature').fill('忙着写代码')
    await wei.page.getByRole('radio', { name: /^Busy/ }).click()
    await row(lina, '王伟').getByText('忙着写代码').waitFor()
    await row(lina, '王伟').getByText('Busy').waitFor({ state: 'attached' })
    await wei.screenshots('status')
    await wei.page.keyboard.press('Escape')
  })

  it('finds by two characters, shows the card, opens the conversation by keyboard', async () => {
    const { page } = lina
    await page.keyboard.press('Control+k')
    await page.keyboard.type('王伟')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await row(lina, '王伟').click()
    await page.getByRole('region', { name: '王伟' }).getByText('You see each other').waitFor()
    await lina.screenshots('contacts')
    await page.getByRole('tree').focus()
    await page.keyboard.press('Enter')
    await lina.field.waitFor()
    expect(await page.getByRole('button', { name: 'Messages' }).getAttribute('aria-current')).toBe('page')
  })

  it('changes remark and groups, renames a group, and removes after asking', async () => {
    const { page } = lina
    await page.keyboard.press('Control+2')
    await row(lina, '王伟').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Edit remark and groups' }).click()
    await page.getByLabel('Remark name').fill('老王')
    await page.getByRole('button', { name: '同事', exact: true }).click()
    await page.getByLabel('New group', { exact: true }).fill('好友')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Save' }).click()
    await row(lina, '老王').waitFor()
    await row(lina, '好友').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Rename group' }).click()
    await page.getByLabel('Name of the group').fill('铁哥们')
    await page.keyboard.press('Enter')
    await row(lina, '铁哥们').getByText('1/1').waitFor()

    await row(lina, '老王').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Remove contact' }).click()
    const question = page.getByRole('alertdialog')
    await question.getByText('Your messages stay on this computer').waitFor()
    await page.keyboard.press('Escape')
    await question.waitFor({ state: 'detached' })
    await row(lina, '老王').waitFor()
    await row(lina, '老王').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Remove contact' }).click()
    await question.getByRole('button', { name: 'Remove contact' }).click()
    await page.getByText('No contacts yet').waitFor()
  })
})
