/**
 * Finds the WebSocket of a domain. XEP-0156 version 1.4.0: https only, JSON then XML, 10 s and 64 KiB at most.
 * Left out: BOSH; `ws://` answers are not taken (SAFETY.md §2.2); DNS TXT records (removed from the XEP as insecure).
 */
import { get } from 'node:https'
import { isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { domainToASCII } from 'node:url'
import { attr, children, type Element } from '../element'
import { parseElement } from '../xml-reader'
import { ConnectionFailure, failure } from '../errors'
import { trustedAuthorities } from './certificate'
import { within } from '../watchdog'
import { reach, type ReachContext } from './reach'

const REL = 'urn:xmpp:alt-connections:websocket'
const NS_XRD = 'http://docs.oasis-open.org/ns/xri/xrd-1.0'
const MAX_BYTES = 64 * 1024
const FETCH_MS = 10_000

type HostMetaContext = Pick<ReachContext, 'resolver' | 'routes' | 'signal'>

/** On a connection of our own, so that it goes the way the account's connection will go (proxies). Null: no such file. */
async function fetchText(url: URL, extraCa: readonly string[], context: HostMetaContext): Promise<string | null> {
  try {
    return await within(context.signal, FETCH_MS, async (signal) => {
      const ways = reach(url.hostname, Number(url.port) || 443, { ...context, signal, onStep: () => undefined, onFailure: () => undefined })
      for await (const { socket } of ways) return await fetchOver(socket, url, extraCa, signal)
      return null
    })
  } catch (error) {
    // The proxy's word is for the user; whatever else went wrong: the next form is asked for.
    if (error instanceof ConnectionFailure && error.code.startsWith('proxy-')) throw error
    return null
  }
}

function fetchOver(raw: Socket, url: URL, extraCa: readonly string[], signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const servername = isIP(url.hostname) ? undefined : url.hostname
    const options = { host: url.hostname, socket: raw, ca: trustedAuthorities(extraCa), ...(servername && { servername }) }
    const done = (text: string | null) => {
      raw.destroy()
      resolve(text)
    }
    const request = get(url, { signal, createConnection: () => connectTls(options) }, (response) => {
      if (response.statusCode !== 200) return done(null)
      const parts: Buffer[] = []
      let size = 0
      response.on('data', (part: Buffer) => {
        parts.push(part)
        if ((size += part.length) > MAX_BYTES) done(null)
      })
      response.on('end', () => done(Buffer.concat(parts).toString('utf8')))
      response.on('error', () => done(null))
    })
    request.on('error', () => done(null)) // no such file, another certificate: the next form is asked for
  })
}

export function parseHostMetaJson(text: string): string[] {
  try {
    const { links } = JSON.parse(text) as { links?: unknown }
    if (!Array.isArray(links)) return []
    return links.flatMap((link: { rel?: unknown; href?: unknown } | null) =>
      link && link.rel === REL && typeof link.href === 'string' ? [link.href] : [])
  } catch {
    return [] // remote input: no JSON, no links
  }
}

export function parseHostMetaXml(text: string): string[] {
  const xrd: Element | null = parseElement(text.replace(/^\ufeff/, '').trim())
  return children(xrd, 'Link', NS_XRD).flatMap((link) => (attr(link, 'rel') === REL ? attr(link, 'href') ?? [] : []))
}

const firstSecure = (urls: string[]) => urls.find((url) => URL.canParse(url) && new URL(url).protocol === 'wss:') ?? null

/** The first `wss://` address that the domain announces. */
export async function findWebSocket(domain: string, extraCa: readonly string[], context: HostMetaContext, port = 443): Promise<string> {
  const base = new URL(`https://${domainToASCII(domain) || domain}:${port}/.well-known/host-meta`)
  const json = await fetchText(new URL(`${base.href}.json`), extraCa, context)
  const found = firstSecure(parseHostMetaJson(json ?? '')) ?? firstSecure(parseHostMetaXml((await fetchText(base, extraCa, context)) ?? ''))
  if (!found) throw failure('no-service', `no WebSocket announced by ${base.href}`)
  return found
}
