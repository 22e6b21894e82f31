import { afterEach, describe, expect, test } from 'vitest'
import { buildBlock, parseBlocklist, parseItems } from '#features/blocking/stanza'
import type { Jid } from '#shared/jid'
import type { Blocking } from '#shared/model/blocking'
import { serialise } from '#xmpp/serialise'
import type { IqReply } from '#xmpp/types'
import { parseStanza } from '../../../support/transcripts'
import { replayAs, type Replay } from '../rooms/replay'

const NS = 'urn:xmpp:blocking'
const open: Replay[] = []
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.stop()))))
const ok = (xml: string): IqReply => ({ ok: true, value: parseStanza(xml) })

const SPAM = "<item jid='spam@x.example'/>"
async function start(features: string[], listOf = () => SPAM) {
  const bob = await replayAs('bob@x.example/desk', ({ payload, to }) => {
    if (payload.name === 'blocklist') return ok(`<iq type='result'><blocklist xmlns='${NS}'>${listOf()}</blocklist></iq>`)
    if (payload.name === 'block' || payload.name === 'unblock') return ok("<iq type='result'/>")
    const isServer = payload.attrs['xmlns'] === 'http://jabber.org/protocol/disco#info' && to === 'x.example'
    return isServer ? ok(`<iq type='result'><query xmlns='http://jabber.org/protocol/disco#info'>${features.map((one) => `<feature var='${one}'/>`).join('')}</query></iq>`) : null
  })
  open.push(bob)
  return bob
}
const view = (one: Replay) => (one.core.snapshot().accounts[one.accountId] as { blocking: { blocking: Blocking } }).blocking.blocking
const push = (from: string, inside: string) => parseStanza(`<iq type='set' id='p' from='${from}'>${inside}</iq>`)

describe('the list', () => {
  test('is asked for after login, and follows the own server alone', async () => {
    const bob = await start([NS])
    await expect.poll(() => view(bob).jids).toEqual(['spam@x.example'])
    for (const from of ['eve@x.example', 'bob@x.example/other', 'x.example']) {
      expect(await bob.ask(push(from, `<unblock xmlns='${NS}'/>`))).toEqual({ error: 'service-unavailable' })
    }
    expect(view(bob).jids).toEqual(['spam@x.example'])
    expect(await bob.ask(push('bob@x.example', `<block xmlns='${NS}'><item jid='eve@x.example'/><item jid='no address@'/></block>`))).toEqual({ result: null })
    await bob.ask(push('bob@x.example', `<unblock xmlns='${NS}'><item jid='no address@'/></unblock>`))
    expect(view(bob).jids).toEqual(['spam@x.example', 'eve@x.example'])
    await bob.ask(push('bob@x.example', `<unblock xmlns='${NS}'><item jid='spam@x.example'/></unblock>`))
    expect(view(bob).jids).toEqual(['eve@x.example'])
    await bob.ask(push('bob@x.example', `<unblock xmlns='${NS}'/>`))
    expect(view(bob).jids).toEqual([])
  })
  test('looked at: what the server has beside what is kept, which stays', async () => {
    let list: string | null = SPAM
    const bob = await start([NS], () => list ?? '')
    await expect.poll(() => view(bob).jids).toEqual(['spam@x.example'])
    await bob.ask(push('bob@x.example', `<block xmlns='${NS}'><item jid='eve@x.example'/></block>`))
    list = `<item jid='new@x.example'/>${SPAM}`
    const { value } = await bob.call('block.look', {})
    expect((value as { entries: unknown[] }).entries).toEqual([
      { jid: 'new@x.example', isOnServer: true, isStored: false }, { jid: 'spam@x.example', isOnServer: true, isStored: true }, { jid: 'eve@x.example', isOnServer: false, isStored: true },
    ])
    expect(JSON.stringify((value as { raw: unknown }).raw)).toContain('new@x.example')
    expect(view(bob).jids).toEqual(['spam@x.example', 'eve@x.example'])
  })
  test('a report goes along only where the server takes one', async () => {
    const sent = async (features: string[]) => {
      const bob = await start(features)
      await expect.poll(() => view(bob).isSupported).toBe(true)
      await bob.call('block.add', { jid: 'eve@x.example', report: { reason: 'spam', text: 'Buy <this>' } })
      return bob.sent.find((line) => line.startsWith('<block '))
    }
    expect(await sent([NS])).toBe(`<block xmlns="${NS}"><item jid="eve@x.example"/></block>`)
    expect(await sent([NS, 'urn:xmpp:reporting:1'])).toContain('<report xmlns="urn:xmpp:reporting:1" reason="urn:xmpp:reporting:spam"><text>Buy &lt;this&gt;</text></report>')
  })
  test('a server that cannot: said, nothing asked; nobody blocks himself', async () => {
    const bob = await start([])
    await expect.poll(() => view(bob).isSupported).toBe(false)
    expect(await bob.call('block.add', { jid: 'eve@x.example', report: null })).toMatchObject({ error: { code: 'not-supported' } })
    expect(await bob.call('block.add', { jid: 'bob@x.example/desk', report: null })).toMatchObject({ error: { code: 'bad-input' } })
    expect(bob.sent.filter((line) => line.includes(NS))).toEqual([])
  })
})

test('what is no list, and items that mean harm', () => {
  expect(parseBlocklist(parseStanza("<iq><blocklist xmlns='urn:other'/></iq>"))).toBeNull()
  expect(parseItems(parseStanza(`<block xmlns='${NS}'><item/><item jid='a@b'/><item jid='A@b'/><item jid='b'/><x><item jid='c@d'/></x></block>`))).toEqual(['a@b', 'b'])
  expect(serialise(buildBlock('a@b' as Jid, { reason: 'abuse', text: '' }))).toContain('reason="urn:xmpp:reporting:abuse"/>')
})
