/** Elements as the console shows them, and text as a stanza. Everything here is total. */
import { WIRE_KINDS, type WireEntry, type WireKind, type XmlComplaint, type XmlLine, type XmlProblem } from '#shared/model/console'
import { attr, elements, nameOf, NS_CLIENT, NS_STREAM, nsOf, type Element } from '#xmpp/element'
import { limitsAfterLogin } from '#xmpp/limits'
import { linesOf } from '#xmpp/xml-lines'
import { XmlReader } from '#xmpp/xml-reader'
import { XmlError } from '#xmpp/xml-tokeniser'

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

interface Reading {
  found: Element[]
  /** Why it is wrong, and at which character of the text it showed. */
  wrong: { detail: string; at: number } | null
}

/** `step` characters at a time: how exactly the place of a mistake is known. */
function readInSteps(text: string, step: number): Reading {
  const found: Element[] = []
  let wrong: string | null = null
  const reader = new XmlReader({ element: (el) => found.push(el), dropped: (reason) => (wrong = reason) }, { ...limitsAfterLogin, whenOver: 'close' })
  reader.write(`<stream xmlns='${NS_CLIENT}' xmlns:stream='${NS_STREAM}'>`)
  for (let at = 0; at < text.length; at += step) {
    try {
      reader.write(text.slice(at, at + step))
    } catch (error) {
      if (!(error instanceof XmlError)) throw error
      wrong = error.message
    }
    if (wrong !== null) return { found: [], wrong: { detail: wrong, at } }
  }
  return { found, wrong: null }
}

/** What stands in the text, or why nothing can be made of it and where. The namespace is that of a stream. */
export function readXml(text: string): { el: Element; complaint: null } | { el: null; complaint: XmlComplaint } {
  const complain = (problem: XmlProblem, at: number, detail: string | null = null) => {
    const before = text.slice(0, at).split('\n')
    return { el: null, complaint: { problem, detail, line: before.length, column: before.at(-1)!.length + 1 } }
  }
  if (text.trim() === '') return complain('empty', 0)
  const whole = readInSteps(text, text.length)
  const [first, second] = whole.found
  if (second) return complain('not-one', text.length)
  if (first) return { el: first, complaint: null }
  const wrong = whole.wrong && readInSteps(text, 1).wrong
  return wrong ? complain('not-well-formed', wrong.at, wrong.detail) : complain('not-closed', text.length)
}

/** As readXml, and it is a stanza that may be sent. */
export function readStanza(text: string): ReturnType<typeof readXml> {
  const read = readXml(text)
  if (read.el === null || kindOf(read.el) !== 'stream') return read
  return { el: null, complaint: { problem: 'no-stanza', detail: read.el.name, line: 1, column: 1 } }
}

/** What was kept, as lines; what is no whole element, as one line of text. */
export function linesOfText(text: string): XmlLine[] {
  const [el] = readInSteps(text, text.length).found
  return el ? linesOf(el) : [{ depth: 0, parts: [{ kind: 'text', text }] }]
}
