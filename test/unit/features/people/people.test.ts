/** Contacts that are one person: put together and taken apart by the user alone, and outliving the session. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { xml } from '#xmpp/element'
import { parseStanza } from '../../../support/transcripts'
import { refuse, type Replay } from '../rooms/replay'
import { chatMessage, OWN, settle, startChat, WANG } from '../support-chat'

const [WORK, HOME, CLUB] = ['wang@work.example', 'wang@home.example', 'wang@club.example'] as const
let replay: Replay
const push = (jid: string, subscription: string) =>
  replay.ask(parseStanza(`<iq type='set' from='${OWN}' id='r1'><query xmlns='jabber:iq:roster'><item jid='${jid}' subscription='${subscription}'/></query></iq>`))
beforeEach(async () => {
  replay = await startChat()
  for (const jid of [WORK, HOME, CLUB]) void push(jid, 'both')
})
afterEach(() => replay.stop())

const list = () => (replay.core.snapshot().accounts[replay.accountId] as { people: { people: string[][] } }).people.people
const merge = async (...jids: string[]) => (await replay.call('person.merge', { jids })).ok

it('they are put together, with whoever each of them already is, and taken apart', async () => {
  expect(await merge(WANG, WORK)).toBe(true)
  expect(await merge(HOME, CLUB)).toBe(true)
  expect(list()).toEqual([[WANG, WORK], [HOME, CLUB]])
  expect(await merge(CLUB, WORK)).toBe(true)
  expect(list()).toEqual([[CLUB, HOME, WANG, WORK]])
  replay.sent.length = 0
  for (const jid of [HOME, CLUB]) await replay.call('person.split', { jid })
  expect(list()).toEqual([[WANG, WORK]])
  await replay.call('person.split', { jid: WANG })
  expect(list()).toEqual([])
  expect((await replay.call('person.split', { jid: WANG })).error?.code).toBe('not-found')
  expect(replay.events.filter(({ name }) => name === 'people.changed')).toHaveLength(6)
  await settle()
  expect(replay.sent, 'nobody learns of it').toEqual([])
})

it('only contacts; one who is removed is no address of anybody', async () => {
  expect(await merge(WANG, 'eve@x.example')).toBe(false)
  expect(await merge(WANG, WANG)).toBe(false)
  await merge(WANG, WORK, HOME)
  void push(WORK, 'remove')
  expect(list()).toEqual([[WANG, HOME]])
  void push(HOME, 'remove')
  expect(list()).toEqual([])
})

it('it is there again in the next session', async () => {
  await replay.stop()
  const both = xml('query', { xmlns: 'jabber:iq:roster' }, [WORK, HOME].map((jid) => xml('item', { jid, subscription: 'both' })))
  replay = await startChat((_iq, text) => (text.includes('jabber:iq:roster') ? { ok: true, value: xml('iq', { xmlns: 'jabber:client', type: 'result' }, both) } : refuse('service-unavailable')))
  await merge(WORK, HOME)
  replay.receive(chatMessage(WORK, 'm1', '<body>an account without any message is forgotten</body>'))
  await replay.core.accounts.logout(replay.accountId)
  await replay.call('account.login', { address: OWN, password: 'x', remember: false, autoLogin: false, server: {} })
  await settle()
  expect(list()).toEqual([[WORK, HOME]])
})
