/** Much at once: the stream's order, several messages as one transaction, an acknowledgement never ahead of it, the link held back. */
import { afterEach, describe, expect, it, test } from 'vitest'
import { attr, xml } from '#xmpp/element'
import { Inbox, type Arrival } from '#xmpp/inbox'
import type { Resumption, SavedSession } from '#xmpp/types'
import { DOMAIN, startScriptedServer, type ScriptedServer } from '../../support/scripted-server'
import { connect, stopAll } from '../../support/xmpp-client'

const servers: ScriptedServer[] = []
afterEach(async () => {
  await stopAll()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

/** A store in memory with transactions: what was handled and counted, undone when one fails. */
function createStore(failCommits = 0) {
  const log: string[] = []
  const store = { rows: [] as string[], inbound: 0, groups: [] as number[], log }
  let failures = failCommits
  const resumption: Resumption = {
    load: () => null,
    begin: (session: Omit<SavedSession, 'sent'> | null) => void (store.inbound = session?.inbound ?? -1),
    received: (inbound) => void (store.inbound = inbound),
    sending: () => undefined,
    settled: () => undefined,
  }
  const group = (work: () => void) => {
    const before = [...store.rows]
    const { inbound } = store
    try {
      work()
      if (failures-- > 0) throw new Error('commit failed')
      store.groups.push(store.rows.length - before.length)
      log.push(`commit ${store.rows.length} h=${store.inbound}`)
    } catch (error) {
      store.rows = before
      store.inbound = inbound
      log.push('rollback')
      throw error
    }
  }
  return { store, resumption, group }
}

async function play(fakes: ReturnType<typeof createStore>, onMessage: (id: string) => void = () => undefined) {
  const server = await startScriptedServer((one) => one.logIn())
  servers.push(server)
  const client = connect({
    jid: `lina@${DOMAIN}`, host: '127.0.0.1', port: server.port, transport: 'starttls', extraCa: [server.certificates.caPem],
    resumption: fakes.resumption, group: fakes.group,
  })
  const handled: string[] = []
  client.connection.on('stanza', (stanza) => {
    const id = attr(stanza, 'id') ?? stanza.name
    handled.push(id)
    onMessage(id)
    if (stanza.name !== 'message') return
    fakes.store.rows.push(id)
    client.connection.countStanza()
  })
  client.connection.start()
  await client.online()
  return { client, handled, peer: server.clients[0]! }
}

const messages = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `<message from='wei@magpie.test' id='${from + i}'><body>你好 ${from + i}</body></message>`).join('')
const ids = (count: number) => Array.from({ length: count }, (_, i) => String(i))

test('a burst: in order with what stands between, in few transactions; acknowledged is what is committed', async () => {
  const fakes = createStore()
  const { handled, peer } = await play(fakes)
  peer.send(`${messages(0, 150)}<presence from='wei@magpie.test/x' id='p'/>${messages(150, 300)}<r xmlns='urn:xmpp:sm:3'/>`)
  await peer.read(/<a xmlns="urn:xmpp:sm:3" h="301"\/>/)
  expect(handled).toEqual([...ids(150), 'p', ...ids(300).slice(150)])
  expect(fakes.store.rows).toEqual(ids(300))
  expect(fakes.store.groups.length).toBeLessThan(100)
  expect(Math.max(...fakes.store.groups)).toBeLessThanOrEqual(100)
  expect(fakes.store.inbound).toBe(301)
})

test('an answer to a request keeps its place between messages', async () => {
  const fakes = createStore()
  const { client, peer } = await play(fakes)
  let rowsAtAnswer = -1
  const answer = client.connection.request({ type: 'get', payload: xml('ping', { xmlns: 'urn:xmpp:ping' }) })
    .then(() => (rowsAtAnswer = fakes.store.rows.length))
  const [, id] = await peer.read(/<iq [^>]*id="([^"]+)"[^>]*><ping/)
  peer.send(`${messages(0, 20)}<iq type='result' id='${id}'/><presence from='wei@magpie.test/x'/>`)
  await answer
  expect(rowsAtAnswer).toBe(20)
})

test('a group that is not committed counts for nothing and is handled again one by one', async () => {
  const fakes = createStore(1)
  const { client, peer } = await play(fakes)
  peer.send(`${messages(0, 12)}<r xmlns='urn:xmpp:sm:3'/>`)
  await peer.read(/<a xmlns="urn:xmpp:sm:3" h="12"\/>/)
  expect(fakes.store.rows).toEqual(ids(12))
  expect(fakes.store.log[0]).toBe('rollback')
  expect(client.logs.join()).toContain('one by one')
})

test('a message that cannot be handled takes no other along: those before are acknowledged, it is not, those behind are kept', async () => {
  const fakes = createStore()
  const { peer } = await play(fakes, (id) => {
    if (id === '5') throw new Error('poison')
  })
  peer.send(`${messages(0, 12)}<r xmlns='urn:xmpp:sm:3'/>`)
  await peer.read(/<a xmlns="urn:xmpp:sm:3" h="5"\/>/)
  expect(fakes.store.rows).toEqual(ids(12).filter((id) => id !== '5'))
  expect(fakes.store.inbound).toBe(5)
})

test('the link goes with messages waiting: they are handled before that is told, and counted', async () => {
  const fakes = createStore()
  const { client, peer, handled } = await play(fakes)
  const atDown: number[] = []
  client.connection.on('down', () => atDown.push(handled.length))
  peer.send(`${messages(0, 120)}</stream:stream>`)
  await expect.poll(() => atDown.length).toBe(1)
  expect(atDown).toEqual([120])
})

test('after something could not be stored nothing that came behind it is handled: a later one would move the cursor past it', () => {
  const seen: string[] = []
  let mayStore = true
  const inbox = new Inbox({
    handle: ({ el }) => {
      seen.push(attr(el, 'id') as string)
      mayStore = attr(el, 'id') !== 'refused'
      return mayStore
    },
    group: null,
    mayStore: () => mayStore,
    groupEnd: () => undefined,
    mark: () => () => undefined,
    log: () => undefined,
  }, { pause: () => undefined, resume: () => undefined }, () => 0)
  const push = (id: string) => inbox.push({ el: xml('message', { id }), isEarly: false, isDropped: false })
  for (const id of ['stored', 'refused', 'behind']) push(id)
  inbox.flush()
  mayStore = true // the reserve was given back to the disk
  push('later')
  inbox.flush()
  expect(seen).toEqual(['stored', 'refused'])
})

describe('the link is held back', () => {
  const arrival = (n: number): Arrival => ({ el: xml('message', { id: String(n) }), isEarly: false, isDropped: false })
  const turn = () => new Promise((resolve) => setImmediate(resolve))

  it('pauses while many wait and reads on when few are left; work gives way in between', async () => {
    let nowMs = 0
    const seen: string[] = []
    const link: string[] = []
    const inbox = new Inbox({
      handle: ({ el }) => {
        nowMs += 1 // each takes a millisecond
        seen.push(attr(el, 'id') as string)
        return true
      },
      group: (work) => work(),
      mayStore: () => true,
      groupEnd: () => undefined,
      mark: () => () => undefined,
      log: () => undefined,
    }, { pause: () => link.push('pause'), resume: () => link.push(`resume after ${seen.length}`) }, () => nowMs)
    for (let n = 0; n < 500; n++) inbox.push(arrival(n))
    expect(seen).toEqual([])
    expect(link).toEqual(['pause'])
    await turn()
    expect(seen.length).toBeLessThan(20)
    while (seen.length < 500) await turn()
    await turn()
    expect(seen).toEqual(ids(500))
    expect(link).toHaveLength(2)
    expect(Number(/\d+/.exec(link[1] as string)?.[0])).toBeGreaterThan(440)
    inbox.close()
  })
})
