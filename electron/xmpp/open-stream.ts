/**
 * From an account's settings to a stream that is safe to speak on: addresses one after the other, TLS, first features.
 * Nothing that came before TLS is believed (SAFETY.md P4, P5, P10).
 */
import type { Socket } from 'node:net'
import type { ConnectionErrorCode, ConnectionStep } from '#shared/model/connection'
import { domainOf } from '#shared/jid'
import { child, isNamed, NS_STREAM, xml, type Element } from './element'
import { type ConnectionFailure, failure, fromSystemError, mayTryNextAddress } from './errors'
import type { AttemptRecorder } from './link-facts'
import { XmppStream, type StreamOptions } from './stream'
import { findWebSocket } from './transport/host-meta'
import { TcpLink, type Link } from './transport/link'
import type { FindRoutes, ProxyServer } from './transport/proxy'
import { reach, type Reached } from './transport/reach'
import { resolveCandidates, type Candidate, type Resolver } from './transport/resolve'
import { secure, type TlsOptions } from './transport/tls'
import { openWebSocket } from './transport/websocket'
import type { ConnectionConfig, SecureInfo } from './types'
import { abortable, type Watchdog } from './watchdog'

const NS_TLS = 'urn:ietf:params:xml:ns:xmpp-tls'

export interface OpenContext {
  config: ConnectionConfig
  resolver: Resolver
  routes: FindRoutes
  random: () => number
  log: StreamOptions['log']
  wire: StreamOptions['wire']
  traffic?: StreamOptions['traffic']
  watchdog: Watchdog
  /** Told what is found on the way. */
  facts: AttemptRecorder
  onStep(step: ConnectionStep): void
}

export interface OpenStream {
  stream: XmppStream
  features: Element
  transport: SecureInfo['transport']
  host: string
  port: number
  /** Of the server, or of the proxy. */
  address: string
  proxy: ProxyServer | null
}

type Target = Candidate | { kind: 'websocket'; url: URL; host: string; port: number }

export const isFeatures = (el: Element) => isNamed(el, 'features', NS_STREAM)

async function findTargets(context: OpenContext): Promise<Target[]> {
  const { config, resolver, random, watchdog, facts } = context
  const domain = domainOf(config.jid)
  if (config.transport !== 'websocket') {
    const { source, candidates } = await resolveCandidates(config, domain, resolver, random, (fact) => facts.srv(fact))
    facts.candidates(source, candidates)
    return candidates
  }
  const text = config.websocketUrl ?? (await findWebSocket(domain, config.extraCa, { ...context, signal: watchdog.signal, onAsked: (fact) => facts.hostMeta(fact) }))
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['ws:', 'wss:'].includes(url.protocol)) throw failure('not-xmpp', `WebSocket address ${text}`)
  if (url.protocol === 'ws:' && !config.allowUnencrypted) throw failure('no-tls', 'ws:// is not encrypted')
  const target: Target = { kind: 'websocket', url, host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || (url.protocol === 'wss:' ? 443 : 80) }
  facts.candidates(config.websocketUrl ? 'settings' : 'host-meta', [target])
  return [target]
}

/** `host:port` of a see-other-host (RFC 6120 §4.9.3.19); the kind of TLS stays what it was. */
export function parseRedirect(text: string, before: SecureInfo['transport']): Candidate | null {
  const found = /^(\[[0-9a-fA-F:.]+\]|[^\s:/@[\]]+|[0-9a-fA-F:]+)(?::(\d{1,5}))?$/.exec(text)
  if (!found || before === 'websocket' || before === 'plain') return null
  const host = found[1]!.replace(/^\[|\]$/g, '')
  return { kind: before, host, port: Number(found[2] ?? (before === 'tls' ? 5223 : 5222)) }
}

/** Throws ConnectionFailure. `targets`: instead of the account's own, after a redirection. */
export async function openStream(context: OpenContext, targets?: Target[]): Promise<OpenStream> {
  const { watchdog, resolver, onStep, log, facts } = context
  onStep('resolve')
  watchdog.step()
  let worst: ConnectionFailure | null = null
  if (targets) facts.candidates('redirect', targets)
  for (const target of targets ?? (await abortable(findTargets(context), watchdog.signal))) {
    const onFailure = (address: string, why: ConnectionFailure) => {
      log('info', 'address failed', { address, port: target.port, kind: target.kind, why: why.message })
      facts.failedAt(target, address, why)
      worst = moreTelling(worst, why)
    }
    const nextStep = () => {
      onStep('connect')
      watchdog.step()
    }
    const { routes } = context
    for await (const reached of reach(target.host, target.port, { resolver, routes, onFailure, signal: watchdog.signal, onStep: nextStep })) {
      facts.reached(target, reached.address, reached.proxy)
      try {
        return await openAt(context, target, reached)
      } catch (error) {
        const why = fromSystemError(error)
        onFailure(reached.address, why)
        if (watchdog.signal.aborted || !mayTryNextAddress(why.code) || why.redirect) throw why
      }
    }
  }
  throw worst ?? failure('host-not-found', 'no address')
}

/** A certificate or missing TLS tells the user more than that another port is closed. */
function moreTelling(a: ConnectionFailure | null, b: ConnectionFailure): ConnectionFailure {
  const order: ConnectionErrorCode[] = ['certificate-changed', 'certificate', 'no-tls', 'tls-failed', 'not-xmpp', 'protocol', 'closed', 'proxy-refused', 'proxy-unreachable', 'timeout', 'refused', 'unreachable', 'host-not-found']
  return a && order.indexOf(a.code) <= order.indexOf(b.code) ? a : b
}

async function openAt(context: OpenContext, target: Target, { socket, address, proxy }: Reached): Promise<OpenStream> {
  const { config, watchdog, onStep, facts } = context
  const domain = domainOf(config.jid)
  const tlsOptions = (name: string, alpn: string): TlsOptions => ({
    name, alpn, extraCa: config.extraCa, acceptedFingerprints: config.acceptedFingerprints, pinned: config.pinnedCertificate, signal: watchdog.signal,
    onHandshake: (fact) => facts.tls(fact),
  })
  let stream: XmppStream | null = null
  const abort = () => stream?.fail(failure('timeout'))
  try {
    const link = await makeLink(target, socket, tlsOptions, context)
    watchdog.step()
    stream = new XmppStream({ link, own: config.jid, lang: config.lang, wire: context.wire, log: context.log, traffic: context.traffic })
    watchdog.signal.addEventListener('abort', abort)
    const features = await firstFeatures(stream, context, async () => {
      onStep('tls')
      await (link as TcpLink).upgrade(tlsOptions(domain, 'xmpp-client'))
    })
    const transport = target.kind === 'websocket' ? 'websocket' : link.secure ? target.kind : 'plain'
    return { stream, features, transport, host: target.host, port: target.port, address, proxy }
  } catch (error) {
    const why = fromSystemError(error)
    watchdog.signal.removeEventListener('abort', abort)
    stream?.fail(why)
    socket.destroy()
    throw why
  }
}

async function makeLink(target: Target, socket: Socket, tlsOptions: (name: string, alpn: string) => TlsOptions, context: OpenContext): Promise<Link> {
  const { config, watchdog, onStep } = context
  if (target.kind === 'websocket') {
    onStep('tls')
    const over = target.url.protocol === 'wss:' ? await secure(socket, tlsOptions(target.host, 'http/1.1')) : null
    return openWebSocket(target.url, socket, over, watchdog.signal)
  }
  const link = new TcpLink(socket)
  if (target.kind === 'tls') {
    onStep('tls')
    await link.upgrade(tlsOptions(domainOf(config.jid), 'xmpp-client'))
  }
  return link
}

async function firstFeatures(stream: XmppStream, { config, watchdog, facts }: OpenContext, upgrade: () => Promise<void>): Promise<Element> {
  const read = async () => {
    await stream.openStream()
    const features = await stream.next(isFeatures)
    facts.firstFeatures(features, stream.link.secure ? 'secured' : 'clear')
    return features
  }
  const features = await read()
  if (stream.link.secure) return features
  if (stream.link.kind === 'tcp' && child(features, 'starttls', NS_TLS)) {
    watchdog.step()
    stream.writeElement(xml('starttls', { xmlns: NS_TLS }))
    const answer = await stream.next((el) => isNamed(el, 'proceed', NS_TLS) || isNamed(el, 'failure', NS_TLS))
    if (!isNamed(answer, 'proceed', NS_TLS)) throw failure('tls-failed', 'STARTTLS refused')
    await upgrade()
    watchdog.step()
    return read()
  }
  if (!config.allowUnencrypted) throw failure('no-tls')
  return features
}
