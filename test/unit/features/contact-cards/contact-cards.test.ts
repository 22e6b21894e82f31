/** Contacts recommended by others and to others: shown, never taken by themselves. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Replay } from '../rooms/replay'
import { chatMessage, conversationId, EVE, settle, startChat, WANG } from '../support-chat'

let replay: Replay
beforeEach(async () => {
  replay = await startChat()
})
afterEach(() => replay.stop())

const NS = 'http://jabber.org/protocol/rosterx'
const item = (jid: string, more = '') => `<item jid='${jid}' ${more}/>`
const last = async (peer = WANG) => (await replay.messages('chat', peer)).at(-1)
const comes = (id: string, inside: string, from = WANG) => replay.receive(chatMessage(from, id, inside))

it('people to add are shown with the words; nothing is sent, nobody is added', async () => {
  replay.sent.length = 0
  comes('c1', `<body>Some visitors, m’lord!</body><x xmlns='${NS}'>${item('rosencrantz@denmark.lit', `action='add' name='Rosencrantz'`)}${item('guildenstern@denmark.lit')}</x>`)
  expect(await last()).toMatchObject({
    body: 'Some visitors, m’lord!',
    extras: { cards: { isAll: false, people: [{ jid: 'rosencrantz@denmark.lit', name: 'Rosencrantz' }, { jid: 'guildenstern@denmark.lit', name: '' }] } },
  })
  await settle()
  expect(replay.sent).toEqual([])
})

it('without words of its own, and as we send them ourselves', async () => {
  comes('c1', `<x xmlns='${NS}'>${item('rosencrantz@denmark.lit', `name='Rosencrantz'`)}</x>`)
  expect(await last()).toMatchObject({ body: 'Rosencrantz\nxmpp:rosencrantz@denmark.lit', extras: { cards: { isAll: true } } })
  const id = await conversationId(replay, WANG)
  expect((await replay.call('contactCard.send', { conversationId: id, people: [{ jid: '李娜@例子.example', name: '李娜' }] })).ok).toBe(true)
  const out = replay.sent.find((line) => line.includes('rosterx'))
  expect(out).toContain(`<x xmlns="${NS}"><item action="add" jid="李娜@例子.example" name="李娜"/></x>`)
  expect(out).toContain(`<fallback xmlns="urn:xmpp:fallback:0" for="${NS}"><body/></fallback>`)
  expect(out).toContain('<body>李娜\nxmpp:%E6%9D%8E%E5%A8%9C@%E4%BE%8B%E5%AD%90.example</body>')
  expect((await last())?.extras?.cards).toEqual({ people: [{ jid: '李娜@例子.example', name: '李娜' }], isAll: true })
  comes('c2', `<body>李娜: xmpp:…</body><x xmlns='${NS}'>${item('li@x')}</x><fallback xmlns='urn:xmpp:fallback:0' for='${NS}'><body/></fallback>`)
  expect((await last())?.extras?.cards?.isAll).toBe(true)
})

it('what shall be changed or removed is not heard; bad addresses, floods and tricks in names neither', async () => {
  comes('c1', `<body>bye</body><x xmlns='${NS}'>${item(WANG, `action='delete'`)}${item(EVE, `action='modify'`)}${item('a b@c')}${item('')}</x>`, EVE)
  expect((await last(EVE))?.extras?.cards).toBeUndefined()
  const many = Array.from({ length: 500 }, (_, i) => item(`p${i}@x`, `name='${i === 0 ? 'a\u202eb&#10;c' : 'x'.repeat(500)}'`)).join('')
  comes('c2', `<body>all of them</body><x xmlns='${NS}'>${item('p0@x', `name='first'`)}${item('p0@x/phone')}${many}</x>`, EVE)
  const people = (await last(EVE))?.extras?.cards?.people ?? []
  expect([people.length, people[0]?.name, people[1]?.name.length]).toEqual([20, 'first', 100])
})
