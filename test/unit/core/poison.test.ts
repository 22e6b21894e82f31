/** X4 and the small parts of X5 (SAFETY.md §6): what ends the program or throws is noted, tried once more, then left out. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createPoison } from '#core/poison'
import type { BareJid } from '#shared/jid'
import type { AccountId } from '#shared/ids'
import { systemClock } from '#shared/time'
import { putAccount } from '#store/accounts'
import { openDatabase, type Db } from '#store/database'
import { listQuarantine } from '#store/quarantine'
import { fingerprint } from '#xmpp/fingerprint'
import { parseStanza } from '#xmpp/xml-reader'
import { DOMAIN, startScriptedServer, type ScriptedServer } from '../../support/scripted-server'
import { nativeBinding } from '../../support/store'
import { tempDir } from '../../support/temp'
import { connect, stopAll } from '../../support/xmpp-client'

const open: { close(): unknown }[] = []
afterEach(async () => {
  await stopAll()
  await Promise.all(open.splice(0).map((one) => one.close()))
})

const stanza = (xml: string) => parseStanza(xml)!
const hello = (more = '', id = '1') => `<message from='wei@x/d' to='lina@x' type='chat' id='${id}'><body>hello</body>${more}</message>`
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('the same message is known however it comes', () => {
  const live = fingerprint(stanza(hello()))
  const delayed = hello("<delay xmlns='urn:xmpp:delay' stamp='2026-11-23T00:00:00Z'/><stanza-id xmlns='urn:xmpp:sid:0' by='lina@x' id='a'/>").replace('<message', "<message xmlns='jabber:client'")
  const forwarded = `<forwarded xmlns='urn:xmpp:forward:0'>${delayed}</forwarded>`
  const archived = (queryid: string) => `<message from='lina@x'><result xmlns='urn:xmpp:mam:2' queryid='${queryid}' id='a'>${forwarded}</result></message>`
  for (const again of [delayed, archived('q1'), archived('q2'), `<message from='lina@x'><received xmlns='urn:xmpp:carbons:2'>${forwarded}</received></message>`]) {
    expect(fingerprint(stanza(again))).toBe(live)
  }
  for (const other of [hello('', '2'), hello().replace('wei@', 'eve@'), hello('<x/>'), hello().replace('hello', 'hallo')]) expect(fingerprint(stanza(other))).not.toBe(live)
})

/** A run of the program; `die` leaves everything as it is. */
function start(dir: string, db: Db) {
  const told: string[] = []
  const logs: string[] = []
  const poison = createPoison({
    db, file: join(dir, 'hand'), clock: systemClock, log: (level, message) => logs.push(`${level} ${message}`), transaction: (work) => db.transaction(work)(),
    mayStore: () => true, tell: (_, el) => told.push(String(el.attrs['id'])),
  })
  return { guard: poison.guardOf(1 as AccountId), quarantine: poison.quarantineOf(1 as AccountId), stop: poison.stop, told, logs }
}

function store() {
  const db = openDatabase({ file: ':memory:', nativeBinding })
  open.push(db)
  putAccount(db, 'lina@x' as BareJid, 'r')
  return { db, dir: tempDir('poison') }
}

test('in hand at two ends of the program: left out from then on, told once; others are not', async () => {
  const { db, dir } = store()
  const [bad, good] = [stanza(hello()), stanza(hello('', '2'))]
  for (let death = 0; death < 2; death++) {
    const { guard } = start(dir, db)
    guard.hold(good)!(true)
    expect(guard.hold(bad)).not.toBeNull() // and here the program ends
  }
  const third = start(dir, db)
  expect([third.guard.hold(bad), third.guard.hold(bad)]).toEqual([null, null])
  expect(third.guard.hold(good)).not.toBeNull()
  third.guard.hold(good)!(true)
  expect(third.told).toEqual(['1'])
  expect(listQuarantine(db)).toMatchObject([{ crashes: 2, isLeftOut: true }])
  await turn()
  third.stop()
  expect(start(dir, db).guard.hold(bad)).toBeNull()
})

test('in hand once, and handled the next time: forgotten', async () => {
  const { db, dir } = store()
  start(dir, db).guard.hold(stanza(hello()))
  const second = start(dir, db)
  expect(listQuarantine(db)).toMatchObject([{ crashes: 1, isLeftOut: false }])
  second.guard.hold(stanza(hello()))!(true)
  expect(listQuarantine(db)).toEqual([])
  await turn()
  expect(readFileSync(join(dir, 'hand'), 'utf8').trim()).toBe('') // and an end now is nobody's fault
  start(dir, db)
  expect(listQuarantine(db)).toEqual([])
})

test('a file that says something else says nothing', () => {
  const { db, dir } = store()
  for (const text of ['', 'x', '1 abc', `7 ${'0'.repeat(64)}`, `1 ${'0'.repeat(64)} 2`]) {
    writeFileSync(join(dir, 'hand'), text)
    start(dir, db)
  }
  expect(listQuarantine(db)).toEqual([])
})

test('X4: what throws once: the stream lives, the next is handled, a row says why; thrown again after the resume it is given up', async () => {
  const { db, dir } = store()
  const { guard, told } = start(dir, db)
  const waiting = [hello(), "<presence from='wei@x/d'/>", hello('', '2')]
  const server: ScriptedServer = await startScriptedServer(async (one, index) => {
    if (index === 0) {
      await one.logIn()
      return one.send(waiting.join(''))
    }
    await one.negotiateTls()
    await one.authenticate()
    await one.open("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>")
    const [, h] = await one.read(/<resume [^>]*h="(\d+)"/)
    one.send(`<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='0'/>${waiting.slice(Number(h)).join('')}<r xmlns='urn:xmpp:sm:3'/>`)
  })
  open.push(server)
  const client = connect({ jid: `lina@${DOMAIN}`, host: '127.0.0.1', port: server.port, transport: 'starttls', extraCa: [server.certificates.caPem], guard })
  const handled: string[] = []
  client.connection.on('stanza', (el) => {
    const name = `${el.name} ${String(el.attrs['id'] ?? '')}`
    if (name === 'message 1') throw new Error('planted')
    handled.push(name)
  })
  client.connection.start()
  await expect.poll(() => handled).toEqual(['presence ', 'message 2'])
  expect(client.connection.state.phase).toBe('online')
  expect(listQuarantine(db)).toMatchObject([{ crashes: 0, isLeftOut: false, reason: expect.stringContaining('planted') as string, raw: expect.stringContaining('hello') as string }])
  server.clients[0]!.reset()
  await expect.poll(() => told).toEqual(['1'])
  await expect.poll(() => server.clients[1]?.encrypted).toContain('<a xmlns="urn:xmpp:sm:3" h="3"/>')
  expect(listQuarantine(db)).toMatchObject([{ isLeftOut: true }])
})

test('X4: an answerer that throws: refused, noted, the next one is answered', async () => {
  const { db, dir } = store()
  const { guard } = start(dir, db)
  const server = await startScriptedServer(async (one) => {
    await one.logIn()
    for (const id of ['i1', 'i2']) one.send(`<iq type='get' id='${id}' from='lina@${DOMAIN}'><q xmlns='urn:test' n='${id}'/></iq>`)
  })
  open.push(server)
  const client = connect({ jid: `lina@${DOMAIN}`, host: '127.0.0.1', port: server.port, transport: 'starttls', extraCa: [server.certificates.caPem], guard })
  let asked = 0
  client.connection.onIq('get', 'q', 'urn:test', 'own-account', () => {
    if (++asked === 1) throw new Error('planted')
    return { result: null }
  })
  client.connection.start()
  await expect.poll(() => server.clients[0]?.encrypted).toMatch(/id="i1"[^]*internal-server-error[^]*type="result" id="i2"/)
  expect(listQuarantine(db)).toMatchObject([{ reason: expect.stringContaining('planted') as string }])
})

test('what was left out can be looked at and forgotten: then it is tried like any other', () => {
  const { db, dir } = store()
  const bad = stanza(hello())
  const run = start(dir, db)
  run.guard.threw(bad, 'Error: no', true)
  expect(run.guard.hold(bad)).toBeNull()
  expect(run.quarantine.list()).toMatchObject([{ crashes: 0, isLeftOut: true, reason: 'Error: no', raw: expect.stringContaining('hello') as string, atMs: expect.any(Number) as number }])
  const hash = run.quarantine.list()[0]!.hash
  expect([run.quarantine.forget('f'.repeat(64)), run.quarantine.forget(hash), run.quarantine.list()]).toEqual([false, true, []])
  expect(run.guard.hold(bad)).not.toBeNull()
  run.stop()
  const again = start(dir, db)
  expect(again.guard.hold(bad), 'also after a restart').not.toBeNull()
  again.stop()
})
