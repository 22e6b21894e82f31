/** One-to-one chat at two real apps and with a client that is not ours, over a real Prosody. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import { befriend, launchPerson, openConversation, until, type Person } from './person'
import { underToast } from './toasts'

let server: TestServer
let lina: Person
let wei: Person
let peer: SlixmppPeer | null = null

beforeAll(async () => {
  server = await startServer('prosody', {
    accounts: ['lina', 'wangwei', 'friend'].map((user) => ({ user, password: `${user}-pw` })),
  })
  lina = await launchPerson(server, 'lina', 'lina-pw')
  wei = await launchPerson(server, 'wangwei', 'wangwei-pw')
  await befriend(lina, wei)
  await answerNo(wei)
})
afterAll(async () => {
  await peer?.stop()
  await Promise.all([lina?.app.close(), wei?.app.close()])
  await server?.stop()
})

/** Texts of all bubbles, in order. */
const texts = (person: Person) => person.page.locator('[data-message] .bubble').allInnerTexts()
const stateOf = (person: Person, text: string, state: string) => person.bubble(text).locator(`[data-state=${state}]`)

/** The system's own dialog cannot be clicked by a test: it is answered "no", and what it asked about is kept. */
const answerNo = (person: Person) =>
  person.app.app.evaluate(({ dialog }) => {
    const kept: string[] = []
    Object.assign(globalThis, { asked: kept })
    dialog.showMessageBox = ((_window: unknown, { detail }: { detail: string }) => {
      kept.push(detail)
      return Promise.resolve({ response: 1, checkboxChecked: false })
    }) as typeof dialog.showMessageBox
  })
const asked = (person: Person) => person.app.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
const idOf = async (person: Person, peer: string) =>
  (await person.snapshot()).accounts[person.accountId]!.conversations.conversations.find((one) => one.peer === peer)!.id

describe('chat', () => {
  it('goes both ways, shows who types and how far a message has come', async () => {
    await lina.call('conversation.open', { accountId: lina.accountId, kind: 'chat', peer: wei.address })
    await openConversation(wei, 'chat', lina.address)
    await wei.field.pressSequentially('你好')
    await lina.line('wangwei').getByText('typing…').waitFor()
    await wei.field.press('Enter')
    await lina.line('wangwei').getByText('你好').waitFor()
    await lina.line('wangwei').getByText('1 unread').waitFor()
    await stateOf(wei, '你好', 'delivered').waitFor()
    expect(await wei.field.inputValue()).toBe('')

    await lina.line('wangwei').click()
    await lina.bubble('你好').waitFor()
    await lina.line('wangwei').getByText('1 unread').waitFor({ state: 'detached' })
    await lina.say('看看https://example.org/a，好吗\nsecond <b>line</b>')
    await wei.bubble('看看https://example.org/a，好吗\nsecond <b>line</b>').waitFor()
    expect(await wei.page.locator('.bubble [role=link]').allInnerTexts()).toEqual(['https://example.org/a'])
    expect(await wei.page.locator('.bubble b').count()).toBe(0)
    await wei.page.locator('.bubble [role=link]').click()
    await until(async () => (await asked(wei)).length > 0, 'nobody is asked')
    expect(await asked(wei)).toEqual(['https://example.org/a'])
    expect(wei.page.url()).toMatch(/^app:/)
    await wei.page.evaluate(() => {
      const bubbles = [...document.querySelectorAll('.bubble')]
      getSelection()?.setBaseAndExtent(bubbles[0]!, 0, bubbles.at(-1)!, bubbles.at(-1)!.childNodes.length)
    })
    await wei.page.keyboard.press('Control+c')
    const clipboard = () => wei.app.app.evaluate((electron) => electron.clipboard.readText())
    // Names and times between are not copied.
    await until(async () => (await clipboard()) === '你好\n看看https://example.org/a，好吗\nsecond <b>line</b>', 'not copied')
    await wei.bubble('你好').click({ button: 'right' })
    await wei.page.getByRole('menuitem', { name: 'Copy', exact: true }).click()
    await until(async () => (await clipboard()) === '你好', 'not copied by menu')
    await wei.say('/me 挥挥手')
    await lina.page.locator('.bubble.action').getByText('挥挥手').waitFor()
    await wei.say('/kick everybody')
    await wei.page.locator('.composer').getByText('There is no command /kick', { exact: false }).waitFor()
    expect(await wei.field.inputValue()).toBe('/kick everybody')
    await wei.field.fill('')
    await wei.page.getByRole('log').focus()
    await wei.page.keyboard.press('ArrowUp')
    await wei.page.keyboard.press('Shift+F10')
    await wei.page.getByRole('menuitem', { name: 'Copy' }).waitFor()
    await wei.page.keyboard.press('Escape')
    await wei.screenshots('chat')
    expect(wei.refused).toEqual([])
  })

  it('has emoji by keyboard, found in both languages; a shaken window; and a page of all keys', async () => {
    await wei.field.focus()
    await wei.page.keyboard.press('Control+e')
    const search = wei.page.getByRole('combobox', { name: 'Search emoji' })
    await search.fill('太阳')
    await wei.page.getByRole('gridcell', { name: 'sun', exact: true }).waitFor()
    await wei.pictures('emoji')
    await search.fill('sun')
    await wei.page.getByRole('gridcell', { name: 'sun', exact: true }).waitFor()
    await wei.page.keyboard.press('Enter')
    await until(async () => (await wei.field.inputValue()).startsWith('☀'), 'the sun is not in the text')
    await wei.field.fill('')

    await wei.page.getByRole('button', { name: 'Shake the window' }).click()
    await wei.page.getByText('You shook the window of').first().waitFor()
    await lina.page.getByText('shook your window').first().waitFor()

    await wei.page.getByRole('log').focus()
    await wei.page.keyboard.press('?')
    await wei.page.getByRole('heading', { name: 'Keyboard shortcuts' }).first().waitFor()
    await wei.pictures('shortcuts')
    await wei.page.keyboard.press('Control+1')
  })

  it('talks with a client that is not ours', async () => {
    peer = await startPeer({ server, user: 'friend', password: 'friend-pw', autoAccept: true })
    const friend = `friend@${server.domain}`
    await lina.call('contact.add', { accountId: lina.accountId, jid: friend as never, name: '老友', groups: [], message: '' })
    const roster = async () => (await lina.snapshot()).accounts[lina.accountId]?.roster
    await until(async () => {
      if ((await roster())?.requests.some(({ jid }) => jid === friend)) await lina.call('contact.accept', { accountId: lina.accountId, jid: friend as never })
      return (await roster())?.contacts.find(({ jid }) => jid === friend)?.subscription === 'both'
    }, 'no friends')
    const id = await peer.send(lina.address, '在吗', { requestReceipt: true })
    await lina.line('老友').getByText('在吗').waitFor()
    await lina.line('老友').click()
    await lina.bubble('在吗').waitFor()
    await lina.say('在的')
    const got = await peer.waitForMessage((message) => message.body === '在的')
    expect(got.from).toContain(lina.address)
    await stateOf(lina, '在的', 'delivered').waitFor()
    await peer.waitForMessage((message) => message.receiptFor === id)
  })

  it('opens at the first unread message and counts what is below', async () => {
    await openConversation(wei, 'chat', lina.address)
    await lina.line('老友').click()
    await lina.bubble('在的').waitFor()
    for (let i = 1; i <= 80; i++) await wei.call('message.send', { accountId: wei.accountId, conversationId: await idOf(wei, lina.address), body: `新消息 ${i}` })
    await lina.line('wangwei').getByText('80 unread').waitFor()
    await lina.line('wangwei').click()
    const line = lina.page.getByRole('log').getByText('New messages')
    await line.waitFor()
    const place = await line.evaluate((element) => {
      const log = element.closest('[role=log]')!.getBoundingClientRect()
      return (element.getBoundingClientRect().top - log.top) / log.height
    })
    expect(place).toBeGreaterThan(0.1)
    expect(place).toBeLessThan(0.6)
    await lina.line('wangwei').getByText('80 unread').waitFor({ state: 'detached' })
    await wei.say('又来一条')
    await lina.page.getByRole('button', { name: '1 new message' }).click()
    await lina.bubble('又来一条').waitFor()
    expect((await texts(lina)).slice(-3)).toEqual(['新消息 79', '新消息 80', '又来一条'])
  })

  it('shows what one writes also when one has read further up', async () => {
    const log = lina.page.getByRole('log')
    await log.evaluate((element) => (element.scrollTop = 0))
    await lina.page.getByRole('button', { name: /newest|latest|bottom|new message/i }).waitFor()
    await lina.say('我在上面读，也看得到自己写的')
    const bubble = lina.bubble('我在上面读，也看得到自己写的')
    await bubble.waitFor()
    await expect.poll(() => bubble.evaluate((element) => {
      const frame = element.closest('[role=log]')!.getBoundingClientRect()
      const box = element.getBoundingClientRect()
      return box.top >= frame.top && box.bottom <= frame.bottom + 1
    })).toBe(true)
  })

  it('are pinned, muted, hidden and deleted from the list', async () => {
    const choose = async (line: string, entry: string) => {
      await lina.line(line).click({ button: 'right' })
      await lina.page.getByRole('menu').getByText(entry).click()
    }
    const lines = () => lina.page.locator('[data-conversation] .title').allInnerTexts()
    expect(await lines()).toEqual(['wangwei', '老友'])
    await choose('老友', 'Pin to top')
    await until(async () => (await lines())[0] === '老友', 'not pinned')
    await choose('老友', 'Unpin')
    await until(async () => (await lines())[0] === 'wangwei', 'still pinned')
    await choose('老友', 'Notify me of nothing')
    await lina.line('老友').getByRole('img', { name: 'No notifications' }).waitFor()
    await choose('老友', 'Hide from the list')
    await lina.line('老友').waitFor({ state: 'detached' })
    await peer!.send(lina.address, '我又来了')
    await lina.line('老友').getByText('我又来了').waitFor()
    await choose('老友', 'Delete history')
    await lina.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await lina.line('老友').getByText('我又来了').waitFor({ state: 'detached' })
    await lina.line('老友').click()
    await lina.page.getByText('No messages yet').waitFor()
    await lina.line('wangwei').click()
  })

  it('leaves Enter to the input method, and sends as the settings say', async () => {
    await openConversation(lina, 'chat', wei.address)
    const sent = async () => (await texts(lina)).at(-1)
    const before = await sent()
    await lina.field.fill('nihao')
    await lina.field.evaluate((field) => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })))
    expect(await lina.field.inputValue()).toBe('nihao')
    await lina.field.press('Shift+Enter')
    await lina.field.press('x')
    expect(await lina.field.inputValue()).toBe('nihao\nx')
    await lina.field.press('Control+Enter')
    expect(await lina.field.inputValue()).toBe('nihao\nx\n')
    expect(await sent()).toBe(before)

    await lina.call('settings.set', { sendWith: 'ctrl-enter' })
    await lina.page.getByText('Ctrl+Enter sends', { exact: false }).waitFor()
    await lina.field.press('Enter')
    expect(await sent()).toBe(before)
    await lina.field.press('Control+Enter')
    await lina.bubble('nihao\nx').waitFor()
    await lina.call('settings.set', { sendWith: 'enter' })

    await lina.field.fill('长'.repeat(10_001))
    await lina.page.getByText('Too long: 10000 characters at most').waitFor()
    await lina.field.press('Enter')
    expect((await lina.field.inputValue()).length).toBe(10_001)
    expect(await lina.page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
    await lina.field.fill('')
  })

  it('shows one column at a time where there is no place for two, and reads only what is shown', async () => {
    const resize = (to: { width: number; height: number } | null) =>
      lina.app.app.evaluate(({ BrowserWindow }, size) => {
        const [window] = BrowserWindow.getAllWindows()
        const [width, height] = window!.getContentSize() as [number, number]
        if (size) window!.setContentSize(size.width, size.height)
        return { width, height }
      }, to)
    const before = await resize(null)
    const id = await openConversation(lina, 'chat', wei.address)
    const unread = async () =>
      (await lina.snapshot()).accounts[lina.accountId]!.conversations.conversations.find((one) => one.id === id)!.unreadCount
    await lina.call('settings.set', { fontPercent: 150 })
    await resize({ width: 640, height: 480 })
    await lina.page.getByRole('button', { name: 'Back' }).click()
    await lina.field.waitFor({ state: 'detached' })
    const list = lina.page.getByRole('listbox', { name: 'Conversations' })
    await list.and(lina.page.locator(':focus')).waitFor()
    await wei.say('窄')
    await lina.line('wangwei').getByText('1 unread').waitFor()
    await lina.screenshots('narrow-list')
    expect(await unread()).toBe(1)
    await list.press('Enter')
    await lina.bubble('窄').waitFor()
    await until(async () => (await unread()) === 0, 'what is shown is not read')
    await list.waitFor({ state: 'hidden' })
    await lina.screenshots('narrow-chat')

    const copy = async () => {
      await lina.bubble('窄').locator('.bubble').click({ button: 'right' })
      await lina.page.getByRole('menuitem', { name: 'Choose several' }).click()
      const under = underToast(lina.page, 'Copied.')
      await lina.page.getByRole('button', { name: 'Copy', exact: true }).click()
      expect(await under, 'what is said for a few seconds covers nothing').toEqual([])
    }
    await copy()
    await lina.call('settings.set', { fontPercent: 100 })
    await resize(before)
    await list.waitFor()
    await copy()
  })

  it('says why a message did not get there, sends it again or forgets it', async () => {
    await openConversation(lina, 'chat', `nobody@${server.domain}`)
    await lina.say('有人吗')
    const failed = lina.page.locator('[data-message]').filter({ has: lina.page.locator('.bubble.failed') })
    await failed.locator('[data-state=failed]').waitFor()
    await failed.getByText('The recipient cannot be reached now.', { exact: false }).waitFor()
    await lina.line('nobody').getByText('[Not sent]').waitFor()
    await lina.screenshots('chat-failed')
    await failed.getByRole('button', { name: 'Send again' }).click()
    await failed.getByText('The recipient cannot be reached now.', { exact: false }).waitFor()
    await failed.getByRole('button', { name: 'Delete' }).click()
    await lina.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
    await lina.page.getByText('No messages yet').waitFor()
  })

  it('keeps draft and history when the app is killed', async () => {
    await openConversation(lina, 'chat', wei.address)
    await lina.bubble('又来一条').waitFor()
    await lina.field.pressSequentially('写到一半')
    const draft = async () => (await lina.snapshot()).accounts[lina.accountId]?.conversations.conversations.find((one) => one.peer === wei.address)?.draft
    await until(async () => (await draft()) === '写到一半', 'the draft is not stored')
    const before = await texts(lina)
    await lina.app.kill()

    lina = await launchPerson(server, 'lina', 'lina-pw', { profileDir: lina.profileDir })
    await lina.line('wangwei').getByText('[Draft] 写到一半').waitFor()
    await lina.line('wangwei').click()
    await lina.bubble('又来一条').waitFor()
    expect((await texts(lina)).slice(-50)).toEqual(before.slice(-50))
    expect(await lina.field.inputValue()).toBe('写到一半')
    await lina.field.fill('')
  })

  it('sends what was written without a server once, in order, when it is back', async () => {
    await openConversation(wei, 'chat', lina.address)
    await openConversation(lina, 'chat', wei.address)
    await server.kill()
    await until(async () => (await wei.snapshot()).app.accounts.accounts[0]?.connection.phase !== 'online', 'does not notice')
    const written = ['断网一', '断网二', '断网三']
    for (const text of written) {
      await wei.say(text)
      await stateOf(wei, text, 'queued').waitFor()
    }
    await wei.say('发错人了')
    await stateOf(wei, '发错人了', 'queued').waitFor()
    await wei.bubble('发错人了').locator('.bubble').click({ button: 'right' })
    await wei.page.getByRole('menuitem', { name: 'Take back…' }).click()
    await wei.page.getByRole('dialog').getByText('still waiting here').waitFor()
    await wei.app.screenshot('chat-queued')
    await wei.page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
    await wei.bubble('发错人了').waitFor({ state: 'detached' })
    await server.restart()
    for (const text of written) {
      await wei.bubble(text).locator('[data-state=sent], [data-state=delivered], [data-state=read]').waitFor({ timeout: 60_000 })
      await lina.bubble(text).waitFor({ timeout: 60_000 })
    }
    expect((await texts(lina)).filter((text) => written.includes(text) || text === '发错人了')).toEqual(written)
    expect((await texts(wei)).filter((text) => written.includes(text))).toEqual(written)
  })
})
