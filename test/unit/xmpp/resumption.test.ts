/** A session that outlives the program, against a server whose every counter is decided here (XEP-0198 §5). */
import { afterEach, expect, test } from 'vitest'
import type { FullJid } from '#shared/jid'
import { xml } from '#xmpp/element'
import { isBehind, Management } from '#xmpp/management'
import type { Resumption, SavedSession } from '#xmpp/types'
import { parseElement } from '#xmpp/xml-reader'
import { DOMAIN, startScriptedServer, type Script, type ScriptedServer } from '../../support/scripted-server'
import { connect, stopAll } from '../../support/xmpp-client'

const jid = `lina@${DOMAIN}/magpie` as FullJid
const servers: ScriptedServer[] = []
afterEach(async () => {
  await stopAll()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

/** What a store does, without one; `calls` in their order. */
function memory(saved: SavedSession | null = null): Resumption & { saved: SavedSession | null; calls: string[] } {
  const calls: string[] = []
  const store = {
    saved, calls,
    load: () => store.saved,
    begin: (session: Omit<SavedSession, 'sent'> | null) => {
      calls.push(`begin ${session?.id ?? 'none'}`)
      store.saved = session && { ...session, sent: [] }
    },
    received: (inbound: number) => {
      calls.push(`received ${inbound}`)
      if (store.saved) store.saved.inbound = inbound
    },
    sending: (seq: number, id: string) => {
      calls.push(`sending ${seq} ${id}`)
      store.saved?.sent.push({ seq, id })
    },
    settled: (ids: string[]) => {
      calls.push(`settled ${ids.join(',')}`)
      if (store.saved) store.saved.sent = store.saved.sent.filter(({ id }) => !ids.includes(id))
    },
  }
  return store
}

async function play(script: Script, resumption: Resumption) {
  const server = await startScriptedServer(script)
  servers.push(server)
  const client = connect({
    jid: `lina@${DOMAIN}`, host: '127.0.0.1', port: server.port, transport: 'starttls', extraCa: [server.certificates.caPem], resumption,
  })
  const settled: string[] = []
  client.connection.on('ackedBefore', (ids) => settled.push(...ids))
  client.connection.start()
  return { server, client, settled }
}

const message = (id: string) => xml('message', { id, to: 'wei@magpie.test' }, xml('body', {}, id))

test('what is written down, and when: sent before the wire, received before the acknowledgement; a clean end forgets it', async () => {
  const store = memory()
  const { client, server } = await play((one) => one.logIn(), store)
  await client.online()
  client.connection.send(xml('presence'))
  client.connection.send(message('m1'))
  expect(store.calls).toEqual(['begin sm1', 'sending 2 m1'])
  const [one] = server.clients
  one!.send("<a xmlns='urn:xmpp:sm:3' h='2'/><message from='wei@magpie.test' id='i'><body>1</body></message><r xmlns='urn:xmpp:sm:3'/>")
  await one!.read(/<a xmlns="urn:xmpp:sm:3" h="1"\/>/)
  expect(store.calls.slice(2)).toEqual(['settled m1', 'received 1'])
  await client.connection.stop()
  expect(store.calls.at(-1)).toBe('begin none')
})

test('the counter is stored inside the transaction of the stanza, once, and not for what is none', async () => {
  const store = memory()
  const { client, server } = await play((one) => one.logIn(), store)
  client.connection.on('stanza', () => client.connection.countStanza())
  await client.online()
  client.connection.countStanza() // no stanza in hand
  server.clients[0]!.send("<message from='wei@magpie.test'/><message from='wei@magpie.test'/>")
  await expect.poll(() => client.stanzas.length).toBe(2)
  expect(store.calls).toEqual(['begin sm1', 'received 1', 'received 2'])
})

test('started anew: resumed with the stored counter; what the server took is told, the rest is not written by us; the count goes on', async () => {
  const store = memory({ id: 'sm0', jid, inbound: 7, sent: [{ seq: 4, id: 'a' }, { seq: 6, id: 'b' }, { seq: 7, id: 'c' }] })
  const { client, server, settled } = await play(async (one) => {
    await one.negotiateTls()
    await one.authenticate()
    await one.open("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>")
    await one.read(/<resume xmlns="urn:xmpp:sm:3" h="7" previd="sm0"\/>/)
    one.send("<resumed xmlns='urn:xmpp:sm:3' previd='sm0' h='6'/><message from='wei@magpie.test' id='missed'><body>1</body></message>")
  }, store)
  expect(await client.online()).toMatchObject({ jid, isResumed: true })
  await expect.poll(() => client.stanzas.length).toBe(1)
  expect(settled).toEqual(['a', 'b'])
  expect(client.events.filter((name) => name.startsWith('!'))).toEqual(['!online'])
  expect(store.saved?.sent).toEqual([])
  client.connection.send(message('c'))
  await server.clients[0]!.read(/<message/)
  expect(store.calls.at(-1)).toBe('sending 7 c')
  expect(server.clients[0]!.encrypted.match(/<message/g)).toHaveLength(1)
  server.clients[0]!.send("<r xmlns='urn:xmpp:sm:3'/>")
  await server.clients[0]!.read(/<a xmlns="urn:xmpp:sm:3" h="8"\/>/)
})

test('the session is gone: its last word still counts, then a fresh one', async () => {
  const store = memory({ id: 'sm0', jid, inbound: 1, sent: [{ seq: 1, id: 'a' }, { seq: 2, id: 'b' }] })
  const { client, settled } = await play(async (one) => {
    await one.negotiateTls()
    await one.authenticate()
    await one.open("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>")
    await one.read(/<resume /)
    one.send("<failed xmlns='urn:xmpp:sm:3' h='1'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>")
    const [, id] = await one.read(/<iq [^>]*id="([^"]+)"><bind/)
    one.send(`<iq type='result' id='${id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>${jid}</jid></bind></iq>`)
    await one.read(/<enable /)
    // `location`: Tigase names `localhost`; believed by nobody here
    one.send("<enabled xmlns='urn:xmpp:sm:3' id='sm2' resume='true' location='localhost:1'/>")
  }, store)
  expect(await client.online()).toMatchObject({ isResumed: false })
  expect(settled).toEqual(['a'])
  expect(store.saved).toEqual({ id: 'sm2', jid, inbound: 0, sent: [] })
})

test('a resume that counts more than was sent is not asked for again: the next session is a fresh one', async () => {
  const { client, server } = await play(async (one, index) => {
    if (index === 0) return one.logIn()
    await one.negotiateTls()
    await one.authenticate()
    await one.open("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>")
    const [said] = await one.read(/<resume |<iq [^>]*><bind[^]*<\/iq>/)
    if (said === '<resume ') return one.send("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='77'/>")
    one.send(`<iq type='result' id='${/id="([^"]+)"/.exec(said)![1]}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>${jid}</jid></bind></iq>`)
    await one.read(/<enable /)
    one.send("<enabled xmlns='urn:xmpp:sm:3' id='sm2' resume='true'/>")
  }, memory())
  await client.online()
  server.clients[0]!.reset()
  await client.until((state) => state.phase === 'online' && server.clients.length === 3)
  expect(client.events.filter((name) => name.startsWith('!'))).toEqual(['!online', '!down', '!ended', '!online'])
})

test('`location` is not where a resume goes: the server that was asked first is asked again', async () => {
  const { client, server } = await play(async (one, index) => {
    if (index === 0) return one.logIn("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true' location='127.0.0.1:1'/>")
    await one.negotiateTls()
    await one.authenticate()
    await one.open("<sm xmlns='urn:xmpp:sm:3'/>")
    await one.read(/<resume /)
    one.send("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='0'/>")
  }, memory())
  await client.online()
  server.clients[0]!.reset()
  await client.until((state) => state.phase === 'online' && state.isResumed)
  expect(server.clients).toHaveLength(2)
})

test('a store that refuses: nothing is acknowledged, nothing is written', async () => {
  const full = () => {
    throw new Error('disk full')
  }
  const store = { ...memory(), received: full, sending: full }
  const { client, server } = await play((one) => one.logIn(), store)
  await client.online()
  server.clients[0]!.send("<message from='wei@magpie.test'/><r xmlns='urn:xmpp:sm:3'/>")
  await expect.poll(() => client.logs.join()).toContain('not acknowledged')
  expect(client.connection.send(message('m'))).toBe(false)
  expect(client.connection.state.phase).not.toBe('online')
  expect(server.clients[0]!.encrypted).not.toMatch(/<message|<a /)
})

test('counters after 2^32, also over a restart', () => {
  expect([isBehind(5, 5), isBehind(6, 5), isBehind(2 ** 32 - 1, 3), isBehind(2, 2 ** 32 - 3)]).toEqual([true, false, true, false])
  const told: string[] = []
  const management = new Management({ acked: () => {}, lost: () => {}, ackedBefore: (ids) => told.push(...ids) }, memory())
  management.restore({ id: '1', jid, inbound: 2 ** 32 - 1, sent: [{ seq: 2 ** 32 - 1, id: 'a' }, { seq: 0, id: 'b' }, { seq: 1, id: 'c' }] })
  management.resumed(parseElement("<resumed xmlns='urn:xmpp:sm:3' h='0'/>")!)
  management.received(true)
  expect([told, management.buildAck().attrs['h']]).toEqual([['a', 'b'], '0'])
})

test('XEP-0478: what the server will not take is not sent, in bytes', async () => {
  const { client, server } = await play(async (one) => {
    await one.negotiateTls()
    await one.authenticate()
    await one.bind("<sm xmlns='urn:xmpp:sm:3'/><limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>10000</max-bytes></limits>")
    await one.read(/<enable [^>]*\/>/)
    one.send("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true'/>")
  }, memory())
  await client.online()
  expect(client.connection.send(message('漢'.repeat(4000)))).toBe(false)
  expect(client.connection.send(message('x'.repeat(4000)))).toBe(true)
  await server.clients[0]!.read(/<message/)
  expect(client.connection.state.phase).toBe('online')
})
