/** What may go wrong while online, played by a scripted server (SAFETY.md P1–P3, P9, P10, P12, P14–P17). */
import { afterEach, describe, expect, test } from 'vitest'
import { childText, xml } from '#xmpp/element'
import { growth, NOT_QUADRATIC } from '../../support/growth'
import { DOMAIN, startScriptedServer, type Script, type ScriptedClient, type ScriptedServer } from '../../support/scripted-server'
import { connect, stopAll, type TestConnectionOptions } from '../../support/xmpp-client'

const servers: ScriptedServer[] = []
afterEach(async () => {
  await stopAll()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function play(script: Script, options: Partial<TestConnectionOptions> = {}) {
  const server = await startScriptedServer(script)
  servers.push(server)
  const client = connect({ jid: `lina@${DOMAIN}`, host: '127.0.0.1', port: server.port, transport: 'starttls', extraCa: [server.certificates.caPem], ...options })
  client.connection.start()
  return { server, client }
}
/** Online with a server whose side the test holds. */
async function online(options: Partial<TestConnectionOptions> = {}) {
  const { server, client } = await play((one) => one.logIn(), options)
  await client.online()
  return { server, client, one: server.clients[0]! }
}
const good = (id: string) => `<message from='wei@x' id='${id}'><body>ok</body></message>`
const ids = (client: { stanzas: { attrs: Record<string, string | undefined> }[] }) => client.stanzas.map((el) => el.attrs['id'])
const handled = async (one: ScriptedClient) => {
  one.send("<r xmlns='urn:xmpp:sm:3'/>")
  return Number((await one.read(/<a [^>]*h="(\d+)"/))[1])
}

test('P1: characters cut by chunks arrive whole', async () => {
  const { client, one } = await online()
  const text = Buffer.from(`<message id='1'><body>喜鹊😀é</body></message>`)
  for (const byte of text) {
    one.send(Buffer.from([byte]))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await expect.poll(() => childText(client.stanzas[0], 'body', 'jabber:client')).toBe('喜鹊😀é')
})

test('P2: a listener that throws does no harm; what was not handled is not acknowledged, and given up the second time', async () => {
  const { client, server } = await play(async (one, index) => {
    if (index === 0) return one.logIn()
    await one.negotiateTls()
    await one.authenticate()
    await one.open("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>")
    const [, h] = await one.read(/<resume [^>]*h="(\d+)"/)
    one.send(`<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='0'/>${['a', 'bad', 'c'].slice(Number(h)).map(good).join('')}`)
  })
  const seen: unknown[] = []
  client.connection.on('stanza', (el) => {
    seen.push(el.attrs['id'])
    if (el.attrs['id'] === 'bad') throw new Error('poison')
  })
  await client.online()
  const one = server.clients[0]!
  one.send(good('a') + good('bad') + good('c'))
  expect(await handled(one)).toBe(1)
  expect(seen).toEqual(['a', 'bad', 'c'])
  one.reset()
  await expect.poll(() => client.events.includes('!resumed'), { timeout: 4000 }).toBe(true)
  expect(await handled(server.clients[1]!)).toBe(3)
  expect(seen).toEqual(['a', 'bad', 'c', 'bad', 'c'])
})

test.each([
  ['unknown entity', "<message id='x'><body>&foo;</body></message>"], ['NUL', "<message id='x'><body>&#0;</body></message>"],
  ['control character', "<message id='x'><body>\u0001</body></message>"], ['attribute twice', "<message id='x' id='y'/>"],
  ['sender without address', "<message id='x' from='/x'/>"], ['sender @', "<message id='x' from='@'/>"],
  ['sender with space', "<iq type='get' id='x' from='a b@c'><ping xmlns='urn:xmpp:ping'/></iq>"],
])('P2: %s: that stanza is dropped but counted, the stream lives', async (_, bad) => {
  const { client, one } = await online()
  one.send(good('1') + bad + good('2'))
  await expect.poll(() => ids(client)).toEqual(['1', '2'])
  expect(await handled(one)).toBe(3)
})

test('P17: a stanza is what is in jabber:client', async () => {
  const { client, one } = await online()
  one.send("<message xmlns='urn:evil' id='e'/><c:message xmlns:c='jabber:client' id='p' from='a@b'/><message xmlns='' id='n'/><foo/>" + good('1'))
  await expect.poll(() => ids(client)).toEqual(['p', '1'])
  expect(await handled(one)).toBe(2)
})

describe('P3: limits', () => {
  test.each([
    ['2 MB of text', `<message><body>${'x'.repeat(2_000_000)}`], ['2 MB without end in a tag', `<message x='${'x'.repeat(2_000_000)}`],
    ['levels without end', '<message>' + '<a>'.repeat(500_000)],
  ])('%s: policy-violation, closed, reconnects', async (_, bad) => {
    const { client, one } = await online()
    one.send(bad)
    await one.read(/<policy-violation/)
    expect(await client.until((state) => state.phase === 'waiting')).toMatchObject({ problem: { code: 'policy' } })
  })

  test.each([
    ['10 KB', `<x>${'x'.repeat(11_000)}</x>`], ['257 levels', '<a>'.repeat(257)],
  ])('%s before login', async (_, inside) => {
    const { client, server } = await play(async (one) => {
      await one.open(null)
      one.send(`<stream:features>${inside}</stream:features>`)
      await one.read(/<policy-violation/)
    })
    expect(await client.failed()).toMatchObject({ problem: { code: 'policy' } })
    await expect.poll(() => server.errors).toEqual([])
  })

  test('a stanza just within the limit, in small chunks, costs in step with its length', async () => {
    const { client, one } = await online()
    const receive = async (chars: number) => {
      const before = client.stanzas.length
      const stanza = Buffer.from(`<message id='big'><body>${'é'.repeat(chars)}</body></message>`)
      for (let at = 0; at < stanza.length; at += 1460) one.send(stanza.subarray(at, at + 1460))
      await expect.poll(() => client.stanzas.length, { interval: 5 }).toBeGreaterThan(before)
    }
    expect(await growth(receive, 125_000)).toBeLessThan(NOT_QUADRATIC)
  })

  test.each([['comment', '<!-- x -->'], ['DTD', '<!DOCTYPE x>'], ['instruction', '<?php x?>'], ['text between stanzas', 'hello']])(
    '%s: the stream ends', async (_, bad) => {
      const { client, one } = await online()
      one.send(bad)
      await one.read(/<(restricted-xml|not-well-formed) /)
      expect(await client.until((state) => state.phase === 'waiting')).toMatchObject({ problem: { code: 'protocol' } })
    })
})

describe('P9: answers count only from whom was asked', () => {
  test('an answer from somebody else, from nobody, from the right one', async () => {
    const { client, one } = await online()
    const reply = client.connection.request({ type: 'get', to: 'bank@x' as never, payload: xml('query', { xmlns: 'urn:q' }) })
    const [, id] = await one.read(/<iq type="get" id="([^"]+)" to="bank@x"/)
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    const from = (sender: string, word: string) => `<iq type='result' id='${id}' ${sender}><query xmlns='urn:q'>${word}</query></iq>`
    one.send(from("from='evil@x'", 'evil') + from('', 'none') + from(`from='${DOMAIN}'`, 'server') + from("from='bank@x/y'", 'resource') + from("from='BANK@x'", 'good'))
    const value = await reply
    expect(value.ok && childText(value.value, 'query', 'urn:q')).toBe('good')
  })

  test.each(['', "from='lina@magpie.test'", "from='magpie.test'", "from='lina@magpie.test/magpie'"])('own account answers: %s', async (from) => {
    const { client, one } = await online()
    const reply = client.connection.request({ type: 'get', payload: xml('query', { xmlns: 'urn:q' }) })
    const [, id] = await one.read(/<iq type="get" id="([^"]+)">/)
    one.send(`<iq type='result' id='${id}' from='lina@magpie.test/other'/><iq type='result' id='${id}' from='eve@magpie.test'/>`)
    one.send(`<iq type='error' id='${id}' ${from}/>`)
    expect(await reply).toMatchObject({ ok: false, error: { condition: 'undefined-condition' } })
  })

  test('no answer: timeout; the end of the session: offline', async () => {
    const { client } = await online()
    const ask = (timeoutMs: number) => client.connection.request({ type: 'get', payload: xml('query', { xmlns: 'urn:q' }), timeoutMs })
    expect(await ask(50)).toMatchObject({ ok: false, error: { condition: 'timeout' } })
    const pending = ask(5000)
    await client.connection.stop()
    expect(await pending).toMatchObject({ ok: false, error: { condition: 'offline' } })
  })
})

describe('P16: who gets an answer', () => {
  const ask = async (one: ScriptedClient, from: string, id: string) => {
    one.send(`<iq type='get' id='${id}' ${from && `from='${from}'`}><ping xmlns='urn:xmpp:ping'><secret/></ping></iq>`)
    return (await one.read(new RegExp(`<iq type="(\\w+)" id="${id}".*?(?:/>|</iq>)`)))[0]
  }
  test.each([
    ['own-account', ['', 'lina@magpie.test', 'lina@magpie.test/phone']],
    ['own-and-server', ['', 'lina@magpie.test/phone', 'magpie.test']],
    ['contacts', ['', 'lina@magpie.test/phone', 'magpie.test', 'wei@x/y']],
    ['everyone', ['', 'lina@magpie.test/phone', 'magpie.test', 'wei@x/y', 'eve@x/y']],
  ] as const)('%s', async (audience, allowed) => {
    const { client, one } = await online({ isContact: (jid) => jid === 'wei@x' })
    client.connection.onIq('get', 'ping', 'urn:xmpp:ping', audience, () => ({ result: null }))
    const senders = ['', 'lina@magpie.test', 'lina@magpie.test/phone', 'magpie.test', 'wei@x/y', 'eve@x/y', 'magpie.test/x']
    for (const [i, from] of senders.entries()) {
      const reply = await ask(one, from, `p${i}`)
      const may = (allowed as readonly string[]).includes(from) || from === 'lina@magpie.test' || audience === 'everyone'
      expect(reply).toContain(may ? 'type="result"' : 'service-unavailable')
      expect(reply).not.toContain('secret')
    }
  })
  test('unknown, malformed, throwing; answers in the order of the stream', async () => {
    const { client, one } = await online()
    client.connection.onIq('get', 'a', 'urn:a', 'everyone', () => ({ result: xml('a', { xmlns: 'urn:a' }) }))
    client.connection.onIq('get', 'b', 'urn:b', 'everyone', () => {
      throw new Error('broken')
    })
    client.connection.onIq('set', 'c', 'urn:c', 'everyone', () => Promise.resolve({ error: 'conflict', text: 'no' }))
    one.send("<iq type='get' id='1' from='x@y'><a xmlns='urn:a'/></iq><iq type='get' id='2' from='x@y'><b xmlns='urn:b'/></iq>" +
      "<iq type='get' id='3' from='x@y'><z xmlns='urn:z'/></iq><iq type='get' id='4' from='x@y'/><iq type='get' from='x@y'><a xmlns='urn:a'/></iq>" +
      "<iq type='set' id='5' from='x@y'><c xmlns='urn:c'/></iq>")
    await one.read(/id="1" to="x@y"><a xmlns="urn:a"\/><\/iq>.*id="2".*internal-server-error.*id="3".*service-unavailable.*id="4".*service-unavailable.*id="5".*conflict/)
  })
})

describe('P10: nothing hangs', () => {
  const short = { parts: { stepMs: 300, wholeMs: 60_000, random: () => 0.9 } }
  test.each<[string, Script]>([
    ['silent from the start', async () => {}],
    ['silent after the header', (one) => one.open(null)],
    ['silent in the TLS handshake', async (one) => {
      await one.open("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
      await one.read(/<starttls[^>]*\/>/)
      one.send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
    }],
    ['silent in SASL', async (one) => {
      await one.negotiateTls()
      await one.open("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism></mechanisms>")
    }],
    ['silent on bind', async (one) => {
      await one.negotiateTls()
      await one.authenticate()
      await one.open("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>")
    }],
    ['silent on <enable/>', (one) => one.logIn('')],
  ])('%s: time-out, socket destroyed, next attempt', async (_, script) => {
    const { client, server } = await play(script, short)
    expect(await client.failed()).toMatchObject({ phase: 'waiting', problem: { code: 'timeout' }, attempt: 1 })
    await expect.poll(() => server.clients[0]!.isClosed, { timeout: 2500 }).toBe(true)
    await expect.poll(() => server.clients.length, { timeout: 3000 }).toBeGreaterThan(1)
  })

  test('a server that drips keeps no step alive for longer than the whole', async () => {
    const { client } = await play(async (one) => {
      await one.open(null)
      for (let i = 0; i < 30; i++) {
        one.send(' ')
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }, { parts: { stepMs: 5000, wholeMs: 700 } })
    expect(await client.failed()).toMatchObject({ problem: { code: 'timeout' } })
  })

  test('a dead link is noticed by silence, destroyed, and the session resumed', async () => {
    const { client, server } = await play(async (one, index) => {
      if (index === 0) return one.logIn()
      await one.negotiateTls()
      await one.authenticate()
      await one.open("<sm xmlns='urn:xmpp:sm:3'/>")
      await one.read(/<resume [^>]*previd="sm1"/)
      one.send("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='0'/>")
    }, { parts: { idleMs: 200, answerMs: 300, random: () => 0.1 } })
    await expect.poll(() => client.events.filter((name) => name.startsWith('!')), { timeout: 4000 }).toEqual(['!online', '!down', '!resumed'])
    expect(server.clients[0]!.encrypted).not.toContain('</stream:stream>')
    expect(server.clients[0]!.encrypted).toContain('<r xmlns="urn:xmpp:sm:3"/>')
  })
})

describe('P12: stream management', () => {
  const message = (id: string) => xml('message', { to: 'wei@x', id }, xml('body', {}, id))
  const resuming = (resumed: string): Script => async (one, index) => {
    if (index === 0) return one.logIn()
    await one.negotiateTls()
    await one.authenticate()
    await one.open("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>")
    await one.read(/<resume [^>]*h="1"/)
    one.send(resumed)
    if (!resumed.startsWith('<failed')) return
    const [, id] = await one.read(/<iq [^>]*id="([^"]+)"[^>]*><bind.*<\/bind><\/iq>/)
    one.send(`<iq type='result' id='${id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>lina@${DOMAIN}/magpie</jid></bind></iq>`)
    await one.read(/<enable /)
    one.send("<enabled xmlns='urn:xmpp:sm:3' id='sm2' resume='true'/>")
  }
  const cut = async (resumed: string) => {
    const played = await play(resuming(resumed), { parts: { random: () => 0.1 } })
    const { client, server } = played
    await client.online()
    server.clients[0]!.send(good('in1'))
    await expect.poll(() => client.stanzas.length).toBe(1)
    const sent = ['1', '2', '3'].map(message)
    for (const one of sent) client.connection.send(one)
    await server.clients[0]!.read(/id="3"/)
    server.clients[0]!.reset()
    return { ...played, sent }
  }

  test('resumed: acknowledged objects are told, the rest is written again, in order, before anything else', async () => {
    const { client, server, sent } = await cut("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='1'/>" + good('in2'))
    await expect.poll(() => client.events.includes('!resumed'), { timeout: 4000 }).toBe(true)
    expect(client.acked).toEqual([sent[0]])
    await server.clients[1]!.read(/<message to="wei@x" id="2">.*<message to="wei@x" id="3">/)
    expect(server.clients[1]!.encrypted).not.toContain('id="1"')
    await expect.poll(() => ids(client)).toEqual(['in1', 'in2'])
    expect(await handled(server.clients[1]!)).toBe(2)
    server.clients[1]!.send("<a xmlns='urn:xmpp:sm:3' h='3'/>")
    await expect.poll(() => client.acked).toEqual(sent)
    expect(client.lost).toEqual([])
    expect(client.connection.state).toMatchObject({ phase: 'online', isResumed: true, jid: `lina@${DOMAIN}/magpie` })
  })

  test('not resumed, with h: what arrived is acknowledged, the rest is lost, the old session ends before the new begins', async () => {
    const { client, sent } = await cut("<failed xmlns='urn:xmpp:sm:3' h='2'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>")
    await expect.poll(() => client.events.filter((name) => name.startsWith('!')), { timeout: 4000 }).toEqual(['!online', '!down', '!ended', '!online'])
    expect([client.acked, client.lost]).toEqual([sent.slice(0, 2), sent.slice(2)])
  })

  test('more acknowledged than sent: stream error, never a crash', async () => {
    const { client, one } = await online()
    client.connection.send(message('1'))
    one.send("<a xmlns='urn:xmpp:sm:3' h='7'/>")
    await one.read(/<stream:error/)
    expect(await client.until((state) => state.phase === 'waiting')).toMatchObject({ problem: { code: 'protocol' } })
    expect(client.acked).toEqual([])
  })

  test('what comes in one piece with <enabled/> is counted, what came before is not; both are delivered', async () => {
    const { client, server } = await play((one) => one.logIn(good('before') + "<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true'/>" + good('after')))
    await client.online()
    await expect.poll(() => ids(client)).toEqual(['before', 'after'])
    expect(await handled(server.clients[0]!)).toBe(1)
  })

  test('a server that talks but acknowledges nothing: the session is left, not resumed', async () => {
    const { client, one, server } = await online({ parts: { answerMs: 200, random: () => 0.1 } })
    client.connection.send(message('1'))
    const talk = setInterval(() => one.send(' '), 50)
    await expect.poll(() => client.events.filter((name) => name.startsWith('!')), { timeout: 4000 }).toEqual(['!online', '!down', '!ended', '!online'])
    clearInterval(talk)
    expect(client.lost).toHaveLength(1)
    expect(server.clients[1]!.encrypted).not.toContain('<resume')
  })

  test('an acknowledgement is asked for once after a burst', async () => {
    const { client, one } = await online()
    for (let i = 0; i < 10; i++) client.connection.send(message(`${i}`))
    await one.read(/id="9".*<r xmlns="urn:xmpp:sm:3"\/>/)
    expect(one.encrypted.match(/<r /g)).toHaveLength(1)
  })

  test('clean logout: last acknowledgement, then the end of the stream; nothing is resumed afterwards', async () => {
    const { client, one } = await online()
    one.send(good('1'))
    await expect.poll(() => client.stanzas.length).toBe(1)
    await client.connection.stop()
    expect(one.encrypted).toMatch(/<a xmlns="urn:xmpp:sm:3" h="1"\/><r xmlns="urn:xmpp:sm:3"\/><\/stream:stream>$/)
    expect(client.events.slice(-3)).toEqual(['!down', '!ended', 'offline'])
  })
})

test('stream errors: conflict stops and asks, shutdown waits', async () => {
  const error = (condition: string) => `<stream:error><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>`
  const { client, one } = await online()
  one.send(error('conflict'))
  expect(await client.failed()).toMatchObject({ phase: 'offline', needsUser: true, problem: { code: 'conflict' } })
  const { client: other, one: two } = await online()
  two.send(error('system-shutdown'))
  expect(await other.failed()).toMatchObject({ phase: 'waiting', problem: { code: 'shutdown' } })
})

test('P15: the wire log is cut and hides passwords', async () => {
  const { client, one } = await online()
  const field = xml('field', { var: 'password', type: 'text-private' }, xml('value', {}, 'hunter2'))
  void client.connection.request({ type: 'set', payload: xml('query', { xmlns: 'jabber:iq:register' }, xml('password', {}, 'hunter2')) })
  void client.connection.request({ type: 'set', payload: xml('query', { xmlns: 'jabber:iq:register' }, xml('x', { xmlns: 'jabber:x:data' }, field)) })
  client.connection.send(xml('message', {}, xml('body', {}, 'x'.repeat(10_000))))
  await one.read(/x{10000}/)
  expect(client.wire.join()).not.toMatch(/hunter2|secret/)
  expect(Math.max(...client.wire.map((line) => line.length))).toBeLessThan(2100)
})

test('a stanza that is too large is not sent', async () => {
  const { client } = await online()
  expect(client.connection.send(xml('message', {}, xml('body', {}, 'x'.repeat(2_000_000))))).toBe(false)
  expect(client.connection.state.phase).toBe('online')
})
