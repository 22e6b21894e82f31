/**
 * Marks found words in a message on the page, for a moment, by the CSS Custom Highlight API: nothing of the message is drawn anew. A row may
 * show its text otherwise than it was sent (styled, without `/me`): then the words are looked for in what it shows.
 */
import type { MessageId } from '#shared/ids'
import type { Message } from '#shared/model/message'
import type { Mark } from '#shared/model/search'

const SHOWN_MS = 5000
const NAME = 'found-words'
let wanted: { id: MessageId; marks: readonly Mark[] } | null = null
let timer: ReturnType<typeof setTimeout> | undefined

/** To be marked as soon as this message is shown. */
export function setFoundWords(id: MessageId, marks: readonly Mark[]) {
  wanted = { id, marks }
}

/** Where in a shown text, in UTF-16, the words of `body` stand that are marked there. */
export function placesIn(shown: string, body: string, marks: readonly Mark[]): Mark[] {
  const skipped = body.length - shown.length
  if (skipped >= 0 && body.endsWith(shown)) return marks.flatMap(({ begin, end }) => (begin >= skipped ? [{ begin: begin - skipped, end: end - skipped }] : []))
  const places: Mark[] = []
  let from = 0
  for (const { begin, end } of marks) {
    const word = body.slice(begin, end)
    const at = shown.indexOf(word, from)
    if (at < 0) continue
    from = at + word.length
    places.push({ begin: at, end: from })
  }
  return places
}

export function markWords(row: HTMLElement, message: Message | undefined) {
  if (!message || wanted?.id !== message.id) return
  const text = row.querySelector<HTMLElement>('[data-message] .text')
  if (!text) return
  const { marks } = wanted
  wanted = null
  const nodes: Text[] = []
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) nodes.push(walker.currentNode as Text)
  const ranges = placesIn(nodes.map((node) => node.data).join(''), message.body, marks).map((mark) => rangeOf(nodes, mark))
  CSS.highlights.set(NAME, new Highlight(...ranges.filter((range) => range !== null)))
  clearTimeout(timer)
  timer = setTimeout(() => CSS.highlights.delete(NAME), SHOWN_MS)
}

function rangeOf(nodes: readonly Text[], { begin, end }: Mark): Range | null {
  const range = document.createRange()
  let at = 0
  let isOpen = false
  for (const node of nodes) {
    const next = at + node.data.length
    if (!isOpen && begin < next) {
      range.setStart(node, begin - at)
      isOpen = true
    }
    if (isOpen && end <= next) {
      range.setEnd(node, end - at)
      return range
    }
    at = next
  }
  return null
}
