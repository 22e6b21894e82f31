import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allChecks } from '#features/check-up/checks/index'
import { compare } from '#shared/check-up/compare'
import { toHtml } from '#shared/check-up/html'
import { toJunit } from '#shared/check-up/junit'
import { levelsOf, requirements } from '#shared/check-up/levels'
import { toMarkdown } from '#shared/check-up/markdown'
import { fitting, MAX_REPORT_CHARS, readReport } from '#shared/check-up/reader'
import type { CheckReport, Verdict } from '#shared/check-up/report'
import { exportWords } from '#shared/check-up/words'
import { HOSTILE, hostile, line, sample } from './sample'

describe('a report out of a file', () => {
  it('comes back as it went', () => {
    expect(readReport(JSON.stringify(sample()))).toEqual(sample())
    expect(readReport(JSON.stringify(hostile()))).toEqual(hostile())
  })

  it('is refused when it is none', () => {
    const wrong = (change: object) => JSON.stringify({ ...sample(), ...change })
    const texts = [
      '', 'null', '[]', '{', wrong({ format: 'magpie-check-up/2' }), wrong({ startedAtMs: 1e300 }), wrong({ startedAtMs: -1 }), wrong({ accounts: ['not an address'] }),
      wrong({ lines: [line('connection.mechanisms'), line('connection.mechanisms')] }), wrong({ lines: [line('connection.mechanisms', { verdict: 'fine' as Verdict })] }),
      wrong({ lines: [line('../etc')] }), wrong({ lines: [line('connection.<b>')] }), wrong({ accounts: ['a@x.example', 'b@x.example', 'c@x.example'] }),
      wrong({ lines: [line('connection.a', { evidence: [{ session: '1', direction: 'in', xml: 'x'.repeat(20_001) }] })] }), wrong({ lines: [line('connection.a', { facts: { a: 'x'.repeat(4001) } })] }),
      wrong({ lines: Array.from({ length: 1001 }, (_, i) => line(`connection.n${i}`)) }), `${' '.repeat(MAX_REPORT_CHARS)}${wrong({})}`,
    ]
    for (const text of texts) expect(readReport(text), text.slice(0, 80)).toBeNull()
  })

  it('never throws, and what is read can be exported', () => {
    const value = fc.anything({ withNullPrototype: true, maxDepth: 3 })
    const keys = fc.constantFrom('format', 'lines', 'server', 'accounts', 'leftBehind', 'startedAtMs', 'tookMs')
    fc.assert(fc.property(keys, fc.oneof(value, fc.constant(HOSTILE)), (key, wrong) => {
      const read = readReport(JSON.stringify({ ...sample(), [key]: wrong }, (_, one: unknown) => (typeof one === 'bigint' ? 0 : one)))
      if (read) for (const write of [toHtml, toJunit, toMarkdown]) write(read, 'zh')
    }), { numRuns: 300 })
  })

  it('is made to fit by giving up evidence, that of what is in order first', () => {
    const evidence = Array.from({ length: 60 }, () => ({ session: '1', direction: 'in' as const, xml: '<message/>'.repeat(800) }))
    const big = sample({ lines: [...sample().lines, ...Array.from({ length: 60 }, (_, i) => line(`rooms.n${i}`, { evidence, verdict: i < 3 ? 'broken' : 'pass' }))] })
    big.lines[0]!.facts = { mechanisms: 'x'.repeat(10_000) }
    const small = fitting({ ...big, server: { ...big.server, name: 'x'.repeat(10_000) }, leftBehind: [`file ${'x'.repeat(10_000)}`] })
    expect(readReport(JSON.stringify(small))).toEqual(small)
    expect(small.lines.find((one) => one.id === 'rooms.n1')!.evidence.length).toBe(60)
    expect(small.lines.find((one) => one.id === 'rooms.n9')!.evidence).toEqual([])
    // Of a line that keeps some, the last: what was asked for the sake of others stands before.
    const numbered = Array.from({ length: 60 }, (_, i) => ({ session: '1', direction: 'in' as const, xml: `${i} ${'x'.repeat(1400)}` }))
    const shortened = fitting(sample({ lines: Array.from({ length: 12 }, (_, i) => line(`rooms.n${i}`, { evidence: numbered })) })).lines[0]!.evidence
    expect([shortened.length < 60, shortened.at(-1)!.xml.split(' ')[0]]).toEqual([true, '59'])
    // What is missing is proved like what is broken.
    const mixed = fitting(sample({ lines: Array.from({ length: 40 }, (_, i) => line(`rooms.n${i}`, { evidence: numbered, verdict: i === 0 ? 'missing' : 'pass' })) })).lines
    expect([mixed[0]!.evidence, mixed[1]!.evidence.length < 60]).toEqual([numbered, true])
    expect(fitting(sample())).toEqual(sample())
  })
})

describe('two reports side by side', () => {
  const of = (...verdicts: [string, Verdict, string?][]) => sample({ lines: verdicts.map(([id, verdict, reason]) => line(id, { verdict, reason: reason ?? null })) })
  it('tells what got better and worse, what is new and gone', () => {
    const before = of(['archive.a', 'pass'], ['archive.b', 'missing'], ['archive.c', 'broken', 'x'], ['archive.d', 'untested', 'pair'], ['archive.e', 'pass'], ['archive.f', 'pass'], ['archive.h', 'broken'], ['archive.i', 'pass'])
    const after = of(['archive.a', 'broken'], ['archive.b', 'pass'], ['archive.c', 'broken', 'y'], ['archive.d', 'broken'], ['archive.e', 'pass'], ['archive.g', 'pass'], ['archive.h', 'missing'], ['archive.i', 'untested', 'pair'])
    const { differences, same } = compare(before, after)
    expect(differences.map((one) => `${one.change} ${(one.after ?? one.before)!.id}`)).toEqual([
      'worse archive.a', 'better archive.b', 'better archive.h', 'changed archive.c', 'changed archive.d', 'changed archive.i', 'fresh archive.g', 'gone archive.f',
    ])
    expect(same).toBe(1)
    expect(compare(before, before)).toMatchObject({ differences: [], same: 8 })
    for (const text of [toMarkdown(after, 'en', { compareWith: before }), toHtml(after, 'en', before)]) expect(text).toContain('Worse')
  })
})

describe('the levels of XEP-0479', () => {
  const ids = [...new Set(Object.values(requirements).flat().flatMap((one) => one.checks))]
  const report = (...changed: [string, Verdict][]): Pick<CheckReport, 'lines'> => ({ lines: ids.map((id) => line(id, { verdict: new Map(changed).get(id) ?? 'pass' })) })
  const states = (of: Pick<CheckReport, 'lines'>) => Object.fromEntries(levelsOf(of).map((one) => [`${one.category} ${one.level}`, one.state]))

  it('rest on checks that there are', () => {
    const known = new Set(allChecks.map((check) => check.id))
    for (const id of ids) expect(known, id).toContain(id)
  })

  it('are never guessed: nothing found is nothing known', () => {
    expect(new Set(Object.values(states({ lines: [] })))).toEqual(new Set(['unknown']))
    expect(new Set(Object.values(states(report())))).toEqual(new Set(['reached']))
    expect(states(report(['account.blocking', 'untested']))).toMatchObject({ 'im core': 'reached', 'im advanced': 'unknown', 'core advanced': 'reached' })
  })

  it('name what no client can see, also where all else is reached, and that nobody has tried it is another thing', () => {
    const of = (category: string, level: string, found = report()) => levelsOf(found).find((one) => one.category === category && one.level === level)!
    const core = 'XEP-0114 (Server extensibility)'
    expect(of('core', 'core')).toMatchObject({ state: 'reached', lacks: [], untried: [], unseen: [core] })
    expect([of('av', 'core').unseen, of('web', 'core').unseen, of('im', 'core').unseen]).toEqual([[core], [core, 'XEP-0206 (Web connection mechanisms)'], [core]])
    expect(of('im', 'advanced', report(['account.blocking', 'untested']))).toMatchObject({ untried: ['XEP-0191'], unseen: [core, 'XEP-0153 (User avatar compatibility)'] })
    // No level without something that a client cannot see: the words of what is reached say so.
    for (const { unseen } of levelsOf(report())) expect(unseen.length).toBeGreaterThan(0)
    for (const [text, language] of [[toMarkdown(sample(), 'en'), 'en'], [toHtml(sample(), 'zh'), 'zh']] as const) {
      expect(exportWords[language].reached).toMatch(/as far as a client can see|就客户端所见/)
      expect(text.replaceAll('\\', '')).toContain(core)
    }
  })

  it('all stand on the core', () => {
    const found = levelsOf(report(['connection.tls', 'broken']))
    expect(found.every((one) => one.state === 'notReached')).toBe(true)
    expect(found.find((one) => one.category === 'core')!.lacks).toEqual(['RFC 7590'])
    expect(found.find((one) => one.category === 'im')).toMatchObject({ lacks: [], heldByCore: 'notReached' })
    const untried = levelsOf(report(['connection.tls', 'untested']))
    expect(untried.map(({ category, state, heldByCore }) => [state, heldByCore === (category === 'core' ? null : 'unknown')])).toEqual(untried.map(() => ['unknown', true]))
    // Whatever is not reached says why.
    for (const of of [found, untried]) for (const { lacks, untried: open, heldByCore } of of) expect(lacks.length + open.length + (heldByCore ? 1 : 0)).toBeGreaterThan(0)
    const row = (changed: [string, Verdict]) => toMarkdown({ ...sample(), lines: report(changed).lines }, 'en').split('\n').find((one) => one.startsWith('| A/V Calling: Core'))
    expect(row(['connection.tls', 'broken'])).toContain('| not reached | Core |')
    expect(row(['connection.tls', 'untested'])).toContain('| not known yet |  | Core |')
  })
})
