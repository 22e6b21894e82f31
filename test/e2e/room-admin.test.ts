/** The room control centre at a real app, its effect in another one, over a real Prosody. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../support/servers'
import { tempDir } from '../support/temp'
import { launchPerson, openConversation, until, type Person } from './person'

let server: TestServer
let lina: Person
let wei: Person
let room = ''

beforeAll(async () => {
  server = await startServer('prosody', { accounts: ['lina', 'wangwei'].map((user) => ({ user, password: `${user}-pw` })) })
  lina = await launchPerson(server, 'lina', 'lina-pw')
  wei = await launchPerson(server, 'wangwei', 'wangwei-pw')
  room = `magpies@${server.mucDomain}`
})
afterAll(async () => {
  await Promise.all([lina?.app.close(), wei?.app.close()])
  await server?.stop()
})

const ownRoom = async (person: Person) => (await person.snapshot()).accounts[person.accountId]?.rooms.rooms.find((one) => one.jid === room)
const centre = () => lina.page.getByRole('dialog', { name: /Manage the room/ })
const line = (name: RegExp) => centre().getByRole('option', { name })
const choose = async (name: RegExp, action: string) => {
  await line(name).click()
  await lina.page.getByRole('menuitem', { name: action, exact: true }).click()
}

const dir = tempDir('saved')
const [log, lists] = [join(dir, 'log.json'), join(dir, 'lists.csv')]
/** What the user says in the dialog of the system; null: nothing. */
const saveAs = (path: string | null) =>
  lina.app.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: filePath === null, filePath: filePath ?? '' })
  }, path)

describe('the room control centre', () => {
  it('opens for an owner and shows who is there', async () => {
    await lina.page.keyboard.press('Control+3')
    await lina.page.getByRole('button', { name: 'Create a room' }).last().click()
    const dialog = lina.page.getByRole('dialog')
    await dialog.getByLabel('Name of the room').fill('喜鹊 Magpies')
    await dialog.getByText('Public channel').click()
    await dialog.getByRole('button', { name: 'Create' }).click()
    await lina.page.getByRole('heading', { name: '喜鹊 Magpies' }).waitFor()
    await until(async () => {
      room = (await lina.snapshot()).accounts[lina.accountId]?.rooms.rooms.find((one) => one.state === 'joined')?.jid ?? ''
      return room !== ''
    }, 'lina is not in her room')
    await wei.call('room.join', { accountId: wei.accountId, room: room as never, nick: '王伟' })
    await until(async () => (await ownRoom(wei))?.state === 'joined', 'wei is not in')
    await openConversation(wei, 'room', room)
    await wei.page.getByRole('complementary', { name: 'About this room' }).waitFor()
    expect(await wei.page.getByRole('button', { name: 'Manage the room' }).count(), 'an ordinary guest cannot').toBe(0)
    await lina.page.getByRole('button', { name: 'Manage the room' }).click()
    await line(/lina/).waitFor()
    await line(/王伟/).waitFor()
    await lina.screenshots('room-centre')
  })

  it('mutes with a reason, and gives voice again', async () => {
    await choose(/王伟/, 'Mute')
    const ask = lina.page.getByRole('dialog', { name: 'Mute: 王伟' })
    await ask.getByText('cannot write', { exact: false }).waitFor()
    await lina.page.waitForTimeout(300) // transitions
    await lina.checkAccess()
    await lina.app.screenshot('room-centre-mute')
    await lina.page.keyboard.press('Escape')
    await ask.waitFor({ state: 'detached' })
    expect((await ownRoom(wei))?.ownRole, 'Esc does nothing to anybody').toBe('participant')
    await choose(/王伟/, 'Mute')
    await ask.getByLabel('Reason (optional)').fill('太吵')
    await ask.getByRole('button', { name: 'Mute' }).click()
    await until(async () => (await ownRoom(wei))?.ownRole === 'visitor', 'wei is not muted')
    await centre().getByText('王伟 is muted.', { exact: false }).waitFor()
    await until(() => wei.field.isDisabled(), 'wei can still write')
    await choose(/王伟/, 'Give voice')
    await until(async () => (await ownRoom(wei))?.ownRole === 'participant', 'wei has no voice')
    await until(() => wei.field.isEnabled(), 'wei cannot write')
  })

  it('makes an admin', async () => {
    await choose(/王伟/, 'Make an admin')
    await lina.page.getByRole('dialog', { name: /Make an admin/ }).getByRole('button', { name: 'Make an admin' }).click()
    await until(async () => (await ownRoom(wei))?.ownAffiliation === 'admin', 'wei is no admin')
    await wei.page.getByRole('button', { name: 'Manage the room' }).waitFor()
    await line(/王伟.*admin/).waitFor()
  })

  it('bans by address after a look at the difference, and lifts the ban', async () => {
    await centre().getByRole('tab', { name: 'Bans' }).click()
    await centre().getByText('Nobody is banned.').waitFor()
    await centre().getByRole('button', { name: 'Ban…' }).click()
    const ask = lina.page.getByRole('dialog', { name: 'Ban by address' })
    await ask.getByLabel('Addresses').fill('not an@address/x')
    await ask.getByRole('button', { name: 'See what would change' }).click()
    await ask.getByText('These are no addresses', { exact: false }).waitFor()
    await ask.getByLabel('Addresses').fill(`${wei.address}\nspam.example\n${lina.address}`)
    await ask.getByRole('button', { name: 'See what would change' }).click()
    const plan = lina.page.getByRole('alertdialog', { name: 'Ban by address' })
    await plan.getByRole('option', { name: /spam\.example/ }).waitFor()
    await lina.screenshots('room-centre-plan')
    expect((await ownRoom(wei))?.state, 'nothing is done yet').toBe('joined')
    await plan.getByText('Left as they are 1').click()
    await plan.getByText('You cannot do this to yourself', { exact: false }).waitFor()
    await plan.getByRole('button', { name: 'Apply 2 changes' }).click()
    await plan.getByText('2 changes are done.', { exact: false }).waitFor()
    await plan.getByRole('button', { name: 'Close' }).click()
    await until(async () => (await ownRoom(wei))?.problem?.code === 'banned', 'wei is not banned')
    await line(/spam\.example/).waitFor()
    await choose(/wangwei@/, 'Lift the ban')
    await lina.page.getByRole('dialog', { name: /Lift the ban/ }).getByRole('button', { name: 'Lift the ban' }).click()
    await line(/wangwei@/).waitFor({ state: 'detached' })
    await wei.call('room.join', { accountId: wei.accountId, room: room as never, nick: '王伟' })
    await until(async () => (await ownRoom(wei))?.state === 'joined', 'wei may not come back')
  })

  it('tells it all in the log, and takes lists out and in', async () => {
    await centre().getByRole('tab', { name: 'Log' }).click()
    await centre().getByRole('option', { name: /王伟/ }).first().waitFor()
    await lina.call('room.setSubject', { accountId: lina.accountId, room: room as never, subject: '十点评审' })
    await centre().getByRole('option', { name: /十点评审/ }).waitFor() // while it is open
    await lina.screenshots('room-centre-log')
    await centre().getByLabel('Kind').selectOption({ label: 'Removals and bans' })
    await centre().getByRole('option', { name: /十点评审/ }).waitFor({ state: 'detached' })
    await centre().getByRole('option', { name: /王伟 was banned/ }).waitFor()
    await centre().getByLabel('Kind').selectOption({ label: 'All' })
    await centre().getByLabel('About whom').selectOption({ label: 'spam.example' })
    await centre().getByRole('option', { name: /王伟/ }).first().waitFor({ state: 'detached' })
    await centre().getByText('spam.example was banned').waitFor()
    await centre().getByLabel('About whom').selectOption({ label: 'Anybody' })
    await saveAs(log)
    await centre().getByRole('button', { name: 'Save as JSON…' }).click()
    await centre().getByText('The file is saved.').waitFor()
    expect((JSON.parse(readFileSync(log, 'utf8')) as { entries: { kind: string }[] }).entries.map((one) => one.kind)).toContain('ban')
    await centre().getByRole('button', { name: 'Clear the log…' }).click()
    await lina.page.getByRole('alertdialog', { name: 'Clear the log of this room?' }).getByRole('button', { name: 'Clear it' }).click()
    await centre().getByText('Nothing noted yet.').waitFor()
    await centre().getByRole('tab', { name: 'Import, export' }).click()
    await saveAs(lists)
    await centre().getByRole('button', { name: 'Save as CSV…' }).click()
    await centre().getByText('The file is saved.', { exact: false }).waitFor()
    expect(readFileSync(lists, 'utf8')).toMatch(/^\ufeff[^]*spam\.example,outcast/)
    await saveAs(null)
    rmSync(lists)
    await centre().getByRole('button', { name: 'Save as CSV…' }).click()
    await centre().getByText('The file is saved.', { exact: false }).waitFor({ state: 'detached' })
    expect(existsSync(lists), 'the user changed his mind').toBe(false)
    await centre().getByLabel('Or paste it here').fill('jid,affiliation\nanna@example.org,member\nnobody\nbob@example.org,king')
    await centre().getByText('2 lines cannot be used', { exact: false }).waitFor()
    await lina.screenshots('room-centre-import')
    expect(lina.refused).toEqual([])
  })

  it('mutes for a time, lifts it before, and acts on several at once', async () => {
    await centre().getByRole('tab', { name: 'Members' }).click()
    await choose(/王伟/, 'Mute')
    const ask = lina.page.getByRole('dialog', { name: 'Mute: 王伟' })
    await ask.getByLabel('For how long').selectOption({ label: '10 minutes' })
    await ask.getByText('No server keeps the time', { exact: false }).waitFor()
    await ask.getByRole('button', { name: 'Mute' }).click()
    await until(async () => (await ownRoom(wei))?.ownRole === 'visitor', 'wei is not muted')
    await centre().getByText('It ends', { exact: false }).waitFor()
    await line(/王伟.*until/).waitFor()
    await centre().getByRole('tab', { name: 'Bans' }).click()
    await centre().getByRole('region', { name: 'End by themselves' }).waitFor()
    await lina.screenshots('room-centre-timers')
    await centre().getByRole('button', { name: 'Lift now' }).click()
    await until(async () => (await ownRoom(wei))?.ownRole === 'participant', 'wei is still muted')
    await centre().getByRole('tab', { name: 'Members' }).click()
    await centre().getByRole('button', { name: 'Choose several' }).click()
    await line(/王伟/).click()
    await line(/lina/).click()
    await centre().getByText('2 chosen').waitFor()
    await lina.page.waitForTimeout(300) // transitions
    await lina.checkAccess()
    await lina.app.screenshot('room-centre-several')
    await centre().getByRole('button', { name: 'Do with them…' }).click()
    await lina.page.getByRole('menuitem', { name: 'Make a member' }).click()
    const plan = lina.page.getByRole('alertdialog')
    await plan.getByRole('option', { name: /王伟/ }).waitFor()
    await plan.getByText('Left as they are 1').click() // the last owner
    await plan.getByText('A room must keep one owner', { exact: false }).waitFor()
    await plan.getByRole('button', { name: 'Apply 1 change' }).click()
    await until(async () => (await ownRoom(wei))?.ownAffiliation === 'member', 'wei is no member')
    await plan.getByRole('button', { name: 'Close' }).click()
    await line(/王伟.*member/).waitFor()
  })

  it('makes speaking need permission together with a mute', async () => {
    await choose(/王伟/, 'Mute')
    const ask = lina.page.getByRole('dialog', { name: 'Mute: 王伟' })
    await ask.getByLabel('Also make speaking need permission').check()
    await lina.screenshots('room-centre-moderate')
    await ask.getByRole('button', { name: 'Mute' }).click()
    await until(async () => (await ownRoom(wei))?.ownRole === 'visitor' && (await ownRoom(wei))?.config?.isModerated === true, 'wei is not muted')
    await centre().getByText('Speaking in the room needs permission now.', { exact: false }).waitFor()
    await centre().getByText('Muted 1').click()
    await line(/lina/).waitFor({ state: 'detached' })
    await lina.app.screenshot('room-centre-roles')
    await choose(/王伟/, 'Give voice')
    await line(/王伟/).waitFor({ state: 'detached' })
    await centre().getByText('With voice 1').click()
    await line(/王伟/).waitFor()
    await centre().getByText('Moderators 1').click()
    await line(/lina/).waitFor()
  })

  it('announces, mutes everybody and undoes it', async () => {
    await centre().getByRole('tab', { name: 'Speaking, announcement' }).click()
    const all = centre().getByRole('switch', { name: 'Mute everybody' })
    expect(await all.getAttribute('aria-checked')).toBe('true')
    await centre().getByText('1 person can still speak.').waitFor()
    await all.click()
    await until(async () => (await ownRoom(wei))?.config?.isModerated === false, 'speaking still needs permission')
    await all.click()
    await until(async () => (await ownRoom(wei))?.ownRole === 'visitor', 'wei is not muted')
    await until(() => wei.field.isDisabled(), 'wei can still write')
    await centre().getByText('Everybody is muted: 1 person lost voice.', { exact: false }).waitFor()
    await lina.screenshots('room-centre-speaking')
    await centre().getByRole('button', { name: 'Undo' }).click()
    await until(async () => (await ownRoom(wei))?.ownRole === 'participant', 'wei is still muted')
    await centre().getByLabel('Announcement', { exact: true }).fill('明天 10 点评审')
    await centre().getByRole('button', { name: 'Announce' }).click()
    await centre().getByText('The announcement is posted.').waitFor()
    await wei.page.getByRole('complementary', { name: 'About this room' }).getByText('明天 10 点评审').waitFor()
  })

  it('says when the server has no titles, and hands the room over', async () => {
    await centre().getByRole('tab', { name: 'Titles' }).click()
    await centre().getByText('The server of this room has no titles', { exact: false }).waitFor()
    await centre().getByRole('tab', { name: 'Hand over, close' }).click()
    await centre().getByRole('button', { name: 'Hand the room over…' }).click()
    const ask = lina.page.getByRole('dialog', { name: /Hand over/ })
    await ask.getByLabel('To whom').selectOption({ label: `王伟 · ${wei.address}` })
    await ask.getByText('You are the only owner now', { exact: false }).waitFor()
    await lina.screenshots('room-centre-hand-over')
    await ask.getByRole('button', { name: 'Hand over' }).click()
    await until(async () => (await ownRoom(wei))?.ownAffiliation === 'owner', 'wei is no owner')
    await until(async () => (await ownRoom(lina))?.ownAffiliation === 'admin', 'lina is still owner')
    await centre().getByText('is an owner now', { exact: false }).waitFor()
    expect(await centre().getByRole('button', { name: 'Close the room for good…' }).isDisabled()).toBe(true)
    await lina.page.setViewportSize({ width: 640, height: 480 })
    await lina.call('settings.set', { fontPercent: 150 })
    await lina.page.waitForTimeout(300) // transitions
    await lina.app.screenshot('room-centre-small')
    await centre().getByRole('tab', { name: 'Members' }).click()
    await lina.app.screenshot('room-centre-small-members')
    expect(lina.refused).toEqual([])
  })
})
