import { join, resolve } from 'node:path'
import { defineConfig } from 'vite'

const repo = resolve(import.meta.dirname, '..')
const name = process.env.MAGPIE_PROGRAM!

/** One TypeScript program for plain Node (the demo); its packages are imported at run time. */
export default defineConfig({
  root: repo,
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
