/** The words around what was found, for one or two lines of a list. */
import type { Excerpt, Mark } from '#shared/model/search'

const BEFORE_CHARS = 12
const EXCERPT_CHARS = 160

/** A cut does not go through a pair of UTF-16 or stand before a mark that belongs to the character before. */
function whole(text: string, at: number): number {
  while (at > 0 && at < text.length && /^[\udc00-\udfff\p{M}\u200d\ufe0f\u{1f3fb}-\u{1f3ff}]/u.test(text.slice(at, at + 2))) at--
  return at
}

export function excerptOf(body: string, marks: readonly Mark[]): Excerpt {
  const begin = whole(body, Math.max(0, (marks[0]?.begin ?? 0) - BEFORE_CHARS))
  const end = whole(body, Math.min(body.length, begin + EXCERPT_CHARS))
  return {
    text: body.slice(begin, end).replace(/\s/gu, ' '),
    marks: marks.flatMap((mark) =>
      mark.begin < end && mark.end > begin ? [{ begin: Math.max(0, mark.begin - begin), end: Math.min(end, mark.end) - begin }] : []),
    isCutBefore: begin > 0,
    isCutAfter: end < body.length,
  }
}
