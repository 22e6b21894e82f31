import { describe, expect, test } from 'vitest'
import { createRemote } from '#features/bookmarks/remote'
import { buildPrivateStore, NS_BOOKMARKS, parseEvent } from '#features/bookmarks/stanza'
import type { BareJid } from '#shared/jid'
import { elements, nameOf, nsOf } from '#xmpp/element'
import { serialise } from '#xmpp/serialise'
import { localError, parseStanzaError } from '#xmpp/stanza-error'
import type { Element, IqReply, IqRequest } from '#xmpp/types'
import { parseNodeItems } from '#xmpp/xep/0223'
import { parseStanza, transcriptsOf, type Transcript } from '../../../support/transcripts'

const room = 'tea@conference.x.example' as BareJid
const bookmark = { jid: room, name: 'Tea', nick: 'Ali', password: null, autoJoin: true }

/** What a request asks for: `get items`, `set publish+options` … */
const kindOf = (type: string, payload: Element): string => {
  if (nsOf(payload) === 'jabber:iq:private') return `${type} private`
  if (nsOf(payload) === 'http://jabber.org/protocol/disco#info') return `${type} info`
  const [first, second] = elements(payload)
  const config = first && nameOf(first) === 'configure' && elements(first).length > 0
  return `${type} ${first ? nameOf(first) : ''}${second && nameOf(second) === 'publish-options' ? '+options' : ''}${config && nsOf(payload).endsWith('#owner') ? '+form' : ''}`
}

/** A server that answers each kind of request as this one did in the steps named; `features` null: it does not say what it can. */
function serverOf(transcript: Transcript, steps: Record<string, string>, features: string[] | null = ['http://jabber.org/protocol/pubsub#publish-options']) {
  const asked: string[] = []
  const request = async (iq: IqRequest): Promise<IqReply> => {
    const kind = kindOf(iq.type, iq.payload)
    asked.push(kind)
    const said = features?.map((one) => `<feature var='${one}'/>`).join('') ?? null
    if (kind === 'get info' && said !== null) return { ok: true, value: parseStanza(`<iq type='result'><query xmlns='http://jabber.org/protocol/disco#info'>${said}</query></iq>`) }
    const step = transcript.steps.find((one) => one.title === steps[kind])
    if (!step) return { ok: false, error: localError('timeout') }
    const reply = step.entries.findLast((one) => one.to === 'alice' && one.element?.name === 'iq')?.element
    if (!reply) return { ok: false, error: localError('timeout') }
    return reply.attrs.type === 'error' ? { ok: false, error: parseStanzaError(reply) } : { ok: true, value: reply }
  }
  return { asked, remote: createRemote({ request }) }
}

const created = 'fresh node, created with a configuration (max_items=255, whitelist), then no options'
const steps = {
  'get items': 'bookmarks of a node that does not exist',
  'get private': 'private storage: what is there',
  'set create': `${created}: create`,
  'set publish': `${created}: first bookmark`,
  'get configure': "the node's configuration",
  'set configure+form': 'existing node: whitelist and max_items=255 by configuration',
}

describe.each(transcriptsOf('22-bookmarks-pep'))('bookmarks on %s', (_server, transcript) => {
  test('no node: made with its configuration before anything is put on it', async () => {
    const { asked, remote } = serverOf(transcript, steps)
    expect(await remote.fetch()).toMatchObject({ isMissing: true })
    expect(await remote.put(bookmark, null)).toBe(true)
    expect(await remote.put(bookmark, null)).toBe(true)
    expect(asked).toEqual(['get items', 'get private', 'set create', 'set publish', 'set publish'])
  })

  test('a node that is there is looked at, and repaired where it is open or keeps one item', async () => {
    const { asked, remote } = serverOf(transcript, { ...steps, 'get items': 'fetch all bookmarks' })
    const fetched = await remote.fetch()
    expect(fetched?.isMissing).toBe(false)
    expect(fetched?.bookmarks.find((one) => one.name === 'Cake')).toMatchObject({ nick: 'Ali', autoJoin: false })
    expect(await remote.put(bookmark, null)).toBe(true)
    expect(asked.slice(0, 2)).toEqual(['get items', 'get configure'])
    expect(asked.filter((kind) => kind === 'set publish+options')).toEqual([])
    expect(asked.at(-1)).toBe('set publish')
  })

  const unseen = {
    ...steps,
    'get items': 'fetch all bookmarks',
    'get configure': 'options that contradict the node (access_model=open)', // an error
    'set publish+options': 'fresh node, persist_items and access_model only: first bookmark',
  }
  test('the node cannot be looked at: each publish names its conditions, never none', async () => {
    const { asked, remote } = serverOf(transcript, unseen)
    await remote.fetch()
    expect(await remote.put(bookmark, null)).toBe(true)
    expect(asked).not.toContain('set publish')
  })

  test('nor does the server say that it heeds conditions: nothing is published (CVE-2018-6591)', async () => {
    for (const features of [[], ['http://jabber.org/protocol/pubsub#publish'], null]) {
      const { asked, remote } = serverOf(transcript, unseen, features)
      await remote.fetch()
      await remote.put(bookmark, null)
      expect(asked).toContain('get info')
      expect(asked.filter((kind) => kind.startsWith('set publish'))).toEqual([])
    }
  })

  test('silence is no answer: nothing is published, nothing believed', async () => {
    const { asked, remote } = serverOf(transcript, { 'get items': 'bookmarks of a node that does not exist', 'get private': 'private storage: what is there' })
    await remote.fetch()
    expect(await remote.put(bookmark, null)).toBe(false)
    expect(asked.at(-1)).toBe('set create')
    expect(await serverOf(transcript, {}).remote.fetch()).toBeNull()
  })
})

test('what other clients keep in private storage stays there', () => {
  const reply = parseStanza(
    `<iq type='result'><query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'><url name='a' url='https://a.example/'/>` +
      `<conference jid='TEA@conference.x.example' autojoin='1'><nick>old</nick></conference><conference jid='cake@conference.x.example'/></storage></query></iq>`,
  )
  const xml = serialise(buildPrivateStore(reply, room, bookmark, null)) ?? ''
  expect(xml).toContain('https://a.example/')
  expect(xml).toContain('cake@conference.x.example')
  expect(xml).not.toContain('TEA@')
  expect(xml.match(/<conference/g)).toHaveLength(2)
})

test('events: room addresses that are none are skipped, other nodes are not ours', () => {
  const event = (node: string, inside: string) =>
    parseStanza(`<message from='a@x.example'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='${node}'>${inside}</items></event></message>`)
  const item = (id: string) => `<item id='${id}'><conference xmlns='urn:xmpp:bookmarks:1' autojoin='yes'/></item>`
  const parsed = parseEvent(event('urn:xmpp:bookmarks:1', `${item(room)}${item('a b@c')}${item('x@y/z')}<retract id='old@c.example'/>`))
  expect(parsed).toEqual({ published: [{ jid: room, name: null, nick: null, password: null, autoJoin: false, extensions: null }], retracted: ['old@c.example'] })
  expect(parseEvent(event('storage:bookmarks', item(room)))).toBeNull()
  expect(parseNodeItems(parseStanza('<iq/>'), NS_BOOKMARKS)).toBeNull()
})
