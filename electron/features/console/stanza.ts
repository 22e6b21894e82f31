/** Elements as the console lists them, and text as a stanza. Everything here is total. */
import { WIRE_KINDS, type WireEntry, type WireKind } from '#shared/model/console'
import { attr, elements, nameOf, NS_CLIENT, nsOf, type Element } from '#xmpp/element'
import { readXml } from '#xmpp/xml-text'

const MAX_NAMESPACES = 20
const PREVIEW_CHARS = 240
const STANZAS: readonly string[] = WIRE_KINDS

const kindOf = (el: Element): WireKind => {
  const name = nameOf(el)
  return nsOf(el) === NS_CLIENT && STANZAS.includes(name) && name !== 'stream' ? (name as WireKind) : 'stream'
}

/** Breadth first, so that what says most of a stanza comes first. */
function namespacesOf(el: Element): string[] {
  const found = new Set<string>()
  let level = [el]
  while (level.length > 0 && found.size < MAX_NAMESPACES) {
    for (const one of level) if (found.size < MAX_NAMESPACES && nsOf(one) !== NS_CLIENT && nsOf(one)) found.add(nsOf(one))
    level = level.flatMap((one) => elements(one)).slice(0, 500)
  }
  return [...found]
}

export type Summary = Pick<WireEntry, 'kind' | 'name' | 'type' | 'id' | 'from' | 'to' | 'namespaces' | 'preview'>

export function summaryOf(el: Element | null, text: string): Summary {
  const preview = text.slice(0, PREVIEW_CHARS)
  if (!el) {
    const name = /^(?:<\?[^>]*\?>)?\s*<(\/?[^\s/>]+)/.exec(text)?.[1] ?? ''
    return { kind: 'stream', name, type: null, id: null, from: null, to: null, namespaces: [], preview }
  }
  return {
    kind: kindOf(el), name: el.name, type: attr(el, 'type'), id: attr(el, 'id'), from: attr(el, 'from'), to: attr(el, 'to'), namespaces: namespacesOf(el), preview,
  }
}

/** As readXml, and it is a stanza that may be sent. */
export function readStanza(text: string): ReturnType<typeof readXml> {
  const read = readXml(text)
  if (read.el === null || kindOf(read.el) !== 'stream') return read
  return { el: null, complaint: { problem: 'no-stanza', detail: read.el.name, line: 1, column: 1 } }
}
