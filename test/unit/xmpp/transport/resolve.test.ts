import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { parseRedirect } from '#xmpp/open-stream'
import { findWebSocket, parseHostMetaJson, parseHostMetaXml } from '#xmpp/transport/host-meta'
import { directRoutes } from '#xmpp/transport/proxy'
import { orderByWeight, resolveCandidates, systemResolver, type Resolver } from '#xmpp/transport/resolve'
import { makeCertificates } from '../../../support/certificates'
import { DOMAIN, startScriptedServer } from '../../../support/scripted-server'
import { connect, stopAll } from '../../../support/xmpp-client'

afterEach(stopAll)
type Records = Record<string, { name: string; port: number; priority: number; weight: number }[]>
const resolver = (records: Records): Resolver => ({
  srv: (name) => {
    const found = records[name.split('.')[0]!]
    return found ? Promise.resolve(found) : Promise.reject(Object.assign(new Error('none'), { code: 'ENODATA' }))
  },
  addresses: () => Promise.resolve(['127.0.0.1']),
})
const record = (name: string, port: number, priority = 0, weight = 0) => ({ name, port, priority, weight })
const find = (records: Records, config: Partial<Parameters<typeof resolveCandidates>[0]> = {}, domain = 'x.test') =>
  resolveCandidates({ transport: 'auto', ...config }, domain, resolver(records), () => 0.5)
    .then(({ candidates }) => candidates.map(({ kind, host, port }) => `${kind} ${host}:${port}`))

describe('where a server is', () => {
  test('both kinds mixed by priority', async () => expect(await find({
    '_xmpp-client': [record('a.x.test', 5222, 10), record('b.x.test.', 5222, 30)], '_xmpps-client': [record('c.x.test', 443, 20)],
  })).toEqual(['starttls a.x.test:5222', 'tls c.x.test:443', 'starttls b.x.test:5222']))
  test('none: the domain itself', async () => {
    expect(await find({})).toEqual(['starttls x.test:5222', 'tls x.test:5223'])
    expect(await find({}, { transport: 'tls' })).toEqual(['tls x.test:5223'])
    expect(await find({}, {}, 'bücher.test')).toEqual(['starttls xn--bcher-kva.test:5222', 'tls xn--bcher-kva.test:5223'])
  })
  test('target "."', async () => {
    await expect(find({ '_xmpp-client': [record('', 0)] })).rejects.toMatchObject({ problem: { code: 'no-service' } })
    expect(await find({ '_xmpp-client': [record('', 0)], '_xmpps-client': [record('c.x.test', 443)] })).toEqual(['tls c.x.test:443'])
  })
  test('given host and port', async () => {
    const srv = { '_xmpp-client': [record('a.x.test', 1)] }
    expect(await find(srv, { host: 'h.test' })).toEqual(['starttls h.test:5222', 'tls h.test:5223'])
    expect(await find(srv, { host: 'h.test', port: 15222 })).toEqual(['starttls h.test:15222'])
    expect(await find(srv, { port: 5223 })).toEqual(['tls x.test:5223'])
    expect(await find(srv, { host: 'h.test', port: 7, transport: 'tls' })).toEqual(['tls h.test:7'])
    expect(await find(srv, {}, '127.0.0.1')).toEqual(['starttls 127.0.0.1:5222', 'tls 127.0.0.1:5223'])
  })
  test('RFC 2782: weights are drawn, not sorted', () => {
    let seed = 7
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647
    const firsts = new Map<string, number>()
    for (let i = 0; i < 3000; i++) {
      const [first] = orderByWeight([10, 20, 70, 0].map((weight) => ({ kind: 'tls', host: `w${weight}`, port: 1, priority: 1, weight })), random)
      firsts.set(first!.host, (firsts.get(first!.host) ?? 0) + 1)
    }
    const share = (host: string) => (firsts.get(host) ?? 0) / 3000
    expect(share('w70')).toBeGreaterThan(0.65)
    expect(share('w70')).toBeLessThan(0.75)
    expect(share('w20')).toBeGreaterThan(0.15)
    expect(share('w10')).toBeGreaterThan(0.05)
    expect(share('w0')).toBeGreaterThan(0)
  })
  test('redirections', () => {
    expect(parseRedirect('[::1]:5333', 'tls')).toEqual({ kind: 'tls', host: '::1', port: 5333 })
    expect(parseRedirect('h.test', 'starttls')).toEqual({ kind: 'starttls', host: 'h.test', port: 5222 })
    for (const bad of ['', 'a b', 'h:x', 'http://x/', 'h:999999']) expect(parseRedirect(bad, 'tls')).toBeNull()
    expect(parseRedirect('h.test', 'plain')).toBeNull()
  })
})

test('every address is tried: dead ones first, a certificate for the wrong name on the way', async () => {
  const good = await startScriptedServer((one) => one.logIn())
  const wrong = await startScriptedServer((one) => one.logIn(), 'wrong-host')
  const dead = await startScriptedServer(() => Promise.resolve())
  await dead.close()
  const records = { '_xmpp-client': [record('dead', dead.port, 1), record('wrong', wrong.port, 2), record('good', good.port, 3)] }
  const extraCa = [good.certificates.caPem, wrong.certificates.caPem]
  const client = connect({ jid: `lina@${DOMAIN}`, extraCa, parts: { resolver: resolver(records) } })
  client.connection.start()
  expect((await client.online()).secure.host).toBe('good')
  await client.connection.stop()
  await good.close()
  const alone = connect({ jid: `lina@${DOMAIN}`, extraCa, parts: { resolver: resolver(records) } })
  alone.connection.start()
  expect(await alone.failed()).toMatchObject({ needsUser: true, problem: { code: 'certificate' } })
  expect(wrong.clients.every((one) => one.encrypted === '')).toBe(true)
  await wrong.close()
})

describe('host-meta', () => {
  const rel = 'urn:xmpp:alt-connections:websocket'
  test('JSON and XML, hostile ones too', () => {
    expect(parseHostMetaJson(JSON.stringify({ links: [{ rel, href: 'wss://a/' }, { rel: 'x', href: 'y' }, null, { rel }] }))).toEqual(['wss://a/'])
    for (const bad of ['', 'null', '{}', '{"links":{}}', '[', '{"links":[1,"x"]}']) expect(parseHostMetaJson(bad)).toEqual([])
    expect(parseHostMetaXml(`\ufeff<?xml version='1.0'?><XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'><Link rel='${rel}' href='wss://b/'/></XRD>`))
      .toEqual(['wss://b/'])
    expect(parseHostMetaXml('<!DOCTYPE x><XRD/>')).toEqual([])
  })
  test('over https only from a trusted server; ws:// is not taken', async () => {
    const { certFile, keyFile, caPem } = await makeCertificates({ domain: 'localhost' })
    const files: Record<string, string> = {}
    const server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (request, response) => {
      const file = files[request.url!]
      response.writeHead(file === undefined ? 404 : 200).end(file)
    }).listen(0)
    await once(server, 'listening')
    const ask = (ca: string[]) => findWebSocket('localhost', ca, { signal: new AbortController().signal, resolver: systemResolver, routes: directRoutes }, (server.address() as AddressInfo).port)
    files['/.well-known/host-meta.json'] = JSON.stringify({ links: [{ rel, href: 'ws://bad/' }] })
    await expect(ask([caPem])).rejects.toMatchObject({ problem: { code: 'no-service' } })
    files['/.well-known/host-meta'] = `<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'><Link rel='${rel}' href='wss://good/ws'/></XRD>`
    expect(await ask([caPem])).toBe('wss://good/ws')
    await expect(ask([])).rejects.toMatchObject({ problem: { code: 'no-service' } })
    server.close()
  })
})
