/**
 * Markup in every field that others fill, through a real server into the real window (SAFETY S4), and what is left of the session on the
 * disk (E5). Nothing may run, nothing may be asked of the web, no secret may lie about.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import { startServer, type TestServer } from '../support/servers'
import { launchPerson, openConversation, until, type Person } from './person'

const PASSWORD = 'plum-blossom-Ω-71f3'
let server: TestServer
let canary: Server
let lina: Person
let eve: SlixmppPeer
/** What asked for something that only markup could name. */
const visits: string[] = []
let url = ''

beforeAll(async () => {
  canary = createServer((request, answer) => {
    visits.push(request.url ?? '')
    answer.end()
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => canary.once('listening', resolve))
  url = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`
  server = await startServer('prosody', { accounts: [{ user: 'lina', password: PASSWORD }, { user: 'eve', password: 'eve-pw' }] })
  eve = await startPeer({ server, user: 'eve', password: 'eve-pw', autoAccept: true })
  lina = await launchPerson(server, 'lina', PASSWORD)
  lina.page.setDefaultTimeout(20_000)
})
afterAll(async () => {
  await Promise.all([eve?.stop(), lina?.app.close()])
  await server?.stop()
  canary?.close()
})

/** Says `window.hit` when a script of it runs, visits the canary when a picture, frame or stylesheet of it is loaded. `field` is what is looked for. */
const evil = (field: string) =>
  `${field}<img src="${url}/${field}.png" onerror="window.hit=1"><script>window.hit=1</script><iframe src="${url}/${field}"></iframe>` +
  `<link rel=stylesheet href="${url}/${field}.css"><svg onload="window.hit=1">{{7*7}}\${7*7}{@html 1}</svg>`
const short = (field: string) => `${field}<img src=${url}/${field} onerror=hit=1>`
const xml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
const pubsub = (inside: string) => `<pubsub xmlns="http://jabber.org/protocol/pubsub">${inside}</pubsub>`
/** On the screen as it was written. */
const asText = (field: string) => lina.page.getByText(`${field}<img`, { exact: false }).first().waitFor()
const markup = () =>
  lina.page.evaluate((host) => ({
    hit: 'hit' in window,
    elements: [...document.querySelectorAll('img,script,iframe,link,object,embed,video,audio,source,svg[onload],[onerror],[srcset]')].filter((one) => one.outerHTML.includes(host) || one.outerHTML.includes('hit=1')).length,
  }), new URL(url).host)
async function expectNothing() {
  expect(await markup()).toEqual({ hit: false, elements: 0 })
  expect(visits).toEqual([])
}

it('of a contact: name, group, nick, signature, card, words, styled and quoted, the name of a file', async () => {
  const { page, accountId } = lina
  await eve.iq('set', `<vCard xmlns="vcard-temp">${['FN', 'NICKNAME', 'URL', 'TITLE', 'DESC', 'BDAY'].map((name) => `<${name}>${xml(short(`card-${name}`))}</${name}>`).join('')}</vCard>`)
  await eve.iq('set', pubsub(`<publish node="http://jabber.org/protocol/nick"><item id="current"><nick xmlns="http://jabber.org/protocol/nick">${xml(short('nick'))}</nick></item></publish>`))
  await lina.call('contact.add', { accountId, jid: eve.bareJid as never, name: short('remark'), groups: [short('group')], message: '' })
  await eve.presence({ status: evil('signature') })
  await page.keyboard.press('Control+2')
  await page.getByRole('treeitem').filter({ hasText: 'remark<img' }).click()
  for (const field of ['remark', 'group', 'signature', 'card-FN', 'card-NICKNAME', 'card-TITLE', 'card-URL', 'card-BDAY']) await asText(field)

  await eve.send(lina.address, evil('words'), { subject: evil('subject') })
  await eve.send(lina.address, `\`\`\`\n${short('code')}\n\`\`\`\n> ${evil('quoted')}\n*${short('bold')}*`)
  await eve.send(lina.address, `https://example.org/${short('file')}`, {
    extra: `<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'><name>${xml(`${short('file')}.html`)}</name><media-type>text/html</media-type><desc>${xml(evil('desc'))}</desc></file>` +
      `<sources><url-data xmlns='http://jabber.org/protocol/url-data' target='https://example.org/a.html'/></sources></file-sharing>`,
  })
  await openConversation(lina, 'chat', eve.bareJid)
  for (const field of ['words', 'code', 'quoted', 'bold']) await asText(field)
  await page.getByText('file_img src', { exact: false }).first().waitFor()
  await expectNothing()
  await lina.pictures('hostile-chat')
})

it('of a room: name, description, announcement, nick, words, invitation, in the list of rooms, and why one is put out', async () => {
  const { page } = lina
  const room = `trap@${server.mucDomain}`
  await eve.openRoom(room, short('occupant'), {
    'muc#roomconfig_roomname': short('room'), 'muc#roomconfig_roomdesc': evil('about'), 'muc#roomconfig_publicroom': '1', 'muc#roomconfig_persistentroom': '1',
  })
  await eve.setSubject(room, evil('topic'))
  await eve.invite(room, lina.address, { reason: evil('invitation'), direct: true })
  await page.getByRole('button', { name: 'Rooms, 1 invitation' }).click()
  await asText('invitation')
  await page.getByRole('tab', { name: 'Discover' }).click()
  await page.getByRole('option', { name: /room<img/ }).waitFor()
  await lina.call('room.join', { accountId: lina.accountId, room: room as never })
  await openConversation(lina, 'room', room)
  await eve.send(room, evil('said'), { type: 'groupchat' })
  for (const field of ['room', 'topic', 'occupant', 'said']) await asText(field)
  await lina.app.screenshot('hostile-room')
  const nick = lina.address.split('@')[0]!
  await eve.iq('set', `<query xmlns='http://jabber.org/protocol/muc#admin'><item nick='${nick}' role='none'><reason>${xml(evil('kicked'))}</reason></item></query>`, room)
  await asText('kicked')
  await expectNothing()
})

it('what is pasted is text, whatever it was where it was copied', async () => {
  const { page } = lina
  await openConversation(lina, 'chat', eve.bareJid)
  await lina.app.app.evaluate(({ clipboard }, html) => (clipboard as unknown as { write(data: object): void }).write({ html, text: 'plain' }), evil('pasted'))
  await lina.field.focus()
  await page.keyboard.press('Control+V')
  await until(async () => (await lina.field.inputValue()) === 'plain', 'nothing is pasted')
  await lina.field.fill('')
  await expectNothing()
})

it('leaves no password on the disk, and no words in the log', async () => {
  await lina.app.close()
  const files = readdirSync(lina.profileDir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile() && one.name !== 'account.json')
  const secrets = [PASSWORD, ...[`\0lina\0${PASSWORD}`, PASSWORD].map((text) => Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1)), Buffer.from(PASSWORD).toString('hex'), encodeURIComponent(PASSWORD)]
  const words = ['words<img', 'kicked<img', 'quoted<img', 'said<img', 'signature<img', 'topic<img']
  const found: string[] = []
  let logs = ''
  for (const file of files) {
    const path = join(file.parentPath, file.name)
    const bytes = readFileSync(path)
    for (const secret of secrets) if (bytes.includes(secret) || bytes.includes(Buffer.from(secret, 'utf16le'))) found.push(`${secret} in ${path}`)
    if (path.includes('/logs/')) logs += bytes.toString('utf8')
  }
  expect(found).toEqual([])
  expect(logs).toContain('stopped')
  expect(words.filter((one) => logs.includes(one))).toEqual([])
})
