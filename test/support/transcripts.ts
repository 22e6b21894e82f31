import { Parser, type Element } from '@xmpp/xml'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { elements, nsOf } from '#xmpp/element'

/** The recordings and their format: test/fixtures/servers/README.md. */
export const transcriptServers = ['ejabberd-23.01', 'openfire-4.7.5', 'openfire-5.0.5', 'prosody-0.12.3', 'tigase-8.4.0'] as const
export type TranscriptServer = (typeof transcriptServers)[number]

export interface TranscriptEntry {
  /** `server`, or a client: `alice` (her first device), `alice/phone` (another), `bob` … */
  from: string
  to: string
  /** As it went over the wire. */
  xml: string
  /** Its parent carries the stream's namespaces. Null when it is no single element: stream header, stream end, broken XML. */
  element: Element | null
}

export interface TranscriptStep {
  /** '' for what came before the first step. */
  title: string
  entries: TranscriptEntry[]
  /** What came of it, in the recorder's words. */
  outcome: string | null
  /** Ids of requests that were never answered. */
  unanswered: string[]
  /** Other remarks: set-up off the record, cut connections. */
  notes: string[]
}

export interface Transcript {
  server: string
  version: string
  case: string
  /** Client name → full JID. */
  people: Record<string, string>
  steps: TranscriptStep[]
}

const folder = join(import.meta.dirname, '../fixtures/servers')

export function openTranscript(server: TranscriptServer, name: string): Transcript {
  return readTranscript(join(folder, server, `${name}.xml`))
}

/** The same story as all five servers tell it, for `test.each`. */
export function transcriptsOf(name: string): [TranscriptServer, Transcript][] {
  return transcriptServers.map((server) => [server, openTranscript(server, name)])
}

export function readTranscript(path: string): Transcript {
  const text = readFileSync(path, 'utf8')
  const frame = /^\s*<\?xml[^>]*\?>\s*<transcript([^>]*)>([\s\S]*)<\/transcript>\s*$/.exec(text)
  if (!frame) throw new Error(`${path} is no transcript`)
  const [, attributes = '', content = ''] = frame
  const value = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1] ?? ''
  const about = { server: value('server'), version: value('version'), case: value('case') }
  const transcript: Transcript = { ...about, people: {}, steps: [] }

  let step = newStep('')
  transcript.steps.push(step)
  // A comment, and what stands between it and the next one.
  for (const [, rawComment = '', rawRest = ''] of content.matchAll(/<!--([\s\S]*?)-->([\s\S]*?)(?=<!--|$)/g)) {
    const comment = rawComment.trim()
    const rest = rawRest.trim()
    const direction = /^(\S+) > (\S+)$/.exec(comment)
    if (!direction === (rest !== '')) throw new Error(`${path}: "${comment}" is followed by "${rest.slice(0, 80)}"`)
    if (direction) {
      step.entries.push({ from: direction[1]!, to: direction[2]!, ...entryContent(rest, path) })
      continue
    }
    const [, keyword, words = ''] = /^(CASE|STEP|OUTCOME) ([\s\S]*)$/.exec(comment) ?? []
    const silence = /^no reply to (\S+) within/.exec(comment)
    const person = /^(\S+) is (\S+@\S+\/\S+)/.exec(comment)
    if (keyword === 'STEP') transcript.steps.push((step = newStep(words)))
    else if (keyword === 'OUTCOME') step.outcome = step.outcome === null ? words : `${step.outcome}\n${words}`
    else if (silence) step.unanswered.push(silence[1]!)
    else if (person) transcript.people[person[1]!] = person[2]!
    else step.notes.push(comment)
  }
  return transcript
}

const newStep = (title: string): TranscriptStep => ({ title, entries: [], outcome: null, unanswered: [], notes: [] })

function entryContent(text: string, path: string): { xml: string; element: Element | null } {
  const raw = /^<raw><!\[CDATA\[([\s\S]*)\]\]><\/raw>$/.exec(text)
  if (raw) return { xml: raw[1] ?? '', element: null }
  return { xml: text, element: parseStanza(text, path) }
}

/** One element as it would come out of a stream. Throws: a fixture that cannot be read is a broken test. */
export function parseStanza(xml: string, where = 'stanza'): Element {
  const found: Element[] = []
  const parser = new Parser()
  parser.on('element', (element: Element) => found.push(element))
  parser.on('error', (error: Error) => {
    throw new Error(`${where}: ${error.message}: ${xml.slice(0, 200)}`)
  })
  parser.write('<stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams">')
  parser.write(xml)
  if (found.length !== 1) throw new Error(`${where}: ${found.length} elements instead of one: ${xml.slice(0, 200)}`)
  return found[0]!
}

/** Narrows a search: element name, namespace of a child, type attribute, a part of the step's title. */
export interface StanzaFilter {
  name?: string
  type?: string
  /** At least one direct child has this namespace. */
  childNs?: string
  step?: string
}

/** What `who` (`alice`, `bob/phone` …) received from the server, in the order of the record. */
export function stanzasTo(transcript: Transcript, who: string, filter: StanzaFilter = {}): Element[] {
  return stanzas(transcript, (entry) => entry.to === who && entry.from === 'server', filter)
}

/** What `who` sent to the server. */
export function stanzasFrom(transcript: Transcript, who: string, filter: StanzaFilter = {}): Element[] {
  return stanzas(transcript, (entry) => entry.from === who && entry.to === 'server', filter)
}

function stanzas(transcript: Transcript, which: (entry: TranscriptEntry) => boolean, filter: StanzaFilter): Element[] {
  return transcript.steps
    .filter((step) => filter.step === undefined || step.title.includes(filter.step))
    .flatMap((step) => step.entries)
    .filter(which)
    .flatMap(({ element }) => (element && matches(element, filter) ? [element] : []))
}

function matches(element: Element, { name, type, childNs }: StanzaFilter): boolean {
  if (name !== undefined && element.name !== name) return false
  if (type !== undefined && element.attrs.type !== type) return false
  return childNs === undefined || elements(element).some((one) => nsOf(one) === childNs)
}

/** The step whose title contains this text; exactly one must. */
export function stepOf(transcript: Transcript, title: string): TranscriptStep {
  const found = transcript.steps.filter((step) => step.title.includes(title))
  if (found.length !== 1) throw new Error(`${transcript.case} of ${transcript.server} has ${found.length} steps with "${title}"`)
  return found[0]!
}
