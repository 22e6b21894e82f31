/**
 * The words the program itself looks for, harvested from its source: so the fuzzer knows a feature on the day it is added. Words of one
 * file stay together, because they belong to one kind of element.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Vocabulary {
  file: string
  namespaces: string[]
  /** Names of elements and attributes, and their values. */
  words: string[]
}

const LITERAL = /'([^'\n\\]{1,80})'/g
const NAMESPACE = /^(urn:[a-z]|jabber:[a-z]|https?:\/\/)/
const WORD = /^[a-z][A-Za-z0-9:#/_-]{0,30}$/
const CONSTANT = /\b(?:const|,)\s*([A-Z][A-Z_0-9]+) = '([^']+)'/g
/** Namespaces that stand in every file's reach, because all stanzas may carry them. */
const EVERYWHERE = ['jabber:client', 'urn:ietf:params:xml:ns:xmpp-stanzas', 'urn:xmpp:sid:0', 'urn:xmpp:delay']

function sourceFiles(repo: string): { file: string; text: string }[] {
  return ['electron/features', 'electron/xmpp', 'electron/core'].flatMap((folder) =>
    readdirSync(join(repo, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
      .sort()
      .map((path) => ({ file: join(folder, path), text: readFileSync(join(repo, folder, path), 'utf8') })))
}

export function readVocabulary(repo: string): Vocabulary[] {
  const files = sourceFiles(repo)
  const constants = new Map(files.flatMap(({ text }) => [...text.matchAll(CONSTANT)]).map((found) => [found[1]!, found[2]!]))
  return files.flatMap(({ file, text }) => {
    const literals = [...new Set([...text.matchAll(LITERAL)].map((found) => found[1]!))]
    const named = [...constants].filter(([name]) => new RegExp(`\\b${name}\\b`).test(text)).map(([, value]) => value)
    const namespaces = [...new Set([...literals, ...named])].filter((one) => NAMESPACE.test(one) && !EVERYWHERE.includes(one))
    const words = literals.filter((one) => WORD.test(one))
    return namespaces.length > 0 && words.length > 0 ? [{ file, namespaces: [...namespaces, ...EVERYWHERE], words }] : []
  })
}

/** What the client announces and understands, each once. */
export const allNamespaces = (vocabulary: Vocabulary[]): string[] => [...new Set(vocabulary.flatMap(({ namespaces }) => namespaces))]
