/** A private group of four and a meeting in it, run by its owner: two real apps, two clients that are not ours, a real Prosody. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BareJid } from '#shared/jid'
import { startServer, type TestServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import { befriend, launchPerson, openConversation, until, type Person } from './person'

const NAME = '周会 Weekly meeting'
let server: TestServer
let lina: Person
let wei: Person
let peers: SlixmppPeer[] = []
let room: BareJid

beforeAll(async () => {
  server = await startServer('prosody', { accounts: ['lina', 'wangwei', 'zhangmin', 'chen'].map((user) => ({ user, password: `${user}-pw` })) })
  lina = await launchPerson(server, 'lina', 'lina-pw')
  wei = await launchPerson(server, 'wangwei', 'wangwei-pw')
  await befriend(lina, wei)
  peers = await Promise.all(['zhangmin', 'chen'].map((user) => startPeer({ server, user, password: `${user}-pw`, autoAccept: true })))
  for (const peer of peers) await lina.call('contact.add', { accountId: lina.accountId, jid: peer.bareJid as never, name: '', groups: [], message: '' })
})
afterAll(async () => {
  await Promise.all([...peers.map((peer) => peer.stop()), lina?.app.close(), wei?.app.close()])
  await server?.stop()
})

const panel = (person: Person) => person.page.getByRole('complementary', { name: 'About this room' })
const log = (person: Person) => person.page.getByRole('log')
const banner = (person: Person) => person.page.locator('.banner')
const ownRoom = async (person: Person, jid = room) => (await person.snapshot()).accounts[person.accountId]?.rooms.rooms.find((one) => one.jid === jid)
const isIn = (person: Person, jid = room) => until(async () => (await ownRoom(person, jid))?.state === 'joined', `${person.address} is not in`)
const act = async (nick: RegExp, action: string) => {
  await panel(lina).getByRole('option', { name: nick }).click({ button: 'right' })
  await lina.page.getByRole('menuitem', { name: action, exact: false }).first().click()
}

const centre = () => lina.page.getByRole('dialog', { name: /Manage the room/ })
const openCentre = async (tab: string) => {
  await lina.page.getByRole('button', { name: 'Manage the room' }).click()
  await centre().getByRole('tab', { name: tab }).click()
}
const closeCentre = async () => {
  await lina.page.keyboard.press('Escape')
  await centre().waitFor({ state: 'detached' })
}

describe('a meeting', () => {
  it('begins with a private group of four, made in one step', async () => {
    await lina.page.keyboard.press('Control+3')
    await lina.page.getByRole('button', { name: 'Create a room' }).last().click()
    const dialog = lina.page.getByRole('dialog')
    await dialog.getByLabel('Name of the room').fill(NAME)
    for (const user of ['wangwei', 'zhangmin', 'chen']) await dialog.getByRole('checkbox', { name: new RegExp(user) }).check()
    await dialog.getByText('Invite contacts (3 chosen)').waitFor()
    await lina.screenshots('meeting-create')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await lina.page.getByRole('heading', { name: NAME }).waitFor()
    await until(async () => {
      room = (await lina.snapshot()).accounts[lina.accountId]?.rooms.rooms.find((one) => one.state === 'joined')?.jid as BareJid
      return room !== undefined
    }, 'lina is not in her room')
    expect((await ownRoom(lina))?.config).toMatchObject({ isMembersOnly: true, isHidden: true, isPersistent: true })

    await wei.page.getByRole('button', { name: 'Rooms, 1 invitation' }).click()
    await wei.page.getByRole('button', { name: 'Enter', exact: true }).click()
    await isIn(wei)
    for (const peer of peers) {
      await peer.waitForMessage((message) => message.xml.includes('<invite') && message.xml.includes(room))
      await peer.join(room, peer.bareJid.split('@')[0]!)
    }
    await panel(lina).getByText('4 here').waitFor()
    for (const nick of ['wangwei', 'zhangmin', 'chen']) await panel(lina).getByRole('option', { name: new RegExp(nick) }).waitFor()
    const { occupants } = await lina.call('room.occupants', { accountId: lina.accountId, room })
    expect(occupants.map((one) => one.affiliation).sort()).toEqual(['member', 'member', 'member', 'owner'])
    await openConversation(wei, 'room', room)
    await log(wei).getByText('Everybody in this room can see your real address.').waitFor()
    await lina.screenshots('meeting-group')
  })

  it('has an announcement', async () => {
    await lina.say('/topic 今天：发布计划 The release plan')
    await log(wei).getByText('changed the announcement: 今天：发布计划', { exact: false }).waitFor()
    await panel(wei).getByText('发布计划', { exact: false }).first().waitFor()
  })

  it('is muted, but for whoever asks to speak and is let', async () => {
    await openCentre('Announce, mute')
    await centre().getByRole('switch', { name: 'Mute everybody' }).click()
    await centre().getByText('Everybody is muted: 3 people lost voice.', { exact: false }).waitFor()
    await lina.pictures('meeting-muted')
    await closeCentre()
    await wei.page.getByText('You can only read in this room.').waitFor()
    expect(await wei.field.isDisabled()).toBe(true)
    await wei.pictures('meeting-silent')
    await wei.page.getByRole('button', { name: 'Ask to speak' }).click()
    await lina.page.getByText('wangwei would like to speak').waitFor()
    await lina.pictures('meeting-asked')
    await lina.page.getByRole('button', { name: 'Allow wangwei' }).click()
    await until(() => wei.field.isEnabled(), 'wei may not speak')
    await wei.say('我有一个问题')
    await lina.bubble('我有一个问题').waitFor()
    await peers[0]!.waitForMessage((message) => message.body === '我有一个问题')
    await peers[1]!.send(room, 'me too', { type: 'groupchat' })
    await peers[1]!.waitForMessage((message) => message.type === 'error')
    await openCentre('Announce, mute')
    await centre().getByRole('switch', { name: 'Mute everybody' }).click()
    await centre().getByText('No longer muted', { exact: false }).waitFor()
    await closeCentre()
    await peers[1]!.send(room, 'thanks', { type: 'groupchat' })
    await wei.bubble('thanks').waitFor()
  })

  it('puts somebody out, who may come back', async () => {
    await act(/wangwei/, 'Remove from the room')
    const ask = lina.page.getByRole('dialog')
    await ask.getByLabel('Reason (optional)').fill('请安静 quiet please')
    await ask.getByRole('button', { name: 'Remove from the room' }).click()
    await banner(wei).getByText('You were removed from the room.', { exact: false }).waitFor()
    await banner(wei).getByText('请安静', { exact: false }).waitFor()
    expect(await wei.field.isDisabled()).toBe(true)
    await wei.pictures('meeting-kicked')
    await banner(wei).getByRole('button', { name: 'Try again' }).click()
    await isIn(wei)
    await panel(lina).getByRole('option', { name: /wangwei/ }).waitFor()
  })

  it('keeps somebody out for an hour, and lets him in before', async () => {
    await act(/wangwei/, 'Ban')
    const ask = lina.page.getByRole('dialog')
    await ask.getByLabel('For how long').selectOption({ label: '1 hour' })
    await ask.getByLabel('Reason (optional)').fill('冷静一下')
    await ask.getByRole('button', { name: 'Ban', exact: true }).click()
    await banner(wei).getByText('You are banned from this room.', { exact: false }).waitFor()
    await log(lina).getByText('wangwei was banned from the room', { exact: false }).waitFor()
    await wei.pictures('meeting-banned')
    await openCentre('Bans')
    await lina.pictures('meeting-bans')
    await centre().getByRole('button', { name: 'Lift now' }).click()
    await centre().getByText('Nobody is banned.').waitFor()
    await closeCentre()
    await banner(wei).getByRole('button', { name: 'Try again' }).click()
    await isIn(wei)
    expect((await ownRoom(wei))?.ownAffiliation, 'what he was before').toBe('member')
  })

  it('has a second in command', async () => {
    await act(/wangwei/, 'Make an admin')
    await lina.page.getByRole('dialog').getByRole('button', { name: 'Make an admin' }).click()
    await wei.page.getByRole('button', { name: 'Manage the room' }).waitFor()
    await panel(lina).getByText('Admins').waitFor()
    await log(wei).getByText('You were made an admin of the room', { exact: false }).waitFor()
    expect((await ownRoom(wei))?.ownAffiliation).toBe('admin')
  })
  it('is handed over', async () => {
    await openCentre('Hand over, close')
    await centre().getByRole('button', { name: 'Hand the room over…' }).click()
    const ask = lina.page.getByRole('dialog', { name: /Hand over/ })
    await ask.getByLabel('To whom').selectOption({ label: `wangwei · ${wei.address}` })
    await ask.getByText('You are the only owner now', { exact: false }).waitFor()
    await lina.pictures('meeting-hand-over')
    await ask.getByRole('button', { name: 'Hand over' }).click()
    await until(async () => (await ownRoom(wei))?.ownAffiliation === 'owner', 'wei is no owner')
    await until(async () => (await ownRoom(lina))?.ownAffiliation === 'admin', 'lina is still owner')
    await closeCentre()
    await panel(wei).getByRole('button', { name: 'Room settings' }).waitFor()
  })

  it('is closed by its new owner, and goes on in another room', async () => {
    const made = await wei.call('room.create', { accountId: wei.accountId, name: '新家 New home', kind: 'public-channel', invite: [] })
    await openConversation(wei, 'room', room)
    await wei.say('/destroy 换个地方 We move')
    const dialog = wei.page.getByRole('dialog', { name: /for good/ })
    await dialog.getByLabel('Where to go instead (optional)').fill(made.room)
    await dialog.getByLabel('Type the name', { exact: false }).fill(NAME)
    await wei.pictures('meeting-close')
    await dialog.getByRole('button', { name: 'Close this room for good' }).click()
    await banner(lina).getByText('换个地方', { exact: false }).waitFor()
    const go = banner(lina).getByRole('button', { name: `Go to ${made.room}` })
    await go.waitFor()
    await lina.pictures('meeting-moved')
    await go.click()
    await isIn(lina, made.room)
    await lina.page.getByRole('heading', { name: '新家 New home' }).waitFor()
    expect([...lina.refused, ...wei.refused]).toEqual([])
  })
})
