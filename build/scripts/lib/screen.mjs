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
  return { DISPLAY: `:${number}`, WAYLAND_DISPLAY: '' }
}
