/**
 * Finds the WebSocket of a domain. XEP-0156 version 1.4.0: https only, JSON then XML, 10 s and 64 KiB at most.
 * Left out: BOSH; `ws://` answers are not taken (SAFETY.md §2.2); DNS TXT records (removed from the XEP as insecure).
 */
import { get } from 'node:https'
import { domainToASCII } from 'node:url'
import { attr, children, type Element } from '../element'
import { parseElement } from '../xml-reader'
import { failure } from '../errors'
import { trustedAuthorities } from './certificate'

const REL = 'urn:xmpp:alt-connections:websocket'
const NS_XRD = 'http://docs.oasis-open.org/ns/xri/xrd-1.0'
const MAX_BYTES = 64 * 1024

function fetchText(url: string, extraCa: readonly string[], signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(10_000)])
    const request = get(url, { ca: trustedAuthorities(extraCa), signal: limited }, (response) => {
      const giveUp = () => {
        response.destroy()
        resolve(null)
      }
      if (response.statusCode !== 200) return giveUp()
      const parts: Buffer[] = []
      let size = 0
      response.on('data', (part: Buffer) => {
        parts.push(part)
        if ((size += part.length) > MAX_BYTES) giveUp()
      })
      response.on('end', () => resolve(Buffer.concat(parts).toString('utf8')))
      response.on('error', () => resolve(null))
    })
    request.on('error', () => resolve(null)) // no such file, no such host: the next form is asked for
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
export async function findWebSocket(domain: string, extraCa: readonly string[], signal: AbortSignal, port = 443): Promise<string> {
  const base = `https://${domainToASCII(domain) || domain}:${port}/.well-known/host-meta`
  const json = await fetchText(`${base}.json`, extraCa, signal)
  const found = firstSecure(parseHostMetaJson(json ?? '')) ?? firstSecure(parseHostMetaXml((await fetchText(base, extraCa, signal)) ?? ''))
  if (!found) throw failure('no-service', `no WebSocket announced by ${base}`)
  return found
}
