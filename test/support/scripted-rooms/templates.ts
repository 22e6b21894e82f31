/** What the servers say of themselves and their forms: taken whole from the recordings, our names put in for theirs. */
import type { Element } from '@xmpp/xml'
import { attr, elements } from '#xmpp/element'
import { openTranscript } from '../transcripts'
import type { Personality } from './personality'
import { parse } from './xml'

const kept = new Map<string, string>()

/** The child of the first answer in this step of the story: `query` of an IQ. `which` chooses among several. */
export function recorded(server: Personality, story: string, step: string, which = 0): string {
  const key = `${server.kind} ${story} ${step} ${which}`
  let xml = kept.get(key)
  if (xml === undefined) {
    const found = openTranscript(server.kind, story).steps
      .filter((one) => one.title === step)
      .flatMap((one) => one.entries)
      .filter(({ from, element }) => from === 'server' && element?.name === 'iq' && attr(element, 'type') === 'result')
    const payload = elements(found[which]?.element)[0]
    if (!payload) throw new Error(`${server.kind} ${story}: nothing recorded in "${step}"`)
    kept.set(key, (xml = payload.toString()))
  }
  return xml
}

/** Names of the recorded world → names of ours. */
export function ours(server: Personality, xml: string, domain: string): string {
  const muc = server.isTigase ? `muc.${server.recordedDomain}` : `conference.${server.recordedDomain}`
  return xml.replaceAll(muc, `${server.mucPrefix}.${domain}`).replaceAll(server.recordedDomain, domain)
}

/** A copy to work on. */
export const template = (xml: string): Element => parse(xml)
