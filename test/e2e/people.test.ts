/** Who people are, through what users see: own picture and profile, somebody else's card, a stranger who is blocked, another password. */
import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import { startServer, type TestServer } from '../support/servers'
import { launchPerson, type Person } from './person'

let server: TestServer
let lina: Person
let wei: SlixmppPeer
let seller: SlixmppPeer

beforeAll(async () => {
  server = await startServer('prosody', { accounts: ['lina', 'wangwei', 'seller'].map((user) => ({ user, password: `${user}-pw` })) })
  wei = await startPeer({ server, user: 'wangwei', password: 'wangwei-pw', autoAccept: true })
  seller = await startPeer({ server, user: 'seller', password: 'seller-pw' })
  lina = await launchPerson(server, 'lina', 'lina-pw', { settings: { whoMayWrite: 'apart' } })
  lina.page.setDefaultTimeout(10_000)
})
afterAll(async () => {
  await Promise.all([lina?.app.close(), wei?.stop(), seller?.stop()])
  await server?.stop()
})

/** A picture of one colour, wider than high. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    let crc = 0xffffffff
    for (const byte of body) for (let k = 0, c = (crc ^= byte); k < 8; k++) crc = c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0)
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const line = Buffer.concat([Buffer.of(0), Buffer.alloc(width * 3, Buffer.of(240, 160, 60))])
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => line)))), chunk('IEND', Buffer.alloc(0)),
  ])
}
const pubsub = (inside: string) => `<pubsub xmlns="http://jabber.org/protocol/pubsub">${inside}</pubsub>`

describe('people', () => {
  it('my picture is cut, published and shown; my profile is saved for others to read', async () => {
    const { page } = lina
    await page.getByRole('button', { name: /^My status/ }).click()
    await page.getByRole('button', { name: 'My profile' }).last().click()
    const profile = page.getByRole('dialog', { name: 'My profile' })
    await profile.getByLabel('Nickname').fill('小李')
    await profile.getByLabel('Name', { exact: true }).fill('李娜')
    await profile.getByRole('button', { name: 'Save' }).click()
    await profile.waitFor({ state: 'detached' })
    expect(await wei.iq('get', '<vCard xmlns="vcard-temp"/>', lina.address)).toContain('李娜')

    await page.getByRole('button', { name: /^My status: 小李/ }).click()
    await page.getByRole('button', { name: 'My profile' }).first().click()
    await profile.getByRole('button', { name: 'Change picture…' }).click()
    const picture = page.getByRole('dialog', { name: 'My picture' })
    const input = picture.locator('input[type=file]')
    await input.setInputFiles({ name: 'words.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') })
    await picture.getByText('Magpie cannot read a picture').waitFor()
    await input.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: png(400, 240) })
    await picture.getByRole('img', { name: 'Picture' }).waitFor()
    await picture.getByRole('button', { name: 'Save' }).click()
    await profile.getByLabel('Nickname').waitFor()
    await profile.locator('.avatar img').waitFor()
    await lina.pictures('profile')
    await page.keyboard.press('Escape')
    const node = await wei.iq('get', pubsub('<items node="urn:xmpp:avatar:data" max_items="1"/>'), lina.address)
    const published = Buffer.from(/data">([A-Za-z0-9+/=]+)</.exec(node)?.[1] ?? /<[^>]*data[^>]*>([A-Za-z0-9+/=]{40,})</.exec(node)?.[1] ?? '', 'base64')
    expect([published.toString('latin1', 1, 4), published.readUInt32BE(16), published.readUInt32BE(20)]).toEqual(['PNG', 192, 192])
    await page.locator('.rail .avatar img').waitFor()
  })

  it('a contact shows the picture and the card that another program has made', async () => {
    const { page } = lina
    const face = png(96, 96).toString('base64')
    const hash = createHash('sha1').update(Buffer.from(face, 'base64')).digest('hex')
    await lina.call('contact.add', { accountId: lina.accountId, jid: wei.bareJid as never, name: '', groups: [], message: '' })
    await wei.iq('set', `<vCard xmlns="vcard-temp"><FN>王伟</FN><TITLE>设计师</TITLE><PHOTO><TYPE>image/png</TYPE><BINVAL>${face}</BINVAL></PHOTO></vCard>`)
    await wei.iq('set', pubsub('<publish node="http://jabber.org/protocol/nick"><item id="current"><nick xmlns="http://jabber.org/protocol/nick">阿伟</nick></item></publish>'))
    await page.keyboard.press('Control+2')
    const row = page.getByRole('treeitem').filter({ hasText: '阿伟' })
    await row.click()
    await wei.sendRaw(`<presence xmlns="jabber:client"><x xmlns="vcard-temp:x:update"><photo>${hash}</photo></x></presence>`)
    await row.locator('.avatar img').waitFor()
    const card = page.getByRole('region', { name: '阿伟' })
    await card.getByText('设计师').waitFor()
    await card.locator('.avatar img').waitFor()
    await lina.pictures('person')
  })

  it('a stranger waits among the requests, is blocked in two clicks, and free again from the settings', async () => {
    const { page } = lina
    await page.keyboard.press('Control+1')
    await seller.send(lina.address, '便宜卖手机')
    await page.getByRole('button', { name: 'Message requests' }).click()
    await lina.line('便宜卖手机').click()
    await page.getByText('They are not in your contacts').waitFor()
    expect(await lina.field.isDisabled()).toBe(true)
    expect(await page.title()).toBe('Magpie')
    await lina.pictures('request')
    await page.getByRole('button', { name: 'Block…' }).click()
    const question = page.getByRole('alertdialog', { name: 'Block “seller”?' })
    await question.getByRole('button', { name: 'Block', exact: true }).click()
    await page.getByText('You have blocked them').waitFor()
    expect(await lina.field.isDisabled()).toBe(true)
    await lina.pictures('blocked')
    await seller.send(lina.address, '再看看')
    await seller.waitForMessage((message) => message.type === 'error')
    await page.keyboard.press('Control+,')
    await page.getByRole('button', { name: 'Privacy' }).click()
    await page.getByRole('button', { name: 'Unblock seller' }).click()
    await page.getByText('Nobody is blocked.').waitFor()
    await seller.send(lina.address, '还在吗')
    await page.keyboard.press('Control+1')
    await lina.bubble('还在吗').waitFor()
    expect(await lina.bubble('再看看').count()).toBe(0)
    await page.getByRole('button', { name: 'Message requests' }).waitFor()
    expect(await lina.line('还在吗').count()).toBe(0)
    await page.getByRole('button', { name: 'Accept', exact: true }).click()
    await lina.line('还在吗').waitFor()
    await page.getByRole('button', { name: 'Message requests' }).waitFor({ state: 'detached' })
    expect(await lina.field.isDisabled()).toBe(false)
  })

  it('somebody is recommended: his card shows what he has published, in the new form, too; and a card goes out', async () => {
    const { page } = lina
    const form = '<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var="pubsub#access_model"><value>open</value></field></x>'
    const vcard = '<vcard xmlns="urn:ietf:params:xml:ns:vcard-4.0"><fn><text>赵老板</text></fn><title><text>二手手机</text></title></vcard>'
    await seller.iq('set', pubsub(`<publish node="urn:xmpp:vcard4"><item id="current">${vcard}</item></publish><publish-options>${form}</publish-options>`))
    const { id } = await lina.call('conversation.open', { accountId: lina.accountId, kind: 'chat', peer: wei.bareJid as never })
    await page.locator(`[data-conversation="${id}"]`).click()
    await wei.send(lina.address, `seller\nxmpp:${seller.bareJid}`, {
      extra: `<x xmlns='http://jabber.org/protocol/rosterx'><item action='add' jid='${seller.bareJid}' name='老赵'/></x><fallback xmlns='urn:xmpp:fallback:0' for='http://jabber.org/protocol/rosterx'><body/></fallback>`,
    })
    await page.getByRole('button', { name: /^老赵/ }).click()
    const card = page.getByRole('dialog', { name: 'Contact card' })
    await card.getByText('二手手机').waitFor()
    await lina.pictures('card')
    await card.getByRole('button', { name: 'Add contact' }).click()
    expect(await page.getByRole('dialog', { name: 'Add contact' }).getByLabel('Remark').inputValue()).toBe('老赵')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Send a contact card' }).click()
    const choice = page.getByRole('dialog', { name: 'Send a contact card' })
    await choice.getByRole('checkbox', { name: '阿伟' }).check()
    await choice.getByRole('button', { name: 'Send', exact: true }).click()
    const sent = await wei.waitForMessage((message) => message.xml.includes('http://jabber.org/protocol/rosterx') && message.body !== null)
    expect([sent.body, sent.xml.includes(`jid="${wei.bareJid}"`)]).toEqual([`阿伟\nxmpp:${wei.bareJid}`, true])
  })

  it('a contact is dragged into another group, and goes back by the menu', async () => {
    const { page } = lina
    await lina.call('contact.add', { accountId: lina.accountId, jid: seller.bareJid as never, name: '', groups: ['同事'], message: '' })
    await page.keyboard.press('Control+2')
    const person = page.getByRole('treeitem').filter({ hasText: '阿伟' })
    const group = (name: string) => page.getByRole('treeitem').filter({ hasText: name })
    await group('同事').getByText('/1').waitFor()
    await person.dragTo(group('同事'))
    await group('同事').getByText('1/2').waitFor()
    await group('My contacts').waitFor({ state: 'detached' })
    await person.click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Move to “My contacts”' }).press('Enter')
    await group('My contacts').getByText('1/1').waitFor()
  })

  it('two addresses become one person with one line; a message is kept at hand, and what was read is unread again', async () => {
    const { page } = lina
    const people = page.getByRole('treeitem')
    await people.filter({ hasText: '阿伟' }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Merge with another contact…' }).press('Enter')
    const choice = page.getByRole('dialog', { name: 'Which other addresses does “阿伟” have?' })
    await choice.getByRole('checkbox', { name: 'seller' }).check()
    await choice.getByRole('button', { name: 'Merge' }).click()
    await people.filter({ hasText: 'seller' }).waitFor({ state: 'detached' })

    await page.keyboard.press('Control+1')
    const line = page.locator('[data-conversation]')
    await line.first().click()
    expect(await line.count()).toBe(1)
    await page.getByRole('button', { name: /^Writing to/ }).click()
    await page.getByRole('menuitemradio', { name: seller.bareJid }).or(page.getByRole('menuitem', { name: seller.bareJid })).press('Enter')
    await page.getByRole('button', { name: `Writing to ${seller.bareJid}: another address` }).waitFor()
    await lina.bubble('还在吗').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Pin above the conversation' }).press('Enter')
    await page.getByRole('region', { name: 'Pinned messages' }).getByText('还在吗').waitFor()
    await lina.pictures('one-person')
    await line.first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Mark as unread' }).press('Enter')
    await line.first().getByText('1 unread').waitFor()
    await page.keyboard.press('Control+2')
    await people.filter({ hasText: '阿伟' }).click()
    await page.getByRole('button', { name: `Take ${seller.bareJid} out` }).click()
    await people.filter({ hasText: 'seller' }).waitFor()
  })

  it('another password: only with the current one', async () => {
    const { page } = lina
    await page.keyboard.press('Control+,')
    await page.getByRole('button', { name: 'Account', exact: true }).click()
    await page.getByRole('button', { name: 'Change password…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change password' })
    await dialog.getByLabel('Current password').fill('guess')
    await dialog.getByLabel('New password', { exact: true }).fill('new-pw')
    await dialog.getByLabel('New password again').fill('new-pw')
    await dialog.getByRole('button', { name: 'Change password' }).click()
    await dialog.getByText('This is not the current password').waitFor()
    await dialog.getByLabel('Current password').fill('lina-pw')
    await dialog.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('The password is changed.').waitFor()
    const device = await startPeer({ server, user: 'lina', password: 'new-pw', presence: false })
    await device.stop()
  })
})
