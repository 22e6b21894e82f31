/** The way in, at the real app with real servers: every outcome in words, certificates, a new account, language and theme. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { freePort } from '../support/ports'
import { startProxy } from '../support/proxy-servers'
import { startServer, type TestServer } from '../support/servers'
import { launchApp, settled, type LaunchedApp } from './support'

const ACCOUNTS = [{ user: 'lina', password: 'lina-pw' }]
let server: TestServer
let selfSigned: TestServer
let plain: TestServer
let app: LaunchedApp | null = null

beforeAll(async () => {
  server = await startServer('prosody', { accounts: ACCOUNTS, registration: true })
  selfSigned = await startServer('prosody', { accounts: ACCOUNTS, certificate: 'self-signed' })
  plain = await startServer('prosody', { accounts: ACCOUNTS, plainOnly: true })
})
afterAll(async () => {
  await Promise.all([server?.stop(), selfSigned?.stop(), plain?.stop()])
})
afterEach(async () => {
  await app?.close()
  app = null
})

async function launch(language: 'zh' | 'en' = 'en', env: Record<string, string> = {}): Promise<Page> {
  app = await launchApp({ env: { NODE_EXTRA_CA_CERTS: server.caFile, ...env } })
  await app.page.getByRole('radio', { name: language === 'zh' ? '中文' : 'English' }).check({ force: true })
  return app.page
}

async function fill(page: Page, address: string, password: string, port: number, host = '127.0.0.1') {
  await page.getByLabel('Address', { exact: true }).fill(address)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await advanced(page, port, host)
}

async function advanced(page: Page, port: number, host = '127.0.0.1') {
  const button = page.getByRole('button', { name: 'Advanced' })
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click()
  await page.getByLabel('Host', { exact: true }).fill(host)
  await page.getByLabel('Port', { exact: true }).fill(String(port))
}

const submit = (page: Page) => page.getByRole('button', { name: 'Log in', exact: true }).click()
const mainView = (page: Page) => page.getByRole('navigation', { name: /^(Navigation|导航)$/ })
const loginForm = (page: Page) => page.getByRole('form', { name: /^(Log in|登录)$/ })
/** The words of a problem, shown and read aloud. */
const problem = (page: Page, words: string) => page.getByRole('alert').filter({ hasText: words }).waitFor()

/** Both languages and both themes; the switch is at once, without a restart. */
async function screenshots(name: string) {
  const { page } = app!
  for (const language of ['zh', 'en'] as const) {
    for (const theme of ['dark', 'light'] as const) {
      await page.evaluate((change) => window.magpie.call('settings.set', change), { language, theme })
      await page.locator(`html[lang^=${language}][data-theme=${theme}]`).waitFor()
      await settled(page)
      await app!.screenshot(`${name}-${language}-${theme}`)
    }
  }
}

describe('login', () => {
  it('explains an account at first, logs in, shows every main view, logs out, and remembers who it was', async () => {
    const page = await launch()
    await page.getByText('An account is like an e-mail address').waitFor()
    await screenshots('login-first-run')
    await submit(page)
    await problem(page, 'An address looks like name@server')

    await fill(page, 'lina@localhost', 'lina-pw', server.port)
    await submit(page)
    await mainView(page).waitFor()
    expect(await page.evaluate(() => performance.getEntriesByName('magpie-usable').length)).toBe(1)
    await page.keyboard.press('Control+2')
    await page.getByText('No contacts yet').waitFor()
    await screenshots('contacts-empty')
    await page.keyboard.press('Control+,')
    await screenshots('settings-general')
    await page.getByRole('button', { name: 'Account', exact: true }).click()
    await page.getByText(/^SCRAM-SHA/).waitFor()
    await page.getByText(/^TLSv1\.[23]$/).waitFor()
    await screenshots('settings-account')

    await page.getByRole('button', { name: /^My status/ }).click()
    await page.getByRole('button', { name: 'Log out' }).last().click()
    await loginForm(page).waitFor()
    expect(await page.getByLabel('Address', { exact: true }).inputValue()).toBe('lina@localhost')
    await screenshots('login-history')
  })

  it('says that the password is wrong, in both languages, and takes another one', async () => {
    const page = await launch()
    await fill(page, 'lina@localhost', 'not-it', server.port)
    await submit(page)
    await problem(page, 'Wrong address or password')
    await page.getByRole('radio', { name: '中文' }).check({ force: true })
    await problem(page, '账号或密码不正确')
    await page.getByRole('radio', { name: 'English' }).check({ force: true })
    await page.getByLabel('Password', { exact: true }).fill('lina-pw')
    await submit(page)
    await mainView(page).waitFor()
  })

  it('says that a host does not exist, that nobody listens, that the server does not serve the domain', async () => {
    const page = await launch()
    await fill(page, 'lina@localhost', 'lina-pw', server.port, 'no-such-host.invalid')
    await submit(page)
    await problem(page, 'The server was not found')
    await fill(page, 'lina@localhost', 'lina-pw', await freePort())
    await submit(page)
    await problem(page, 'The server refused the connection')
    const code = page.getByText('ECONNREFUSED')
    expect(await code.isVisible(), 'words of the system are for those who ask').toBe(false)
    await page.getByRole('button', { name: 'Technical details' }).click()
    await code.waitFor()
    await fill(page, 'lina@elsewhere.test', 'lina-pw', server.port)
    await submit(page)
    await problem(page, 'This server does not serve that domain')
  })

  it('shows a certificate nobody vouches for, goes no further when refused, and logs in when trusted', async () => {
    const page = await launch()
    await fill(page, 'lina@localhost', 'lina-pw', selfSigned.port)
    await submit(page)
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText('nobody else vouches for it').waitFor()
    const shown = (await dialog.locator('.fingerprint span').allInnerTexts()).join(':')
    const real = await page.evaluate(async (pem) => {
      const der = Uint8Array.from(atob(pem.replace(/-----[^-]+-----|\s/g, '')), (c) => c.charCodeAt(0))
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', der))
      return [...hash].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':')
    }, selfSigned.certPem)
    expect(shown).toBe(real)
    expect(await dialog.getByRole('button', { name: 'Don’t trust' }).evaluate((button) => button === document.activeElement)).toBe(true)
    await screenshots('login-certificate')

    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await problem(page, 'The server’s identity could not be confirmed')
    await page.getByRole('button', { name: 'Show certificate' }).click()
    await dialog.getByRole('button', { name: 'Trust this certificate' }).click()
    await mainView(page).waitFor()
  })

  it('refuses a server without encryption in words, and uses it only when allowed', async () => {
    const page = await launch()
    await fill(page, 'lina@localhost', 'lina-pw', plain.port)
    await submit(page)
    await problem(page, 'The server offers no encryption')
    await page.getByLabel('Allow unencrypted (testing only)').check()
    await page.getByText('Anybody in the same network may read').waitFor()
    await submit(page)
    await mainView(page).waitFor()
    await page.keyboard.press('Control+,')
    await page.getByRole('button', { name: 'Account', exact: true }).click()
    await page.getByText('Unencrypted', { exact: true }).waitFor()
  })

  it('makes a new account with the form of the server, and is logged in', async () => {
    const page = await launch()
    await page.getByRole('button', { name: 'Create one' }).click()
    await page.getByLabel('Server', { exact: true }).fill('localhost')
    await advanced(page, server.port)
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByLabel('Name', { exact: true }).waitFor()
    await screenshots('register')
    await page.getByRole('button', { name: 'Create and log in' }).click()
    await page.getByText('This is needed.').first().waitFor()
    await page.getByLabel('Name', { exact: true }).fill('lina')
    await page.getByLabel('Password', { exact: true }).fill('new-pw')
    await page.getByRole('button', { name: 'Create and log in' }).click()
    await problem(page, 'This name is taken')
    await page.getByLabel('Name', { exact: true }).fill('hanmei')
    await page.getByRole('button', { name: 'Create and log in' }).click()
    await mainView(page).waitFor()
    await page.getByRole('button', { name: /^My status: hanmei/ }).waitFor()
  })

  it('works by keyboard alone', async () => {
    const page = await launch()
    await page.getByLabel('Address', { exact: true }).focus()
    await page.keyboard.type('lina@localhost')
    await page.keyboard.press('Tab')
    await page.keyboard.type('lina-pw')
    await advanced(page, server.port)
    await page.getByLabel('Password', { exact: true }).focus()
    await page.keyboard.press('Enter')
    await mainView(page).waitFor()
    await page.keyboard.press('Control+k')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Search')
  })
})

describe('a proxy', () => {
  it('is entered under “Advanced”, its refusal is told in words, and the account page shows the way', async () => {
    const proxy = await startProxy('socks5', { names: ['behind.test'], login: { user: 'mei', password: 'proxy-pw' } })
    const page = await launch()
    await fill(page, 'lina@localhost', 'lina-pw', server.port, 'behind.test')
    await page.getByLabel('Proxy', { exact: true }).selectOption({ label: 'SOCKS5' })
    await page.getByLabel('Proxy host').fill('127.0.0.1')
    await page.getByLabel('Proxy port').fill(String(proxy.port))
    await page.getByLabel('Proxy user').fill('mei')
    await page.getByLabel('Proxy password', { exact: true }).fill('guess')
    await submit(page)
    await problem(page, 'The proxy did not accept the login')
    await screenshots('login-proxy')
    await page.getByLabel('Proxy password', { exact: true }).fill('proxy-pw')
    await submit(page)
    await mainView(page).waitFor()
    expect(proxy.asked).toEqual([`behind.test:${server.port}`])

    await page.keyboard.press('Control+,')
    await page.getByRole('button', { name: 'Account', exact: true }).click()
    await page.getByText(`127.0.0.1:${proxy.port}`, { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Connection settings…' }).click()
    await page.getByRole('dialog').getByLabel('Proxy', { exact: true }).selectOption({ label: 'No proxy' })
    await page.getByRole('dialog').getByLabel('Host', { exact: true }).fill('127.0.0.1')
    await page.getByRole('button', { name: 'Save and reconnect' }).click()
    await page.getByText('IPv4', { exact: true }).waitFor()
    expect(await page.getByText(`127.0.0.1:${proxy.port}`, { exact: true }).count()).toBe(0)
    await proxy.down()
  })
  it('of the system is used by itself', async () => {
    const proxy = await startProxy('socks5', { names: ['behind.test'] })
    const page = await launch('en', { all_proxy: `socks5://127.0.0.1:${proxy.port}`, XDG_CURRENT_DESKTOP: '' })
    await fill(page, 'lina@localhost', 'lina-pw', server.port, 'behind.test')
    await submit(page)
    await mainView(page).waitFor()
    expect(proxy.asked).toEqual([`behind.test:${server.port}`])
    await proxy.down()
  })
})
