/**
 * Finds the WebSocket of a domain. XEP-0156 version 1.4.0: https only, JSON then XML, 10 s and 64 KiB at most.
 * Left out: BOSH; `ws://` answers are not taken (SAFETY.md §2.2); DNS TXT records (removed from the XEP as insecure).
 */
import { get } from 'node:https'
import { isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { domainToASCII } from 'node:url'
import type { HostMetaFact } from '#shared/model/link-facts'
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

interface HostMetaContext extends Pick<ReachContext, 'resolver' | 'routes' | 'signal'> {
  /** Each file, and what was in it. */
  onAsked?: (fact: HostMetaFact) => void
}
type Fetched = { text: string; error: null } | { text: null; error: string }

/** On a connection of our own, so that it goes the way the account's connection will go (proxies). */
async function fetchText(url: URL, extraCa: readonly string[], context: HostMetaContext): Promise<Fetched> {
  let reason = 'no address'
  try {
    return await within(context.signal, FETCH_MS, async (signal) => {
      const ways = reach(url.hostname, Number(url.port) || 443, { ...context, signal, onStep: () => undefined, onFailure: (address, why) => (reason = `${address}: ${why.message}`) })
      for await (const { socket } of ways) return await fetchOver(socket, url, extraCa, signal)
      return { text: null, error: reason }
    })
  } catch (error) {
    // The proxy's word is for the user; whatever else went wrong: the next form is asked for.
    if (error instanceof ConnectionFailure && error.code.startsWith('proxy-')) throw error
    return { text: null, error: (error as Error).message }
  }
}

function fetchOver(raw: Socket, url: URL, extraCa: readonly string[], signal: AbortSignal): Promise<Fetched> {
  return new Promise((resolve) => {
    const servername = isIP(url.hostname) ? undefined : url.hostname
    const options = { host: url.hostname, socket: raw, ca: trustedAuthorities(extraCa), ...(servername && { servername }) }
    const done = (fetched: Fetched) => {
      raw.destroy()
      resolve(fetched)
    }
    const fail = (error: string) => done({ text: null, error })
    const request = get(url, { signal, createConnection: () => connectTls(options) }, (response) => {
      if (response.statusCode !== 200) return fail(`HTTP ${response.statusCode}`)
      const parts: Buffer[] = []
      let size = 0
      response.on('data', (part: Buffer) => {
        parts.push(part)
        if ((size += part.length) > MAX_BYTES) fail('too long')
      })
      response.on('end', () => done({ text: Buffer.concat(parts).toString('utf8'), error: null }))
      response.on('error', (error) => fail(error.message))
    })
    request.on('error', (error) => fail(error.message)) // no such file, another certificate: the next form is asked for
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
  const ask = async (url: URL, parse: (text: string) => string[]) => {
    const { text, error } = await fetchText(url, extraCa, context)
    const urls = parse(text ?? '')
    context.onAsked?.({ url: url.href, found: urls, error })
    return firstSecure(urls)
  }
  const found = (await ask(new URL(`${base.href}.json`), parseHostMetaJson)) ?? (await ask(base, parseHostMetaXml))
  if (!found) throw failure('no-service', `no WebSocket announced by ${base.href}`)
  return found
}
