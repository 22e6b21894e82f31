/** A picture passed on: said anew under the same address, with what is known of it; whose it was is not told. */
import { afterEach, expect, test } from 'vitest'
import type { Replay } from '../rooms/replay'
import { chatMessage, conversationId, EVE, startChat, WANG } from '../support-chat'

let li: Replay
afterEach(() => li.stop())
const URL = 'https://files.example/share/sky.png'
const oob = (url: string) => `<x xmlns='jabber:x:oob'><url>${url}</url></x>`
const SHARING = `<file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline'><file xmlns='urn:xmpp:file:metadata:0'><media-type>image/png</media-type><name>天空.png</name>
  <size>1234</size><width>640</width><height>480</height></file><sources><url-data xmlns='http://jabber.org/protocol/url-data' target='${URL}'/></sources></file-sharing>`

test('goes as a message of our own; nothing but a file does', async () => {
  li = await startChat()
  const to = await conversationId(li, EVE)
  const forwarded = async (inside: string) => {
    li.receive(chatMessage(WANG, `in-${Math.random()}`, inside))
    const { id } = (await li.messages('chat', WANG)).at(-1)!
    return li.call('file.forward', { conversationId: to, messageId: id })
  }
  expect((await forwarded(`<body>${URL}</body>${oob(URL)}${SHARING}`)).ok).toBe(true)
  const [own] = await li.messages('chat', EVE)
  expect(own).toMatchObject({ direction: 'out', body: URL })
  expect(own?.extras?.files).toEqual([expect.objectContaining({ name: '天空.png', size: 1234, type: 'image/png', width: 640, height: 480, url: URL, local: null })])
  const sent = li.sent.find((one) => one.includes(`to="${EVE}"`) && one.includes('jabber:x:oob'))
  expect(sent).toContain('天空.png')
  expect(sent).not.toContain(WANG)

  for (const inside of ['<body>words</body>', `<body>look: ${URL}</body>${SHARING}`]) expect(await forwarded(inside)).toMatchObject({ ok: false, error: { code: 'not-found' } })
  expect(await li.call('file.forward', { conversationId: to, messageId: 99_999 })).toMatchObject({ ok: false, error: { code: 'not-found' } })
  expect(await li.messages('chat', EVE)).toHaveLength(1)
})
