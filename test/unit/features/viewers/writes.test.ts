/** What the viewers of the tester's workbench write: to whom, what, under which condition; and what they leave alone. Each way was broken on purpose (test/mutants/workbench.ts). */
import { afterEach, describe, expect, test } from 'vitest'
import type { IqReply } from '#xmpp/types'
import { parseStanza } from '../../../support/transcripts'
import { replayAs, type Replay } from '../rooms/replay'

const P = 'http://jabber.org/protocol/pubsub'
const NODE = 'urn:example:"n"'
const open: Replay[] = []
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.stop()))))

/** A server that takes everything. `roster`: what stands on the list. */
async function start(roster = '') {
  const sets: [to: string | null, xml: string][] = []
  const lina = await replayAs('lina@x.example/desk', ({ type, to, payload }, xml): IqReply | null => {
    if (type === 'set') sets.push([to ?? null, xml])
    const inside = payload.attrs['xmlns'] === 'jabber:iq:roster' && type === 'get' ? `<query xmlns="jabber:iq:roster">${roster}</query>` : ''
    return type === 'set' || inside ? { ok: true, value: parseStanza(`<iq xmlns="jabber:client" type="result">${inside}</iq>`) } : null
  })
  open.push(lina)
  sets.length = 0
  return { lina, sets, call: lina.call }
}

describe('the contact list', () => {
  const jid = 'wei@x.example'
  const item = (inside: string) => `<query xmlns="jabber:iq:roster"><item jid="${jid}"${inside}</query>`
  test('name and groups of this contact; off the list', async () => {
    const { call, sets } = await start()
    expect(await call('rosterViewer.put', { jid, name: '小魏 "<', groups: ['a', 'b & c'] })).toMatchObject({ ok: true })
    await call('rosterViewer.put', { jid, name: '', groups: [] })
    await call('rosterViewer.remove', { jid })
    expect(sets).toEqual([
      [null, item(' name="小魏 &quot;&lt;"><group>a</group><group>b &amp; c</group></item>')], [null, item('/>')], [null, item(' subscription="remove"/>')],
    ])
  })
  test('what was not touched goes back as it stands there now, to the last character', async () => {
    const name = `${'魏'.repeat(1500)}!`
    const groups = Array.from({ length: 60 }, (_, i) => ` group ${i} `)
    const { call, sets } = await start(`<item jid="other@x.example" name="o"/><item jid="Wei@x.example" name="${name}">${groups.map((one) => `<group>${one}</group>`).join('')}</item>`)
    await call('rosterViewer.put', { jid, name: null, groups: ['new'] })
    await call('rosterViewer.put', { jid, name: 'new', groups: null })
    expect(sets).toEqual([[null, item(` name="${name}"><group>new</group></item>`)], [null, item(` name="new">${groups.map((one) => `<group>${one}</group>`).join('')}</item>`)]])
    const { value } = await call('rosterViewer.load', {})
    const line = (value as { entries: { server: object | null }[] }).entries.map(({ server }) => server)
    expect(line).toMatchObject([{ isNameCut: false, areGroupsCut: false }, { name: '魏'.repeat(1000), isNameCut: true, areGroupsCut: true }])
  })
  test('who is not there any more is not put there again by an edit', async () => {
    const { call, sets } = await start()
    for (const change of [{ name: null, groups: ['g'] }, { name: 'n', groups: null }]) expect(await call('rosterViewer.put', { jid, ...change })).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(sets).toEqual([])
  })
})

describe('nodes', () => {
  const own = { jid: null, node: NODE }
  const there = { jid: 'pubsub.x.example', node: NODE }
  const node = 'node="urn:example:&quot;n&quot;"'
  test('published under its id, at this node and nowhere else; who may read only where it is chosen', async () => {
    const { call, sets } = await start()
    const item = (id: string, inside: string, options = '') => `<pubsub xmlns="${P}"><publish ${node}><item${id}>${inside}</item></publish>${options}</pubsub>`
    const field = (name: string, value: string, type = '') => `<field var="${name}"${type}><value>${value}</value></field>`
    const options = (access: string) => {
      const form = `${field('FORM_TYPE', `${P}#publish-options`, ' type="hidden"')}${field('pubsub#persist_items', 'true')}${field('pubsub#access_model', access)}`
      return `<publish-options><x xmlns="jabber:x:data" type="submit">${form}</x></publish-options>`
    }
    const payload = '<e xmlns="urn:e"><f a="1">t</f></e>'
    await call('pubsubViewer.publish', { ...own, id: 'i<', xml: payload, access: null })
    await call('pubsubViewer.publish', { ...there, id: null, xml: payload, access: 'open' })
    await call('pubsubViewer.publish', { ...own, jid: 'lina@x.example', id: 'i', xml: payload, access: 'whitelist' })
    expect(sets).toEqual([[null, item(' id="i&lt;"', payload)], ['pubsub.x.example', item('', payload, options('open'))], [null, item(' id="i"', payload, options('whitelist'))]])
  })
  test('taken back, emptied, deleted: at this service, this node, this item', async () => {
    const { call, sets } = await start()
    const owner = (what: string) => `<pubsub xmlns="${P}#owner"><${what} ${node}/></pubsub>`
    for (const of of [own, there]) {
      await call('pubsubViewer.retract', { ...of, id: 'i' })
      await call('pubsubViewer.purge', of)
      await call('pubsubViewer.remove', of)
    }
    const wanted = [`<pubsub xmlns="${P}"><retract ${node} notify="true"><item id="i"/></retract></pubsub>`, owner('purge'), owner('delete')]
    expect(sets).toEqual([null, 'pubsub.x.example'].flatMap((to) => wanted.map((xml) => [to, xml])))
  })
  test('what is no payload is not sent', async () => {
    const { call, sets } = await start()
    for (const xml of ['', 'text', '<e>', '<e/>', '<e xmlns="urn:e"/><f xmlns="urn:f"/>']) {
      expect(await call('pubsubViewer.publish', { ...own, id: 'i', xml, access: null }), xml).toMatchObject({ ok: false, error: { code: 'bad-input' } })
      expect(await call('privateStorage.put', { xml }), xml).toMatchObject({ ok: false, error: { code: 'bad-input' } })
    }
    expect(sets).toEqual([])
  })
})

test('private storage: the very element, without the indentation it is shown with, at the own account', async () => {
  const { call, sets } = await start()
  const xml = '<storage xmlns="storage:rosternotes">\n  <note jid="a@b">sie  &lt;3</note>\n</storage>'
  await call('privateStorage.put', { xml })
  expect(sets).toEqual([[null, `<query xmlns="jabber:iq:private">${xml.replace(/\n */g, '')}</query>`]])
})
