/**
 * What stands at a server for two accounts and around them, asked for by a client that has nothing of the check-up and nothing of Magpie's
 * connection; and what people have there before a check-up comes.
 */
import { Element } from '@xmpp/xml'
import { attr, elements, nsOf } from '#xmpp/element'
import { RawClient } from './scripted-rooms/raw-client'
import type { TestAccount, TestServer } from './servers-types'

const PEP = 'http://jabber.org/protocol/pubsub'
const BOOKMARKS = 'urn:xmpp:bookmarks:1'
const ITEMS = '<query xmlns="http://jabber.org/protocol/disco#items"/>'
const OF_CHECK_UP = '<check-up xmlns="https://magpie.example/check-up"/>'

/** Attributes in one order, and groups, and namespaces where they change: what is left is told apart to the byte. */
function written(el: Element, around = ''): string {
  const { xmlns: _, ...attrs } = el.attrs as Record<string, string>
  const ns = nsOf(el)
  const head = [[...(ns === around ? [] : [['xmlns', ns]])], Object.entries(attrs).sort()].flat().map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
  const parts = el.children.map((one) => (one instanceof Element ? written(one, ns) : String(one)))
  return `<${el.name}${head.join('')}>${(ns === 'jabber:iq:roster' ? parts.sort() : parts).join('')}</>`
}
const inside = (reply: Element) => (attr(reply, 'type') === 'result' ? elements(reply).map((one) => written(one)).join('') : (elements(elements(reply).find(({ name }) => name === 'error')).map(({ name }) => name)[0] ?? 'odd'))
/** Lists in no order of their own. */
const list = (reply: Element) => elements(elements(reply)[0]).map((one) => written(one)).sort()

async function set(client: RawClient, payload: string, to: string | null = null): Promise<void> {
  const reply = await client.ask(payload, to, 'set')
  if (attr(reply, 'type') !== 'result') throw new Error(`refused: ${payload}\n${reply.toString()}`)
}
const stored = (name: string, text: string) => `<query xmlns="jabber:iq:private"><${name} xmlns="https://tea.example/notes">${text}</${name}></query>`
const publish = (node: string, id: string, payload: string, model?: string) =>
  `<pubsub xmlns="${PEP}"><publish node="${node}"><item id="${id}">${payload}</item></publish>${model === undefined ? '' : `<publish-options><x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE" type="hidden"><value>${PEP}#publish-options</value></field><field var="pubsub#persist_items"><value>true</value></field><field var="pubsub#access_model"><value>${model}</value></field></x></publish-options>`}</pubsub>`
const PICTURE = Buffer.from('no picture, but its bytes are looked at').toString('base64')

/** Contacts, a blocked stranger, a card, a picture, bookmarks, notes, what the archive shall keep, and a room of one's own. */
export async function moveIn(server: TestServer, { user, password }: TestAccount): Promise<void> {
  const client = await RawClient.logIn(server, user, password, 'home')
  const room = `tea-of-${user}@${server.mucDomain}`
  await set(client, `<query xmlns="jabber:iq:roster"><item jid="friend@${server.domain}" name="老朋友 &amp; co"><group>茶</group><group>Tea</group></item></query>`)
  await set(client, `<block xmlns="urn:xmpp:blocking"><item jid="pest@${server.domain}"/></block>`)
  await set(client, `<vCard xmlns="vcard-temp"><FN>${user} 的名片</FN><NOTE>likes &lt;tea&gt;</NOTE></vCard>`)
  await set(client, stored('notes', '水 90°'))
  await set(client, publish('urn:xmpp:avatar:data', 'a1', `<data xmlns="urn:xmpp:avatar:data">${PICTURE}</data>`))
  await set(client, publish('urn:xmpp:avatar:metadata', 'a1', '<metadata xmlns="urn:xmpp:avatar:metadata"><info id="a1" bytes="39" type="image/png" width="8" height="8"/></metadata>'))
  await set(client, publish(BOOKMARKS, room, `<conference xmlns="${BOOKMARKS}" name="茶馆" autojoin="true"><nick>${user}</nick></conference>`, 'whitelist'))
  await set(client, `<prefs xmlns="urn:xmpp:mam:2" default="always"><always><jid>friend@${server.domain}</jid></always><never><jid>pest@${server.domain}</jid></never></prefs>`)
  client.send(`<presence to="${room}/${user}"><x xmlns="http://jabber.org/protocol/muc"/></presence>`)
  await client.until(({ name, attrs }) => name === 'presence' && attrs['from'] === `${room}/${user}`)
  const field = (name: string, value: string) => `<field var="${name}"><value>${value}</value></field>`
  await set(client, `<query xmlns="http://jabber.org/protocol/muc#owner"><x xmlns="jabber:x:data" type="submit">${field('FORM_TYPE', 'http://jabber.org/protocol/muc#roomconfig')}${field('muc#roomconfig_persistentroom', '1')}${field('muc#roomconfig_publicroom', '1')}${field('muc#roomconfig_roomname', '茶馆')}</x></query>`, room)
  await client.logOut()
}

/** By what it is: contacts, blocked, cards, nodes with what is in them, rooms and nodes of services, and what waits for whoever comes next. */
export async function belongings(server: TestServer, accounts: readonly TestAccount[]): Promise<Record<string, string | string[]>> {
  const found: Record<string, string | string[]> = {}
  for (const { user, password } of accounts) {
    const own = `${user}@${server.domain}`
    const client = await RawClient.logIn(server, user, password, 'home', false)
    const note = (what: string, value: string | string[]) => void (found[`${user}: ${what}`] = value)
    const nodesOf = async (at: string) => (await client.ask(ITEMS, at).then((reply) => elements(elements(reply)[0]).map((item) => attr(item, 'node') ?? attr(item, 'jid') ?? ''))).sort()
    note('contacts', list(await client.ask('<query xmlns="jabber:iq:roster"/>', null)))
    note('blocked', list(await client.ask('<blocklist xmlns="urn:xmpp:blocking"/>', null)))
    note('card', inside(await client.ask('<vCard xmlns="vcard-temp"/>', null)))
    note('notes', inside(await client.ask(stored('notes', ''), null)))
    note('old bookmarks', inside(await client.ask('<query xmlns="jabber:iq:private"><storage xmlns="storage:bookmarks"/></query>', null)))
    note('of the check-up', inside(await client.ask(`<query xmlns="jabber:iq:private">${OF_CHECK_UP}</query>`, null)))
    note('what is archived', inside(await client.ask('<prefs xmlns="urn:xmpp:mam:2"/>', null)))
    const nodes = await nodesOf(own)
    note('nodes', nodes)
    for (const node of nodes) {
      note(`in ${node}`, inside(await client.ask(`<pubsub xmlns="${PEP}"><items node="${node}"/></pubsub>`, null)))
      note(`settings of ${node}`, inside(await client.ask(`<pubsub xmlns="${PEP}#owner"><configure node="${node}"/></pubsub>`, null)))
    }
    const room = `tea-of-${user}@${server.mucDomain}`
    note('settings of the room', inside(await client.ask('<query xmlns="http://jabber.org/protocol/muc#owner"/>', room)))
    note('members', list(await client.ask('<query xmlns="http://jabber.org/protocol/muc#admin"><item affiliation="member"/></query>', room)))
    for (const service of await nodesOf(server.domain)) if (!service.includes('@')) note(`at ${service}`, await nodesOf(service))
    client.send('<presence/>')
    await client.settled()
    note('waiting', client.take().filter((el) => el.name !== 'iq' && attr(el, 'from') !== `${own}/home`).map((el) => el.toString()))
    await client.logOut()
  }
  return found
}

/** What became of the rooms that a run has written to. */
export async function lookInto(server: TestServer, { user, password }: TestAccount, rooms: readonly string[]): Promise<Record<string, string>> {
  const client = await RawClient.logIn(server, user, password, 'home', false)
  const found = await Promise.all(rooms.map(async (room) => [room, inside(await client.ask('<query xmlns="http://jabber.org/protocol/disco#info"/>', room))]))
  await client.logOut()
  return Object.fromEntries(found) as Record<string, string>
}

/** How many messages of somebody's archive have the name of a check-up in them, read backwards page by page. */
export async function archivedOfCheckUps(server: TestServer, { user, password }: TestAccount): Promise<number> {
  const client = await RawClient.logIn(server, user, password, 'home', false)
  const found = new Set<string>()
  for (let before = '', isEnd = false; !isEnd; ) {
    client.take()
    await client.ask(`<query xmlns="urn:xmpp:mam:2"><set xmlns="http://jabber.org/protocol/rsm"><max>50</max><before>${before}</before></set></query>`, null, 'set')
    const results = client.take().flatMap((el) => elements(el).filter(({ name }) => name === 'result'))
    for (const one of results) if (one.toString().includes('magpie-check-')) found.add(attr(one, 'id')!)
    before = attr(results[0], 'id') ?? ''
    isEnd = results.length === 0
  }
  await client.logOut()
  return found.size
}
