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

/** One account. */
export const readAccountFile = (path: string): Result<AccountFile> => read(path, schema, (parsed) => accountOf(path, parsed))

/** One account, or `{ "accounts": [one, another] }`. */
export const readAccountsFile = (path: string): Result<AccountFile[]> =>
  read(path, v.union([schema, v.object({ accounts: v.pipe(v.array(schema), v.minLength(1), v.maxLength(2)) })]), (parsed) =>
    ('accounts' in parsed ? parsed.accounts : [parsed]).map((one) => accountOf(path, one)))

function read<S extends v.GenericSchema, T>(path: string, wanted: S, make: (parsed: v.InferOutput<S>) => T): Result<T> {
  try {
    const parsed = v.safeParse(wanted, JSON.parse(readFileSync(path, 'utf8')))
    if (parsed.success) return ok(make(parsed.output))
    const where = parsed.issues.map((issue) => v.getDotPath(issue) ?? 'the whole').join(', ')
    return fail('bad-input', `account file ${path}: not valid: ${where}`)
  } catch (error) {
    return fail('bad-input', `account file ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Throws when the file of an authority cannot be read. */
function accountOf(path: string, { address, password, host, port, connection, websocketUrl, ca, proxy }: v.InferOutput<typeof schema>): AccountFile {
  const manual = proxy === undefined || proxy === 'none' ? null : parseProxyUrl(proxy)
  const isPlain = connection === 'plain'
  return {
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
  }
}
