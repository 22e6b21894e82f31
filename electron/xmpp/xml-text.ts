/** XML that a tester writes: text → element, or why it is none; element → text with a line a tag, and back. Total. */
import type { XmlComplaint, XmlLine, XmlProblem } from '#shared/model/console'
import { Element, isElement, NS_CLIENT, NS_STREAM, nsOf } from './element'
import { limitsAfterLogin } from './limits'
import { serialise } from './serialise'
import { linesOf } from './xml-lines'
import { XmlReader } from './xml-reader'
import { XmlError } from './xml-tokeniser'

/** What is longer is edited elsewhere. */
export const MAX_WRITTEN_CHARS = 64 * 1024

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

/** What was kept, as lines; what is no whole element, as one line of text. */
export function linesOfText(text: string): XmlLine[] {
  const [el] = readInSteps(text, text.length).found
  return el ? linesOf(el) : [{ depth: 0, parts: [{ kind: 'text', text }] }]
}

/** XML 1.0 (fifth edition) §2.3, without the colon. Our reader is less strict, servers' parsers are not: they would end the stream. */
const START = 'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}'
const NAME = new RegExp(`^[${START}][-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040${START}]*$`, 'u')
export const isElementName = (name: string): boolean => NAME.test(name)

function oddName(root: Element): string | null {
  const work = [root]
  for (let el = work.pop(); el; el = work.pop()) {
    const odd = [el.name, ...Object.keys(el.attrs as object)].find((name) => !name.split(':').every(isElementName))
    if (odd !== undefined) return odd
    work.push(...el.children.filter(isElement))
  }
  return null
}

/** As readXml, for what is put into something else: it names its namespace, and stands alone. `indentedText` is undone. */
export function readPayload(text: string): ReturnType<typeof readXml> {
  const read = readXml(text)
  if (read.el === null) return read
  if (nsOf(read.el) === NS_CLIENT || nsOf(read.el) === '') return { el: null, complaint: { problem: 'no-namespace', detail: read.el.name, line: 1, column: 1 } }
  const odd = oddName(read.el)
  if (odd !== null) return { el: null, complaint: { problem: 'not-well-formed', detail: odd, line: 1, column: 1 } }
  read.el.parent = null
  dropIndents(read.el)
  return read
}

const isBlank = (node: unknown) => !isElement(node) && String(node).trim() === ''
/** Between elements only: white space beside words is part of them. */
const isIndented = (el: Element) => el.children.some(isElement) && el.children.every((node) => isElement(node) || isBlank(node))

function dropIndents(root: Element): void {
  const work = [root]
  for (let el = work.pop(); el; el = work.pop()) {
    if (isIndented(el)) el.children = el.children.filter((node) => !isBlank(node))
    work.push(...el.children.filter(isElement))
  }
}

function indented(el: Element, depth: number): Element {
  const copy = new Element(el.name, { ...el.attrs })
  const isBlock = isIndented(el)
  const put = (node: Element | string) => void copy.children.push(node)
  for (const node of el.children) {
    if (isBlock && isBlank(node)) continue
    if (isBlock) put(`\n${'  '.repeat(depth + 1)}`)
    put(isElement(node) ? indented(node, depth + 1) : String(node))
  }
  if (isBlock) put(`\n${'  '.repeat(depth)}`)
  return copy
}

/** To be edited, a line an element; with its namespace. Null: too long for that. */
export const indentedText = (el: Element): string | null => serialise(indented(el, 0), { maxChars: MAX_WRITTEN_CHARS, ns: nsOf(el) || undefined })
