/** Proxies as other programs write them: addresses, and the answer of a proxy script (PAC). */
import type { ProxyServer, Route } from '#xmpp/types'

const KINDS: Record<string, ProxyServer['kind']> = { 'socks5:': 'socks5', 'socks5h:': 'socks5', 'socks:': 'socks5', 'http:': 'http' }
const PORTS: Record<ProxyServer['kind'], number> = { socks5: 1080, http: 8080 }

/** `socks5://user:password@host:port`; a bare `host:port` is HTTP. Null: not a proxy that we speak. */
export function parseProxyUrl(text: string): ProxyServer | null {
  const withKind = /^[a-z0-9+.-]+:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(withKind)) return null
  const url = new URL(withKind)
  const kind = KINDS[url.protocol]
  if (!kind || !url.hostname) return null
  try {
    // The URL parser drops http's usual port.
    const port = Number(url.port) || (/:80\/?$/.test(withKind) ? 80 : PORTS[kind])
    const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
    return { kind, host: url.hostname.replace(/^\[|\]$/g, ''), port, user: user || null, password: user ? password : null }
  } catch {
    return null // a percent sign that begins nothing
  }
}

/** `PROXY a:1; SOCKS5 b:2; DIRECT`, as Chromium gives it. Throws when none of it is for us: direct would be against the settings. */
export function parsePacAnswer(text: string): Route[] {
  const parts = text.split(';').map((part) => part.trim()).filter(Boolean)
  const routes = parts.flatMap((part): Route[] => {
    const [kind = '', address = ''] = part.split(/\s+/)
    if (kind.toUpperCase() === 'DIRECT') return ['direct']
    const scheme = { PROXY: 'http', HTTP: 'http', SOCKS5: 'socks5', SOCKS: 'socks5' }[kind.toUpperCase()]
    const proxy = scheme && parseProxyUrl(`${scheme}://${address}`)
    return proxy ? [proxy] : []
  })
  if (routes.length > 0) return routes
  if (parts.length === 0) return ['direct']
  throw new Error(`no usable proxy in "${text.slice(0, 200)}"`)
}
