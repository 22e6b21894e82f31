import { join, resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { patchesOf } from '../test/chaos/mutants'

const repo = resolve(import.meta.dirname, '..')
const name = process.env.MAGPIE_PROGRAM!

/** Changes source texts on their way into a chaos build (test/chaos/mutants.ts); the product's own build has nothing of it. */
function mutate(mutant: string): Plugin {
  const patches = patchesOf(mutant)
  const applied = new Set<(typeof patches)[number]>()
  return {
    name: 'magpie-mutant',
    enforce: 'pre',
    transform(code, id) {
      for (const patch of patches) {
        if (id !== join(repo, patch.file)) continue
        const parts = code.split(patch.find)
        if (parts.length !== 2) throw new Error(`mutant ${mutant}: its text stands ${parts.length - 1} times in ${patch.file}: ${patch.find}`)
        code = parts.join(patch.replace)
        applied.add(patch)
      }
      return code
    },
    buildEnd(error) {
      const missing = patches.filter((patch) => !applied.has(patch))
      if (!error && missing.length > 0) throw new Error(`mutant ${mutant}: not bundled: ${missing.map(({ file }) => file).join(', ')}`)
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
