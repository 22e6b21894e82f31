/** An element as lines of coloured parts, for testers. Total. */
import type { XmlLine, XmlPart } from '#shared/model/console'
import { isElement, type Element } from './element'

const MAX_LINES = 4000

const mark = (text: string): XmlPart => ({ kind: 'mark', text })

function tagParts(el: Element, end: '>' | '/>'): XmlPart[] {
  const attributes = Object.entries(el.attrs as Record<string, unknown>).filter(([, value]) => value !== undefined && value !== null)
  return [
    mark('<'), { kind: 'name', text: el.name },
    ...attributes.flatMap(([name, value]): XmlPart[] => [
      mark(' '), { kind: 'attribute', text: name }, mark('="'), { kind: /^xmlns(?::|$)/.test(name) ? 'namespace' : 'value', text: String(value) }, mark('"'),
    ]),
    mark(end),
  ]
}

/** One line a tag; an element with nothing but text is one line. At most MAX_LINES. */
export function linesOf(root: Element): XmlLine[] {
  const lines: XmlLine[] = []
  type Work = { node: Element | string; depth: number } | { close: string; depth: number }
  const work: Work[] = [{ node: root, depth: 0 }]
  while (work.length > 0 && lines.length < MAX_LINES) {
    const item = work.pop()!
    const { depth } = item
    if ('close' in item) lines.push({ depth, parts: [mark('</'), { kind: 'name', text: item.close }, mark('>')] })
    else if (typeof item.node === 'string') lines.push({ depth, parts: [{ kind: 'text', text: item.node }] })
    else {
      const el = item.node
      // White space between elements says nothing.
      const inner = el.children.filter((one) => isElement(one) || String(one).trim() !== '')
      if (inner.length === 0) lines.push({ depth, parts: tagParts(el, '/>') })
      else if (inner.length === 1 && !isElement(inner[0])) {
        lines.push({ depth, parts: [...tagParts(el, '>'), { kind: 'text', text: String(inner[0]) }, mark('</'), { kind: 'name', text: el.name }, mark('>')] })
      } else {
        lines.push({ depth, parts: tagParts(el, '>') })
        work.push({ close: el.name, depth })
        for (const one of inner.toReversed()) work.push({ node: isElement(one) ? one : String(one), depth: depth + 1 })
      }
    }
  }
  return lines
}
