/** Which addresses may leave for the system's programs, and in which form. Pure. */
export type ExternalTarget = { kind: 'web'; url: string; host: string } | { kind: 'mail'; url: string }

const MAX_CHARS = 8192

/**
 * http(s) with a host and without a login in it, and mailto with an address: nothing else, whatever the system has
 * handlers for. The result is the address as the URL parser writes it, so that what is asked about is what is opened.
 */
export function externalTarget(address: string): ExternalTarget | null {
  // eslint-disable-next-line no-control-regex
  if (address.length > MAX_CHARS || /[\u0000-\u0020\u007f-\u00a0\\"<>]/.test(address) || !URL.canParse(address)) return null
  const url = new URL(address)
  if (url.href.length > MAX_CHARS) return null
  if (url.protocol === 'https:' || url.protocol === 'http:') {
    const isWhole = /^https?:\/\/[^/]/i.test(address) // `http:x` and `https:/x` are repaired by the parser, not meant by people
    if (!isWhole || !url.hostname || url.username || url.password) return null
    return { kind: 'web', url: url.href, host: url.host }
  }
  if (url.protocol === 'mailto:') {
    // Only what a person would write: no attachment of local files by `?attach=`.
    const isPlain = [...url.searchParams.keys()].every((key) => ['subject', 'body', 'cc'].includes(key.toLowerCase()))
    return /^[^@]+@[^@]+$/.test(url.pathname) && isPlain ? { kind: 'mail', url: url.href } : null
  }
  return null
}
