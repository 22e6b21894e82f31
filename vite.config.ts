import { svelte } from '@sveltejs/vite-plugin-svelte'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const repo = import.meta.dirname
const at = (...parts: string[]) => join(repo, ...parts)
/** Provided at run time: Electron and Node themselves, and what loads native code or is loaded by name. */
const external = [/^electron(\/|$)/, /^node:/, 'better-sqlite3', 'ws', 'bufferutil', 'utf-8-validate']

/** Vite's dev client puts styles into the page and speaks WebSocket: only the page it serves itself gets a wider policy. */
const devPolicy: Plugin = {
  name: 'magpie-dev-policy',
  apply: 'serve',
  transformIndexHtml: (html) =>
    html
      .replace(/style-src 'self'/, "style-src 'self' 'unsafe-inline'")
      .replace(/connect-src [^;"]*/, "connect-src 'self' ws:")
      .replace(/; require-trusted-types-for[^"]*/, ''), // its error overlay writes HTML
}

// `vite build --app` makes all three; `--ssr FILE` (the demo, tools) only takes the plain-Node settings.
export default defineConfig(({ mode }) => ({
  root: at('renderer'),
  base: './',
  // Everything the page needs goes into files: no inline script, style or data: URL, as the CSP demands.
  plugins: [svelte({ configFile: false, compilerOptions: { css: 'external' } }), devPolicy],
  server: { host: '127.0.0.1', fs: { allow: [repo] } },
  clearScreen: false,
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'main', 'preload']) await builder.build(builder.environments[name]!)
    },
  },
  environments: {
    client: {
      build: {
        outDir: at('dist/renderer'),
        emptyOutDir: true,
        target: 'chrome130', // the fallback runtime's; the official one is newer
        assetsInlineLimit: 0,
        modulePreload: false,
        sourcemap: mode !== 'production',
        rolldownOptions: { input: at('renderer/index.html') },
      },
    },
    main: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron', 'better-sqlite3', 'ws'], conditions: ['node', 'module', 'import', 'default'] },
      build: {
        outDir: at('dist/main'),
        emptyOutDir: true,
        target: 'node20',
        ssr: true,
        minify: false,
        sourcemap: true,
        rolldownOptions: {
          input: Object.fromEntries(['main', 'headless'].map((name) => [name, at(`electron/${name}.ts`)]).filter(([, file]) => existsSync(file!))),
          external,
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        outDir: at('dist/preload'),
        emptyOutDir: true,
        target: 'node20',
        ssr: true,
        minify: false,
        rolldownOptions: {
          input: { preload: at('electron/preload.cts') },
          external,
          // A sandboxed preload is one CommonJS file; `require` there knows nothing but electron.
          output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
        },
      },
    },
  },
}))
