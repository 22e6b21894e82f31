/** Reads what a linked page says of itself. */
import type { IncomingHttpHeaders } from 'node:http'
import type { LinkCard } from '#shared/model/link-card'
import type { Https } from '#xmpp/transport/https'
import { encodingOf, readPage } from './html'

/** The head of a page is in its beginning. */
const MAX_BYTES = 512 * 1024
const TIME_MS = 12_000

/** Null: it is no page, or says nothing of itself. `mayBePrivate` is for tests: nobody's link leads into a private network. */
export async function readCard(https: Pick<Https, 'get'>, url: string, mayBePrivate: (url: URL) => boolean = () => false): Promise<LinkCard | null> {
  let type = ''
  const parts: Buffer[] = []
  const onHeaders = (headers: IncomingHttpHeaders) => void (type = headers['content-type'] ?? type)
  const asked = { maxBytes: MAX_BYTES, isBeginning: true, signal: AbortSignal.timeout(TIME_MS), mayBePrivate, onHeaders }
  for await (const part of https.get(url, asked)) {
    if (!/^\s*(text\/html|application\/xhtml\+xml)\b/i.test(type)) return null
    parts.push(part)
  }
  const bytes = Buffer.concat(parts)
  const page = readPage(decode(bytes, encodingOf(type, bytes.toString('latin1', 0, 4096))))
  return page && { url, ...page, picture: null }
}

function decode(bytes: Buffer, encoding: string): string {
  try {
    return new TextDecoder(encoding).decode(bytes)
  } catch (error) {
    void error // a name that the page made up
    return new TextDecoder().decode(bytes)
  }
}
