/**
 * S3 of SAFETY.md §6 in one table: whatever the other side does before TLS, the login and the server's proof, not a byte of a stanza or
 * of the password leaves, nothing it says is believed, and the reason is one that has words (renderer: problem-texts.ts).
 * Single attacks in more detail: attacks-tls.test.ts, attacks-sasl.test.ts.
 */
import { afterEach, expect, test } from 'vitest'
import { xml } from '#xmpp/element'
import type { Resolver } from '#xmpp/transport/resolve'
import { DOMAIN, SASL, startScriptedServer, type Script, type ScriptedServer } from '../../support/scripted-server'
import type { CertificateKind } from '../../support/certificates'
import { connect, stopAll, type TestConnectionOptions } from '../../support/xmpp-client'

const servers: ScriptedServer[] = []
afterEach(async () => {
  await stopAll()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

const PASSWORD = 'correct horse 喜鹊'
const TLS = 'urn:ietf:params:xml:ns:xmpp-tls'
const mechanisms = (...names: string[]) => `<mechanisms xmlns='${SASL}'>${names.map((name) => `<mechanism>${name}</mechanism>`).join('')}</mechanisms>`
const inTls = (features: string, then: Script = () => Promise.resolve()): Script => async (one, index) => {
  await one.negotiateTls()
  await one.open(features)
  await then(one, index)
}
const scram = (change: object, ...names: string[]): Script => async (one) => {
  await one.negotiateTls()
  await one.authenticate(names.length > 0 ? names : ['SCRAM-SHA-1'], { password: PASSWORD, ...change })
  await one.bind('')
}
const directly: Script = async (one) => {
  await one.startTls()
  await one.authenticate()
}
const message = "<message from='boss@x' id='evil'><body>pay</body></message>"
const success = `<success xmlns='${SASL}'/>`
const b64 = (text: string) => Buffer.from(text).toString('base64')
/** SRV names a host of somebody else; the certificate is his, and signed. */
const elsewhere: Resolver = { srv: (name) => Promise.resolve(name.startsWith('_xmpps') ? [{ name: 'elsewhere.example', port: servers.at(-1)!.port, priority: 1, weight: 1 }] : []), addresses: () => Promise.resolve(['127.0.0.1']) }

interface Attack {
  code: string
  script: Script
  kind?: CertificateKind
  options?: Partial<TestConnectionOptions>
  tls?: 'TLSv1.1'
  /** What may not have left in clear or inside TLS, besides stanzas and the password. */
  never?: RegExp
}

const attacks: Record<string, Attack> = {
  'STARTTLS taken away': { code: 'no-tls', script: (one) => one.open(mechanisms('SCRAM-SHA-1', 'PLAIN')), never: /<auth/ },
  'STARTTLS taken away, PLAIN allowed': { code: 'no-tls', script: (one) => one.open(mechanisms('PLAIN')), options: { allowPlain: true }, never: /<auth/ },
  'STARTTLS refused': { code: 'tls-failed', never: /<auth/, script: async (one) => {
    await one.open(`<starttls xmlns='${TLS}'/>${mechanisms('PLAIN')}`)
    await one.read(/<starttls[^>]*\/>/)
    one.send(`<failure xmlns='${TLS}'/>${success}${message}`)
  } },
  'success and stanzas before TLS': { code: 'no-tls', never: /<auth/, script: (one) => one.open(mechanisms('PLAIN')).then(() => one.send(success + message)) },
  'a success glued behind <proceed/>': { code: 'no-mechanism', never: /<auth/, script: async (one) => {
    await one.open(`<starttls xmlns='${TLS}'/>`)
    await one.read(/<starttls[^>]*\/>/)
    one.send(`<proceed xmlns='${TLS}'/><stream:features>${mechanisms('SCRAM-SHA-1')}</stream:features>${success}${message}`)
    await one.startTls()
    await one.open(mechanisms('X-OAUTH2'))
  } },
  'only compression': { code: 'no-tls', never: /<compress/, script: (one) => one.open("<compression xmlns='http://jabber.org/features/compress'><method>zlib</method></compression>") },
  'certificate of another name': { code: 'certificate', script: (one) => one.logIn(), kind: 'wrong-host', never: /<auth/ },
  'certificate signed by nobody': { code: 'certificate', script: (one) => one.logIn(), kind: 'self-signed', never: /<auth/ },
  'certificate that is over': { code: 'certificate', script: (one) => one.logIn(), kind: 'expired', never: /<auth/ },
  'direct TLS: of another name': { code: 'certificate', script: directly, kind: 'wrong-host', options: { transport: 'tls' }, never: /<auth/ },
  'direct TLS: the right certificate for the host that SRV names': { code: 'certificate', script: directly, kind: 'wrong-host', never: /<auth/, options: { transport: 'tls', host: undefined, port: undefined, parts: { resolver: elsewhere } } },
  'TLS 1.1': { code: 'tls-failed', script: (one) => one.logIn(), tls: 'TLSv1.1', never: /<auth/ },
  'a redirection in clear': { code: 'stream-error', never: /<auth/, script: async (one) => {
    await one.open(null)
    one.send("<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>127.0.0.1:1</see-other-host></stream:error>")
  } },
  'only PLAIN': { code: 'no-mechanism', script: inTls(mechanisms('PLAIN')), never: /<auth/ },
  'only what logs in as anybody': { code: 'no-mechanism', script: inTls(mechanisms('ANONYMOUS', 'EXTERNAL', 'DIGEST-MD5')), never: /<auth/ },
  'PLAIN in clear where unencrypted is allowed': { code: 'no-mechanism', script: (one) => one.open(mechanisms('PLAIN')), never: /<auth/, options: { allowUnencrypted: true, allowPlain: true } },
  'weaker than before': { code: 'weaker-mechanism', script: inTls(mechanisms('SCRAM-SHA-1', 'PLAIN')), never: /<auth/, options: { pinnedMechanism: 'SCRAM-SHA-256', allowPlain: true } },
  'PLAIN after SCRAM': { code: 'weaker-mechanism', script: inTls(mechanisms('PLAIN')), never: /<auth/, options: { pinnedMechanism: 'SCRAM-SHA-1', allowPlain: true } },
  'a list that was changed on its way (0474)': { code: 'downgraded', script: scram({ offers: 'SCRAM-SHA-1\u001eSCRAM-SHA-512' }), never: /<response/ },
  'success without the exchange': { code: 'server-not-proved', script: inTls(mechanisms('SCRAM-SHA-1'), async (one) => {
    await one.read(/<auth/)
    one.send(success + message)
  }), never: /<response|<bind/ },
  'no signature': { code: 'server-not-proved', script: scram({ success: '' }), never: /<bind/ },
  'a wrong signature': { code: 'server-not-proved', script: scram({ success: b64('v=AAAA') }), never: /<bind/ },
  'a nonce that is not ours': { code: 'server-not-proved', script: scram({ nonce: 'x'.repeat(64) }), never: /<response/ },
  'our nonce alone': { code: 'server-not-proved', script: inTls(mechanisms('SCRAM-SHA-1'), async (one) => {
    const [, first] = await one.read(/<auth [^>]*>([^<]*)</)
    const nonce = /r=([^,]+)/.exec(Buffer.from(first!, 'base64').toString())![1]
    one.send(`<challenge xmlns='${SASL}'>${b64(`r=${nonce},s=${b64('salt')},i=4096`)}</challenge>`)
  }), never: /<response/ },
  'one iteration': { code: 'login-failed', script: scram({ iterations: '1' }), never: /<response/ },
  'two thousand million iterations': { code: 'login-failed', script: scram({ iterations: '2000000000' }), never: /<response/ },
  'another channel than ours (-PLUS)': { code: 'downgraded', script: scram({ success: b64('e=channel-bindings-dont-match') }), never: /<bind/ },
  'ws:// without TLS': { code: 'no-tls', script: () => Promise.resolve(), never: /./, options: { transport: 'websocket', websocketUrl: `ws://127.0.0.1:1/ws` } },
  'challenges without end': { code: 'login-failed', script: inTls(mechanisms('PLAIN'), async (one) => {
    await one.read(/<auth/)
    for (let i = 0; i < 20; i++) one.send(`<challenge xmlns='${SASL}'/>`)
  }), options: { allowPlain: true, password: 'another' }, never: /<bind/ },
}

test.each(Object.entries(attacks))('%s', async (_, { code, script, kind, options, tls, never }) => {
  const server = await startScriptedServer(script, kind, tls as never)
  servers.push(server)
  const client = connect({
    jid: `lina@${DOMAIN}`, password: PASSWORD, host: '127.0.0.1', port: server.port, transport: 'starttls', extraCa: [server.certificates.caPem], ...options,
  })
  // Whoever sends whenever anything changes: nothing of it may leave.
  const sent: boolean[] = []
  client.connection.on('state', ({ phase }) => phase === 'online' || sent.push(client.connection.send(xml('message', { to: 'wei@x' }, xml('body', {}, 'LEAK')))))
  client.connection.start()
  const state = await client.failed()
  expect(state.problem).toMatchObject({ code })
  const bytes = server.clients.map((one) => one.clear + one.encrypted).join('')
  for (const secret of [PASSWORD, b64(PASSWORD), b64(`\0lina\0${PASSWORD}`).slice(8, -4), 'LEAK', '<message', '<presence', '<iq']) expect(bytes).not.toContain(secret)
  if (never) expect(bytes).not.toMatch(never)
  expect([client.stanzas, sent.includes(true)]).toEqual([[], false])
  expect(state.phase).toBe(code === 'stream-error' || code === 'tls-failed' ? 'waiting' : 'offline')
})
