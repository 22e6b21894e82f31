/** Words that stay covered until somebody wants to see them: in everything that speaks of the message. */
import { afterEach, expect, test } from 'vitest'
import { announcementsFor } from '../../../../electron/desktop/notification-text'
import { stringsFor } from '../../../../electron/desktop/strings'
import type { FoundMessage } from '#shared/model/search'
import type { Replay } from '../rooms/replay'
import { chatMessage, conversationId, EVE, startChat, WANG } from '../support-chat'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const start = async () => {
  const li = await startChat()
  open.push(li)
  return { li, from: (id: string, inside: string, peer = WANG) => li.receive(chatMessage(peer, id, inside)) }
}
const spoiler = (hint: string, more = '') => `<spoiler xmlns='urn:xmpp:spoiler:0' ${more}>${hint}</spoiler>`
const last = async (li: Replay) => (await li.messages('chat', WANG)).at(-1)!

test.each([
  ['without a hint', spoiler(''), ''],
  ['with one', spoiler('  The\n end '), 'The end'],
  ['with several', spoiler('Love', "xml:lang='en'") + spoiler('Amor', "xml:lang='ca'"), 'Love'],
  ['with one that is too long', spoiler('👍'.repeat(5000)), '👍'.repeat(200)],
])('comes %s', async (_, inside, hint) => {
  const { li, from } = await start()
  from('1', `<body>they die</body>${inside}`)
  expect((await last(li)).extras).toEqual({ spoiler: { hint } })
})

test('one of another name space covers nothing', async () => {
  const { li, from } = await start()
  from('1', "<body>plain</body><spoiler xmlns='urn:example:other'>x</spoiler>")
  expect((await last(li)).extras).toBeUndefined()
})

test('a correction covers and uncovers', async () => {
  const { li, from } = await start()
  const replace = "<replace xmlns='urn:xmpp:message-correct:0' id='1'/>"
  from('1', '<body>they die</body>')
  from('2', `<body>they die!</body>${replace}${spoiler('the end')}`)
  expect(await last(li)).toMatchObject({ body: 'they die!', extras: { spoiler: { hint: 'the end' } } })
  from('3', `<body>never mind</body>${replace}`)
  expect((await last(li)).extras).toBeUndefined()
})

test('leaves covered, also when it is answered, changed or passed on', async () => {
  const { li } = await start()
  const place = { conversationId: await conversationId(li, WANG) }
  expect(await li.call('spoiler.send', { ...place, body: 'they die', hint: ' the\tend ' })).toMatchObject({ ok: true })
  expect(li.sent.at(-1)).toContain('<body>they die</body>')
  expect(li.sent.at(-1)).toContain('<spoiler xmlns="urn:xmpp:spoiler:0">the end</spoiler>')
  const { id } = await last(li)
  await li.call('reply.send', { ...place, messageId: id, body: 'really?' })
  expect(li.sent.at(-1)).toContain('<body>&gt; the end\nreally?</body>')
  await li.call('bundle.send', { conversationId: await conversationId(li, EVE), messageIds: [id] })
  expect(li.sent.at(-1)).toContain('<body>li: the end</body>')
  expect(li.sent.at(-1)).toContain('<body>they die</body><spoiler xmlns="urn:xmpp:spoiler:0">the end</spoiler></message></forwarded>')
})

test('is found without being told', async () => {
  const { li, from } = await start()
  from('1', `<body>the butler did it</body>${spoiler('whodunnit')}`)
  const found = (await li.call('search.messages', { text: 'butler', seat: 'all', limit: 10 })).value as { hits: FoundMessage[] }
  expect(found.hits).toMatchObject([{ covered: { hint: 'whodunnit' }, marks: [], excerpt: { text: '' } }])
  expect(JSON.stringify(found)).not.toContain('butler')
})

test('is notified by its hint only', async () => {
  const { li, from } = await start()
  from('1', `<body>the butler did it</body>${spoiler('whodunnit')}`)
  const message = await last(li)
  const conversation = { ...li.conversations()[0]!, unreadCount: 1, notify: 'always' as const }
  const overview = { conversation: () => conversation, nameOf: () => 'Wang', status: () => null, accountName: () => null, showsOf: () => null }
  const [told] = announcementsFor([message], {
    settings: { notify: true, notifyShows: 'text' }, strings: stringsFor('en', 'en'), visible: null, isQuiet: false, overview: overview as never, isMarkup: false,
  })
  expect(told?.body).toBe('[Spoiler] whodunnit')
})
