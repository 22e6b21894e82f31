/** X2: what our reader makes of a document, against expat, with which servers read: else a stanza could say one thing to them and another to us. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { isElement, nameOf, nsOf, type Element } from '#xmpp/element'
import { limitsAfterLogin } from '#xmpp/limits'
import { XmlReader } from '#xmpp/xml-reader'
import { isSpace, XmlError } from '#xmpp/xml-tokeniser'
import { createRandom, type Random } from '../chaos/random'
import { makeDocument } from './documents'

const BATCH = 2000
const NS_XML = 'http://www.w3.org/XML/1998/namespace'
const MARK = '\u0001'

export interface DifferentialResult {
  documents: number
  /** By both. */
  accepted: number
  /** Accepted by both, read as different things. */
  different: number
  /** By us only: a server would have refused it. */
  onlyOurs: number
  /** By expat only, though nothing in it is forbidden in a stream. */
  onlyExpat: number
  words: string[]
}

type Token = ['<', string, [string, string][]] | ['t', string] | ['>']

/** Half a surrogate pair cannot be encoded. */
const toWellFormed = (text: string) => Buffer.from(text).toString()

const expanded = (ns: string, local: string) => (ns === '' ? local : `${ns}${MARK}${local}`)

function attributeName(el: Element, key: string): string {
  const colon = key.indexOf(':')
  if (colon < 0) return key
  return key.startsWith('xml:') ? expanded(NS_XML, key.slice(4)) : expanded(nsOf({ name: key, attrs: el.attrs, parent: el.parent } as Element), key.slice(colon + 1))
}

function tokensOf(el: Element): Token[] {
  const isDeclaration = (key: string) => key === 'xmlns' || key.startsWith('xmlns:')
  const attrs = Object.entries(el.attrs as Record<string, string>).filter(([key]) => !isDeclaration(key))
    .map(([key, value]): [string, string] => [attributeName(el, key), value])
  const inner = el.children.flatMap((one): Token[] => (isElement(one) ? tokensOf(one) : [['t', one as string]]))
  const ns = el.name.startsWith('xml:') ? NS_XML : nsOf(el)
  return [['<', expanded(ns, nameOf(el)), attrs], ...inner, ['>']]
}

/** In pieces, as a stream brings it: what stands in the outermost element. Null: refused, or something in it dropped as spoiled. */
function readOurs(text: string, random: Random): Token[] | null {
  const found: Element[] = []
  let [isSpoiled, isComplete] = [false, false]
  const reader = new XmlReader({ element: (el) => found.push(el), dropped: () => (isSpoiled = true), end: () => (isComplete = true) }, limitsAfterLogin)
  try {
    for (let at = 0; at < text.length;) {
      const to = random.chance(0.4) ? text.length : at + random.int(1, 12)
      reader.write(text.slice(at, to))
      at = to
    }
  } catch (error) {
    if (error instanceof XmlError) return null
    throw error
  }
  return isComplete && !isSpoiled ? found.flatMap(tokensOf) : null
}

/** Without the outermost element; null when words stand between stanzas, which no stream allows. */
function insideOf(tokens: Token[]): Token[] | null {
  let depth = 0
  const inside: Token[] = []
  for (const token of tokens.slice(1, -1)) {
    if (depth > 0 || token[0] === '<') inside.push(token)
    else if (token[0] === 't' && !isSpace(token[1])) return null
    if (token[0] === '<') depth++
    else if (token[0] === '>') depth--
  }
  return inside
}

/** Attributes in one order; text in one piece. */
function canonical(tokens: Token[]): string {
  return JSON.stringify(tokens.map((token) => (token[0] === '<' ? ['<', token[1], [...token[2]].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))] : token)))
}

async function readExpat(documents: string[], repo: string): Promise<(Token[] | ['restricted'] | null)[]> {
  const child = spawn('python3', [join(repo, 'test/fuzz/expat.py')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const answers: (Token[] | null)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => answers.push(JSON.parse(line) as Token[] | null))
  for (const text of documents) {
    const data = Buffer.from(text)
    child.stdin.write(`${data.length}\n`)
    child.stdin.write(data)
  }
  child.stdin.end()
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0 || answers.length !== documents.length) throw new Error(`expat.py: exit ${code}, ${answers.length} of ${documents.length} answers`)
  return answers
}

export async function compareReaders({ documents, seed, repo, say }: { documents: number; seed: number; repo: string; say: (line: string) => void }): Promise<DifferentialResult> {
  const random = createRandom(seed)
  const result: DifferentialResult = { documents: 0, accepted: 0, different: 0, onlyOurs: 0, onlyExpat: 0, words: [] }
  const differs = (kind: 'different' | 'onlyOurs' | 'onlyExpat', text: string, ours: unknown, theirs: unknown) => {
    result[kind]++
    if (result.words.length >= 30) return
    result.words.push(`${kind}: ${JSON.stringify(text)}`)
    say(`${kind}: ${JSON.stringify(text)}\n  ours  ${JSON.stringify(ours)}\n  expat ${JSON.stringify(theirs)}`)
  }
  while (result.documents < documents) {
    const batch = Array.from({ length: Math.min(BATCH, documents - result.documents) }, () => toWellFormed(makeDocument(random)))
    const theirs = await readExpat(batch, repo)
    for (const [i, text] of batch.entries()) {
      const ours = readOurs(text, random)
      const all = theirs[i]
      const expat = all && all[0] !== 'restricted' ? insideOf(all as Token[]) : null
      const isForbidden = all !== null && expat === null
      if (isForbidden) {
        if (ours) differs('onlyOurs', text, ours, all)
      } else if (ours && expat) {
        result.accepted++
        if (canonical(ours) !== canonical(expat)) differs('different', text, ours, expat)
      } else if (ours) differs('onlyOurs', text, ours, null)
      else if (expat) differs('onlyExpat', text, null, expat)
    }
    result.documents += batch.length
  }
  return result
}
