/** The network as sessions use it: where we listen, our server's relay (XEP-0065 §6), how theirs are reached. */
import { randomUUID } from 'node:crypto'
import type { Session } from '#core/context'
import type { DiscoApi } from '#features/disco/public'
import type { FullJid, Jid } from '#shared/jid'
import { buildActivate, buildProxyQuery, parseStreamHost } from '#xmpp/xep/0065'
import { blind, type SocksPort, type Ways } from './socks'
import { PREFERENCE, type Candidate } from './stanza'
import { attemptAll, connectTo, isLoopback, openListener, ownAddresses } from './ways'

const ASK_MS = 5_000
const ENTER_MS = 15_000
const MAX_PROXIES = 2

const priority = (type: Candidate['type'], place: number) => PREFERENCE[type] * 65_536 + 65_535 - place

/**
 * Blind while the account goes by a proxy of its own: what it hides must not be shown by other ways. In-band bytes take its
 * place: who cannot take them says so then (Dino 0.4.2 does), and fails without a word where they are offered first.
 */
export function socksPort(session: Session, disco: DiscoApi, mayShareAddress: boolean): SocksPort {
  const { connection, log } = session
  const { state } = connection
  if (state.phase !== 'online' || state.secure.proxy !== null) return blind
  const own = state.jid
  const isLocal = isLoopback(state.secure.address)

  const proxies = async (): Promise<{ jid: Jid; host: string; port: number }[]> => {
    const found = await disco.findServices(({ identities }) => identities.some(({ category, type }) => category === 'proxy' && type === 'bytestreams'))
    const asked = await Promise.all(found.slice(0, MAX_PROXIES).map(async ({ jid }) => {
      const reply = await connection.request({ type: 'get', to: jid, payload: buildProxyQuery(), timeoutMs: ASK_MS })
      return reply.ok ? parseStreamHost(reply.value, jid) : null
    }))
    return asked.filter((one) => one !== null)
  }

  return {
    open: async (sid, dstaddr): Promise<Ways> => {
      const listening = mayShareAddress
        ? openListener(dstaddr).catch((error: unknown) => {
            log('info', 'nobody can reach us directly', { error: String(error) })
            return null
          })
        : null
      const [listener, relays] = await Promise.all([listening, proxies()])
      const direct = listener ? ownAddresses(isLocal).map((host) => ({ host, port: listener.port, jid: own, type: 'direct' as const })) : []
      const all = [...direct, ...relays.map((relay) => ({ ...relay, type: 'proxy' as const }))]
      return {
        candidates: all.map((one, place) => ({ ...one, cid: randomUUID(), priority: priority(one.type, place) })),
        take: ({ host }) => listener?.take(host) ?? Promise.resolve(null),
        close: () => listener?.close(),
      }
    },
    // Whom we connect to sees where we are, a relay that others name as well.
    attempt: (candidates, dstaddr) => attemptAll(mayShareAddress ? candidates : [], (candidate, signal) => connectTo(candidate, dstaddr, isLocal, signal)),
    enterProxy: async (candidate, sid, dstaddr, peer: FullJid) => {
      const controller = new AbortController()
      const timer = setTimeout(() => controller.abort(), ENTER_MS)
      try {
        const channel = await connectTo(candidate, dstaddr, isLocal, controller.signal)
        const reply = await connection.request({ type: 'set', to: candidate.jid, payload: buildActivate(sid, peer), timeoutMs: ENTER_MS })
        if (reply.ok) return channel
        log('info', 'the relay refuses', { condition: reply.error.condition })
        channel.destroy()
      } catch (error) {
        log('info', 'the relay cannot be reached', { error: String(error) })
      } finally {
        clearTimeout(timer)
      }
      return null
    },
  }
}
