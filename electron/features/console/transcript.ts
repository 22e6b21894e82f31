/** What was kept, in the format of the recordings (test/fixtures/servers/README.md), so that our tests can replay it. Pure. */
import type { Kept } from './recorder'

const attribute = (text: string) => text.replace(/[&<"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '"': '&quot;' })[c]!)
/** Text of others must not end the comment. */
const inComment = (text: string) => text.replace(/-(?=-)/g, '-~').replace(/[\r\n]+/g, ' ')

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>`

export interface TranscriptFacts {
  server: string
  version: string
  /** Full address of the account's session, when there is one. */
  jid: string | null
  /** ISO date. */
  at: string
}

/** `alice`: the account, as in the recordings. What is no single element stands raw; long stanzas that were cut are only mentioned. */
export function transcriptOf(kept: readonly Kept[], facts: TranscriptFacts): string {
  const lines = [
    HEAD,
    `<transcript xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams" server="${attribute(facts.server)}" version="${attribute(facts.version)}" case="${attribute(`console ${facts.at}`)}">`,
    '<!-- CASE Saved from the XML console of Magpie; passwords and tokens are replaced by (hidden) -->',
    ...(facts.jid ? [`<!-- alice is ${inComment(facts.jid)} -->`] : []),
    '<!-- STEP what went over the wire -->',
  ]
  for (const { entry, text, isCut } of kept) {
    const at = new Date(entry.atMs).toISOString()
    if (isCut) {
      lines.push(`<!-- ${at}: ${inComment(entry.name)} of ${entry.sizeChars} characters left out -->`)
      continue
    }
    lines.push(`<!-- ${entry.direction === 'in' ? 'server > alice' : 'alice > server'} -->`)
    const isElement = !/^<\?|^<\/|^<stream:stream|^<open|^<close/.test(text) && entry.name !== ''
    lines.push(isElement ? text : `<raw><![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]></raw>`)
  }
  lines.push('</transcript>', '')
  return lines.join('\n')
}
