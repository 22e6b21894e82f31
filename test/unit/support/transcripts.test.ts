import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { attr, child, nsOf } from '#xmpp/element'
import {
  openTranscript, parseStanza, readTranscript, stanzasFrom, stanzasTo, stepOf, transcriptServers, transcriptsOf,
} from '../../support/transcripts'

const folder = join(import.meta.dirname, '../../fixtures/servers')

test.each(transcriptServers)('every transcript of %s is read whole', (server) => {
  const files = readdirSync(join(folder, server))
  expect(files.length).toBeGreaterThanOrEqual(15)
  for (const file of files) {
    const path = join(folder, server, file)
    const transcript = readTranscript(path)
    expect(`${transcript.case}.xml`).toBe(file)
    const entries = transcript.steps.flatMap((step) => step.entries)
    expect(entries.length).toBe(readFileSync(path, 'utf8').match(/<!-- \S+ > \S+ -->/g)?.length)
    expect(entries.filter(({ element }) => element === null).length).toBe(readFileSync(path, 'utf8').split('<raw>').length - 1)
  }
})

test('people, steps, outcomes and stanzas', () => {
  const transcript = openTranscript('prosody-0.12.3', '04-roster')
  expect(transcript).toMatchObject({ server: 'Prosody', version: '0.12.3' })
  expect(transcript.people['alice/phone']).toMatch(/^alice@prosody\.test\/phone-/)
  const step = stepOf(transcript, 'add bob to two groups')
  expect(step.outcome).toBe('result')
  expect(step.entries.map(({ from, to }) => `${from} > ${to}`)).toEqual([
    'alice > server', 'server > alice', 'server > alice', 'server > alice/phone',
  ])
  const [push] = stanzasTo(transcript, 'alice/phone', { name: 'iq', childNs: 'jabber:iq:roster', step: 'add bob to two groups' })
  expect(attr(child(child(push, 'query', 'jabber:iq:roster'), 'item', 'jabber:iq:roster'), 'name')).toBe('Bob & Söhne')
  expect(nsOf(push!)).toBe('jabber:client')
  expect(stanzasFrom(transcript, 'alice', { type: 'set', step: 'add bob to two groups' })).toHaveLength(1)
})

test('silence is recorded', () => {
  const silent = transcriptsOf('22-bookmarks-pep')
    .filter(([, transcript]) => transcript.steps.some((step) => step.unanswered.length > 0))
    .map(([server]) => server)
  expect(silent).toEqual(['openfire-4.7.5', 'openfire-5.0.5'])
})

test('what is not one element is refused', () => {
  expect(() => parseStanza('<a/><b/>')).toThrow('2 elements')
  expect(() => parseStanza('<a>')).toThrow('0 elements')
  expect(() => parseStanza('<a></b>')).toThrow('must be closed')
})
