/**
 * `npm run package [-- --dir | electron-builder's targets]`: packages for this system into release/. Without the official
 * Electron it takes the runtime at hand, and says that the result is for testing only.
 */
import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setup } from './setup.mjs'
import { ensureBuilt } from './lib/build.mjs'
import { main, say, stopFor } from './lib/log.mjs'
import { inRepo, repo } from './lib/paths.mjs'

/** What differs when the runtime is not the official one that electron-builder fetches by itself. */
function runtimeConfig({ electronKind, electronDist, electronVersion, sqliteBinding }) {
  if (electronKind === 'official') return {}
  return {
    electronDist,
    electronVersion,
    // The stock binding does not load in an Electron before 35; main looks here before it takes the stock one.
    ...(sqliteBinding && { extraResources: [{ from: sqliteBinding, to: 'native/better_sqlite3.node' }] }),
    // The fallback runtime's own starter has no place in a package.
    afterPack: ({ appOutDir }) => rmSync(join(appOutDir, 'resources/app'), { recursive: true, force: true }),
  }
}

await main(async () => {
  const runtime = await setup('app')
  await ensureBuilt()
  const { build, Platform } = await import('electron-builder')
  const args = process.argv.slice(2)
  const names = args.filter((arg) => !arg.startsWith('-'))
  const wanted = args.includes('--dir') ? ['dir'] : names
  try {
    const made = await build({
      projectDir: repo,
      targets: Platform.current().createTarget(wanted.length > 0 ? wanted : undefined),
      config: { extends: inRepo('electron-builder.yml'), ...runtimeConfig(runtime) },
      publish: 'never',
    })
    say(`release/: ${made.map((path) => basename(path)).join(', ') || 'the unpacked app'}`)
  } catch (error) {
    say(`magpie: ${stopFor('electron-builder', error.message).message}`)
    process.exit(1) // at once: electron-builder's own clean-up ends the process with 0
  }
  if (runtime.electronKind !== 'official') {
    say(`FOR TESTING ONLY: packed with Electron ${runtime.electronVersion} (${runtime.electronKind}), which gets no security fixes. Never release this.`)
  }
})
