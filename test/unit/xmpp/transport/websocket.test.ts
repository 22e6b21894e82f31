/** RFC 7395 against a scripted server: the rules of TLS are those of the other transports. */
import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { afterEach, expect, test } from 'vitest'
import { xml } from '#xmpp/element'
import { certificatesOf, DOMAIN, SASL } from '../../../support/scripted-server'
import { ScramServer } from '../../../support/scripted-scram'
import { connect, stopAll, type TestConnectionOptions } from '../../../support/xmpp-client'

const closers: (() => void)[] = []
afterEach(async () => {
  await stopAll()
  for (const close of closers.splice(0)) close()
})

const STREAM = 'http://etherx.jabber.org/streams'
const features = (inner: string) => `<stream:features xmlns:stream='${STREAM}'>${inner}</stream:features>`

async function start(after: (ws: WebSocket, text: string) => void = () => {}, kind: Parameters<typeof certificatesOf>[0] = 'good', protocol: string | false = 'xmpp') {
  const certificates = await certificatesOf(kind)
  const server = createServer({ cert: certificates.certPem, key: readFileSync(certificates.keyFile) }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const received: string[] = []
  const sockets = new WebSocketServer({ server, handleProtocols: () => protocol })
  closers.push(() => (sockets.clients.forEach((ws) => ws.terminate()), sockets.close(), server.close()))
  sockets.on('connection', (ws) => {
    let opened = 0
    let scram = new ScramServer('SCRAM-SHA-1')
    ws.on('message', (data) => {
      const text = (data as Buffer).toString()
      received.push(text)
      if (text.startsWith('<open')) {
        ws.send(`<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='${DOMAIN}' version='1.0'/>`)
        ws.send(features(opened++ === 0 ? `<mechanisms xmlns='${SASL}'><mechanism>SCRAM-SHA-1</mechanism></mechanisms>` : "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"))
      } else if (text.startsWith('<auth')) {
        scram = new ScramServer('SCRAM-SHA-1')
        ws.send(`<challenge xmlns='${SASL}'>${scram.challenge(/>([^<]*)</.exec(text)![1]!)}</challenge>`)
      } else if (text.startsWith('<response')) ws.send(`<success xmlns='${SASL}'>${scram.success(/>([^<]*)</.exec(text)![1]!)}</success>`)
      else if (text.includes('<bind')) {
        ws.send(`<iq xmlns='jabber:client' type='result' id='${/id="([^"]+)"/.exec(text)![1]}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>lina@${DOMAIN}/m</jid></bind></iq>`)
      } else if (text.startsWith('<close')) ws.send("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>")
      else after(ws, text)
    })
  })
  const port = (server.address() as AddressInfo).port
  const client = (options: Partial<TestConnectionOptions> = {}) => {
    const made = connect({
      jid: `lina@${DOMAIN}`, transport: 'websocket', websocketUrl: `wss://${DOMAIN}:${port}/ws`, extraCa: [certificates.caPem],
      parts: { resolver: { srv: () => Promise.reject(new Error('not asked')), addresses: () => Promise.resolve(['127.0.0.1']) } }, ...options,
    })
    made.connection.start()
    return made
  }
  return { client, received, port, sockets }
}

test('log in, send framed stanzas, receive, log out', async () => {
  const { client, received } = await start((ws) => {
    ws.send("<message xmlns='jabber:client' id='1'><body>喜鹊</body></message>")
    ws.send("<message xmlns='urn:evil' id='2'/>")
    ws.send("<message xmlns='jabber:client' id='3'><body>&foo;</body></message>")
    ws.send("<message id='4'/>")
  })
  const one = client()
  expect((await one.online()).secure).toMatchObject({ transport: 'websocket', tlsVersion: 'TLSv1.3', certificate: { problem: 'none' } })
  one.connection.send(xml('message', { to: 'wei@x' }))
  await expect.poll(() => one.stanzas.map((el) => el.attrs['id'])).toEqual(['1', '4'])
  expect(received).toContain('<message to="wei@x" xmlns="jabber:client"/>')
  await one.connection.stop()
  expect(received.at(-1)).toBe('<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>')
})

test('bad certificate: shown, nothing sent', async () => {
  const { client, received } = await start(() => {}, 'wrong-host')
  expect(await client().failed()).toMatchObject({ needsUser: true, problem: { code: 'certificate', certificate: { problem: 'wrong-host' } } })
  expect(received).toEqual([])
})

test('ws:// only where unencrypted is allowed; not XMPP; two elements in a frame', async () => {
  const { client, port } = await start(() => {}, 'good', false)
  expect(await client({ websocketUrl: `ws://${DOMAIN}:${port}/` }).failed()).toMatchObject({ needsUser: true, problem: { code: 'no-tls' } })
  expect(await client({ websocketUrl: 'https://x/' }).failed()).toMatchObject({ problem: { code: 'not-xmpp' } })
  expect(await client().failed()).toMatchObject({ problem: { code: 'not-xmpp' } })
  const { client: other } = await start((ws) => ws.send('<message xmlns="jabber:client"/>text'))
  const one = other()
  await one.online()
  one.connection.send(xml('message', { to: 'wei@x' }))
  expect(await one.until((state) => state.phase === 'waiting')).toMatchObject({ problem: { code: 'protocol' } })
})
