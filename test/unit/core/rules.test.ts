/** The table of rules and the code speak of the same ones; the log says each refusal once, and never floods. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRefusals } from '#shared/refusals'
import { rules, type RuleId } from '#shared/rules'

const root = join(import.meta.dirname, '../../../electron')
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('shared/rules.ts'))
  .map((path) => ({ path, code: readFileSync(join(root, path), 'utf8') }))
const named = sources.flatMap(({ code }) => code.match(/\bR-[A-Z]+(?:-[A-Z]+)*\b/g) ?? [])

describe('rules', () => {
  it('every one that the code names is in the table', () => {
    expect([...new Set(named)].filter((id) => !(id in rules))).toEqual([])
  })
  it.each(Object.keys(rules) as RuleId[])('%s stands where the table says', (id) => {
    const { where, checks, source } = rules[id]
    expect(existsSync(join(root, where)), where).toBe(true)
    expect(sources.find(({ path }) => path === where)?.code, `${where} does not name ${id}`).toContain(id)
    expect([checks.length > 20, source.length > 3]).toEqual([true, true])
  })
})

describe('refusals', () => {
  it('one line each, with rule and sender', () => {
    const lines: unknown[] = []
    const refuse = createRefusals((...line) => lines.push(line), () => 0)
    expect(refuse('R-CARBON-SENDER', 'eve@x/1', { id: 'a' })).toBe('drop')
    expect(lines).toEqual([['warn', 'refused R-CARBON-SENDER', { rule: 'R-CARBON-SENDER', from: 'eve@x/1', id: 'a' }]])
  })
  it('of thousands of one kind 50 in a minute, of others all the same; then how many were not said', () => {
    const lines: Record<string, unknown>[] = []
    let nowMs = 0
    const refuse = createRefusals((_level, _message, detail) => lines.push(detail), () => nowMs)
    for (let n = 0; n < 3000; n++) refuse('R-ROSTER-SENDER', `${'x'.repeat(500)}@y`)
    refuse('R-BLOCK-SENDER', null)
    expect(lines).toHaveLength(51)
    expect(String(lines[0]?.['from'])).toHaveLength(200)
    nowMs = 60_000
    refuse('R-ROSTER-SENDER', 'eve@x')
    expect(lines.at(-1)).toEqual({ rule: 'R-ROSTER-SENDER', from: 'eve@x', unsaid: 2950 })
  })
})
