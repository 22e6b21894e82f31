/** The proxy of the environment, as most command-line programs read it: all_proxy, else https_proxy, except no_proxy. */
import { isIP } from 'node:net'
import type { FindRoutes } from '#xmpp/types'
import { parseProxyUrl } from './proxy-texts'

type Environment = Record<string, string | undefined>
const get = (env: Environment, name: string) => (env[name] ?? env[name.toUpperCase()] ?? '').trim()

/** Never for this computer itself, as in browsers. */
const isLoopback = (host: string) => host === 'localhost' || host.endsWith('.localhost') || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/** `*`, or names with all that lies below them, each with or without a port. */
function isExcepted(host: string, port: string, exceptions: string): boolean {
  return exceptions.split(/[\s,]+/).filter(Boolean).some((entry) => {
    if (entry === '*') return true
    const [, name = entry, onlyPort] = /^(.*?[^:]):(\d+)$/.exec(entry) ?? []
    if (onlyPort !== undefined && onlyPort !== port) return false
    const bare = name.replace(/^\*?\./, '').replace(/^\[|\]$/g, '').toLowerCase()
    return host === bare || host.endsWith(`.${bare}`)
  })
}

const wantedProxy = (env: Environment) => get(env, 'all_proxy') || get(env, 'https_proxy')

/** Does the environment name a proxy at all? */
export const namesProxy = (env: Environment): boolean => wantedProxy(env) !== ''

export function environmentRoutes(env: Environment): FindRoutes {
  return (text) => {
    const url = new URL(text)
    const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
    const wanted = wantedProxy(env)
    if (!wanted || isLoopback(host) || isExcepted(host, url.port || '443', get(env, 'no_proxy'))) return Promise.resolve(['direct'])
    const proxy = parseProxyUrl(wanted)
    // The address may hold a password: only its kind is named.
    return proxy ? Promise.resolve([proxy]) : Promise.reject(new Error(`not a usable proxy in the environment: ${wanted.split('@').at(-1)!.slice(0, 100)}`))
  }
}
