/** Files over https against a real server of this test: who is asked at all, how much is read, where it may lead. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isPrivateAddress, isPrivateName } from '#xmpp/transport/addresses'
import { createHttps } from '#xmpp/transport/https'
import { directRoutes } from '#xmpp/transport/proxy'
import { makeCertificates } from '../../../support/certificates'

let server: Server
let port: number
let https: ReturnType<typeof createHttps>
let asked: string[]
let connections = 0
let dns: Record<string, string[]>

beforeAll(async () => {
  const { caPem, certFile, keyFile } = await makeCertificates({ domain: 'files.example.org', names: ['other.example.org'] })
  server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (request, response) => {
    asked.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`)
    const path = request.url ?? ''
    if (path === '/long') return void response.write(Buffer.alloc(25_000), () => response.end(Buffer.alloc(25_000))) // says nothing of its length
    if (path === '/said') return void response.writeHead(200, { 'Content-Length': 50_000 }).end(Buffer.alloc(50_000))
    if (path === '/gone') return void response.writeHead(404).end()
    if (path === '/cut') return void response.writeHead(200, { 'Content-Length': 50_000 }).write(Buffer.alloc(100), () => response.destroy())
    if (path.startsWith('/to?')) return void response.writeHead(302, { Location: decodeURIComponent(path.slice(4)) }).end()
    if (path === '/loop') return void response.writeHead(302, { Location: '/loop' }).end()
    if (path === '/full') return void response.writeHead(413).end()
    request.resume().on('end', () => response.writeHead(201).end())
  })
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  https = createHttps({ routes: directRoutes, extraCa: [caPem], resolver: { addresses: (host) => Promise.resolve(dns[host] ?? []) } })
})
beforeEach(() => {
  asked = []
  connections = 0
  dns = { 'files.example.org': ['127.0.0.1'], 'other.example.org': ['127.0.0.1'], 'elsewhere.example.org': ['127.0.0.1'] }
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const { signal } = new AbortController()
const at = (path: string, host = 'files.example.org') => `https://${host}:${port}${path}`
async function read(url: string, maxBytes = 100_000, mayBePrivate: (url: URL) => boolean = () => true) {
  let size = 0
  for await (const part of https.get(url, { signal, maxBytes, mayBePrivate })) size += part.length
  return size
}

describe('files over https', () => {
  test('comes whole, and nothing is told of us', async () => {
    expect(await read(at('/said'))).toBe(50_000)
    expect(asked[0]).not.toMatch(/referer|cookie|user-agent|origin/i)
  })

  test('nobody in a private network is asked, not even when only DNS says so', async () => {
    for (const host of ['files.example.org', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', 'localhost', 'printer', 'nas.local']) {
      await expect(read(at('/said', host), 100_000, () => false)).rejects.toMatchObject({ code: 'not-allowed' })
    }
    expect(connections).toBe(0)
  })

  test('no redirection leads into a private network, to http, or round and round', async () => {
    const onlyFiles = (url: URL) => url.hostname === 'files.example.org'
    const to = (url: string) => at(`/to?${encodeURIComponent(url)}`)
    expect(await read(to(at('/said')), 100_000, onlyFiles)).toBe(50_000)
    for (const url of [at('/said', 'other.example.org'), at('/said', '127.0.0.1'), `http://files.example.org:${port}/said`, 'file:///etc/passwd', at('/loop')]) {
      await expect(read(to(url), 100_000, onlyFiles), url).rejects.toMatchObject({ code: 'not-allowed' })
    }
    expect(asked.filter((line) => line.includes('"host":"other.example.org'))).toEqual([])
  })

  test('reads no more than allowed, whether the server says how much it is or not', async () => {
    for (const path of ['/said', '/long']) await expect(read(at(path), 10_000)).rejects.toMatchObject({ code: 'too-large' })
  })

  test('half a file is none; a certificate for somebody else is not taken', async () => {
    await expect(read(at('/cut'))).rejects.toMatchObject({ code: 'unreachable' })
    await expect(read(at('/gone'))).rejects.toMatchObject({ code: 'status', status: 404 })
    await expect(read(at('/said', 'elsewhere.example.org'))).rejects.toMatchObject({ code: 'unreachable' })
    await expect(read('http://files.example.org/')).rejects.toMatchObject({ code: 'not-allowed' })
  })

  test('goes up once and follows nobody', async () => {
    const put = (path: string) => https.put(at(path), { signal, mayBePrivate: () => true, body: Readable.from([Buffer.alloc(3000)]), size: 3000, headers: { Authorization: ['x'] } })
    await put('/take')
    expect(asked[0]).toMatch(/^PUT \/take .*"authorization":"x".*"content-length":"3000"/)
    await expect(put('/full')).rejects.toMatchObject({ code: 'too-large' })
    await expect(put(`/to?${encodeURIComponent(at('/take'))}`)).rejects.toMatchObject({ code: 'status', status: 302 })
    expect(asked).toHaveLength(3)
  })
})

describe('addresses of private networks', () => {
  test.each(['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1%eth0',
    'fd00::1', 'ff02::1', '::ffff:10.0.0.1', '::ffff:7f00:1', '64:ff9b::7f00:1', '2002:7f00:1::', 'nonsense', ''])('%s is one', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })
  test.each(['1.1.1.1', '172.32.0.1', '8.8.8.8', '2606:4700::1111', '2a00:1450::1', '::ffff:8.8.8.8'])('%s is none', (address) => {
    expect(isPrivateAddress(address)).toBe(false)
  })
  test('names', () => {
    for (const name of ['localhost', 'printer', 'a.local', 'x.internal', 'nas.home.arpa.']) expect(isPrivateName(name)).toBe(true)
    expect(isPrivateName('files.example.org')).toBe(false)
  })
})
