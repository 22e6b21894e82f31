/** Every planted fault and every rule that can be switched off still fits into the program: its text stands there once. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ruleMutants } from '../attack/mutants'
import { attacks } from '../attack/run'
import { mutants, wireTap } from '../chaos/mutants'
import { rulesOff } from '../mutants'
import { applyTo, countIn, type Patch } from '../mutants/patch'

const repo = join(import.meta.dirname, '../..')
const sources = readdirSync(join(repo, 'electron'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(repo, 'electron', path), 'utf8'))

const all: { name: string; patches: Patch[] }[] = [
  { name: 'wire tap', patches: [wireTap] }, ...mutants, ...rulesOff, ...ruleMutants.map(({ rule, patches }) => ({ name: rule, patches })),
]

it.each(all)('$name fits', ({ patches }) => {
  for (const patch of patches) {
    expect([patch.find, sources.reduce((sum, code) => sum + countIn(code, patch), 0)]).toEqual([patch.find, 1])
    expect([patch.find, patch.find.trim() !== patch.replace.trim()]).toEqual([patch.find, true])
  }
})

it('each has a name of its own', () => {
  const names = all.map(({ name }) => name)
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
})

it.each(rulesOff)('the tests of $name are there', ({ tests }) => {
  expect(tests.filter((file) => !existsSync(join(repo, 'test', `${file}.test.ts`)))).toEqual([])
  expect(tests.length).toBeGreaterThan(0)
})

it.each(ruleMutants)('the attacks of $rule are there', ({ attacks: named }) => {
  expect(named.filter((id) => id !== 'M' && !attacks.some((one) => one.id === id))).toEqual([])
})

it('line breaks and indentation do not matter, a second occurrence does', () => {
  const patch = { find: 'if (a)\n  return $b', replace: "$& '$1'" }
  expect(countIn('x\n    if (a) return $b\ny', patch)).toBe(1)
  expect(applyTo('if (a)\n\n return $b;', patch)).toBe("$& '$1';")
  expect(countIn('if (a) return $b if (a)  return $b', patch)).toBe(2)
  expect(countIn('if (a)return $b', patch)).toBe(0)
})
