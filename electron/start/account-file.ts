/** `--account-file`: an account for scripts and testers. It is logged in at start; its password is not stored. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import * as v from 'valibot'
import type { LoginRequest } from '#core/accounts'
import { fail, ok, type Result } from '#shared/result'
import { bareJid } from '#shared/schema'
import { parseProxyUrl } from './proxy-texts'

const schema = v.object({
  address: bareJid,
  password: v.string(),
  host: v.optional(v.pipe(v.string(), v.minLength(1))),
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))),
  /** `plain` is STARTTLS where offered, and without encryption where not: for tests on one's own machine. */
  connection: v.optional(v.picklist(['auto', 'starttls', 'tls', 'websocket', 'plain']), 'auto'),
  websocketUrl: v.optional(v.pipe(v.string(), v.regex(/^wss?:\/\//))),
  /** `socks5://user:password@host:port` or `http://…`; `none`: straight. Absent: what the environment says. */
  proxy: v.optional(v.pipe(v.string(), v.check((text) => text === 'none' || parseProxyUrl(text) !== null, 'not a proxy'))),
  /** PEM file of further authorities, from here or relative to this file. */
  ca: v.optional(v.string()),
})

export interface AccountFile {
  login: LoginRequest
  extraCa: string[]
}

export function readAccountFile(path: string): Result<AccountFile> {
  try {
    const parsed = v.safeParse(schema, JSON.parse(readFileSync(path, 'utf8')))
    if (!parsed.success) {
      const where = parsed.issues.map((issue) => v.getDotPath(issue) ?? 'the whole').join(', ')
      return fail('bad-input', `account file ${path}: not valid: ${where}`)
    }
    const { address, password, host, port, connection, websocketUrl, ca, proxy } = parsed.output
    const manual = proxy === undefined || proxy === 'none' ? null : parseProxyUrl(proxy)
    const isPlain = connection === 'plain'
    return ok({
      login: {
        address,
        password,
        remember: false,
        autoLogin: false,
        server: {
          transport: isPlain ? 'starttls' : connection,
          host: host ?? null,
          port: port ?? null,
          websocketUrl: websocketUrl ?? null,
          allowUnencrypted: isPlain,
          proxy: manual?.kind ?? (proxy === 'none' ? 'none' : 'system'),
          proxyHost: manual?.host ?? null,
          proxyPort: manual?.port ?? null,
          proxyUser: manual?.user ?? null,
        },
        proxyPassword: manual?.password ?? null,
      },
      extraCa: ca === undefined ? [] : [readFileSync(resolve(dirname(path), ca), 'utf8')],
    })
  } catch (error) {
    return fail('bad-input', `account file ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
