import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readAccountFile, readAccountsFile } from '../../../electron/start/account-file'
import { tempDir } from '../../support/temp'

const read = (content: unknown, files: Record<string, string> = {}) => readAccountFile(written(content, files))
const written = (content: unknown, files: Record<string, string> = {}) => {
  const dir = tempDir('account')
  mkdirSync(join(dir, 'ca'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  writeFileSync(join(dir, 'a.json'), typeof content === 'string' ? content : JSON.stringify(content))
  return join(dir, 'a.json')
}
const liNa = { address: 'LiNa@Example.ORG', password: '密码 "x"' }

describe('the account file', () => {
  test('may hold a pair where one is wanted, never none or three', () => {
    const addresses = (content: unknown) => {
      const accounts = readAccountsFile(written(content))
      return accounts.ok ? accounts.value.map((one) => one.login.address) : accounts.error.code
    }
    const wei = { address: 'wei@example.org', password: 'x' }
    expect(addresses(liNa)).toEqual(['lina@example.org'])
    expect(addresses({ accounts: [liNa, wei] })).toEqual(['lina@example.org', 'wei@example.org'])
    for (const content of [{ accounts: [] }, { accounts: [liNa, wei, wei] }, { accounts: [liNa, {}] }, {}, '[']) expect(addresses(content)).toBe('bad-input')
    expect(read({ accounts: [liNa] })).toMatchObject({ ok: false })
  })

  test('the least: address and password; nothing is remembered', () => {
    expect(read(liNa)).toEqual({
      ok: true,
      value: {
        extraCa: [],
        login: {
          address: 'lina@example.org', password: '密码 "x"', remember: false, autoLogin: false,
          server: {
            transport: 'auto', host: null, port: null, websocketUrl: null, allowUnencrypted: false,
            proxy: 'system', proxyHost: null, proxyPort: null, proxyUser: null,
          },
          proxyPassword: null,
        },
      },
    })
  })

  test('host, port and a CA beside the file', () => {
    const result = read({ ...liNa, host: '127.0.0.1', port: 5222, connection: 'starttls', ca: 'ca/a.pem' }, { 'ca/a.pem': 'PEM' })
    expect(result).toMatchObject({ ok: true, value: { extraCa: ['PEM'], login: { server: { transport: 'starttls', host: '127.0.0.1', port: 5222 } } } })
  })

  test('a proxy, its password apart; none at all', () => {
    expect(read({ ...liNa, proxy: 'socks5://mei:s%20x@p.test:9050' })).toMatchObject({
      value: { login: { proxyPassword: 's x', server: { proxy: 'socks5', proxyHost: 'p.test', proxyPort: 9050, proxyUser: 'mei' } } },
    })
    expect(read({ ...liNa, proxy: 'none' })).toMatchObject({ value: { login: { server: { proxy: 'none', proxyHost: null } } } })
    expect(read({ ...liNa, proxy: 'ftp://p.test' })).toMatchObject({ ok: false, error: { message: expect.stringContaining('proxy') as string } })
  })

  test('only `plain` may go without encryption', () => {
    expect(read({ ...liNa, connection: 'plain' })).toMatchObject({ value: { login: { server: { transport: 'starttls', allowUnencrypted: true } } } })
    for (const connection of ['auto', 'starttls', 'tls', 'websocket']) {
      expect(read({ ...liNa, connection })).toMatchObject({ value: { login: { server: { transport: connection, allowUnencrypted: false } } } })
    }
  })

  test.each([
    ['no JSON', '{', 'a.json'],
    ['no object', '[]', 'not valid'],
    ['an address with a resource', { ...liNa, address: 'a@b/c' }, 'address'],
    ['no password', { address: 'a@b' }, 'password'],
    ['a port that is none', { ...liNa, port: 70000 }, 'port'],
    ['a connection that is none', { ...liNa, connection: 'carrier pigeon' }, 'connection'],
    ['a CA that is not there', { ...liNa, ca: 'gone.pem' }, 'gone.pem'],
  ])('%s is refused with words', (_name, content, word) => {
    const result = read(content)
    expect(result).toMatchObject({ ok: false, error: { code: 'bad-input' } })
    expect(result.ok ? '' : result.error.message).toContain(word)
  })

  test('the password is in no refusal', () => {
    const result = read({ ...liNa, port: 'x' })
    expect(JSON.stringify(result)).not.toContain('密码')
  })
})
