/** What a sender says of a link in his message, and what we say of ours. */
import { afterEach, describe, expect, test } from 'vitest'
import { cardsFor, webAddressesIn } from '#shared/model/link-card'
import { buildCard, parseCards } from '#features/link-previews/stanza'
import { xml } from '#xmpp/element'
import { serialise } from '#xmpp/serialise'
import { parseStanza } from '../../../support/transcripts'
import type { Replay } from '../rooms/replay'
import { chatMessage, conversationId, startChat, WANG } from '../support-chat'

const open: Replay[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()))
})
const start = async () => {
  const li = await startChat()
  open.push(li)
  return { li, from: (id: string, inside: string) => li.receive(chatMessage(WANG, id, inside)) }
}
const URL = 'https://the.link.example.com/what-was-linked-to'
const PIXEL = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const RDF = "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:og='https://ogp.me/ns#'"
const about = (url: string, inside: string) => `<rdf:Description ${RDF} rdf:about='${url}'>${inside}</rdf:Description>`
const title = (text: string) => `<og:title>${text}</og:title>`
const last = async (li: Replay) => (await li.messages('chat', WANG)).at(-1)!
const cards = async (li: Replay) => (await last(li)).extras?.links

describe('what comes in', () => {
  test('title and description of a link that stands in the message; nobody is asked', async () => {
    const { li, from } = await start()
    const description = '<og:description>This is a great webpage</og:description><og:url>https://example.com/canonical</og:url><og:site_name>Bank</og:site_name>'
    from('1', `<body>I wanted to mention ${URL}.</body>${about(URL, title('The Best Webpage') + description + `<og:image>https://x.example/a.png</og:image><og:image>${PIXEL}</og:image>`)}`)
    expect(await cards(li)).toEqual([{ url: URL, title: 'The Best Webpage', description: 'This is a great webpage', picture: PIXEL }])
  })

  test.each([
    ['of a link that is not in the message', `see ${URL}`, about('https://other.example/', title('x'))],
    ['of the beginning of a link', `see ${URL}`, about('https://the.link.example.com/what', title('x'))],
    ['of no address', 'javascript:alert(1)', about('javascript:alert(1)', title('x'))],
    ['without a title', URL, about(URL, '<og:description>d</og:description>')],
    ['whose address is of no namespace', URL, `<rdf:Description ${RDF} about='${URL}'>${title('x')}</rdf:Description>`],
    ['whose prefix means something else', URL, `<rdf:Description ${RDF} xmlns:x='urn:x' x:about='${URL}'>${title('x')}</rdf:Description>`],
    ['of another vocabulary', URL, about(URL, "<title xmlns='urn:x'>x</title>")],
  ])('%s is not shown', async (_, body, inside) => {
    const { li, from } = await start()
    from('1', `<body>${body}</body>${inside}`)
    expect(await last(li)).toMatchObject({ body })
    expect((await last(li)).extras).toBeUndefined()
  })

  test('has limits', async () => {
    const { li, from } = await start()
    const urls = Array.from({ length: 8 }, (_, i) => `https://l${i}.example/`)
    from('1', `<body>${urls.join(' ')}</body>${urls.map((url) => about(url, title(`\u202e${'长'.repeat(999)}`)) + about(url, title('second'))).join('')}`)
    const found = (await cards(li))!
    expect(found).toHaveLength(3)
    expect([...found[0]!.title]).toHaveLength(200)
    expect(found[0]!.title).not.toContain('\u202e')
  })

  test('goes when the link goes', async () => {
    const { li, from } = await start()
    from('1', `<body>${URL}</body>${about(URL, title('x'))}`)
    from('2', "<body>never mind</body><replace xmlns='urn:xmpp:message-correct:0' id='1'/>")
    const { body, extras } = await last(li)
    expect(cardsFor(body, extras?.links)).toEqual([])
  })
})

test('no page is asked unless the user allows it, and none in a private network', async () => {
  const { li, from } = await start()
  expect(await li.call('link.preview', { url: 'https://127.0.0.1/' })).toMatchObject({ ok: false, error: { problem: 'not-allowed' } })
  await li.call('settings.set', { linkPreviews: true })
  expect(await li.call('link.preview', { url: 'https://127.0.0.1/' })).toMatchObject({ ok: false, error: { code: 'not-found' } })
  expect(await li.call('link.preview', { url: 'http://example.org/' })).toMatchObject({ ok: false, error: { code: 'bad-input' } })
  from('1', `<body>${URL}</body>`)
  expect(await li.call('link.show', { messageId: (await last(li)).id, url: 'https://other.example/' })).toMatchObject({ ok: false, error: { code: 'not-found' } })
})

test('a message leaves without what is not known of its link', async () => {
  const { li } = await start()
  await li.call('link.send', { conversationId: await conversationId(li, WANG), body: URL, url: URL })
  expect(li.sent.at(-1)).toContain(`<body>${URL}</body>`)
  expect(li.sent.at(-1)).not.toContain('Description')
})

test('what leaves is read as it was', () => {
  const card = { url: URL, title: 'A & <b>', description: '三点', picture: null }
  const stanza = parseStanza(serialise(xml('message', { xmlns: 'jabber:client' }, buildCard(card)))!)
  expect(parseCards(stanza, URL)).toEqual([card])
})

test('addresses in a text', () => {
  expect(webAddressesIn('看https://a.example/b，还有（https://c.example/d）. "http://e.example/f?"')).toEqual(['https://a.example/b', 'https://c.example/d', 'http://e.example/f'])
})
