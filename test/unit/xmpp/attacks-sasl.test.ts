/** Servers that cheat in SASL (SAFETY.md P8): each must be refused with the right words before anything is believed. */
import { createHash, X509Certificate } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { advertisedText, Scram, saslPrep, type ScramHash } from '#xmpp/sasl/scram'
import { chooseMechanism, strengthOf } from '#xmpp/sasl/choose'
import { DOMAIN, SASL, startScriptedServer, type Script, type ScriptedServer } from '../../support/scripted-server'
import { ScramServer, type ScramChange } from '../../support/scripted-scram'
import { connect, stopAll, type TestConnectionOptions } from '../../support/xmpp-client'

const servers: ScriptedServer[] = []
afterEach(async () => {
  await stopAll()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function play(script: Script, options: Partial<TestConnectionOptions> = {}, maxVersion?: 'TLSv1.2') {
  const server = await startScriptedServer(script, 'good', maxVersion)
  servers.push(server)
  const client = connect({ jid: `lina@${DOMAIN}`, host: '127.0.0.1', port: server.port, transport: 'starttls', extraCa: [server.certificates.caPem], ...options })
  client.connection.start()
  return { server, client }
}
const cheat = (change: ScramChange): Script => async (one) => {
  await one.negotiateTls()
  await one.authenticate(['SCRAM-SHA-1'], change)
  await one.bind('')
}

test.each<[string, ScramChange, string]>([
  ['signature that is wrong', { success: Buffer.from('v=AAAA').toString('base64') }, 'server-not-proved'],
  ['signature that is missing', { success: '' }, 'server-not-proved'],
  ['server that does not know the password', { success: Buffer.from(`v=${Buffer.alloc(20).toString('base64')}`).toString('base64') }, 'server-not-proved'],
  ['nonce that is not ours', { nonce: 'theirs'.repeat(20) }, 'server-not-proved'],
  ['one iteration', { iterations: '1' }, 'login-failed'],
  ['4,095 iterations', { iterations: '4095' }, 'login-failed'],
  ['two thousand million iterations', { iterations: '2000000000' }, 'login-failed'],
  ['iterations that are no number', { iterations: '4096x' }, 'login-failed'],
])('a %s: refused', async (_, change, code) => {
  const { client, server } = await play(cheat(change))
  expect(await client.failed()).toMatchObject({ phase: 'offline', needsUser: true, problem: { code } })
  expect(server.clients).toHaveLength(1)
  expect(server.clients[0]!.encrypted).not.toContain('<bind')
})

test('stanzas that follow a false success are not believed', async () => {
  const { client } = await play(async (one) => {
    await one.negotiateTls()
    await one.open(`<mechanisms xmlns='${SASL}'><mechanism>SCRAM-SHA-1</mechanism></mechanisms>`)
    await one.read(/<auth/)
    one.send(`<success xmlns='${SASL}'/><message from='boss@x'><body>hi</body></message>`)
  })
  expect(await client.failed()).toMatchObject({ problem: { code: 'server-not-proved' } })
  expect(client.stanzas).toEqual([])
})

test('the strongest mechanism that both know', async () => {
  const { client } = await play(async (one) => {
    await one.negotiateTls()
    await one.authenticate(['PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-512', 'SCRAM-SHA-256', 'X-OAUTH2'])
    await one.bind('')
  }, { allowPlain: true })
  expect((await client.online()).secure.saslMechanism).toBe('SCRAM-SHA-512')
  expect(client.mechanisms).toEqual(['SCRAM-SHA-512'])
})

test('weaker than pinned: refused, nothing sent', async () => {
  for (const offer of ['SCRAM-SHA-1', 'PLAIN']) {
    const { client, server } = await play(async (one) => {
      await one.negotiateTls()
      await one.open(`<mechanisms xmlns='${SASL}'><mechanism>${offer}</mechanism></mechanisms>`)
    }, { pinnedMechanism: 'SCRAM-SHA-256', allowPlain: true })
    expect(await client.failed()).toMatchObject({ needsUser: true, problem: { code: 'weaker-mechanism' } })
    expect(server.clients[0]!.encrypted).not.toContain('<auth')
  }
})

test('PLAIN only where it is allowed, in UTF-8', async () => {
  const script: Script = async (one) => {
    await one.negotiateTls()
    await one.open(`<mechanisms xmlns='${SASL}'><mechanism>PLAIN</mechanism></mechanisms>`)
    const [, data] = await one.read(/<auth [^>]*mechanism="PLAIN">([^<]*)</)
    expect(Buffer.from(data!, 'base64').toString()).toBe('\0lina\0пароль')
    one.send(`<success xmlns='${SASL}'/>`)
    await one.bind('')
  }
  const { client } = await play(script, { password: 'пароль' })
  expect(await client.failed()).toMatchObject({ problem: { code: 'no-mechanism' } })
  const { client: allowed } = await play(script, { password: 'пароль', allowPlain: true })
  expect((await allowed.online()).secure.saslMechanism).toBe('PLAIN')
})

test.each([['tls-exporter', undefined], ['tls-server-end-point', undefined], ['tls-server-end-point', 'TLSv1.2']] as const)(
  'channel binding %s %s', async (type, maxVersion) => {
    const { client, server } = await play(async (one) => {
      await one.negotiateTls()
      await one.open(`<mechanisms xmlns='${SASL}'><mechanism>SCRAM-SHA-1-PLUS</mechanism><mechanism>SCRAM-SHA-512</mechanism></mechanisms>` +
        `<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'><channel-binding type='${type}'/></sasl-channel-binding>`)
      const [, first] = await one.read(/<auth [^>]*mechanism="SCRAM-SHA-1-PLUS"[^>]*>([^<]*)</)
      const scram = new ScramServer('SCRAM-SHA-1-PLUS')
      one.send(`<challenge xmlns='${SASL}'>${scram.challenge(first!)}</challenge>`)
      const [, final] = await one.read(/<response[^>]*>([^<]*)</)
      const der = new X509Certificate(server.certificates.certPem).raw // signed with SHA-256
      const binding = type === 'tls-exporter' ? one.exporter() : createHash('sha256').update(der).digest()
      const sent = Buffer.from(/^c=([^,]+)/.exec(Buffer.from(final!, 'base64').toString())![1]!, 'base64')
      expect(sent).toEqual(Buffer.concat([Buffer.from(`p=${type},,`), binding]))
      one.send(`<success xmlns='${SASL}'>${scram.success(final!)}</success>`)
      await one.bind('')
    }, {}, maxVersion)
    await client.online().catch((error: unknown) => {
      throw server.errors[0] ?? error
    })
  })

describe('XEP-0474: what the server offers is part of the proof', () => {
  const RS = '\u001e'
  const US = '\u001f'
  const offer = (list: readonly string[], bindings: readonly string[], offers: string): Script => async (one) => {
    await one.negotiateTls()
    const announced = bindings.length === 0 ? '' : `<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'>${bindings.map((type) => `<channel-binding type='${type}'/>`).join('')}</sasl-channel-binding>`
    await one.authenticate([...list], { offers }, announced)
    await one.bind('')
  }

  test.each([
    ['mechanisms alone', ['SCRAM-SHA-256', 'PLAIN', 'SCRAM-SHA-1'], [], `PLAIN${RS}SCRAM-SHA-1${RS}SCRAM-SHA-256`],
    ['with bindings', ['SCRAM-SHA-1'], ['tls-unique', 'tls-foo'], `SCRAM-SHA-1${US}tls-foo${RS}tls-unique`],
  ])('as it is: %s', async (_, list, bindings, offers) => {
    const { client } = await play(offer(list, bindings, offers))
    expect((await client.online()).secure.saslMechanism).toMatch(/^SCRAM/)
  })

  test.each([
    ['a stronger one taken away', ['SCRAM-SHA-1'], [], `SCRAM-SHA-1${RS}SCRAM-SHA-256`],
    ['-PLUS taken away', ['SCRAM-SHA-256'], [], `SCRAM-SHA-256${RS}SCRAM-SHA-256-PLUS`],
    ['the bindings taken away', ['SCRAM-SHA-1'], [], `SCRAM-SHA-1${US}tls-exporter`],
    ['other bindings', ['SCRAM-SHA-1'], ['tls-foo'], `SCRAM-SHA-1${US}tls-exporter`],
  ])('%s: refused before the proof of the password', async (_, list, bindings, offers) => {
    const { client, server } = await play(offer(list, bindings, offers))
    expect(await client.failed()).toMatchObject({ phase: 'offline', needsUser: true, problem: { code: 'downgraded' } })
    expect(server.clients[0]!.encrypted).not.toContain('<response')
  })

  test('the text that is hashed', () => {
    expect(advertisedText({ mechanisms: ['SCRAM-SHA-1-PLUS', 'SCRAM-SHA-1'], bindings: ['tls-server-end-point', 'tls-exporter'] }))
      .toBe(`SCRAM-SHA-1${RS}SCRAM-SHA-1-PLUS${US}tls-exporter${RS}tls-server-end-point`)
    const example = createHash('sha1').update(`SCRAM-SHA-1${RS}SCRAM-SHA-1-PLUS${US}tls-exporter${RS}tls-server-end-point`).digest('base64')
    expect(example).toBe('G6k/rBLDqgOhRRaCuuatSDFkJ08=') // the XEP's example
  })
})

test('wrong password: one attempt, then the user is asked', async () => {
  const { client, server } = await play(async (one) => {
    await one.negotiateTls()
    await one.open(`<mechanisms xmlns='${SASL}'><mechanism>SCRAM-SHA-1</mechanism></mechanisms>`)
    await one.read(/<auth/)
    one.send(`<failure xmlns='${SASL}'><not-authorized/><text>go away</text></failure></stream:stream>`)
    one.destroy()
  })
  expect(await client.failed()).toMatchObject({ phase: 'offline', needsUser: true, problem: { code: 'wrong-password', detail: 'not-authorized: go away' } })
  await new Promise((resolve) => setTimeout(resolve, 1200))
  expect(server.clients).toHaveLength(1)
})

test('no password, keychain broken', async () => {
  const script: Script = async (one) => {
    await one.negotiateTls()
    await one.open(`<mechanisms xmlns='${SASL}'><mechanism>SCRAM-SHA-1</mechanism></mechanisms>`)
  }
  const { client } = await play(script, { password: null })
  expect(await client.failed()).toMatchObject({ needsUser: true, problem: { code: 'password-needed' } })
})

describe('SCRAM by itself', () => {
  const input = { username: 'user', password: 'pencil', binding: null, couldBind: false, advertised: { mechanisms: [], bindings: null } }
  const run = async (hash: ScramHash, nonce: string, challenge: string, final: string) => {
    const scram = new Scram(hash, input, nonce)
    const first = scram.start().toString()
    const answer = (await scram.answer(Buffer.from(challenge))).toString()
    scram.finish(Buffer.from(final))
    return [first, answer]
  }
  test('RFC 5802 §5', async () => expect(await run('SHA-1', 'fyko+d2lbbFgONRv9qkxdawL',
    'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096', 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=')).toEqual([
    'n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL', 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=']))
  test('RFC 7677 §3', async () => expect((await run('SHA-256', 'rOprNGfwEbeRWgbNEkqO',
    'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='))[1]).toBe(
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ='))
  test('names are escaped, text is prepared', () => {
    expect(new Scram('SHA-1', { ...input, username: 'a=b,c' }, 'n').start().toString()).toBe('n,,n=a=3Db=2Cc,r=n')
    expect([saslPrep('I\u00adX'), saslPrep('\u00aa'), saslPrep('\u2168'), saslPrep('a\u00a0b')]).toEqual(['IX', 'a', 'IX', 'a b']) // RFC 4013 §3
  })
  test('taking away -PLUS is told to the server', () => {
    const choice = { offered: ['SCRAM-SHA-1'], isSecure: true, allowPlain: false, pinned: null }
    expect(chooseMechanism(choice, { ...input, couldBind: true }).start().toString()).toMatch(/^y,,/)
    expect(chooseMechanism({ ...choice, offered: ['SCRAM-SHA-1', 'SCRAM-SHA-1-PLUS'] }, { ...input, couldBind: true }).start().toString()).toMatch(/^n,,/)
    expect([strengthOf('SCRAM-SHA-1-PLUS'), strengthOf('SCRAM-SHA-1'), strengthOf('PLAIN'), strengthOf('SCRAM-SHA-999')]).toEqual([1, 1, 0, 0])
  })
})
