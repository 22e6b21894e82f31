/** Every rule that test/shell/mutants.ts switches off still stands where it looks for it, once. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { countIn } from '../../chaos/patch'
import { rulesOff } from '../../shell/mutants'

const repo = process.env.MAGPIE_REPO!
const sources = readdirSync(join(repo, 'electron'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(repo, 'electron', path), 'utf8'))

test.each(rulesOff)('$name', ({ patches, tests }) => {
  for (const patch of patches) expect([patch.find, sources.reduce((sum, code) => sum + countIn(code, patch), 0)]).toEqual([patch.find, 1])
  for (const file of tests) expect([file, existsSync(join(repo, 'test', `${file}.test.ts`))]).toEqual([file, true])
})
