/** The way an account takes to its server: the user's proxy, none, or what the system says. */
import type { Log } from '#core/log'
import type { SecretStore } from '#core/secrets'
import type { ServerSettings } from '#shared/model/account'
import type { FindRoutes, ProxyServer } from '#xmpp/types'

/** Asked anew for every attempt: `getPassword` may wait for the keychain. */
export async function routesOf(
  server: ServerSettings, url: string, deps: { systemRoutes: FindRoutes; getPassword: () => Promise<string | null> },
): ReturnType<FindRoutes> {
  const { proxy, proxyHost, proxyPort, proxyUser } = server
  if (proxy === 'none') return ['direct']
  if (proxy === 'system') return deps.systemRoutes(url)
  if (proxyHost === null) throw new Error('the proxy has no host')
  const port = proxyPort ?? (proxy === 'socks5' ? 1080 : 8080)
  const manual: ProxyServer = { kind: proxy, host: proxyHost, port, user: proxyUser, password: proxyUser === null ? null : await deps.getPassword() }
  return [manual]
}

export interface ProxyPasswords {
  get(address: string): Promise<string | null>
  /** For this run of the program at least; for ever where there is a keychain. Empty: forgets it. */
  set(address: string, password: string): Promise<void>
  forget(address: string): Promise<void>
}

export function createProxyPasswords(secrets: SecretStore, log: Log): ProxyPasswords {
  const known = new Map<string, string>()
  const keyOf = (address: string) => `proxy:${address}`
  const forget = async (address: string) => {
    known.delete(address)
    await secrets.remove(keyOf(address))
  }
  return {
    get: async (address) => {
      const inMemory = known.get(address)
      if (inMemory !== undefined) return inMemory
      return secrets.get(keyOf(address)).catch((error: unknown) => {
        log('warn', 'the password of the proxy cannot be read', { account: address, error: String(error) })
        return null // the proxy will say that it wants one
      })
    },
    set: async (address, password) => {
      if (password === '') return forget(address)
      known.set(address, password)
      if (!(await secrets.set(keyOf(address), password))) log('info', 'the password of the proxy is kept for this run only', { account: address })
    },
    forget,
  }
}
