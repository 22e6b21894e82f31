/** Fallback Indication. XEP-0428 version 0.2.1: parts of a body that are only there for programs that do not know better. */
import { attr, child, children, nsOf, parseCount, textOf, xml, type Element } from '../element'

export const NS_FALLBACK = 'urn:xmpp:fallback:0'
/** More parts in one message are not looked at. */
const MAX_PARTS = 20

/** Code points of the body as the wire has it (XEP-0426). */
export interface Span {
  begin: number
  end: number
}

/** Parts of the body that stand there in place of `feature`; in order, none over another. 'whole': all of it. */
export function parseFallback(message: Element, feature: string): 'whole' | Span[] {
  const marks = children(message, 'fallback', NS_FALLBACK).filter((el) => attr(el, 'for') === feature)
  const parts = marks.flatMap((el) => children(el, 'body', NS_FALLBACK)).slice(0, MAX_PARTS)
  if (marks.length > 0 && (parts.some((el) => attr(el, 'start') === null && attr(el, 'end') === null) || marks.some(saysNothing))) return 'whole'
  const spans = parts.map((el) => ({ begin: parseCount(attr(el, 'start')) ?? 0, end: parseCount(attr(el, 'end')) ?? 0xffffffff }))
  const inOrder = spans.filter((span) => span.begin < span.end).sort((a, b) => a.begin - b.begin)
  return inOrder.filter((span, i) => i === 0 || span.begin >= inOrder[i - 1]!.end)
}
const saysNothing = (el: Element) => child(el, 'body', NS_FALLBACK) === null && child(el, 'subject', NS_FALLBACK) === null

export function cut(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text
  const chars = [...text]
  let rest = ''
  let from = 0
  for (const { begin, end } of spans) {
    rest += chars.slice(from, begin).join('')
    from = end
  }
  return rest + chars.slice(from).join('')
}

/** Where a place of the whole text stands in the cut one. Null: it reaches into what was cut. */
export function afterCut(place: Span, spans: readonly Span[]): Span | null {
  let by = 0
  for (const { begin, end } of spans) {
    if (place.end <= begin) break
    if (place.begin < end) return null
    by += end - begin
  }
  return { begin: place.begin - by, end: place.end - by }
}

/** Puts words in front of the body that stand there in place of `feature`. */
export function addLead(message: Element, feature: string, words: string): void {
  const body = child(message, 'body', nsOf(message)) // a stanza has no namespace until it is written
  if (!body) return
  body.children = [words + textOf(body)]
  message.append(buildFallback(feature, [...words].length))
}
/** Code points in front of what the user wrote. */
export const leadLength = (message: Element): number =>
  children(message, 'fallback', NS_FALLBACK).reduce((sum, el) => sum + (parseCount(attr(child(el, 'body', NS_FALLBACK), 'end')) ?? 0), 0)

const buildFallback = (feature: string, length: number): Element =>
  xml('fallback', { xmlns: NS_FALLBACK, for: feature }, xml('body', { start: '0', end: String(length) }))
