/** A server's relay for streams of bytes, asked and switched on. XEP-0065 version 1.8.2 §4, §6.3.5; the streams themselves: features/jingle. */
import { isIP } from 'node:net'
import { bareOf, parseJid, type FullJid, type Jid } from '#shared/jid'
import { attr, child, children, parseCount, xml, type Element } from '../element'

export const NS_BYTESTREAMS = 'http://jabber.org/protocol/bytestreams'

export const isHostName = (text: string) => text.length <= 253 && /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text)

export const buildProxyQuery = (): Element => xml('query', { xmlns: NS_BYTESTREAMS })
export const buildActivate = (sid: string, peer: FullJid): Element => xml('query', { xmlns: NS_BYTESTREAMS, sid }, xml('activate', {}, peer))
/** Where our server's relay listens, and whom to tell when it is to begin: ejabberd adds a resource, by which it finds the node of its cluster. */
export function parseStreamHost(reply: Element, relay: Jid): { jid: Jid; host: string; port: number } | null {
  for (const el of children(child(reply, 'query', NS_BYTESTREAMS), 'streamhost', NS_BYTESTREAMS)) {
    const [jid, host, port] = [parseJid(attr(el, 'jid')), attr(el, 'host') ?? '', parseCount(attr(el, 'port'))]
    if (jid === null || bareOf(jid) !== bareOf(relay) || (isIP(host) === 0 && !isHostName(host))) continue
    if (port !== null && port > 0 && port <= 65_535) return { jid, host, port }
  }
  return null
}
