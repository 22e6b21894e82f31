/** What a message is drawn from: lines of pieces, blocks of code, quotes. Pure. */
import { blocksOf, hasStyling, type Block, type Range, type Style } from '../../lib/text/styling'
import type { MessagePart } from './mention-parts'

export interface Piece {
  part: MessagePart
  styles: readonly Style[]
}
export type Drawn = { kind: 'lines'; pieces: Piece[] } | { kind: 'code'; text: string } | { kind: 'quote'; inside: Drawn[] }

const NONE: readonly Style[] = []

/** `parts` are the whole text, in order. */
export function draw(parts: readonly MessagePart[], isStyled: boolean): Drawn[] {
  const text = parts.map((part) => part.text).join('')
  if (!isStyled || !hasStyling(text)) return [{ kind: 'lines', pieces: parts.map((part) => ({ part, styles: NONE })) }]
  const places: (Range & { part: MessagePart })[] = []
  let at = 0
  for (const part of parts) {
    places.push({ part, begin: at, end: at + part.text.length })
    at += part.text.length
  }
  const links = places.filter(({ part }) => part.kind !== 'text')
  return drawn(blocksOf(text, links), places, text)
}

function drawn(blocks: readonly Block[], places: readonly (Range & { part: MessagePart })[], text: string): Drawn[] {
  const all: Drawn[] = []
  for (const block of blocks) {
    if (block.kind === 'code') all.push({ kind: 'code', text: block.lines.map(({ begin, end }) => text.slice(begin, end)).join('\n') })
    else if (block.kind === 'quote') all.push({ kind: 'quote', inside: drawn(block.blocks, places, text) })
    else {
      const last = all.at(-1)
      const pieces = piecesOf(block, places)
      if (last?.kind === 'lines') last.pieces.push({ part: { kind: 'text', text: '\n' }, styles: NONE }, ...pieces)
      else all.push({ kind: 'lines', pieces })
    }
  }
  return all
}

function piecesOf({ begin, end, spans }: Extract<Block, { kind: 'plain' }>, places: readonly (Range & { part: MessagePart })[]): Piece[] {
  const cuts = [...new Set([begin, end, ...spans.flatMap((span) => [span.begin, span.end])])].sort((a, b) => a - b)
  const pieces: Piece[] = []
  let from = firstAt(places, begin)
  // Spans stand inside of each other, never across: those that are open are a stack.
  const open: typeof spans = []
  let next = 0
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [left, right] = [cuts[i]!, cuts[i + 1]!]
    while (open.length > 0 && open.at(-1)!.end <= left) open.pop()
    for (; next < spans.length && spans[next]!.begin <= left; next++) open.push(spans[next]!)
    const styles = open.length === 0 ? NONE : open.map((span) => span.style)
    for (; from < places.length && places[from]!.begin < right; from++) {
      const { part, ...place } = places[from]!
      const piece = part.text.slice(Math.max(0, left - place.begin), right - place.begin)
      if (piece !== '') pieces.push({ part: { ...part, text: piece }, styles })
      if (place.end > right) break
    }
  }
  return pieces
}

function firstAt(places: readonly Range[], at: number): number {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (places[middle]!.end <= at) low = middle + 1
    else high = middle
  }
  return low
}
