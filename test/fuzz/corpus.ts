/** Stanzas as five real servers sent them (test/fixtures/servers), addressed to our account and to the rooms it is in. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { attr, elements, nameOf, nsOf, type Element } from '#xmpp/element'
import { parseStanza } from '#xmpp/xml-reader'
import { readTranscript, transcriptServers } from '../support/transcripts'

export const DOMAIN = 'magpie.test'
export const OWN = `lina@${DOMAIN}`
export const OWN_FULL = `${OWN}/magpie`
export const ROOMS = [`plaza@conference.${DOMAIN}`, `garden@conference.${DOMAIN}`]
export const CONTACTS = [`wei@${DOMAIN}`, `anna@${DOMAIN}`]

export interface Corpus {
  stanzas: Element[]
  /** Payloads of answers, by namespace: what to answer a request with. */
  answers: Map<string, Element[]>
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Longest first, so that a bare address does not spoil the full one that begins with it. */
function rewriter(people: Record<string, string>, to: string): (xml: string) => string {
  const domain = /@([^/]+)/.exec(Object.values(people)[0] ?? '')?.[1] ?? 'none.invalid'
  const own = to.split('/')[0]!
  const addresses = Object.entries(people).flatMap(([name, jid]): [string, string][] => {
    const isOwn = name.split('/')[0] === own
    const other = CONTACTS[name.length % CONTACTS.length]!
    return [[jid, isOwn ? OWN_FULL : `${other}/home`], [jid.split('/')[0]!, isOwn ? OWN : other]]
  }).sort(([a], [b]) => b.length - a.length)
  const rooms = new RegExp(`[^\\s"'@<>]+@(?:conference|muc|rooms)\\.${escaped(domain)}`, 'g')
  return (xml) => {
    let out = xml
    for (const [from, into] of addresses) out = out.replaceAll(from, into)
    return out.replace(rooms, (room) => ROOMS[room.length % ROOMS.length]!).replaceAll(domain, DOMAIN)
  }
}

export function readCorpus(repo: string): Corpus {
  const found = new Map<string, Element>()
  const answers = new Map<string, Element[]>()
  for (const server of transcriptServers) {
    const folder = join(repo, 'test/fixtures/servers', server)
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.xml')).sort()) {
      const { people, steps } = readTranscript(join(folder, file))
      for (const { from, to, xml, element } of steps.flatMap((step) => step.entries)) {
        if (from !== 'server' || !element || !/^<(message|presence|iq)[\s/>]/.test(xml)) continue
        const text = rewriter(people, to)(xml)
        const skeleton = text.replace(/ (id|stamp|queryid|ver|by)=("[^"]*"|'[^']*')/g, '').replace(/>[^<]{12,}</g, '><')
        const stanza = found.has(skeleton) ? null : parseStanza(text)
        if (!stanza) continue
        found.set(skeleton, stanza)
        const payload = nameOf(stanza) === 'iq' && attr(stanza, 'type') === 'result' ? elements(stanza)[0] : undefined
        if (payload) answers.set(nsOf(payload), [...(answers.get(nsOf(payload)) ?? []), payload])
      }
    }
  }
  return { stanzas: [...found.values()], answers }
}
