/** What stands around the page: notifications, links to outside, clipboard, theme, window place, a start that fails. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Result } from '#shared/result'
import { startServer, type TestServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import { tempDir } from '../support/temp'
import { launchApp, startPlain, type LaunchedApp } from './support'

const call = (launched: LaunchedApp, name: string, input: unknown) =>
  launched.page.evaluate(
    ([n, i]) => (window as unknown as { magpie: { call(n: string, i: unknown): Promise<Result<unknown>> } }).magpie.call(n, i),
    [name, input] as const,
  )

describe('with an account', () => {
  let server: TestServer
  let peer: SlixmppPeer
  let launched: LaunchedApp
  const address = () => `lina@${server.domain}`

  beforeAll(async () => {
    server = await startServer('prosody', { accounts: [{ user: 'lina', password: 'tea' }, { user: 'wei', password: 'milk' }] })
    const { host, port, caFile } = server
    const accountFile = join(tempDir('account'), 'account.json')
    writeFileSync(accountFile, JSON.stringify({ address: address(), password: 'tea', host, port, connection: 'starttls', ca: caFile }))
    launched = await launchApp({ accountFile })
    // The system's notifications and windows of other programs cannot be asked here: what would be shown is noted instead.
    await launched.app.evaluate(({ Notification, dialog, shell }) => {
      const seen = ((globalThis as Record<string, unknown>).seen = { notifications: [] as Notification[], questions: [] as string[], opened: [] as string[], answer: 1 })
      Notification.prototype.show = function show(this: Notification) {
        seen.notifications.push(this)
      }
      dialog.showMessageBox = (async (_window: unknown, options: { message: string; detail: string }) => {
        seen.questions.push(options.detail)
        return { response: seen.answer, checkboxChecked: false }
      }) as unknown as typeof dialog.showMessageBox
      shell.openExternal = async (url) => void seen.opened.push(url)
    })
    peer = await startPeer({ server, user: 'wei', password: 'milk' })
    await vi.waitFor(async () => expect(JSON.stringify(await call(launched, 'app.snapshot', null))).toContain('"phase":"online"'), { timeout: 15_000, interval: 100 })
  })
  afterAll(async () => {
    await peer?.stop()
    await launched?.close()
    await server?.stop()
  })

  const shown = () =>
    launched.app.evaluate(() => (globalThis as unknown as { seen: { notifications: Electron.Notification[] } }).seen.notifications.map(({ title, body }) => [title, body]))
  const sounds = () => launched.page.evaluate('heard') as Promise<string[]>
  const hideWindow = () => launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide())

  test('a message that comes while the window is hidden is announced; the click leads to it', async () => {
    await launched.page.evaluate('window.heard = []; magpie.subscribe((events) => heard.push(...events.filter((e) => e.name === "desktop.playSound").map((e) => e.payload.sound)))')
    await hideWindow()
    await peer.send(address(), 'hello <b>you</b>')
    await expect.poll(shown).toEqual([[peer.bareJid, process.platform === 'linux' ? 'hello &lt;b&gt;you&lt;/b&gt;' : 'hello <b>you</b>']])
    await launched.page.evaluate('window.opened = []; magpie.subscribe((events) => opened.push(...events.filter((e) => e.name === "desktop.openConversation")))')
    expect(await sounds()).toEqual(['chat'])
    await launched.app.evaluate(() => (globalThis as unknown as { seen: { notifications: Electron.Notification[] } }).seen.notifications[0]!.emit('click'))
    await expect.poll(() => launched.page.evaluate('opened.map((e) => e.payload)')).toEqual([{ accountId: 1, conversationId: 1, place: { orderMs: expect.any(Number), id: 1 } }])
    await launched.page.locator('[data-row="1"]').waitFor()
    expect(await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible())).toBe(true)
  })

  test('without its text when the user wants it so, not at all when muted', async () => {
    await call(launched, 'settings.set', { notifyShows: 'name', language: 'zh' })
    await hideWindow()
    await peer.send(address(), 'secret')
    await expect.poll(shown).toHaveLength(2)
    expect((await shown())[1]).toEqual([peer.bareJid, '新消息'])
    const target = { accountId: 1, conversationId: 1 }
    await call(launched, 'conversation.setNotifyShows', { ...target, shows: 'nothing' })
    await peer.send(address(), 'more secret')
    await expect.poll(shown).toHaveLength(3)
    expect((await shown())[2]).toEqual(['喜鹊', '新消息'])
    await call(launched, 'conversation.setNotifyShows', { ...target, shows: null })
    expect(await call(launched, 'conversation.setNotify', { accountId: 1, conversationId: 1, level: 'never' })).toMatchObject({ ok: true })
    await peer.send(address(), 'muted')
    await launched.page.waitForTimeout(1000)
    expect(await shown()).toHaveLength(3)
    const heard = await sounds()
    await call(launched, 'conversation.setNotify', { ...target, level: 'always' })
    await call(launched, 'settings.set', { language: 'en', quietUntilMs: 9e15 })
    await peer.send(address(), 'not now')
    await launched.page.waitForTimeout(1000)
    expect(await shown()).toHaveLength(3)
    expect(await sounds()).toEqual(heard)
    await call(launched, 'settings.set', { quietUntilMs: 0 })
  })

  test('what is answered in a notification is sent, and read', async () => {
    await hideWindow()
    await peer.send(address(), 'coming?')
    await expect.poll(shown).toHaveLength(4)
    await launched.app.evaluate(() => (globalThis as unknown as { seen: { notifications: Electron.Notification[] } }).seen.notifications[3]!.emit('reply', { reply: 'on my way' }))
    await peer.waitFor((event) => event.event === 'message' && event.body === 'on my way')
    await expect.poll(async () => JSON.stringify(await call(launched, 'app.snapshot', null))).toContain('"unreadCount":0')
  })

  test('a conversation in a window of its own: written and read there, and only there', async () => {
    const { app, page } = launched
    const line = page.locator('[data-conversation="1"]')
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.show())
    const opened = app.waitForEvent('window')
    await line.dblclick()
    const own = await opened
    const field = own.locator('.composer textarea')
    await field.waitFor()
    await page.getByRole('button', { name: 'Bring it back here' }).waitFor()
    expect(await own.title()).toBe('wei · Magpie')
    const preferences = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => (window.webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences()))
    expect(preferences).toHaveLength(2)
    for (const one of preferences) {
      expect(one).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInSubFrames: false, webSecurity: true, webviewTag: false })
    }
    await field.fill('from my own window')
    await field.press('Enter')
    await peer.waitForMessage(({ body }) => body === 'from my own window')
    const isOnScreen = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => [window.getBounds().width < 700, window.isFocused()]))
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().includes('?conversation='))!.focus())
    await expect.poll(isOnScreen).toContainEqual([true, true])
    await own.evaluate('dispatchEvent(new Event("focus"))') // without a window manager nobody tells the page
    const before = (await shown()).length
    await peer.send(address(), 'read there')
    await own.getByText('read there', { exact: true }).waitFor()
    await expect.poll(async () => JSON.stringify(await call(launched, 'app.snapshot', null))).toContain('"unreadCount":0')
    expect(await shown()).toHaveLength(before)
    mkdirSync('out/e2e', { recursive: true })
    await own.screenshot({ path: 'out/e2e/popout.png' })
    await launched.screenshot('popout-main')
    // A second double click brings it to the front; what was not sent goes with the conversation.
    await line.dblclick()
    expect(app.windows()).toHaveLength(2)
    await field.fill('half a sentence')
    await page.getByRole('button', { name: 'Bring it back here' }).click()
    await expect.poll(() => page.locator('.composer textarea').inputValue()).toBe('half a sentence')
    expect(app.windows()).toHaveLength(1)
    await page.locator('.composer textarea').fill('')
    // Nobody opens one for what is not his.
    expect(await call(launched, 'desktop.popOut', { accountId: 1, conversationId: 99 })).toEqual({ ok: true, value: { isOpen: false } })
  })

  test('settings are found by a word of either language; all keys stand on a page', async () => {
    const { page } = launched
    await page.keyboard.press('Control+Comma')
    await page.getByLabel('Search settings').fill('老板键')
    await page.getByRole('navigation', { name: 'Settings found' }).getByRole('button', { name: /Boss key/ }).click()
    const group = page.getByRole('region', { name: 'Window and start' })
    await group.and(page.locator(':focus')).waitFor()
    await group.getByRole('switch', { name: 'Start with the computer' }).waitFor()
    await launched.screenshot('settings-found')
    await page.keyboard.press('?')
    await page.getByText('Ctrl+K', { exact: true }).waitFor()
    await page.keyboard.press('Control+1')
  })

  test('an address is opened outside only after a yes, and only what may be', async () => {
    const answer = (value: number) => launched.app.evaluate((_electron, n) => void ((globalThis as unknown as { seen: { answer: number } }).seen.answer = n), value)
    const open = (url: string) => call(launched, 'desktop.openExternal', { url })
    await answer(1)
    expect(await open('https://example.org/a')).toEqual({ ok: true, value: { isOpened: false } })
    await answer(0)
    expect(await open('https://example.org/b')).toEqual({ ok: true, value: { isOpened: true } })
    for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'xmpp:a@b', 'https://a@b.example/']) expect(await open(url)).toEqual({ ok: true, value: { isOpened: false } })
    const { questions, opened } = await launched.app.evaluate(() => {
      const { questions, opened } = (globalThis as unknown as { seen: { questions: string[]; opened: string[] } }).seen
      return { questions, opened }
    })
    expect(questions).toEqual(['https://example.org/a', 'https://example.org/b'])
    expect(opened).toEqual(['https://example.org/b'])
  })
})

describe('links to XMPP addresses', () => {
  test('with which the program is started wait until somebody is there, and only fill in what asks', async () => {
    const server = await startServer('prosody', { accounts: [{ user: 'lina', password: 'tea' }] })
    const { host, port, caFile } = server
    const accountFile = join(tempDir('account'), 'account.json')
    writeFileSync(accountFile, JSON.stringify({ address: `lina@${server.domain}`, password: 'tea', host, port, connection: 'starttls', ca: caFile }))
    const room = `tea@${server.mucDomain}`
    const launched = await launchApp({ accountFile, args: [`xmpp:${room}?join;password=milk`] })
    const { page } = launched
    await call(launched, 'settings.set', { language: 'en' })
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Address of the room').waitFor()
    expect(await dialog.getByLabel('Address of the room').inputValue()).toBe(room)
    expect(await dialog.getByLabel('Password', { exact: true }).inputValue()).toBe('milk')
    await page.keyboard.press('Escape')
    // A second start hands over its link and ends.
    const again = startPlain(launched.profileDir, ['--nonsense', `xmpp:wei@${server.domain}?message;body=hello%20there`])
    expect(await again.exited).toBe(0)
    await dialog.getByText('The link wants you to write').waitFor()
    await launched.screenshot('xmpp-link')
    expect(JSON.stringify(await call(launched, 'app.snapshot', null))).not.toContain('"peer":"wei')
    await dialog.getByRole('button', { name: 'Write a message' }).click()
    const field = page.getByRole('textbox', { name: /Message to/ })
    await expect.poll(() => field.inputValue()).toBe('hello there')
    await launched.app.evaluate(({ app }) => app.emit('open-url', { preventDefault: () => undefined }, 'xmpp:friend@example.org?roster;name=Wang%20Wei;group=Tea'))
    await dialog.getByLabel('Remark name').waitFor()
    expect(await dialog.getByLabel('Remark name').inputValue()).toBe('Wang Wei')
    await launched.screenshot('xmpp-link-contact')
    await page.keyboard.press('Escape')
    // Own link: as text and as a picture.
    await page.getByRole('button', { name: /My status/ }).click()
    await page.getByRole('button', { name: 'My link and QR code' }).click()
    await dialog.getByRole('img', { name: 'QR code' }).waitFor()
    await launched.screenshot('qr-own')
    await dialog.getByRole('button', { name: 'Copy picture' }).click()
    await page.getByText('The picture is copied.').waitFor()
    expect(await launched.app.evaluate(({ clipboard }) => clipboard.has('image/png'))).toBe(true)
    await dialog.getByRole('button', { name: 'Copy link' }).click()
    await expect.poll(() => launched.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(`xmpp:lina@${server.domain}`)
    expect(await call(launched, 'desktop.copyPicture', { png: 'AAAA' })).toMatchObject({ ok: false, error: { code: 'bad-input' } })
    await call(launched, 'settings.set', { theme: 'dark' })
    await launched.screenshot('qr-own-dark')
    await launched.close()
    await server.stop()
  })
})

describe('without an account', () => {
  test('theme, clipboard, and the place of the window over a restart', async () => {
    const config = tempDir('config')
    const first = await launchApp({ env: { XDG_CONFIG_HOME: config } })
    const isDark = (one: LaunchedApp) => one.page.evaluate<boolean>('matchMedia("(prefers-color-scheme: dark)").matches')
    await call(first, 'settings.set', { theme: 'dark' })
    // Nobody has asked for a dictionary.
    expect(await first.app.evaluate(({ session }) => [session.defaultSession.isSpellCheckerEnabled(), session.defaultSession.getSpellCheckerLanguages()])).toEqual([false, []])
    await expect.poll(() => isDark(first)).toBe(true)
    await call(first, 'desktop.copyText', { text: '复制 <b>' })
    expect(await first.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('复制 <b>')
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setBounds({ x: 40, y: 50, width: 800, height: 600 }))
    await first.page.waitForTimeout(1500) // saved a second after the last movement
    // Started with the computer, and then without a window.
    expect(await call(first, 'desktop.autostart', { set: null })).toEqual({ ok: true, value: { canBe: true, isOn: false } })
    expect(await call(first, 'desktop.autostart', { set: true })).toEqual({ ok: true, value: { canBe: true, isOn: true } })
    const entry = join(config, 'autostart', 'magpie.desktop')
    expect(readFileSync(entry, 'utf8')).toContain(`"--profile-dir" "${first.profileDir}" "--background"`)
    await call(first, 'settings.set', { startHidden: true })
    await first.kill()
    const again = await launchApp({ profileDir: first.profileDir, args: ['--background'], env: { XDG_CONFIG_HOME: config } })
    const isVisible = () => again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible() && !BrowserWindow.getAllWindows()[0]!.isMinimized())
    expect(await isDark(again)).toBe(true)
    expect(await again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBounds())).toEqual({ x: 40, y: 50, width: 800, height: 600 })
    expect(await call(again, 'desktop.autostart', { set: false })).toEqual({ ok: true, value: { canBe: true, isOn: false } })
    // The boss key, as if it were pressed: whether the system gives it is the system's.
    await again.app.evaluate(({ globalShortcut }) => {
      globalShortcut.register = (key, act) => (((globalThis as Record<string, unknown>).press = act), key !== 'Control+Alt+X')
    })
    const choose = (set: string) => call(again, 'desktop.bossKey', { set })
    const press = () => again.app.evaluate(() => (globalThis as unknown as { press: () => void }).press())
    expect(await choose('Control+Alt+X')).toEqual({ ok: true, value: { key: null, works: false } })
    expect(await choose('Control+Alt+H')).toEqual({ ok: true, value: { key: 'Control+Alt+H', works: true } })
    await again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.show())
    await expect.poll(isVisible).toBe(true)
    await press()
    await expect.poll(isVisible).toBe(false)
    await press()
    await expect.poll(isVisible).toBe(true)
    expect(await again.close()).toBe(0)
  })

  test('a profile that is not ours: said in words and left alone; a signal ends it with code 1', async () => {
    const profileDir = tempDir('profile')
    writeFileSync(join(profileDir, 'magpie.db'), 'something else '.repeat(200))
    const program = startPlain(profileDir)
    await expect.poll(program.stderr, { timeout: 15_000 }).toContain('cannot start: not-ours')
    program.terminate()
    expect(await program.exited).toBe(1)
  })
})
