/** How far a message has come, and what its writer did to it later, as people see it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer, type TestServer } from '../support/servers'
import { startPeer, type SlixmppPeer } from '../support/slixmpp-peer'
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
