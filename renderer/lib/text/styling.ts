/**
 * Message styling, XEP-0393 version 1.1.1: *bold*, _italic_, ~struck~, `mono`, blocks of code and quotes. What marks them stays in sight, as the
 * text recommends, except the fences and the >. Pure, never throws, each character is looked at a bounded number of times.
 */
export interface Range {
  begin: number
  end: number
}
export type Style = 'strong' | 'em' | 'strike' | 'code'
export interface Span extends Range {
  style: Style
}
export type Block =
  | ({ kind: 'plain'; spans: Span[] } & Range)
  /** One range for each line. */
  | { kind: 'code'; lines: Range[] }
  | { kind: 'quote'; blocks: Block[] }

const STYLES: Partial<Record<string, Style>> = { '*': 'strong', _: 'em', '~': 'strike', '`': 'code' }
const MAX_DEPTH = 5
const isSpace = (c: string | undefined) => c !== undefined && /[\s\p{Z}]/u.test(c)

/** May there be anything in it? Most messages are done with this. */
export const hasStyling = (text: string): boolean => /[*_~`]|^>/m.test(text)

/** `opaque`: parts (links) in which nothing is a mark; in order. */
export function spansIn(text: string, { begin, end }: Range, opaque: readonly Range[] = []): Span[] {
  const spans: Span[] = []
  const isOpaque = lookup(opaque)
  const closing = (mark: string, from: number, to: number) => {
    for (let at = text.indexOf(mark, from); at >= 0 && at < to; at = text.indexOf(mark, at + 1)) if (!isSpace(text[at - 1]) && !isOpaque(at)) return at
    return -1
  }
  const parse = (from: number, to: number) => {
    /** Marks that nothing closes from here on. */
    const unclosed = new Set<string>()
    for (let at = from; at < to; at++) {
      const mark = text[at]!
      const style = STYLES[mark]
      if (!style || unclosed.has(mark) || isOpaque(at)) continue
      if (at + 1 < to && text[at + 1] === mark) {
        at++ // nothing between them: neither counts
        continue
      }
      if ((at > from && !isSpace(text[at - 1])) || at + 1 >= to || isSpace(text[at + 1])) continue
      const close = closing(mark, at + 2, to)
      if (close < 0) {
        unclosed.add(mark)
        continue
      }
      spans.push({ style, begin: at, end: close + 1 })
      if (style !== 'code') parse(at + 1, close)
      at = close
    }
  }
  parse(begin, end)
  return spans
}

function lookup(ranges: readonly Range[]): (at: number) => boolean {
  if (ranges.length === 0) return () => false
  return (at) => {
    let low = 0
    let high = ranges.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (ranges[middle]!.end <= at) low = middle + 1
      else high = middle
    }
    return low < ranges.length && ranges[low]!.begin <= at
  }
}

export function blocksOf(text: string, opaque: readonly Range[] = []): Block[] {
  const lines: Range[] = []
  for (let begin = 0; begin <= text.length; ) {
    const found = text.indexOf('\n', begin)
    const end = found < 0 ? text.length : found
    lines.push({ begin, end })
    begin = end + 1
  }
  return parseBlocks(text, lines, opaque, 0)
}

function parseBlocks(text: string, lines: readonly Range[], opaque: readonly Range[], depth: number): Block[] {
  const blocks: Block[] = []
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    const starts = (words: string, one = line) => text.startsWith(words, one.begin) && one.begin + words.length <= one.end
    if (starts('```')) {
      const inside: Range[] = []
      for (i++; i < lines.length && text.slice(lines[i]!.begin, lines[i]!.end) !== '```'; i++) inside.push(lines[i]!)
      blocks.push({ kind: 'code', lines: inside })
    } else if (starts('>') && depth < MAX_DEPTH) {
      const inside: Range[] = []
      for (; i < lines.length && starts('>', lines[i]); i++) {
        const { begin, end } = lines[i]!
        inside.push({ begin: begin + 1 < end && isSpace(text[begin + 1]) ? begin + 2 : begin + 1, end })
      }
      i--
      blocks.push({ kind: 'quote', blocks: parseBlocks(text, inside, opaque, depth + 1) })
    } else blocks.push({ kind: 'plain', ...line, spans: spansIn(text, line, opaque) })
  }
  return blocks
}
