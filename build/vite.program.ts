import { join, resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { rulePatchesOf } from '../test/attack/mutants'
import { patchesOf } from '../test/chaos/mutants'
import { applyTo, countIn } from '../test/mutants/patch'

const repo = resolve(import.meta.dirname, '..')
const name = process.env.MAGPIE_PROGRAM!

/** Changes source texts on their way into a build of the chaos or the attacks (test/mutants/patch.ts); the product's own build has nothing of it. */
function mutate(mutant: string): Plugin {
  const patches = mutant.startsWith('R-') ? rulePatchesOf(mutant) : patchesOf(mutant)
  const found = new Map(patches.map((patch) => [patch, 0]))
  return {
    name: 'magpie-mutant',
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(join(repo, 'electron/'))) return code
      for (const patch of patches) {
        const count = countIn(code, patch)
        if (count > 0) found.set(patch, found.get(patch)! + count)
        code = applyTo(code, patch)
      }
      return code
    },
    buildEnd(error) {
      for (const [{ find }, count] of found) {
        if (!error && count !== 1) throw new Error(`mutant ${mutant}: its text stands ${count} times in what is bundled: ${find}`)
      }
    },
  }
}

/** One TypeScript program for plain Node (demo, benches, chaos); its packages are imported at run time. */
export default defineConfig({
  root: repo,
  plugins: process.env.MAGPIE_MUTANT ? [mutate(process.env.MAGPIE_MUTANT)] : [],
  build: {
    outDir: join(repo, 'dist', name),
    emptyOutDir: true,
    target: 'node20',
    ssr: process.env.MAGPIE_ENTRY!,
    minify: false,
    sourcemap: true,
    rolldownOptions: { output: { format: 'es', entryFileNames: `${name}.js` } },
  },
})
