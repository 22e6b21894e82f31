import { Stop } from './log.mjs'
import { start } from './proc.mjs'

const START_MS = 15_000

/**
 * The environment with a screen in it: the user's own, or a virtual one (Xvfb chooses a free number itself) that ends with
 * this process.
 */
export async function ensureScreen({ always = false } = {}) {
  if (process.platform !== 'linux') return {}
  if (!always && (process.env.DISPLAY || process.env.WAYLAND_DISPLAY)) return {}
  return { DISPLAY: await virtualScreen(), WAYLAND_DISPLAY: '' }
}

/**
 * Two virtual screens where there is none: windows on one take no focus and no clipboard from those on the other, so that two test files can
 * run at once (`MAGPIE_SCREENS`, read by vitest.config.ts and test/e2e/own-screen.ts).
 */
export async function ensureScreens() {
  const first = await ensureScreen()
  return first.DISPLAY ? { ...first, MAGPIE_SCREENS: `${first.DISPLAY} ${await virtualScreen()}` } : first
}

/** Its name, as in DISPLAY. */
async function virtualScreen() {
  const child = start('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  let err = ''
  child.stderr.on('data', (data) => (err += data))
  const number = await new Promise((resolve, reject) => {
    const fail = (why) => reject(new Stop(`the virtual screen (Xvfb) did not start: ${why} ${err.trim()}`))
    const timer = setTimeout(() => fail('no answer.'), START_MS)
    child.stdio[3].once('data', (data) => (clearTimeout(timer), resolve(String(data).trim())))
    child.once('error', (error) => (clearTimeout(timer), fail(error.message)))
    child.once('exit', (code) => (clearTimeout(timer), fail(`it ended with code ${code}.`)))
  })
  return `:${number}`
}
