/** `node build/scripts/icons.mjs`: renders build/icons/*.svg to every size and container. Run it after changing a drawing. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setup } from './setup.mjs'
import { icns, ico } from './lib/icon-files.mjs'
import { main, say, stopFor } from './lib/log.mjs'
import { inRepo } from './lib/paths.mjs'
import { run, stopAll } from './lib/proc.mjs'
import { ensureScreen } from './lib/screen.mjs'

const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
const TRAY_SIZES = [16, 22, 32, 44]
const icons = (...parts) => inRepo('build/icons', ...parts)

const jobs = [
  ...APP_SIZES.map((size) => ({ svg: icons('magpie.svg'), size, png: icons(`${size}x${size}.png`) })),
  ...['tray', 'tray-unread'].flatMap((name) => TRAY_SIZES.map((size) => ({ svg: icons(`tray/${name}.svg`), size, png: icons(`tray/${name}-${size}.png`) }))),
  // macOS finds these by their names: "Template" to colour them, @2x for Retina.
  ...[['tray-template', 'trayTemplate'], ['tray-unread-template', 'trayUnreadTemplate']].flatMap(([svg, name]) => [
    { svg: icons(`tray/${svg}.svg`), size: 18, png: icons(`tray/${name}.png`) },
    { svg: icons(`tray/${svg}.svg`), size: 36, png: icons(`tray/${name}@2x.png`) },
  ]),
]

await main(async () => {
  const runtime = await setup('test')
  const screen = await ensureScreen()
  mkdirSync(icons('tray'), { recursive: true })
  try {
    const flags = runtime.noSandbox ? ['--no-sandbox'] : []
    const { code, err } = await run(runtime.electronPath, [...flags, inRepo('build/scripts/icon-renderer')], {
      env: { ...screen, ICON_JOBS: JSON.stringify(jobs) }, timeoutMs: 60_000,
    })
    if (code !== 0) throw stopFor('Rendering the icons', err)
  } finally {
    await stopAll()
  }
  const png = (size) => ({ size, png: readFileSync(icons(`${size}x${size}.png`)) })
  writeFileSync(inRepo('build/icon.png'), png(512).png)
  writeFileSync(inRepo('build/icon.ico'), ico([16, 24, 32, 48, 64, 128, 256].map(png)))
  writeFileSync(inRepo('build/icon.icns'), icns([16, 32, 64, 128, 256, 512, 1024].map(png)))
  say(`${jobs.length} pictures, icon.ico, icon.icns`)
})
