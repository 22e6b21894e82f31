/** The room control centre at a real app, its effect in another one, over a real Prosody. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../support/servers'
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
    // The keyboard is back where it was.
    await lina.page.keyboard.press('Escape')
    await lina.page.getByRole('button', { name: 'Manage the room' }).and(lina.page.locator(':focus')).press('Enter')
    await line(/王伟/).waitFor()
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
    await lina.screenshots('room-centre-log')
    await centre().getByRole('tab', { name: 'Import, export' }).click()
    await centre().getByRole('button', { name: 'CSV' }).click()
    const out = lina.page.getByRole('dialog', { name: /Exported/ })
    expect(await out.getByRole('textbox').inputValue()).toContain('spam.example,outcast')
    await lina.page.keyboard.press('Escape')
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
    await centre().getByRole('region', { name: 'For a limited time' }).waitFor()
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
})
