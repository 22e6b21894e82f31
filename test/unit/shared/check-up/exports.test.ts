import { describe, expect, it } from 'vitest'
import { toHtml } from '#shared/check-up/html'
import { toJunit } from '#shared/check-up/junit'
import { toMarkdown } from '#shared/check-up/markdown'
import type { Verdict } from '#shared/check-up/report'
import { hintOf, remainderText, sentenceOf, tame } from '#shared/check-up/sentences'
import { connectionTexts } from '#shared/check-up/texts/connection'
import { commonReasons, exportWords } from '#shared/check-up/words'
import { attr, elements, textOf, type Element } from '#xmpp/element'
import { readXml } from '#xmpp/xml-text'
import { hostile, HOSTILE, line, sample } from './sample'

const SOON = connectionTexts.en['connection.certificate']!.reasons!['soon']!.replace('{days}', '3')

describe('a line in words', () => {
  it('is told in both languages, with its facts', () => {
    const one = line('connection.mechanisms', { facts: { mechanisms: 'SCRAM-SHA-256' } })
    expect(sentenceOf(one, 'en')).toContain('SCRAM-SHA-256')
    expect(sentenceOf(one, 'zh')).toMatch(/^[\p{sc=Han}].*SCRAM-SHA-256/u)
    expect(sentenceOf(line('x.y', { verdict: 'untested', reason: 'after', facts: { check: 'connection.mechanisms' } }), 'en')).toBe('Not tried, because “Strength of the login methods” did not pass.')
    expect(sentenceOf(line('x.y', { verdict: 'untested', reason: 'after', facts: { check: '__proto__' } }), 'en')).toBe('Not tried, because “__proto__” did not pass.')
    expect(sentenceOf(line('x.y', { verdict: 'broken', reason: 'constructor' }), 'en')).toBe('The server offers this, but it does not work.')
    expect(sentenceOf(line('connection.mechanisms', { facts: {} }), 'en')).toContain('…')
    // The words of a check for its own reason come before those that all have.
    expect(sentenceOf(line('connection.resume', { verdict: 'untested', reason: 'offline' }), 'en')).toBe(connectionTexts.en['connection.resume']!.reasons!['offline'])
    expect(sentenceOf(line('connection.login', { verdict: 'untested', reason: 'offline' }), 'en')).toBe(commonReasons.en.offline)
  })

  it('what was left behind is named in the language', () => {
    expect(['room a@b.example', 'node n of a@b.example', 'file https://b.example/$&', 'something \nelse', 'room '].map((one) => remainderText(one, 'zh'))).toEqual([
      '群 a@b.example', '节点 n · a@b.example', '文件 https://b.example/$&（很小，客户端无法删除）', 'something  else', 'room',
    ])
  })

  it('keeps what servers say to one harmless piece', () => {
    for (const one of ['\n', '\u0007', '\u202e']) expect(tame(HOSTILE)).not.toContain(one)
    expect(tame('x'.repeat(5000)).length).toBeLessThan(250)
    expect(tame(`${'x'.repeat(199)}😘 and more`)).toBe(`${'x'.repeat(199)}…`) // no half of a sign
    expect(sentenceOf(line('connection.mechanisms', { facts: { mechanisms: '{problem}' } }), 'en')).toContain('{problem}')
  })

  it('gives administrators a hint only where there is something to do', () => {
    const hintFor = (verdict: Verdict) => hintOf(line('connection.acks', { verdict }), 'prosody')
    expect((['pass', 'untested', 'missing', 'broken'] as const).map(hintFor)).toEqual([null, null, 'modules_enabled: "smacks"', 'modules_enabled: "smacks"'])
    expect(hintOf(line('connection.acks', { verdict: 'broken' }), 'other')).toBeNull()
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
    expect(text).toContain('Version: XEP-0479 0.1.0.')
    expect(toMarkdown(sample({ accounts: ['a\u202e@b.example'] }), 'en')).not.toContain('\u202e')
    expect(toMarkdown(sample(), 'zh')).toContain('# 服务器体检：example.org')
    expect(toMarkdown(sample({ leftBehind: ['room a@b.example', 'thing \u202eb'] }), 'zh')).toContain('- 群 a&#64;b.example\n- thing  b\n')
  })

  it('says that it was stopped, and what administrators may do; evidence of what is broken where it is wanted', () => {
    const report = sample({
      isAborted: true, lines: [
        line('connection.certificate', { verdict: 'broken', reason: 'soon', facts: { days: 3 }, evidence: [{ session: '1', direction: 'in', xml: '<bad/>' }] }),
        line('connection.login', { facts: { mechanism: 'see www.evil.example or https://evil.example' }, evidence: [{ session: '1', direction: 'in', xml: '<fine/>' }] }),
      ],
    })
    const text = toMarkdown(report, 'en')
    expect(toMarkdown(sample(), 'en')).not.toContain(exportWords.en.stopped)
    expect(text).toContain(`**${exportWords.en.stopped}**`)
    expect(text).toContain('<br>For administrators: prosodyctl cert import |')
    expect(text).toContain('see www\\.evil.example or https\\://evil.example') // no link
    expect(text).not.toMatch(/<bad\/>|<fine\/>/)
    const whole = toMarkdown(report, 'en', { withEvidence: true })
    expect([whole.includes('<bad/>'), whole.includes('<fine/>')]).toEqual([true, false])
  })

  it('shows what is hostile as text, in tables and fences, too', () => {
    const text = toMarkdown(hostile(), 'en', { withEvidence: true })
    const [fence] = /^~+xml\n<script>/m.exec(text)!
    expect(fence.match(/^~+/)![0].length).toBeGreaterThan(3)
    const outside = text.replace(/^(~+)xml\n[\s\S]*?\n\1$/gm, '')
    for (const markUp of ['<script>', '[l](http', '\n# h', '\u202e']) expect(outside).not.toContain(markUp)
    expect(text).not.toContain('\u202e')
    for (const row of outside.split('\n').filter((one) => one.startsWith('|'))) expect([5, 4, 3]).toContain(row.split(/(?<!\\)\|/).length - 2)
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
    expect(toHtml(sample(), 'en', hostile())).not.toMatch(/<script|<h1>[^<]*<h/)
  })

  it('says that it was stopped, what was left behind, with what it is compared, and what administrators may do', () => {
    const plain = toHtml(sample(), 'en')
    const text = toHtml(sample({ isAborted: true, leftBehind: ['room a@b.example'], lines: [line('connection.certificate', { verdict: 'broken', reason: 'soon', facts: { days: 3 } })] }), 'en', sample())
    const said = [exportWords.en.stopped, '<bdi>room a@b.example</bdi>', 'Compared with: <bdi>example.org, Prosody 0.12.3, 2026-11-23 08:30 UTC</bdi>', 'For administrators: <code>prosodyctl cert import</code>', SOON]
    for (const words of said) expect([plain.includes(words), text.includes(words)], words).toEqual([false, true])
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

  it('says what is broken with its hint and its proof, which way each went, and how long it took', () => {
    const broken = line('connection.certificate', {
      verdict: 'broken', reason: 'soon', facts: { days: 3 }, tookMs: 1250, evidence: [{ session: '1', direction: 'out', xml: '<a/>' }, { session: '2', direction: 'in', xml: ']]><b/>' }],
    })
    const text = toJunit(sample({ lines: [broken, line('connection.of-tomorrow', { verdict: 'broken', reason: 'a\n"b"' })] }), 'en')
    const [suite] = elements(parsed(text))
    expect(attr(suite, 'time')).toBe('1.262')
    const [first] = elements(suite).filter((one) => one.name === 'testcase')
    expect([attr(first, 'time'), attr(elements(first)[0], 'type')]).toEqual(['1.250', 'soon'])
    expect(textOf(elements(first)[0])).toBe(
      `${SOON}\nprosodyctl cert import\nRFC 6120 §6\n> 1: <a/>\n< 2: ]]><b/>`,
    )
    expect(text).toContain('type="a&#10;&quot;b&quot;"') // as it is, a line end becomes a space
  })
})
