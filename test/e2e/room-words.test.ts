/** Running a room by slash commands and by the menus on people and messages: two real apps over a real Prosody. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BareJid } from '#shared/jid'
import { startServer, type TestServer } from '../support/servers'
import { launchPerson, openConversation, until, type Person } from './person'

let server: TestServer
let lina: Person
let wei: Person
let room = '' as BareJid

const panel = (person: Person) => person.page.getByRole('complementary', { name: 'About this room' })
const ownRoom = async (person: Person) => (await person.snapshot()).accounts[person.accountId]?.rooms.rooms.find((one) => one.jid === room)
const choices = (person: Person) => person.page.locator('.composer').getByRole('option')
const choose = (person: Person, name: string) => person.page.getByRole('menuitem', { name }).click()

beforeAll(async () => {
  server = await startServer('prosody', { accounts: ['lina', 'wangwei'].map((user) => ({ user, password: `${user}-pw` })) })
  lina = await launchPerson(server, 'lina', 'lina-pw')
  wei = await launchPerson(server, 'wangwei', 'wangwei-pw')
  const made = await lina.call('room.create', { accountId: lina.accountId, name: '喜鹊', kind: 'public-channel', nick: '李娜', invite: [] })
  room = made.room
  await wei.call('room.join', { accountId: wei.accountId, room, nick: '王 伟' })
  await until(async () => (await ownRoom(wei))?.state === 'joined', 'wei is not in')
  await openConversation(lina, 'room', room)
  await openConversation(wei, 'room', room)
  await panel(lina).getByRole('option', { name: /王 伟/ }).waitFor()
  await panel(wei).getByRole('option', { name: /李娜/ }).waitFor()
})
afterAll(async () => {
  await Promise.all([lina?.app.close(), wei?.app.close()])
  await server?.stop()
})

describe('words in a room', () => {
  it('say under the field why a guest may not kick, and keep what was written', async () => {
    await wei.field.fill('/kick 李娜 bye')
    await wei.field.press('Enter')
    const note = wei.page.locator('.composer').getByRole('alert')
    await note.getByText('rank', { exact: false }).waitFor()
    expect(await wei.field.inputValue()).toBe('/kick 李娜 bye')
    await wei.app.screenshot('words-refused')
    await wei.field.fill('/kik 李娜')
    await wei.field.press('Enter')
    await note.getByText('There is no command /kik', { exact: false }).waitFor()
    await wei.field.fill('')
    await wei.say('//kick is a command')
    await lina.bubble('/kick is a command').waitFor()
  })

  it('mute by keyboard only, with completion, for a time', async () => {
    await lina.field.focus()
    await lina.page.keyboard.type('/')
    await choices(lina).first().waitFor()
    await lina.screenshots('words-commands')
    await lina.field.press('Escape')
    await lina.field.fill('')
    await lina.page.keyboard.type('/mu')
    await lina.field.press('Tab')
    await lina.page.keyboard.type('王')
    await choices(lina).getByText('王 伟').waitFor()
    await lina.field.press('Enter')
    expect(await lina.field.inputValue()).toBe('/mute "王 伟" ')
    await choices(lina).getByText('10 minutes').waitFor()
    await lina.field.press('ArrowDown')
    await lina.app.screenshot('words-durations')
    await lina.field.press('Enter')
    expect(await lina.field.inputValue()).toBe('/mute "王 伟" 1h ')
    await lina.page.keyboard.type('quiet please')
    await lina.field.press('Enter')
    await until(async () => (await ownRoom(wei))?.ownRole === 'visitor', 'wei is not muted')
    await until(async () => ((await lina.snapshot()).accounts[lina.accountId]?.['room-timers'].timers.length ?? 0) === 1, 'no timer is set')
    await panel(lina).getByText('Muted').waitFor()
    await until(() => wei.field.isDisabled(), 'wei may still write')
    await lina.say('/voice "王 伟"')
    await until(async () => (await ownRoom(wei))?.ownRole === 'participant', 'wei has no voice')
  })

  it('name those who are there after an @', async () => {
    await lina.page.keyboard.type('hello @王')
    await choices(lina).getByText('王 伟').waitFor()
    await lina.field.press('Enter')
    expect(await lina.field.inputValue()).toBe('hello @王 伟 ')
    await lina.field.press('Enter')
    await wei.page.locator('.row.mention .bubble .mention.me').getByText('@王 伟', { exact: true }).waitFor()
    await lina.page.locator('.row.out .bubble .mention').getByText('@王 伟', { exact: true }).waitFor()
  })

  it('complete by Tab as in IRC, by mouse, and everybody by a name of their own', async () => {
    await lina.page.keyboard.type('看下 王')
    await lina.field.press('Tab')
    expect(await lina.field.inputValue()).toBe('看下 @王 伟 ')
    await lina.field.fill('')
    await lina.page.keyboard.type('@')
    await choices(lina).getByText('王 伟').waitFor()
    await choices(lina).getByText('Everybody in the room is told').waitFor()
    await lina.screenshots('words-mention')
    await choices(lina).getByText('all', { exact: true }).click()
    expect(await lina.field.inputValue()).toBe('@all ')
    await lina.page.keyboard.type('tea is ready')
    await lina.field.press('Enter')
    await wei.page.locator('.row.mention .bubble .mention.me').getByText('@all', { exact: true }).waitFor()
  })

  it('tell by the list who calls, lead there, and tell nothing where nothing is wanted', async () => {
    await wei.app.app.evaluate(({ Notification }) => {
      const shown = ((globalThis as Record<string, unknown>).shown = [] as string[])
      Notification.prototype.show = function show(this: Electron.Notification) {
        shown.push(this.body)
      }
    })
    /** Without the call to everybody before, which may come late. */
    const shown = async () => (await wei.app.app.evaluate(() => (globalThis as unknown as { shown: string[] }).shown)).filter((body) => !body.includes('@all'))
    const conversation = async () => (await wei.snapshot()).accounts[wei.accountId]!.conversations.conversations.find((one) => one.peer === room)!
    const own = (await lina.snapshot()).accounts[lina.accountId]!.conversations.conversations.find((one) => one.peer === room)!
    const send = (body: string) => lina.call('message.send', { accountId: lina.accountId, conversationId: own.id, body })
    await openConversation(wei, 'chat', lina.address)
    for (let i = 0; i < 40; i++) await send(`line ${i}`)
    await lina.say('你在吗 @王 伟？')
    for (let i = 40; i < 80; i++) await send(`line ${i}`)
    await until(async () => (await conversation()).unreadCount === 81, 'not everything comes')
    expect((await conversation()).mentionCount).toBe(1)
    await expect.poll(shown, { message: 'an open room: mentions only', timeout: 10_000 }).toEqual(['李娜: 你在吗 @王 伟？'])
    await wei.line('喜鹊').getByText('[@me]').waitFor()
    await wei.screenshots('words-called')
    await wei.line('喜鹊').click()
    const jump = wei.page.getByRole('button', { name: 'You are mentioned' })
    await jump.waitFor()
    await wei.app.screenshot('words-jump')
    await jump.click()
    await jump.waitFor({ state: 'detached' })
    const isInSight = await wei.page.locator('[data-message]').filter({ hasText: '你在吗' }).evaluate((row) => {
      const box = row.getBoundingClientRect()
      return box.top > 0 && box.bottom < innerHeight
    })
    expect(isInSight).toBe(true)
    await wei.line('喜鹊').getByText('[@me]').waitFor({ state: 'detached' })

    await panel(wei).getByRole('radio', { name: 'Nothing' }).check({ force: true })
    await wei.line('喜鹊').getByRole('img', { name: 'No notifications' }).waitFor()
    await wei.screenshots('words-notify')
    await openConversation(wei, 'chat', lina.address)
    await lina.say('@王 伟 again')
    await until(async () => (await conversation()).mentionCount === 1, 'the mention does not come')
    await until(async () => (await conversation()).notify === 'never', 'not never')
    expect(await shown()).toHaveLength(1)
    await wei.line('喜鹊').click({ button: 'right' })
    await wei.page.getByRole('menuitemradio', { name: 'Notify me of mentions' }).waitFor()
    await wei.screenshots('words-notify-menu')
    await wei.page.getByRole('menuitemradio', { name: 'Notify me of all messages' }).click()
    await until(async () => (await conversation()).notify === 'always', 'not always')
    await wei.line('喜鹊').click()
    await wei.field.waitFor()
  })

  it('take an own message back before the eyes of the other', async () => {
    await wei.say('发错了')
    await lina.bubble('发错了').waitFor()
    await wei.bubble('发错了').locator('[data-state=sent]').waitFor()
    await wei.bubble('发错了').locator('.bubble').click({ button: 'right' })
    await choose(wei, 'Take back')
    await wei.page.getByRole('dialog').getByText('发错了').waitFor()
    await wei.app.screenshot('words-recall')
    await wei.page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
    await wei.page.getByText('You took this message back').waitFor()
    await lina.page.locator('[data-message]').getByText('Message recalled').waitFor()
  })

  it('a menu on a person: says what it will do, and does it', async () => {
    await wei.say('还在')
    await lina.bubble('还在').waitFor()
    await lina.page.locator('.row .name button').last().click()
    await lina.page.getByRole('menuitem', { name: 'Make an admin' }).waitFor()
    await lina.screenshots('words-person')
    await lina.page.keyboard.press('Escape')
    await panel(lina).getByRole('option', { name: /王 伟/ }).click({ button: 'right' })
    await choose(lina, 'Make a member')
    await lina.page.getByRole('dialog').getByRole('button', { name: 'Make a member' }).click()
    await until(async () => (await ownRoom(wei))?.ownAffiliation === 'member', 'wei is no member')
    await panel(lina).getByRole('option', { name: /王 伟/ }).click({ button: 'right' })
    await choose(lina, 'Ban')
    const dialog = lina.page.getByRole('dialog')
    await dialog.getByLabel('For how long').selectOption({ label: '1 hour' })
    await dialog.getByLabel('Reason').fill('广告')
    await lina.screenshots('words-ban')
    await dialog.getByRole('button', { name: 'Ban' }).click()
    await wei.page.locator('.banner').getByText('banned', { exact: false }).waitFor()
    await dialog.waitFor({ state: 'detached' })
    await lina.page.getByRole('log').getByText('王 伟 was banned', { exact: false }).waitFor()
  })

  it('find who has left through what he wrote', async () => {
    await lina.bubble('还在').locator('.bubble').click({ button: 'right' })
    await choose(lina, '王 伟')
    await lina.page.getByText('No longer in the room').waitFor()
    await lina.app.screenshot('words-gone')
    await lina.page.getByRole('menuitem', { name: 'Ban…' }).waitFor()
    await lina.page.keyboard.press('Escape')
    await lina.say(`/unban ${wei.address}`)
    await lina.page.getByText('is lifted', { exact: false }).waitFor()
    await wei.call('room.join', { accountId: wei.accountId, room })
    await until(async () => (await ownRoom(wei))?.state === 'joined', 'wei is still kept out')
  })
})
