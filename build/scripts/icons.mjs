/** `node build/scripts/icons.mjs`: renders build/icons/svg/*.svg to every size and container. Run it after changing a drawing. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setup } from './setup.mjs'
import { icns, ico } from './lib/icon-files.mjs'
import { main, say, stopFor } from './lib/log.mjs'
import { inRepo } from './lib/paths.mjs'
import { run, stopAll } from './lib/proc.mjs'
import { ensureScreen } from './lib/screen.mjs'

const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
const icons = (...parts) => inRepo('build/icons', ...parts)

/** A picture and its double for dense screens, which Electron finds by the name. */
const pair = (svg, size, name) => [
  { svg: icons(`svg/${svg}.svg`), size, png: icons(`${name}.png`) },
  { svg: icons(`svg/${svg}.svg`), size: 2 * size, png: icons(`${name}@2x.png`) },
]

/** icons/app is for electron-builder; what lies in icons/ itself is what the running app shows. */
const jobs = [
  ...APP_SIZES.map((size) => ({ svg: icons('svg/magpie.svg'), size, png: icons(`app/${size}x${size}.png`) })),
  { svg: icons('svg/magpie.svg'), size: 256, png: icons('icon.png') },
  ...['tray', 'tray-unread'].flatMap((name) => [...pair(name, 22, name), ...pair(name, 16, `${name}-16`)]), // Linux, Windows
  ...pair('tray-template', 18, 'trayTemplate'), // macOS: by this name it knows that it may colour it
  ...pair('tray-unread-template', 18, 'trayUnreadTemplate'),
]

await main(async () => {
  const runtime = await setup('test')
  const screen = await ensureScreen()
  mkdirSync(icons('app'), { recursive: true })
  try {
    const flags = runtime.noSandbox ? ['--no-sandbox'] : []
    const { code, err } = await run(runtime.electronPath, [...flags, inRepo('build/scripts/icon-renderer')], {
      env: { ...screen, ICON_JOBS: JSON.stringify(jobs) }, timeoutMs: 60_000,
    })
    if (code !== 0) throw stopFor('Rendering the icons', err)
  } finally {
    await stopAll()
  }
  const png = (size) => ({ size, png: readFileSync(icons(`app/${size}x${size}.png`)) })
  writeFileSync(inRepo('build/icon.png'), png(512).png)
  writeFileSync(inRepo('build/icon.ico'), ico([16, 24, 32, 48, 64, 128, 256].map(png)))
  writeFileSync(inRepo('build/icon.icns'), icns([16, 32, 64, 128, 256, 512, 1024].map(png)))
  say(`${jobs.length} pictures, icon.ico, icon.icns`)
})
