/** What linked pages say of themselves, from a real server, and what is made of hostile ones. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodingOf, readPage } from '#features/link-previews/html'
import { readCard } from '#features/link-previews/page'
import { createHttps } from '#xmpp/transport/https'
import { directRoutes } from '#xmpp/transport/proxy'
import { makeCertificates } from '../../../support/certificates'

describe('the reader', () => {
  test('takes what Open Graph says, else what is older', () => {
    expect(readPage('<!doctype html><html><head><title> A\n title </title></head>')).toEqual({ title: 'A title', description: '' })
    const head = `<head><title>old</title><META content='D &amp; &#x660e;&#22825;' property=og:description><meta property="og:title" content="New &lt;b&gt;"><meta name="description" content="x"></head>`
    expect(readPage(head)).toEqual({ title: 'New <b>', description: 'D & 明天' })
    expect(readPage('<title>t</title><meta name="description" content="older">')).toEqual({ title: 't', description: 'older' })
    expect(readPage('<meta property="og:title" content="a > b">')?.title).toBe('a > b')
  })

  test.each([
    ['no head at all', 'hello'],
    ['an empty title', '<title>  </title>'],
    ['a title in a comment', '<!-- <title>x</title> -->'],
    ['a title in a script', '<script>"<title>x</title>"</script>'],
    ['a title in the body', '<body><title>x</title>'],
    ['a tag without end', '<meta property="og:title" content="'],
    ['a comment without end', '<!-- <title>x</title>'],
  ])('%s gives nothing', (_, html) => expect(readPage(html)).toBeNull())

  test('nothing unseen, nothing that turns the line around, nothing without end', () => {
    const page = readPage(`<title>a\u202eb\u200b&#x202e;c&#0;&#xd800;${'长'.repeat(1000)}</title><meta name=description content="${'x '.repeat(5000)}">`)!
    expect(page.title.startsWith('abc长')).toBe(true)
    expect([...page.title].length).toBeLessThanOrEqual(200)
    expect([...page.description].length).toBeLessThanOrEqual(400)
  })

  test('is done at once with what is made to be slow', () => {
    for (const html of ['<'.repeat(500_000), '<meta '.repeat(80_000), `<meta ${'a='.repeat(200_000)}>`, '<!--'.repeat(100_000), `<title>${'&#'.repeat(200_000)}`, '<script>'.repeat(60_000)]) {
      expect(() => readPage(html)).not.toThrow() // were it quadratic, it would take minutes
    }
  }, 60_000)

  test('knows in which encoding it is', () => {
    expect(encodingOf('text/html; charset="GBK"', '')).toBe('gbk')
    expect(encodingOf('text/html', '<meta charset=big5>')).toBe('big5')
    expect(encodingOf(null, '')).toBe('utf-8')
  })
})

describe('a page', () => {
  let server: Server
  let https: ReturnType<typeof createHttps>
  let port = 0
  let connections = 0
  beforeAll(async () => {
    const { caPem, certFile, keyFile } = await makeCertificates({ domain: 'pages.example.org' })
    server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (request, response) => {
      const html = (body: string | Buffer, type = 'text/html; charset=utf-8') => void response.writeHead(200, { 'Content-Type': type }).end(body)
      if (request.url === '/gbk') return html(Buffer.concat([Buffer.from('<meta charset=gbk><title>'), Buffer.from([0xc4, 0xe3, 0xba, 0xc3]), Buffer.from('</title>')]), 'text/html')
      if (request.url === '/long') return html(`<title>Begins</title>${'<p>x</p>'.repeat(500_000)}`)
      if (request.url === '/made-up') return html('<meta charset=made-up><title>plain</title>', 'text/html')
      if (request.url === '/picture') return html('<title>no page</title>', 'image/png')
      response.writeHead(404, { 'Content-Type': 'text/html' }).end('<title>Not found</title>')
    })
    server.on('connection', () => connections++)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
    https = createHttps({ routes: directRoutes, extraCa: [caPem], resolver: { addresses: () => Promise.resolve(['127.0.0.1']) } })
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))
  const read = (path: string) => readCard(https, `https://pages.example.org:${port}${path}`, () => true)

  test('of any encoding, of any length', async () => {
    expect(await read('/gbk')).toEqual({ url: `https://pages.example.org:${port}/gbk`, title: '你好', description: '', picture: null })
    expect((await read('/made-up'))?.title).toBe('plain')
    expect((await read('/long'))?.title).toBe('Begins')
  })

  test('is no picture, and no error page', async () => {
    expect(await read('/picture')).toBeNull()
    await expect(read('/gone')).rejects.toThrow('404')
  })

  test('in a private network is not asked', async () => {
    const before = connections
    await expect(readCard(https, `https://pages.example.org:${port}/gbk`)).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(readCard(https, `http://pages.example.org:${port}/gbk`)).rejects.toMatchObject({ code: 'not-allowed' })
    expect(connections).toBe(before)
  })
})
