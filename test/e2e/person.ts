/** Somebody at his own real app, logged in on a test server. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import type { CallInput, CallName, CallOutput, Snapshot } from '#contract'
import type { AccountId, ConversationId } from '#shared/ids'
import type { Jid } from '#shared/jid'
import type { Settings } from '#shared/model/settings'
import type { Result } from '#shared/result'
import type { TestServer } from '../support/servers'
import { tempDir } from '../support/temp'
import { checkAccess as checkPage } from './access'
import { launchApp, settled, type LaunchedApp } from './support'

export interface Person {
  app: LaunchedApp
  page: Page
  address: Jid
  profileDir: string
  accountId: AccountId
  /** What the window itself may call; throws when refused. */
  call<K extends CallName>(name: K, input: CallInput<K>): Promise<CallOutput<K>>
  snapshot(): Promise<Snapshot>
  /** The line of the messages list with this text. */
  line(text: string): Locator
  /** The bubble with exactly this text. */
  bubble(text: string): Locator
  /** Where a message is written. */
  field: Locator
  /** Writes and presses Enter. */
  say(text: string): Promise<void>
  /** Fails when axe finds something wrong for those who cannot see or use a mouse. */
  checkAccess(): Promise<void>
  /** What the content security policy refused so far. */
  refused: string[]
  /** A screenshot in both languages and both themes, each checked for access; leaves English and light. */
  screenshots(name: string): Promise<void>
  /** Half of them: Chinese in the light, English in the dark. */
  pictures(name: string): Promise<void>
}

export interface PersonOptions {
  profileDir?: string
  settings?: Partial<Settings>
  /** Of Chromium. */
  args?: string[]
}

export async function launchPerson(server: TestServer, user: string, password: string, options: PersonOptions = {}): Promise<Person> {
  const profileDir = options.profileDir ?? tempDir('profile')
  const address = `${user}@${server.domain}` as Jid
  const accountFile = join(profileDir, 'account.json')
  writeFileSync(accountFile, JSON.stringify({ address, password, host: server.host, port: server.port, connection: 'starttls', ca: server.caFile }))
  const app = await launchApp({ profileDir, accountFile, ...(options.args && { args: options.args }) })
  const { page } = app

  const refused: string[] = []
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) refused.push(message.text())
  })
  const checkAccess = () => checkPage(page)

  const snapshot = () => page.evaluate(() => window.magpie.snapshot())
  const call = async <K extends CallName>(name: K, input: CallInput<K>): Promise<CallOutput<K>> => {
    const result = (await page.evaluate(
      ([n, i]) => window.magpie.call(n as CallName, i as never) as Promise<unknown>,
      [name, input] as const,
    )) as Result<CallOutput<K>>
    if (!result.ok) throw new Error(`${name}: ${result.error.code}: ${result.error.message}`)
    return result.value
  }
  await until(async () => (await snapshot()).app.accounts.accounts[0]?.connection.phase === 'online', `${address} does not come online`)
  const accountId = (await snapshot()).app.accounts.accounts[0]!.id
  // Strangers of a test are let in, unless it is about that.
  await call('settings.set', { language: 'en', theme: 'light', whoMayWrite: 'everyone', ...options.settings })

  const field = page.locator('.composer textarea')
  const say = async (text: string) => {
    await field.fill(text)
    await field.press('Enter')
  }
  const show = async (language: 'zh' | 'en', theme: 'dark' | 'light') => {
    await call('settings.set', { language, theme })
    await page.locator(`html[lang^=${language}][data-theme=${theme}]`).waitFor()
  }
  const take = async (name: string, language: 'zh' | 'en', theme: 'dark' | 'light') => {
    await show(language, theme)
    await settled(page)
    await checkAccess()
    await app.screenshot(`${name}-${language}-${theme}`)
  }
  const screenshots = async (name: string) => {
    for (const language of ['zh', 'en'] as const) for (const theme of ['dark', 'light'] as const) await take(name, language, theme)
  }
  const pictures = async (name: string) => {
    await take(name, 'zh', 'light')
    await take(name, 'en', 'dark')
    await show('en', 'light')
  }
  return {
    app, page, address, profileDir, accountId, call, snapshot, field, say, screenshots, pictures, checkAccess, refused,
    line: (text) => page.locator('[data-conversation]').filter({ hasText: text }),
    bubble: (text) => page.locator('[data-message]').filter({ has: page.locator('.bubble').getByText(text, { exact: true }) }),
  }
}

/** Opens the conversation with `peer` as a click in the messages list does. */
export async function openConversation(person: Person, kind: 'chat' | 'room' | 'room-pm', peer: string): Promise<ConversationId> {
  const { id } = await person.call('conversation.open', { accountId: person.accountId, kind, peer: peer as Jid })
  await person.page.keyboard.press('Control+1')
  await person.page.locator(`[data-conversation="${id}"]`).click()
  await person.field.waitFor()
  return id
}

/** Each sees the other. */
export async function befriend(a: Person, b: Person): Promise<void> {
  await a.call('contact.add', { accountId: a.accountId, jid: b.address as never, name: '', groups: [], message: '' })
  const requests = async () => (await b.snapshot()).accounts[b.accountId]?.roster.requests ?? []
  await until(async () => (await requests()).some((request) => request.jid === a.address), 'the request does not come')
  await b.call('contact.accept', { accountId: b.accountId, jid: a.address as never })
  for (const [one, other] of [[a, b], [b, a]] as const) {
    const contacts = async () => (await one.snapshot()).accounts[one.accountId]?.roster.contacts ?? []
    await until(async () => (await contacts()).some((contact) => contact.jid === other.address && contact.subscription === 'both'), 'no friends')
    const presences = async () => (await one.snapshot()).accounts[one.accountId]?.presence.presences ?? []
    await until(async () => (await presences()).some((presence) => presence.jid === other.address), 'no presence')
  }
}

export async function until(check: () => Promise<boolean>, complaint: string, withinMs = 20_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await check())) {
    if (performance.now() > end) throw new Error(complaint)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
