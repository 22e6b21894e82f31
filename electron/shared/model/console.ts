/** The XML console: what it keeps of the wire and how it is shown. */
import type { EpochMs } from '../time'

export const WIRE_KINDS = ['message', 'presence', 'iq', 'stream'] as const
/** `stream`: everything that is no stanza: headers, login, acknowledgements, errors of the stream. */
export type WireKind = (typeof WIRE_KINDS)[number]
export const WIRE_DIRECTIONS = ['in', 'out'] as const
export type WireDirection = (typeof WIRE_DIRECTIONS)[number]

export interface WireEntry {
  /** Grows by one with everything that went over the wire of this account while it was kept. */
  seq: number
  atMs: EpochMs
  direction: WireDirection
  kind: WireKind
  /** Of the element: `message`, `iq`, `r`, `stream:features` … */
  name: string
  type: string | null
  id: string | null
  from: string | null
  to: string | null
  /** Of what is inside, outermost first, each once. */
  namespaces: string[]
  sizeChars: number
  /** The beginning of the text. */
  preview: string
}

/** All that is given must fit. Words are found in any case. */
export interface WireFilter {
  direction?: WireDirection | undefined
  kinds?: WireKind[] | undefined
  /** Part of a namespace. */
  namespace?: string | undefined
  /** Part of a sender's or receiver's address. */
  address?: string | undefined
  /** Part of the text. */
  text?: string | undefined
}

/** One line of a stanza as it is shown: a start tag, an end tag or text. */
export interface XmlLine {
  depth: number
  parts: XmlPart[]
}
export interface XmlPart {
  /** `mark`: brackets, equal signs and quotes. */
  kind: 'mark' | 'name' | 'attribute' | 'value' | 'namespace' | 'text'
  text: string
}

/** Why text cannot be sent. `no-namespace`: what is put into something else must say what it is of. */
export const XML_PROBLEMS = ['empty', 'not-well-formed', 'not-closed', 'not-one', 'no-stanza', 'no-namespace'] as const
export type XmlProblem = (typeof XML_PROBLEMS)[number]
export interface XmlComplaint {
  problem: XmlProblem
  /** The reader's own words. */
  detail: string | null
  /** From 1; where reading stopped. */
  line: number
  column: number
}
