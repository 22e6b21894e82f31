/** Text as elements, for testers who write it, and for what was kept of the wire. Everything here is total. */
import type { XmlComplaint, XmlLine, XmlProblem } from '#shared/model/console'
import { NS_CLIENT, NS_STREAM, type Element } from './element'
import { limitsAfterLogin } from './limits'
import { linesOf } from './xml-lines'
import { XmlReader } from './xml-reader'
import { XmlError } from './xml-tokeniser'

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
