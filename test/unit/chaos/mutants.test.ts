/** Every planted fault still fits into the program: its text stands there once. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mutants, patchesOf } from '../../chaos/mutants'
import { applyTo, countIn } from '../../chaos/patch'

const root = join(import.meta.dirname, '../../../electron')
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(root, path), 'utf8'))

it.each(['none', ...mutants.map(({ name }) => name)])('%s fits', (name) => {
  for (const patch of patchesOf(name)) {
    expect([patch.find, sources.reduce((sum, code) => sum + countIn(code, patch), 0)]).toEqual([patch.find, 1])
  }
})

it('there are at least 20, each with a name of its own and a change', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBeGreaterThanOrEqual(20)
  for (const { name, patches } of mutants) expect([name, patches.every(({ find, replace }) => find.trim() !== replace.trim())]).toEqual([name, true])
})

it('line breaks and indentation do not matter, a second occurrence does', () => {
  const patch = { find: 'if (a)\n  return $b', replace: "$& '$1'" }
  expect(countIn('x\n    if (a) return $b\ny', patch)).toBe(1)
  expect(applyTo('if (a)\n\n return $b;', patch)).toBe("$& '$1';")
  expect(countIn('if (a) return $b if (a)  return $b', patch)).toBe(2)
  expect(countIn('if (a)return $b', patch)).toBe(0)
})
