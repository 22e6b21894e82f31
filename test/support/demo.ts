/**
 * `npm run demo` (build/scripts/demo.mjs sets up, builds and starts this): a throw-away Prosody, Li Na, Wang Wei who answers,
 * a room, and the app. With a screen the window stays open until closed; without one a tour is played and written to out/demo/.
 */
import { join } from 'node:path'
import { playTour } from './demo/tour'
import { openWindow } from './demo/window'
import { buildWorld } from './demo/world'

const repo = process.env.MAGPIE_REPO ?? process.cwd()
const say = (line: string) => console.log(line)

const world = await buildWorld(say)
let code = 1
try {
  const isTour = process.env.MAGPIE_VIRTUAL_SCREEN === '1' || process.argv.includes('--tour')
  code = isTour ? await playTour(world, join(repo, 'out', 'demo'), say) : await openWindow(world, say)
} catch (error) {
  console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`)
} finally {
  await world.stop()
}
process.exit(code)
