/**
 * Changes of the source text, made while a test program is bundled (build/vite.program.ts), so that the product carries no
 * hook for them. A text is looked for in all of electron/, whatever file it moved to and however it is broken into lines;
 * not there exactly once, it ends the build with the mutant's name (and test/unit/mutants.test.ts): then it is to be
 * written anew, not dropped.
 */
export interface Patch {
  /** Stands once in electron/; any white space stands for any other. */
  find: string
  replace: string
}

const patternOf = ({ find }: Patch) =>
  new RegExp(find.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+'), 'g')

export const countIn = (code: string, patch: Patch): number => code.match(patternOf(patch))?.length ?? 0
export const applyTo = (code: string, patch: Patch): string => code.replace(patternOf(patch), () => patch.replace)
