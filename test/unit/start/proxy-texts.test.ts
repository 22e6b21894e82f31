import { expect, test } from 'vitest'
import { environmentRoutes } from '../../../electron/start/environment-proxy'
import { parsePacAnswer, parseProxyUrl } from '../../../electron/start/proxy-texts'

const socks = { kind: 'socks5', host: 'p.test', port: 1080, user: null, password: null }

test('addresses of proxies', () => {
  expect(parseProxyUrl('socks5://p.test')).toEqual(socks)
  expect(parseProxyUrl('socks5h://u:p%40%E6%A2%85@p.test:9050/')).toEqual({ ...socks, port: 9050, user: 'u', password: 'p@梅' })
  expect(parseProxyUrl('p.test:3128')).toEqual({ ...socks, kind: 'http', port: 3128 })
  expect(parseProxyUrl('http://[::1]:80/')).toEqual({ ...socks, kind: 'http', host: '::1', port: 80 })
  for (const bad of ['', 'socks4://p.test', 'https://p.test', 'http://', 'http://%@p.test', 'p.test:99999']) expect(parseProxyUrl(bad)).toBeNull()
})

test('answers of proxy scripts: in order; nothing usable is an error and not direct', () => {
  expect(parsePacAnswer('DIRECT')).toEqual(['direct'])
  expect(parsePacAnswer('PROXY a.test:3128;SOCKS5 p.test:1080; DIRECT')).toEqual([
    { ...socks, kind: 'http', host: 'a.test', port: 3128 }, socks, 'direct',
  ])
  expect(parsePacAnswer('')).toEqual(['direct'])
  expect(() => parsePacAnswer('HTTPS secure.test:443; QUIC x:1')).toThrow()
})

test('the environment: all_proxy before https_proxy, exceptions, never for this computer', async () => {
  const ask = (env: Record<string, string>, url = 'https://xmpp.example.org:5222') => environmentRoutes(env)(url)
  expect(await ask({})).toEqual(['direct'])
  expect(await ask({ all_proxy: 'socks5://p.test', https_proxy: 'http://other:1' })).toEqual([socks])
  expect(await ask({ HTTPS_PROXY: 'http://p.test:3128' })).toEqual([{ ...socks, kind: 'http', port: 3128 }])
  for (const no_proxy of ['example.org', '.example.org', '*.example.org', 'a.test, xmpp.example.org:5222', '*']) {
    expect(await ask({ all_proxy: 'socks5://p.test', no_proxy })).toEqual(['direct'])
  }
  for (const no_proxy of ['ample.org', 'xmpp.example.org:443', 'a.test', '']) expect(await ask({ all_proxy: 'socks5://p.test', no_proxy })).toEqual([socks])
  for (const host of ['localhost', '127.0.0.1', '[::1]']) expect(await ask({ all_proxy: 'socks5://p.test' }, `https://${host}:5222`)).toEqual(['direct'])
  await expect(ask({ all_proxy: 'https://user:secret@p.test' })).rejects.toThrow('p.test')
  await expect(ask({ all_proxy: 'https://user:secret@p.test' })).rejects.not.toThrow('secret')
})
