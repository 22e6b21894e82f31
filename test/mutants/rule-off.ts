/**
 * A rule of the program switched off, as a change of its source text (patch.ts): one of the tests named with it must then fail.
 * `npm run fuzz -- --mutants [NAME…]` tries those of the stream and the shell, `npm run attack -- --mutants [RULE…]` those of trust, beside
 * the rules that are proved by attacking (test/attack/mutants.ts). test/unit/mutants.test.ts holds that every text still stands.
 */
import type { Patch } from './patch'

export interface RuleOff {
  name: string
  /** Of attacks, as SAFETY.md §2.2, §2.3 and §3 have them; rules of who may say what have theirs in shared/rules.ts. */
  class?: string
  patches: Patch[]
  /** Files of test/, without `.test.ts`. */
  tests: string[]
}

export const off = (name: string, find: string, replace: string, ...tests: string[]): RuleOff => ({ name, patches: [{ find, replace }], tests })
export const ofClass = (name: string, ...rules: RuleOff[]): RuleOff[] => rules.map((rule) => ({ ...rule, class: name }))
