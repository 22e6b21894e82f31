/** A message in one line, where it is only spoken of. Pure. */
const MAX_CHARS = 120

export function lineOf(body: string): string {
  const line = (body.startsWith('/me ') ? body.slice(4) : body).slice(0, 10 * MAX_CHARS).replace(/\s+/g, ' ').trim()
  const chars = [...line]
  return chars.length <= MAX_CHARS ? line : `${chars.slice(0, MAX_CHARS).join('')}…`
}
