/** Running a room from three real apps over a real Prosody: settings, asking to speak, invitation, the end with another room. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BareJid } from '#shared/jid'
import { startServer, type TestServer } from '../support/servers'
import { launchPerson, openConversation, until, type Person } from './person'

let server: TestServer
let lina: Person
let wei: Person
let min: Person
let room: BareJid
let home: BareJid

beforeAll(async () => {
  server = await startServer('prosody', { accounts: ['lina', 'wangwei', 'zhangmin'].map((user) => ({ user, password: `${user}-pw` })) })
  lina = await launchPerson(server, 'lina', 'lina-pw')
  wei = await launchPerson(server, 'wangwei', 'wangwei-pw')
  min = await launchPerson(server, 'zhangmin', 'zhangmin-pw')
})
afterAll(async () => {
  await Promise.all([lina?.app.close(), wei?.app.close(), min?.app.close()])
  await server?.stop()
})

const roomOf = async (person: Person, jid: BareJid) => (await person.snapshot()).accounts[person.accountId]?.rooms.rooms.find((one) => one.jid === jid)
const isIn = (person: Person, jid: BareJid) => until(async () => (await roomOf(person, jid))?.state === 'joined', `${person.address} is not in ${jid}`)
const enter = async (person: Person, jid: BareJid) => {
  await person.call('room.join', { accountId: person.accountId, room: jid })
  await isIn(person, jid)
}
const panel = (person: Person) => person.page.getByRole('complementary', { name: 'About this room' })

describe('an owner', () => {
  it('changes settings, and the others see it', async () => {
    const made = await lina.call('room.create', { accountId: lina.accountId, name: 'Tea', kind: 'public-channel', invite: [] })
    room = made.room
    await enter(wei, room)
    await openConversation(lina, 'room', room)
    await panel(lina).getByRole('button', { name: 'Room settings' }).click()
    const dialog = lina.page.getByRole('dialog')
    await dialog.getByLabel('Name', { exact: true }).fill('喜鹊 Magpies')
    await dialog.getByRole('switch', { name: 'Permission to speak' }).click()
    await dialog.getByText('2 changes').waitFor()
    await lina.pictures('room-settings')
    await dialog.getByLabel('Find a setting').fill('password')
    await dialog.getByLabel('Name', { exact: true }).waitFor({ state: 'detached' })
    await dialog.getByLabel('Find a setting').fill('')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await until(async () => (await roomOf(wei, room))?.name === '喜鹊 Magpies', 'wei does not see the new name')
    await lina.page.getByRole('heading', { name: '喜鹊 Magpies' }).waitFor()
    expect((await roomOf(lina, room))?.config?.isModerated).toBe(true)
  })

  it('gives away the link of the room as a picture, and reads why there can be no other picture here', async () => {
    const dialog = lina.page.getByRole('dialog')
    await panel(lina).getByRole('button', { name: 'Link and QR code of the room' }).click()
    await dialog.getByRole('img', { name: 'QR code' }).waitFor()
    await dialog.getByText(`xmpp:${room}?join`).waitFor()
    await lina.pictures('room-link')
    await lina.page.keyboard.press('Escape')
    await panel(lina).getByRole('button', { name: 'Change the picture of the room…' }).click()
    await dialog.locator('input[type=file]').setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
    await dialog.getByText('Magpie cannot read a picture').waitFor()
    await dialog.locator('input[type=file]').setInputFiles('build/icons/app/512x512.png')
    const shown = dialog.getByRole('img', { name: /^Picture of “/ })
    await shown.waitFor()
    expect(await shown.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight, image.src.slice(0, 22)])).toEqual([192, 192, 'data:image/png;base64,'])
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.getByText('Rooms on this server can have no picture.').waitFor()
    await lina.pictures('room-picture')
    await lina.page.keyboard.press('Escape')
  })

  it('looks for rooms: in the directory, and where to look further', async () => {
    await lina.page.getByRole('navigation').getByRole('button', { name: /^Rooms/ }).click()
    await lina.page.getByRole('tab', { name: 'Discover' }).click()
    await lina.page.locator(`[data-room="${room}"]`).waitFor()
    await lina.page.getByRole('textbox', { name: 'Search', exact: true }).fill('nothing like it')
    await lina.page.getByText('Name a search service to find rooms on more servers').waitFor()
    await lina.page.getByRole('button', { name: 'Search service…' }).click()
    await lina.page.getByLabel('Address of a search service').fill(`nobody@${server.domain}`)
    await lina.pictures('room-search')
    await lina.page.getByRole('button', { name: 'Save', exact: true }).click()
    await lina.page.getByRole('button', { name: 'Look for “nothing like it” on more servers' }).click()
    await lina.page.getByText('There is no room search at this address.').or(lina.page.getByText('This search service cannot be found.')).waitFor()
    await lina.page.getByRole('textbox', { name: 'Search', exact: true }).fill('')
    await openConversation(lina, 'room', room)
  })

  it('keeps a nick for somebody, who is offered it when he writes the address of the room', async () => {
    await lina.call('roomAdmin.setAffiliation', { accountId: lina.accountId, room, jid: wei.address as never, affiliation: 'member' })
    await wei.call('room.leave', { accountId: wei.accountId, room, forget: true })
    const answers = [{ name: 'muc#register_roomnick', values: ['wangwei'] }]
    expect(await wei.call('roomRegistration.submit', { accountId: wei.accountId, room, answers })).toEqual({ kind: 'registered', nick: 'wangwei' })
    await wei.page.keyboard.press('Control+3')
    await wei.page.getByRole('button', { name: /^(Join a room|加入群聊)$/ }).click()
    await wei.call('settings.set', { language: 'en' })
    const dialog = wei.page.getByRole('dialog')
    await dialog.getByLabel('Address of the room').fill(`xmpp:${room}?join`)
    await dialog.getByLabel('Nick', { exact: true }).focus()
    await dialog.getByText('The room keeps the nick “wangwei” for you').waitFor()
    expect(await dialog.getByLabel('Nick', { exact: true }).inputValue()).toBe('wangwei')
    await wei.app.screenshot('room-kept-nick')
    await dialog.getByRole('button', { name: 'Join', exact: true }).click()
    await isIn(wei, room)
    expect((await roomOf(wei, room))?.nick).toBe('wangwei')
  })

  it('keeps settings as a template, renames it and removes it', async () => {
    await panel(lina).getByRole('button', { name: 'Room settings' }).click()
    const dialog = lina.page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Copy settings, templates' }).click()
    await dialog.getByLabel('Name of the template', { exact: true }).fill('Meeting')
    await dialog.getByRole('button', { name: 'Keep as a template' }).click()
    await dialog.getByText('The template is kept.').waitFor()
    await dialog.getByLabel('Copy from').selectOption({ label: 'Template: Meeting' })
    await dialog.getByText('Nothing is different.').waitFor()
    await dialog.getByLabel('New name of the template').fill('会议')
    await dialog.getByRole('button', { name: 'Rename' }).click()
    await dialog.getByText('The template is renamed.').waitFor()
    expect(await dialog.getByLabel('Copy from').evaluate((box: HTMLSelectElement) => box.selectedOptions[0]?.text.trim())).toBe('Template: 会议')
    await lina.pictures('room-template')
    await dialog.getByRole('button', { name: 'Remove this template' }).click()
    await dialog.getByText('The template is removed.').waitFor()
    expect((await lina.snapshot()).accounts[lina.accountId]?.['room-config'].templates).toEqual([])
    await lina.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  it('hears of changes by another owner while the settings are open, and chooses', async () => {
    await lina.call('roomAdmin.setAffiliation', { accountId: lina.accountId, room, jid: wei.address as never, affiliation: 'owner' })
    await until(async () => (await roomOf(wei, room))?.ownAffiliation === 'owner', 'wei is no owner')
    await panel(lina).getByRole('button', { name: 'Room settings' }).click()
    const dialog = lina.page.getByRole('dialog')
    await dialog.getByLabel('Description', { exact: true }).fill('Hers')
    await dialog.getByText('1 change', { exact: true }).waitFor()
    const { revision } = await wei.call('roomConfig.open', { accountId: wei.accountId, room })
    const changes = [{ name: 'muc#roomconfig_roomdesc', values: ['His'] }]
    expect((await wei.call('roomConfig.submit', { accountId: wei.accountId, room, revision, changes })).kind).toBe('saved')
    await dialog.getByText('Somebody else changed these, too').waitFor()
    expect(await dialog.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
    await lina.pictures('room-conflict')
    await dialog.getByRole('alert').getByLabel('Description').selectOption({ label: 'Mine: Hers' })
    await dialog.getByRole('button', { name: 'Use these' }).click()
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    expect((await wei.call('roomFacts.get', { accountId: wei.accountId, room })).description).toBe('Hers')
    await lina.call('roomAdmin.setAffiliation', { accountId: lina.accountId, room, jid: wei.address as never, affiliation: 'none' })
    await until(async () => (await roomOf(wei, room))?.ownAffiliation === 'none', 'wei is still owner')
  })

  it('lets somebody speak who asks', async () => {
    await wei.call('room.leave', { accountId: wei.accountId, room, forget: false })
    await enter(wei, room)
    await openConversation(wei, 'room', room)
    await wei.page.getByText('You can only read in this room.').waitFor()
    await wei.app.screenshot('room-ask')
    await wei.page.getByRole('button', { name: 'Ask to speak' }).click()
    await wei.page.getByText('You have asked to speak.', { exact: false }).waitFor()
    await lina.page.getByText('wangwei would like to speak').waitFor()
    await lina.pictures('room-requests')
    await lina.page.getByRole('button', { name: 'Allow wangwei' }).click()
    await until(async () => (await roomOf(wei, room))?.ownRole === 'participant', 'wei may not speak')
    await lina.page.getByText('wangwei would like to speak').waitFor({ state: 'detached' })
    await wei.say('谢谢')
    await lina.bubble('谢谢').waitFor()
  })

  it('invites a stranger, who finds it in the list and comes in', async () => {
    await panel(lina).getByRole('button', { name: 'Invite people' }).click()
    const dialog = lina.page.getByRole('dialog')
    await dialog.getByLabel('Addresses of others (optional)').fill(min.address)
    await dialog.getByLabel('Your words to them (optional)').fill('Come and have a cup')
    await lina.pictures('room-invite')
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await until(async () => (await min.snapshot()).accounts[min.accountId]?.['room-invites'].received.length === 1, 'no invitation')
    await min.page.getByRole('button', { name: 'Rooms', exact: true }).click() // strangers call nobody
    await min.page.getByText('Come and have a cup').waitFor()
    await min.page.getByText('Not in your contacts').waitFor()
    expect((await min.snapshot()).accounts[min.accountId]?.conversations.conversations).toEqual([])
    await min.pictures('room-invited')
    await min.page.getByRole('button', { name: 'Enter', exact: true }).click()
    await isIn(min, room)
    await min.page.getByText('Come and have a cup').waitFor({ state: 'detached' })
  })

  it('closes the room, and the others go on in the next one, with its password', async () => {
    home = (await lina.call('room.create', { accountId: lina.accountId, name: 'New home', kind: 'public-channel', invite: [] })).room
    const { revision } = await lina.call('roomConfig.open', { accountId: lina.accountId, room: home })
    const outcome = await lina.call('roomConfig.submit', {
      accountId: lina.accountId, room: home, revision,
      changes: [{ name: 'muc#roomconfig_roomsecret', values: ['Elster'] }],
    })
    expect(outcome.kind).toBe('saved')
    await openConversation(lina, 'room', room)
    await panel(lina).getByRole('button', { name: 'Room settings' }).click()
    const dialog = lina.page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Close the room for good' }).click()
    await dialog.getByLabel('Reason (everybody sees it)').fill('We move')
    await dialog.getByLabel('Where to go instead (optional)').fill(`xmpp:${home}?join`)
    await dialog.getByLabel('Password of the other room (optional)').fill('Elster')
    const destroy = dialog.getByRole('button', { name: 'Close this room for good' })
    expect(await destroy.isDisabled()).toBe(true)
    await dialog.getByLabel('Type the name', { exact: false }).fill('喜鹊 Magpies')
    await destroy.scrollIntoViewIfNeeded()
    await lina.pictures('room-destroy')
    await destroy.click()
    const go = wei.page.getByRole('button', { name: `Go to ${home}` })
    await go.waitFor()
    await wei.page.getByText('We move', { exact: false }).first().waitFor()
    await wei.app.screenshot('room-moved')
    await go.click()
    await isIn(wei, home)
    expect(lina.refused).toEqual([])
  })
})
