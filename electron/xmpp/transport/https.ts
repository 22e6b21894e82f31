/**
 * Files over HTTPS/1.1, on connections of our own that go the way of the account (its proxy, its trusted authorities). Only https; a
 * private address is refused, also when DNS names it, unless the caller vouches for the host; no cookies, no cache, no address of where
 * we come from. Left out: HTTP/2, ranges, compression.
 */
import { request, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { Readable } from 'node:stream'
import type { ConnectionErrorCode } from '#shared/model/connection'
import { ConnectionFailure } from '../errors'
import { within } from '../watchdog'
import { isPrivateAddress, isPrivateName } from './addresses'
import type { FindRoutes } from './proxy'
import { reach } from './reach'
import { systemResolver } from './resolve'
import { secure } from './tls'

export type HttpsProblem = 'not-allowed' | 'unreachable' | 'status' | 'too-large'
export class HttpsFailure extends Error {
  /** `why`: for `unreachable`, where it is known. */
  constructor(readonly code: HttpsProblem, message: string, readonly status: number | null = null, readonly why: ConnectionErrorCode | null = null) {
    super(message)
  }
}

interface Asked {
  signal: AbortSignal
  /** The host may be in a private network: our own server's. Asked for every host of a redirection, too. */
  mayBePrivate: (url: URL) => boolean
}
export interface Https {
  /** Resolves when the server has taken all of it. Redirections are refused. */
  put(url: string, asked: Asked & { body: Readable; size: number; headers: Record<string, string | string[]> }): Promise<void>
  /**
   * Pieces of the body, never more than `maxBytes`. `onSize`, `onHeaders`: what the server says of it. `isBeginning`: of a longer one only
   * the beginning is wanted, else it is a failure.
   */
  get(
    url: string, asked: Asked & { maxBytes: number; isBeginning?: boolean; onSize?: (bytes: number) => void; onHeaders?: (headers: IncomingHttpHeaders) => void },
  ): AsyncGenerator<Buffer, void>
}

const CONNECT_MS = 20_000
/** Nothing comes and nothing goes. */
const IDLE_MS = 45_000
const MAX_REDIRECTS = 4

export interface HttpsDeps {
  routes: FindRoutes
  extraCa: readonly string[]
  resolver?: Pick<typeof systemResolver, 'addresses'>
}

export function createHttps({ routes, extraCa, resolver = systemResolver }: HttpsDeps): Https {
  const connect = async (url: URL, { signal, mayBePrivate }: Asked) => {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const isTrusted = mayBePrivate(url)
    const refused = new HttpsFailure('not-allowed', `${host} is in a private network`)
    if (!isTrusted && (isIP(host) ? isPrivateAddress(host) : isPrivateName(host))) throw refused
    let isRefused = false
    let last: unknown = null
    const addresses = async (name: string) => {
      const all = await resolver.addresses(name)
      if (name !== host || isTrusted) return all // of a proxy
      const open = all.filter((address) => !isPrivateAddress(address))
      isRefused = open.length < all.length
      return open
    }
    try {
      return await within(signal, CONNECT_MS, async (limited) => {
        const ways = reach(host, Number(url.port) || 443, {
          resolver: { addresses }, routes, signal: limited, onStep: () => undefined, onFailure: (_address, why) => (last = why),
        })
        for await (const { socket } of ways) {
          try {
            return (await secure(socket, { name: host, alpn: 'http/1.1', extraCa, acceptedFingerprints: [], signal: limited })).socket
          } catch (error) {
            last = error
          }
        }
        throw isRefused ? refused : last
      })
    } catch (error) {
      throw error instanceof HttpsFailure ? error : new HttpsFailure('unreachable', String(error), null, error instanceof ConnectionFailure ? error.code : null)
    }
  }

  const start = async (method: 'GET' | 'PUT', url: URL, headers: Record<string, string | string[]>, asked: Asked): Promise<ClientRequest> => {
    const socket = await connect(url, asked)
    const started = request({
      method, path: `${url.pathname}${url.search}`, host: url.hostname, signal: asked.signal,
      headers: { ...headers, Host: url.host, Connection: 'close' },
      createConnection: () => socket,
    })
    started.setTimeout(IDLE_MS, () => started.destroy(new Error('nothing moves')))
    return started
  }
  const answerOf = (started: ClientRequest) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      started.once('response', resolve)
      started.on('error', (error) => reject(new HttpsFailure('unreachable', error.message))) // later ones come after the answer
    })
  const parse = (address: string): URL => {
    const url = URL.canParse(address) ? new URL(address) : null
    if (url?.protocol !== 'https:' || url.username || url.password || !url.hostname) throw new HttpsFailure('not-allowed', 'only https')
    return url
  }

  return {
    put: async (address, asked) => {
      const { body, size, headers } = asked
      try {
        const started = await start('PUT', parse(address), { ...headers, 'Content-Length': String(size) }, asked)
        const answered = answerOf(started)
        body.on('error', (error) => started.destroy(error))
        body.pipe(started)
        const answer = await answered
        answer.resume()
        const { statusCode = 0 } = answer
        started.destroy()
        if (statusCode === 413) throw new HttpsFailure('too-large', 'too large for the server', statusCode)
        if (statusCode < 200 || statusCode > 299) throw new HttpsFailure('status', `HTTP ${statusCode}`, statusCode)
      } finally {
        body.destroy()
      }
    },
    get: async function* (address, asked) {
      let url = parse(address)
      for (let left = MAX_REDIRECTS; ; left--) {
        const started = await start('GET', url, { Accept: '*/*', 'Accept-Encoding': 'identity' }, asked)
        const answered = answerOf(started)
        started.end()
        const answer = await answered
        try {
          const { statusCode = 0, headers } = answer
          if (statusCode >= 300 && statusCode < 400 && headers.location) {
            if (left === 0 || !URL.canParse(headers.location, url.href)) throw new HttpsFailure('not-allowed', 'too many redirections')
            url = parse(new URL(headers.location, url).href)
            continue
          }
          if (statusCode !== 200) throw new HttpsFailure('status', `HTTP ${statusCode}`, statusCode)
          const said = Number(headers['content-length'])
          if (said >= 0) asked.onSize?.(said)
          asked.onHeaders?.(headers)
          if (said > asked.maxBytes && !asked.isBeginning) throw new HttpsFailure('too-large', `${said} bytes`)
          let size = 0
          for await (const part of answer as AsyncIterable<Buffer>) {
            if (size + part.length > asked.maxBytes) {
              if (!asked.isBeginning) throw new HttpsFailure('too-large', 'more than allowed')
              yield part.subarray(0, asked.maxBytes - size)
              return
            }
            size += part.length
            yield part
          }
          if (said >= 0 && size < said) throw new HttpsFailure('unreachable', 'cut off')
          return
        } catch (error) {
          throw error instanceof HttpsFailure ? error : new HttpsFailure('unreachable', String(error))
        } finally {
          started.destroy()
        }
      }
    },
  }
}
