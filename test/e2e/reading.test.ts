/** How far a message has come, and what its writer did to it later, as people see it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer, type TestServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
import { tempDir } from '../support/temp'
import { launchPerson, openConversation, until, type Person } from './person'

let server: TestServer
let lina: Person
let peer: SlixmppPeer

beforeAll(async () => {
  server = await startServer('prosody', { accounts: ['lina', 'friend'].map((user) => ({ user, password: 'secret' })) })
  peer = await startPeer({ server, user: 'friend', password: 'secret', autoAccept: true })
  lina = await launchPerson(server, 'lina', 'secret')
  await lina.call('contact.add', { accountId: lina.accountId, jid: peer.bareJid as never, name: '', groups: [], message: '' })
  const contacts = async () => (await lina.snapshot()).accounts[lina.accountId]?.roster.contacts ?? []
  await until(async () => (await contacts()).some((contact) => contact.subscription === 'both'), 'no friends')
})
afterAll(async () => {
  await peer?.stop()
  await lina?.app.close()
  await server?.stop()
})

const tick = (text: string, state: string) => lina.bubble(text).locator(`[data-state=${state}]`)

it('ticks turn blue when the other has read; edited and recalled messages say so, in both languages', async () => {
  await openConversation(lina, 'chat', peer.bareJid)
  await lina.say('看到了吗？')
  await lina.say('晚上一起吃饭？')
  await tick('晚上一起吃饭？', 'delivered').waitFor()
  const last = await peer.waitForMessage((message) => message.body === '晚上一起吃饭？')
  await peer.sendRaw(`<message to="${lina.address}" type="chat"><displayed xmlns="urn:xmpp:chat-markers:0" id="${last.id}"/></message>`)
  await tick('看到了吗？', 'read').waitFor()
  await tick('晚上一起吃饭？', 'read').waitFor()
  expect(await tick('看到了吗？', 'read').getAttribute('aria-label')).toBe('Read')
  await lina.say('还没看的消息')
  await tick('还没看的消息', 'delivered').waitFor()

  const wrong = await peer.send(lina.address, '好呀，七点见')
  await peer.send(lina.address, '好呀，八点见', { extra: `<replace xmlns="urn:xmpp:message-correct:0" id="${wrong}"/>` })
  await lina.bubble('好呀，八点见').getByText('edited').waitFor()
  const secret = await peer.send(lina.address, '发错人了')
  await lina.bubble('发错人了').waitFor()
  await peer.send(lina.address, '/me took it back', { extra: `<retract xmlns="urn:xmpp:message-retract:1" id="${secret}"/>` })
  await lina.bubble('Message recalled').waitFor()
  expect(await lina.page.locator('[data-message]').count()).toBe(5)
  await lina.screenshots('reading')
  expect(lina.refused).toEqual([])
})

it('answers, reactions, styles, editing and taking back go both ways', async () => {
  const { page } = lina
  const asked = await peer.send(lina.address, '用什么颜色？')
  // By key, from the message that has the focus.
  await lina.bubble('用什么颜色？').focus()
  await page.keyboard.press('r')
  await page.getByText('Reply to').waitFor()
  await page.locator('.composer textarea:focus').waitFor()
  await lina.say('I like *blue* most')
  const answer = await peer.waitForMessage((message) => message.body === '> 用什么颜色？\nI like *blue* most')
  expect(answer.xml).toContain(`id="${asked}"`)
  const own = lina.bubble('I like *blue* most')
  await own.locator('.strong').getByText('*blue*').waitFor()
  await page.locator('.mode').waitFor({ state: 'detached' })
  await own.locator('.quote').click()
  await page.locator('[data-message]:focus').getByText('用什么颜色？').waitFor()

  await tick('I like *blue* most', 'delivered').waitFor()
  await peer.plugin('xep_0444', 'send_reactions', { to: lina.address, to_id: answer.id, reactions: ['👍'] })
  const chip = own.locator('.reactions button').first()
  await chip.getByText('1').waitFor()
  expect(await chip.getAttribute('aria-pressed')).toBe('false')
  await chip.click()
  await own.locator('.reactions [aria-pressed=true]').getByText('2').waitFor()
  await peer.waitForMessage((message) => message.xml.includes('urn:xmpp:reactions:0') && message.xml.includes('👍'))
  await lina.bubble('用什么颜色？').first().focus()
  await page.keyboard.press('e')
  await page.getByRole('button', { name: 'React with ❤️' }).click()
  await peer.waitForMessage((message) => message.xml.includes('❤️') && message.xml.includes(`id="${asked}"`))

  await lina.field.press('ArrowUp')
  await page.getByText('Edit message').waitFor()
  expect(await lina.field.inputValue()).toBe('I like *blue* most')
  await lina.field.fill('I like green most')
  await lina.field.press('Control+a')
  await lina.field.press('Control+i')
  await lina.field.press('Enter')
  const edited = lina.bubble('_I like green most_')
  await edited.getByText('edited').waitFor()
  const change = await peer.waitForMessage((message) => message.xml.includes('urn:xmpp:message-correct:0'))
  expect([change.body, change.xml.includes(`id="${answer.id}"`)]).toEqual(['> 用什么颜色？\n_I like green most_', true])
  await lina.pictures('words')

  await edited.locator('.bubble').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Take back…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
  await lina.bubble('You took this message back').waitFor()
  const taken = await peer.waitForMessage((message) => message.xml.includes('urn:xmpp:message-retract:1'))
  expect(taken.xml).toContain(`id="${answer.id}"`)
  await page.locator('.quote, .reactions [aria-pressed=true]').first().waitFor() // only his message has a reaction now
  expect(await page.locator('.quote').count()).toBe(0)

  const menuAt = async (text: string, item: string) => {
    await lina.bubble(text).locator('.bubble').click({ button: 'right' })
    await page.getByRole('menuitem', { name: item }).click()
  }
  await menuAt('好呀，八点见', 'Forward…')
  await page.getByRole('dialog').getByRole('button', { name: 'friend' }).click()
  await peer.waitForMessage((message) => message.body === '好呀，八点见')
  await menuAt('看到了吗？', 'Choose several')
  await lina.bubble('还没看的消息').locator('.bubble').click()
  await page.getByText('2 chosen').waitFor()
  const saved = join(tempDir('saved'), 'messages.txt')
  await lina.app.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = (() => Promise.resolve({ canceled: false, filePath })) as never
  }, saved)
  await page.getByRole('button', { name: 'Save…' }).click()
  await page.getByText('The file is saved').waitFor()
  expect(readFileSync(saved, 'utf8')).toMatch(/^\S.+ \S+: 看到了吗？\n\S.+ \S+: 还没看的消息\n$/)
  await page.getByRole('button', { name: 'Delete…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  for (const text of ['看到了吗？', '还没看的消息']) await lina.bubble(text).waitFor({ state: 'detached' })
  await lina.field.waitFor()
  expect(lina.refused).toEqual([])
})

it('what was said goes on as one, words stay covered, links say where they lead', async () => {
  const { page } = lina
  await peer.send(lina.address, 'the first thing')
  await lina.bubble('the first thing').waitFor()
  await lina.say('the second thing')
  await tick('the second thing', 'delivered').waitFor()
  await lina.bubble('the first thing').locator('.bubble').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Choose several' }).click()
  await lina.bubble('the second thing').locator('.bubble').click()
  await page.getByText('2 chosen').waitFor()
  await page.getByRole('button', { name: 'Forward as one…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'friend' }).click()
  const bundle = await peer.waitForMessage((message) => message.xml.includes('urn:xmpp:forward:0'))
  expect(bundle.body).toBe('friend: the first thing\nlina: the second thing')
  await page.locator('[data-bundle="2"]').click()
  const record = page.getByRole('dialog', { name: 'Chat record of' })
  await record.getByText('You passed these on').waitFor()
  await record.getByText('the second thing').waitFor()
  await lina.pictures('record')
  await page.keyboard.press('Escape')
  await record.waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Cover the next message' }).click()
  await page.getByLabel('What it is about').fill('the end')
  await page.keyboard.press('Enter')
  await page.getByText('The next message will be covered').waitFor()
  await lina.say('they all live')
  const covered = await peer.waitForMessage((message) => message.body === 'they all live')
  expect(covered.xml).toContain('<spoiler xmlns="urn:xmpp:spoiler:0">the end</spoiler>')
  const cover = page.locator('[data-spoiler=covered]', { hasText: 'the end' })
  await cover.waitFor()
  expect(await page.getByText('they all live').count()).toBe(0)
  await cover.focus()
  await page.keyboard.press('Enter')
  await lina.bubble('they all live').waitFor()

  const link = 'https://the.link.example.com/what-was-linked-to'
  const rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:og="https://ogp.me/ns#"'
  const about = `<rdf:Description ${rdf} rdf:about="${link}"><og:title>The best page</og:title></rdf:Description>`
  await peer.sendRaw(`<message to="${lina.address}" type="chat" id="with-link"><body>see ${link}</body>${about}</message>`)
  await page.locator('[data-link-card]').getByText('the.link.example.com').waitFor()
  await peer.send(lina.address, 'the butler did it', { extra: '<spoiler xmlns="urn:xmpp:spoiler:0">who did it</spoiler>' })
  await lina.line('[Spoiler] who did it').waitFor()
  expect(await page.getByText('the butler').count()).toBe(0)
  await lina.pictures('records')
  expect(lina.refused).toEqual([])
})
