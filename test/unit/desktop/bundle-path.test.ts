import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bundlePath, mediaKey } from '../../../electron/desktop/bundle-path'

const root = '/opt/magpie/dist/renderer'
const path = (url: string, method = 'GET') => bundlePath(root, method, url)

describe('files of messages under the private scheme', () => {
  const KEY = '0123456789abcdef0123456789abcdef'
  test('are named by their keys and by nothing else', () => {
    expect(mediaKey('GET', `app://bundle/media/${KEY}`)).toBe(KEY)
    for (const rest of ['', '..', `${KEY}/..`, `${KEY}/a.png`, `../${KEY}`, `${KEY}%00`, `${KEY}?x`, KEY.toUpperCase(), `${KEY}0`]) expect(mediaKey('GET', `app://bundle/media/${rest}`)).toBeNull()
    expect(mediaKey('POST', `app://bundle/media/${KEY}`)).toBeNull()
    expect(mediaKey('GET', `app://other/media/${KEY}`)).toBeNull()
  })
})

describe('the private scheme', () => {
  test.each([
    ['app://bundle/index.html', 'index.html', 'text/html; charset=utf-8'],
    ['app://bundle/', 'index.html', 'text/html; charset=utf-8'],
    ['app://bundle/index.html?x=1#y', 'index.html', 'text/html; charset=utf-8'],
    ['app://bundle/assets/index-B2x_9.js', 'assets/index-B2x_9.js', 'text/javascript; charset=utf-8'],
    ['app://bundle/assets/a.b.css', 'assets/a.b.css', 'text/css; charset=utf-8'],
    ['app://bundle/assets/../index.html', 'index.html', 'text/html; charset=utf-8'], // the parser has already resolved it
  ])('%s', (url, file, type) => {
    expect(path(url)).toEqual({ file: join(root, file), type })
  })

  test.each([
    'app://bundle/../../../../etc/passwd',
    'app://bundle/%2e%2e/%2e%2e/package.json%00',
    'app://bundle/%2e%2e%2f%2e%2e%2fpackage.json',
    'app://bundle/..%2f..%2fpackage.json',
    'app://bundle/..%5c..%5cpackage.json',
    'app://bundle/..\\..\\package.json%20',
    'app://bundle/a/../../..\\..\\package.json',
    'app://bundle/....//package',
    'app://bundle//etc/x.json',
    'app://bundle/a//b.js',
    'app://bundle/a%00.js',
    'app://bundle/index.html%00.js',
    'app://bundle/.env.js',
    'app://bundle/.git/x.js',
    'app://bundle/assets/',
    'app://bundle/assets',
    'app://bundle/x.exe',
    'app://bundle/x.js.map',
    'app://bundle/a:b.js',
    'app://bundle/a%3ab.js',
    'app://bundle/C:/x.js',
    'app://bundle/~/x.js~',
    'app://other/index.html',
    'app://bundle.evil/index.html',
    'app://bundle:1/index.html',
    'app://user@bundle/index.html',
    'app:index.html',
    'file:///opt/magpie/dist/renderer/index.html',
    'https://bundle/index.html',
    'not an address',
    '',
  ])('nothing for %j', (url) => {
    expect(path(url)).toBeNull()
  })

  test.each(['app://bundle/../../../../etc/passwd.json', 'app://bundle/%2e%2e/%2e%2e/package.json', 'app://bundle/./../x.js'])(
    'the address parser takes %j for a file of the bundle, and it is none outside', (url) => {
      expect(path(url)?.file.startsWith(`${root}/`)).toBe(true)
      expect(path(url)?.file).not.toContain('..')
    },
  )

  test.each(['POST', 'PUT', 'HEAD', 'OPTIONS', 'get'])('nothing by %s', (method) => {
    expect(path('app://bundle/index.html', method)).toBeNull()
  })
})
