/** Rooms at two real apps and with a client that is not ours, over a real Prosody. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import { launchPerson, openConversation, until, type Person } from './person'

let server: TestServer
let lina: Person
let wei: Person
let peer: SlixmppPeer | null = null
let room = ''

beforeAll(async () => {
  server = await startServer('prosody', {
    accounts: ['lina', 'wangwei', 'friend'].map((user) => ({ user, password: `${user}-pw` })),
  })
  lina = await launchPerson(server, 'lina', 'lina-pw')
  wei = await launchPerson(server, 'wangwei', 'wangwei-pw')
})
afterAll(async () => {
  await peer?.stop()
  await Promise.all([lina?.app.close(), wei?.app.close()])
  await server?.stop()
})

const panel = (person: Person) => person.page.getByRole('complementary', { name: 'About this room' })
const ownRoom = async (person: Person) => (await person.snapshot()).accounts[person.accountId]?.rooms.rooms.find((one) => one.jid === room)

describe('rooms', () => {
  it('are created in one step, and found and entered by the other', async () => {
    await lina.page.keyboard.press('Control+3')
    await lina.page.getByRole('button', { name: 'Create a room' }).last().click()
    const dialog = lina.page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await dialog.getByText('Give the room a name').waitFor()
    await dialog.getByLabel('Name of the room').fill('喜鹊 Magpies')
    await dialog.getByText('Public channel').click()
    await lina.app.screenshot('room-create')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await lina.page.getByRole('heading', { name: '喜鹊 Magpies' }).waitFor()
    await until(async () => {
      room = (await lina.snapshot()).accounts[lina.accountId]?.rooms.rooms.find((one) => one.state === 'joined')?.jid ?? ''
      return room !== ''
    }, 'lina is not in her room')
    expect((await ownRoom(lina))?.ownAffiliation).toBe('owner')

    await wei.page.keyboard.press('Control+3')
    await wei.page.getByRole('tab', { name: 'Discover' }).click()
    await wei.page.getByRole('option', { name: /喜鹊 Magpies/ }).waitFor()
    await wei.screenshots('rooms-discover')
    await wei.page.getByRole('button', { name: 'Join a room' }).last().click()
    const join = wei.page.getByRole('dialog')
    await join.getByLabel('Address of the room').fill('no address')
    await join.getByRole('button', { name: 'Join' }).click()
    await join.getByText('This is no room address', { exact: false }).waitFor()
    await join.getByLabel('Address of the room').fill(`xmpp:${room}?join`)
    await join.getByLabel('Nick').fill('王伟')
    await wei.app.screenshot('room-join')
    await join.getByRole('button', { name: 'Join' }).click()
    await wei.page.getByRole('heading', { name: '喜鹊 Magpies' }).waitFor()
    await until(async () => (await ownRoom(wei))?.state === 'joined', 'wei is not in')
    expect((await ownRoom(wei))?.nick).toBe('王伟')
  })

  it('let both speak, show the announcement and who is there', async () => {
    await wei.say('大家好')
    await lina.bubble('大家好').waitFor()
    await wei.bubble('大家好').locator('[data-state=sent]').waitFor()
    await lina.say('王伟 欢迎')
    await wei.bubble('王伟 欢迎').waitFor()
    await wei.page.locator('.row.mention').waitFor()
    await lina.say('/topic 明天 10 点评审，见https://example.org/review')
    await wei.page.getByRole('log').getByText('changed the announcement: 明天 10 点评审', { exact: false }).waitFor()
    await panel(wei).getByText('明天 10 点评审', { exact: false }).waitFor()

    peer = await startPeer({ server, user: 'friend', password: 'friend-pw' })
    await peer.join(room, '老友')
    await peer.send(room, '我用 slixmpp', { type: 'groupchat' })
    await lina.bubble('我用 slixmpp').waitFor()
    await panel(lina).getByText('Owners').waitFor()
    for (const nick of ['王伟', '老友']) await panel(lina).getByRole('option', { name: new RegExp(nick) }).waitFor()
    await panel(lina).getByText('3 here').waitFor()
    await wei.say('/nick 小王')
    await panel(lina).getByRole('option', { name: /小王/ }).waitFor()
    await lina.page.getByRole('log').getByText('王伟 is now called 小王', { exact: false }).waitFor()
    await lina.screenshots('room')
    expect(lina.refused).toEqual([])
  })

  it('carry private talk between two of those inside', async () => {
    await panel(lina).getByRole('option', { name: /老友/ }).click()
    await lina.page.getByRole('menuitem', { name: /Talk in private/ }).click()
    await lina.page.getByText('In private within 喜鹊 Magpies', { exact: false }).waitFor()
    await lina.say('悄悄话')
    const got = await peer!.waitForMessage((message) => message.body === '悄悄话')
    expect(got.type).toBe('chat')
    await lina.bubble('悄悄话').locator('[data-state=sent]').waitFor()
    await peer!.send(`${room}/${(await ownRoom(lina))!.nick}`, '听到了', { type: 'chat' })
    await lina.bubble('听到了').waitFor()
    await lina.app.screenshot('room-private')
  })

  it('say why one is out, and let one back in', async () => {
    await openConversation(wei, 'room', room)
    await peer!.leave(room, '老友')
    await panel(wei).getByRole('button', { name: 'Leave the room' }).click()
    await wei.page.getByRole('alertdialog').getByRole('button', { name: 'Leave the room' }).click()
    await until(async () => (await ownRoom(wei))?.state === 'left', 'wei is still in')
    await wei.line('喜鹊').click()
    await wei.page.getByText('You are not in this room now.').waitFor()
    expect(await wei.field.isDisabled()).toBe(true)
    await wei.app.screenshot('room-left')
    await wei.page.locator('.banner').getByRole('button', { name: 'Enter' }).click()
    await wei.page.getByText('You are not in this room now.').waitFor({ state: 'detached' })
    await panel(wei).getByRole('option', { name: /lina/ }).waitFor()
    await wei.say('回来了')
    await openConversation(lina, 'room', room)
    await lina.bubble('回来了').waitFor()
  })

  it('ask for a password, and tell who was put out by whom', async () => {
    const secret = `secret@${server.mucDomain}`
    await peer!.openRoom(secret, 'owner', {
      'muc#roomconfig_passwordprotectedroom': '1', 'muc#roomconfig_roomsecret': 'Elster', 'muc#roomconfig_roomname': '秘密',
    })
    await wei.page.keyboard.press('Control+3')
    await wei.page.getByRole('button', { name: 'Join a room' }).last().click()
    await wei.page.getByRole('dialog').getByLabel('Address of the room').fill(secret)
    await wei.page.getByRole('dialog').getByRole('button', { name: 'Join' }).click()
    const banner = wei.page.locator('.banner')
    await banner.getByText('This room needs a password.').waitFor()
    await banner.getByLabel('Password of the room').fill('wrong')
    await banner.getByLabel('Password of the room').press('Enter')
    await banner.getByText('The password is wrong.', { exact: false }).waitFor()
    await wei.checkAccess()
    await wei.app.screenshot('room-password')
    await banner.getByLabel('Password of the room').fill('Elster')
    await banner.getByRole('button', { name: 'Enter', exact: true }).click()
    await banner.waitFor({ state: 'detached' })
    await wei.say('进来了')
    const said = await peer!.waitForMessage((message) => message.body === '进来了')
    const nick = said.from.slice(said.from.indexOf('/') + 1)
    await peer!.iq('set', `<query xmlns='http://jabber.org/protocol/muc#admin'><item nick='${nick}' role='none'><reason>试试</reason></item></query>`, secret)
    await banner.getByText('You were removed from the room.', { exact: false }).waitFor()
    await banner.getByText('试试', { exact: false }).waitFor()
    expect(await wei.field.isDisabled()).toBe(true)
    await wei.app.screenshot('room-kicked')
    await banner.getByRole('button', { name: 'Try again' }).click()
    await banner.waitFor({ state: 'detached' })
  })
})
