/** Unit tests with one rule of the program switched off (MAGPIE_RULE_OFF; test/mutants). */
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { applyTo } from '../test/mutants/patch'
import { rulesOff } from '../test/mutants'

const repo = resolve(import.meta.dirname, '..')
const rule = rulesOff.find(({ name }) => name === process.env.MAGPIE_RULE_OFF)
if (!rule) throw new Error(`no rule ${process.env.MAGPIE_RULE_OFF}`)

const switchOff: Plugin = {
  name: 'magpie-rule-off',
  enforce: 'pre',
  transform: (code, id) => (id.startsWith(join(repo, 'electron/')) ? rule.patches.reduce(applyTo, code) : code),
}

export default defineConfig({
  root: repo,
  plugins: [switchOff],
  test: {
    include: rule.tests.filter((file) => file.startsWith('unit/')).map((file) => `test/${file}.test.ts`),
    env: { MAGPIE_REPO: repo }, pool: 'forks', environment: 'node', restoreMocks: true, bail: 1, testTimeout: 30_000,
    expect: { poll: { timeout: 5000, interval: 50 } },
  },
})
