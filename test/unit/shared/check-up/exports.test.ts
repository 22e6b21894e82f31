import { describe, expect, it } from 'vitest'
import { toHtml } from '#shared/check-up/html'
import { toJunit } from '#shared/check-up/junit'
import { toMarkdown } from '#shared/check-up/markdown'
import { hintOf, sentenceOf, tame } from '#shared/check-up/sentences'
import { attr, elements, type Element } from '#xmpp/element'
import { readXml } from '#xmpp/xml-text'
import { hostile, HOSTILE, line, sample } from './sample'

describe('a line in words', () => {
  it('is told in both languages, with its facts', () => {
    const one = line('connection.mechanisms', { facts: { mechanisms: 'SCRAM-SHA-256' } })
    expect(sentenceOf(one, 'en')).toContain('SCRAM-SHA-256')
    expect(sentenceOf(one, 'zh')).toMatch(/^[\p{sc=Han}].*SCRAM-SHA-256/u)
    expect(sentenceOf(line('x.y', { verdict: 'untested', reason: 'after', facts: { check: 'connection.mechanisms' } }), 'en')).toBe('Not tried, because “Strength of the login methods” did not pass.')
    expect(sentenceOf(line('x.y', { verdict: 'untested', reason: 'after', facts: { check: '__proto__' } }), 'en')).toBe('Not tried, because “__proto__” did not pass.')
    expect(sentenceOf(line('x.y', { verdict: 'broken', reason: 'constructor' }), 'en')).toBe('The server offers this, but it does not work.')
    expect(sentenceOf(line('connection.mechanisms', { facts: {} }), 'en')).toContain('…')
  })

  it('keeps what servers say to one harmless piece', () => {
    for (const one of ['\n', '\u0007', '\u202e']) expect(tame(HOSTILE)).not.toContain(one)
    expect(tame('x'.repeat(5000)).length).toBeLessThan(250)
    expect(sentenceOf(line('connection.mechanisms', { facts: { mechanisms: '{problem}' } }), 'en')).toContain('{problem}')
  })

  it('gives administrators a hint only where there is something to do', () => {
    expect(hintOf(line('connection.mechanisms'), 'prosody')).toBeNull()
    expect(hintOf(line('nothing.known', { verdict: 'broken' }), 'prosody')).toBeNull()
  })
})

describe('Markdown', () => {
  it('says what was found', () => {
    const text = toMarkdown(sample(), 'en')
    expect(text).toContain('# Server check-up: example.org')
    expect(text).toContain('**1** Broken · **1** Missing · **2** Not tested · **1** Pass')
    expect(text).toContain('| ✓ Pass | Strength of the login methods |')
    expect(text).toContain('| Core: Core |')
    expect(toMarkdown(sample(), 'zh')).toContain('# 服务器体检：example.org')
    expect(toMarkdown(sample({ leftBehind: ['room a@b.example', 'thing \u202eb'] }), 'zh')).toContain('- 群 a&#64;b.example\n- thing  b\n')
  })

  it('shows what is hostile as text, in tables and fences, too', () => {
    const text = toMarkdown(hostile(), 'en', { withEvidence: true })
    const [fence] = /^~+xml\n<script>/m.exec(text)!
    expect(fence.match(/^~+/)![0].length).toBeGreaterThan(3)
    const outside = text.replace(/^(~+)xml\n[\s\S]*?\n\1$/gm, '')
    for (const markUp of ['<script>', '[l](http', '\n# h', '\u202e']) expect(outside).not.toContain(markUp)
    expect(text).not.toContain('\u202e')
    for (const row of outside.split('\n').filter((one) => one.startsWith('|'))) expect([4, 3]).toContain(row.split(/(?<!\\)\|/).length - 2)
  })
})

describe('HTML', () => {
  it('loads and runs nothing, and has no mark-up of others', () => {
    const text = toHtml(hostile(), 'en', sample())
    expect(text).not.toMatch(/<script|<img|<link|<iframe|\son\w+=|href=|src=|url\(/i)
    expect(text).toContain('&lt;script&gt;')
    expect(text).toContain("default-src 'none'; style-src 'unsafe-inline'")
    expect(text).toContain('color-scheme: light dark')
    expect(text).toContain('<details>')
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0008]/)
  })
})

describe('JUnit', () => {
  const parsed = (text: string): Element => {
    const read = readXml(text.replace(/^<\?xml[^>]*\?>/, ''))
    if (!read.el) throw new Error(JSON.stringify(read.complaint))
    return read.el
  }
  /** The attributes and children that the schemas of Ant and Jenkins have in common, and those that one of them demands. */
  const RULES: Record<string, { needs: string[]; may: string[]; children: string[] }> = {
    testsuites: { needs: [], may: ['xmlns'], children: ['testsuite'] },
    testsuite: {
      needs: ['id', 'package', 'name', 'timestamp', 'hostname', 'tests', 'failures', 'errors', 'time'], may: ['skipped'],
      children: ['properties', 'testcase', 'system-out', 'system-err'],
    },
    properties: { needs: [], may: [], children: ['property'] },
    property: { needs: ['name', 'value'], may: [], children: [] },
    testcase: { needs: ['classname', 'name', 'time'], may: [], children: ['skipped', 'failure'] },
    skipped: { needs: [], may: ['message', 'type'], children: [] },
    failure: { needs: ['message', 'type'], may: [], children: [] },
    'system-out': { needs: [], may: [], children: [] },
    'system-err': { needs: [], may: [], children: [] },
  }
  const isValid = (el: Element) => {
    const rule = RULES[el.name]!
    const names = Object.keys(el.attrs as object)
    expect(names, el.name).toEqual(expect.arrayContaining(rule.needs))
    for (const name of names) expect([...rule.needs, ...rule.may], el.name).toContain(name)
    const places = elements(el).map((child) => rule.children.indexOf(child.name))
    expect(places, el.name).toEqual([...places].sort((a, b) => a - b))
    expect(places).not.toContain(-1)
    for (const child of elements(el)) isValid(child)
  }

  it('fits the schemas, counts right, and is XML whatever was said', () => {
    for (const report of [sample(), hostile()]) {
      const root = parsed(toJunit(report, 'en'))
      isValid(root)
      const suites = elements(root)
      expect(suites.map((one) => ['tests', 'failures', 'errors', 'skipped'].map((name) => attr(one, name)).join(' '))).toEqual(['2 0 0 1', '1 1 0 0', '2 0 0 2'])
      for (const suite of suites) {
        expect(attr(suite, 'timestamp')).toBe('2026-11-23T08:30:00')
        const cases = elements(suite).filter((one) => one.name === 'testcase')
        expect(String(cases.length)).toBe(attr(suite, 'tests'))
        expect(String(cases.filter((one) => elements(one)[0]?.name === 'failure').length)).toBe(attr(suite, 'failures'))
      }
    }
  })
})
