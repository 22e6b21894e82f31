/** Every rule that can be switched off still can: its text stands there once. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { attacks } from '../../attack/run'
import { ruleMutants } from '../../attack/mutants'
import { countIn } from '../../chaos/patch'

const root = join(import.meta.dirname, '../../../electron')
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(root, path), 'utf8'))

it.each(ruleMutants)('$rule fits', ({ patches, attacks: named }) => {
  for (const patch of patches) {
    expect([patch.find, sources.reduce((sum, code) => sum + countIn(code, patch), 0)]).toEqual([patch.find, 1])
  }
  for (const id of named) expect(id === 'M' || attacks.some((one) => one.id === id), id).toBe(true)
})
