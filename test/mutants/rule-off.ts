/**
 * A rule of the program switched off, as a change of its source text (patch.ts): one of the tests named with it must then fail.
 * `npm run fuzz -- --mutants [NAME…]` tries those of the stream and the shell, `npm run attack -- --mutants [RULE…]` those of trust, beside
 * the rules that are proved by attacking (test/attack/mutants.ts). test/unit/mutants.test.ts holds that every text still stands.
 */
import type { Patch } from './patch'

export interface RuleOff {
  name: string
  patches: Patch[]
  /** Files of test/, without `.test.ts`. */
  tests: string[]
}

export const off = (name: string, find: string, replace: string, ...tests: string[]): RuleOff => ({ name, patches: [{ find, replace }], tests })
