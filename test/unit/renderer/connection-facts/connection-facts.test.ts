/** The connection page's words and figures, and what of them is copied. */
import { describe, expect, it } from 'vitest'
import type { ConnectionFacts } from '#shared/model/connection-facts'
import type { LossFact, RoundTripFact } from '#shared/model/link-facts'
import type { EpochMs } from '#shared/time'
import { inBoth } from '../page'
import { chartOf, median, niceCeiling } from '../../../../renderer/features/connection-facts/chart'
import { reportOf } from '../../../../renderer/features/connection-facts/report'
import { lengthText, problemWords, type FactSection } from '../../../../renderer/features/connection-facts/section'
import { featuresSection, loginSection, tlsSection } from '../../../../renderer/features/connection-facts/security'
import { historySection, lineSection, managementSection } from '../../../../renderer/features/connection-facts/session'
import { waySection } from '../../../../renderer/features/connection-facts/way'
import { linkFacts } from '../../../../renderer/gallery/link-facts'

const NOW = Date.parse('2026-11-23T09:00:00Z') as EpochMs
const CHINESE = /\p{Script=Han}/u
function sectionsOf(facts: ConnectionFacts): FactSection[] {
  const attempt = facts.attempts.at(-1)
  const about = attempt ? [waySection(attempt), tlsSection(attempt, NOW), loginSection(attempt), featuresSection(attempt, facts.used)] : []
  return [...about.filter((one) => one !== null), managementSection(facts, NOW), lineSection(facts, NOW), historySection(facts, NOW)]
}
const valuesOf = (section: FactSection | null | undefined) => Object.fromEntries((section?.facts ?? []).map(({ label, value, mark }) => [label, mark ? `${mark}: ${value}` : value]))

describe('in both languages', () => {
  it.each(['calm', 'often', 'refused', 'offline'])('%s: every label is in the language', async (kind) => {
    const { zh, en } = await inBoth(() => sectionsOf(linkFacts(kind)).flatMap((one) => [one.title, ...(one.facts ?? []).map(({ label }) => label), ...(one.tables ?? []).flatMap(({ title, head }) => [title, ...head])]))
    expect(zh).toHaveLength(en.length)
    expect(zh.filter((text) => !CHINESE.test(text))).toEqual([])
    expect(en.filter((text) => CHINESE.test(text))).toEqual([])
  })
})

describe('what it says', () => {
  const attempt = linkFacts('calm').attempts[0]!
  it('who was tried in which order, what became of each, who was not', async () => {
    const { en } = await inBoth(() => waySection(attempt).tables!.map(({ rows }) => rows.map((row) => row.map(({ text }) => text))))
    expect(en[0]!.map((row) => row[1])).toEqual(['xmpp.example.org:5222', 'backup.a-rather-long-host-name.example.org:5222', 'No such name'])
    expect(en[1]!.map((row) => [row[1], row[2]])).toEqual([
      ['203.0.113.8', 'The server refused the connection (connect ECONNREFUSED 203.0.113.8:5222)'], ['2001:db8:4::5222', 'Connected, and used'], ['—', 'Not its turn'],
    ])
  })
  it('a domain that says it has no service; a WebSocket out of host-meta; a proxy', async () => {
    const { en } = await inBoth(() => waySection({
      ...attempt, srv: [{ name: '_xmpp-client._tcp.x', error: null, records: [{ host: '.', port: 0, priority: 0, weight: 0 }] }],
      hostMeta: [{ url: 'https://x/.well-known/host-meta.json', found: [], error: 'HTTP 404' }, { url: 'https://x/.well-known/host-meta', found: [], error: null }],
      candidates: [{ source: 'host-meta', kind: 'websocket', host: 'x', port: 443, url: 'wss://x/ws', tries: [{ ...attempt.candidates[0]!.tries[1]!, proxy: '10.0.0.1:1080' }] }],
    }).tables!.flatMap(({ rows }) => rows.map((row) => row.map(({ text, note }) => (note ? `${text} [${note}]` : text)).filter(Boolean))))
    expect(en).toEqual([
      ['_xmpp-client._tcp.x', 'Says that it offers no such service', '0', '0'], ['https://x/.well-known/host-meta.json', 'HTTP 404'], ['https://x/.well-known/host-meta', 'No WebSocket in it'],
      ['wss://x/ws [WebSocket · The WebSocket that the domain announces (host-meta)]', '2001:db8:4::5222 [through the proxy 10.0.0.1:1080]', 'Connected, and used'],
    ])
  })
  it('which check failed, and that another was not reached; without TLS and after a login: a warning', async () => {
    const refused = await inBoth(() => valuesOf(tlsSection(linkFacts('refused').attempts[0]!, NOW)))
    expect(refused.en).toMatchObject({ Verdict: 'bad: This certificate was refused', Name: 'bad: Failed', Authority: 'warn: Not checked: another check had failed', Dates: 'bad: Failed' })
    const [candidate] = attempt.candidates
    const bare = { ...attempt, candidates: [{ ...candidate!, tries: [{ ...candidate!.tries[1]!, tls: null, secured: null }] }] }
    expect(tlsSection(bare, NOW).notices).toMatchObject([{ tone: 'warning' }])
    expect(tlsSection({ ...bare, login: null }, NOW).notices).toMatchObject([{ tone: 'info' }])
  })
  it('PLAIN in the clear is warned of; only the version of stream management that is spoken counts as used', async () => {
    const { en } = await inBoth(() => ({ login: loginSection(attempt), features: featuresSection(attempt, linkFacts('calm').used) }))
    expect(en.login!.notices).toMatchObject([{ tone: 'warning', text: expect.stringContaining('PLAIN') as string }])
    expect(valuesOf(en.login)).toMatchObject({ 'Way used': 'good: SCRAM-SHA-256-PLUS', 'Channel binding used': 'tls-exporter', 'Proof against tampering with the offer': 'The server has proved that it offers just these' })
    expect(en.features!.tables!.at(-1)!.rows.filter(([name]) => name!.text === 'sm').map((row) => [row[3]!.text, row[2]!.text])).toEqual([['urn:xmpp:sm:2', 'No'], ['urn:xmpp:sm:3', 'Yes']])
  })
  it('lengths; certificate problems in words instead of codes', async () => {
    expect((await inBoth(() => [2.5, 412, 12_345, 240_000, 9_000_000].map(lengthText))).en).toEqual(['2.5 ms', '412 ms', '12.3 s', '4 min', '2.5 h'])
    expect((await inBoth(() => problemWords({ code: 'certificate', detail: 'wrong-host' }))).en).toBe('The server’s identity could not be confirmed (It belongs to a server of another name)')
  })
})

describe('the report', () => {
  it('has all sections, and no id of the session', async () => {
    const facts = linkFacts('often')
    const { en } = await inBoth(() => reportOf('Report', [{ label: 'Made', value: 'now' }], sectionsOf(facts)))
    for (const { title } of sectionsOf(facts)) expect(en).toContain(`\n## ${title}\n`)
    expect(en).toContain(facts.attempts[0]!.candidates[0]!.tries[1]!.tls!.chain[0]!.fingerprint)
    expect(en).toContain('- Session id: (left out)')
    expect(en).not.toContain(facts.management.id)
    expect(reportOf('R', [{ label: 'Id', value: 'a-secret', note: 'as is this', isSecret: true }], [])).not.toMatch(/a-secret|as is this/)
  })
  it('what a server says cannot begin a heading, a column or the end of its XML', () => {
    const section: FactSection = {
      key: 'x', title: 'X', facts: [{ label: 'Issued to', value: 'CN=a\n## Fake\n- b' }], tables: [{ title: 'T', head: ['a', 'b'], rows: [[{ text: 'x | y' }, { text: 'z', note: 'n' }]] }],
      xml: [{ label: 'XML', lines: [{ depth: 0, parts: [{ kind: 'text', text: '```\n# Fake' }] }] }],
    }
    const text = reportOf('R', [], [section])
    expect(text.match(/^#+ .*/gm)).toEqual(['# R', '## X', '### T', '### XML'])
    expect(text).toContain('| x \\| y | z (n) |')
    expect(text.match(/^```/gm)).toHaveLength(2)
  })
})

describe('the chart', () => {
  const at = (atMs: number, ms: number): RoundTripFact => ({ atMs: atMs as EpochMs, ms })
  it('fills its box: time to the right, length upwards', () => {
    const losses: LossFact[] = [{ atMs: 2000 as EpochMs, silenceMs: null }]
    expect(chartOf([at(1000, 0), at(2000, 125), at(3000, 250)], losses, 200, 100)).toEqual({ maxMs: 250, points: [{ x: 0, y: 100 }, { x: 100, y: 50 }, { x: 200, y: 0 }], losses: [{ x: 100 }] })
  })
  it('one measurement stands in the middle; none of nothing', () => {
    expect(chartOf([at(1000, 0)], [], 200, 100).points).toEqual([{ x: 100, y: 100 }])
    expect(chartOf([], [], 200, 100).points).toEqual([])
  })
  it('scale and median', () => {
    expect([0, 1, 3, 24, 224, 251, 999].map(niceCeiling)).toEqual([1, 1, 5, 25, 250, 500, 1000])
    expect([median([3]), median([1, 9, 5]), median([1, 2, 3, 10])]).toEqual([3, 5, 2.5])
  })
})
