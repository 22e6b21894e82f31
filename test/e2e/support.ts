/** Launches the real app, the built one of dist/, with Playwright. Needs a display: `npm test` brings one. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, chromium, type Browser, type ElectronApplication, type Page } from 'playwright-core'
import { atExit, tempDir } from '../support/temp'
import { openApps } from './open-apps'

export interface LaunchOptions {
  /** Default: a new one, removed at the end. */
  profileDir?: string
  accountFile?: string
  env?: Record<string, string>
  args?: string[]
  /** Where dist/ and package.json are; default this repository. */
  appDir?: string
  /** This test tries what no page may. Without it the end of a session fails when anything was refused to its pages, or an error of theirs was caught by nobody. */
  isAttack?: boolean
}

export interface LaunchedApp {
  app: ElectronApplication
  page: Page
  profileDir: string
  /** What the program wrote to stderr so far. */
  stderr(): string
  /** Writes out/e2e/NAME.png. */
  screenshot(name: string): Promise<void>
  /** SIGKILL, as in a power cut. */
  kill(): Promise<void>
  /** Quits as the user would; gives the exit code. */
  close(): Promise<number | null>
}

const repo = process.env.MAGPIE_REPO ?? process.cwd()
const START_MS = 30_000
/** Longer than the app allows itself (5 s). */
const QUIT_MS = 15_000

const argsFor = (profileDir: string, options: LaunchOptions) => [
  ...(process.env.MAGPIE_NO_SANDBOX ? ['--no-sandbox'] : []),
  options.appDir ?? repo,
  '--profile-dir', profileDir,
  ...(options.accountFile ? ['--account-file', options.accountFile] : []),
  ...(options.args ?? []),
]

/** The program without Playwright, for starts that show no page. */
export function startPlain(profileDir: string, args: string[] = []) {
  const child = spawn(process.env.MAGPIE_ELECTRON ?? 'electron', argsFor(profileDir, { args }), { stdio: ['ignore', 'ignore', 'pipe'] })
  const forget = atExit(() => child.kill('SIGKILL'))
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => (forget(), resolve(code)))
  })
  return { exited, stderr: () => stderr, terminate: () => child.kill('SIGTERM') }
}

/** What the guards have stopped in the sessions of this profile (electron/desktop/guards.ts): of our own pages nothing. */
export function refusedIn(profileDir: string): string[] {
  const logs = join(profileDir, 'logs')
  const names = existsSync(logs) ? readdirSync(logs) : []
  return names.flatMap((name) => readFileSync(join(logs, name), 'utf8').split('\n').filter((line) => line.includes('refused to a page')))
}

/** What moves has come to rest. Spinners go on for ever: they are not waited for. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    // A style that has just changed begins to move with the next frame; a window that lies behind another may not be drawn.
    const frame = () => new Promise((resolve) => [requestAnimationFrame(resolve), setTimeout(resolve, 200)])
    const isMoving = (one: Animation) => one.playState === 'running' && Number.isFinite(one.effect?.getComputedTiming().endTime)
    for (let round = 0; round < 20; round++) {
      await frame()
      await frame()
      const moving = document.getAnimations().filter(isMoving)
      if (moving.length === 0) return
      await Promise.allSettled(moving.map((one) => one.finished))
    }
  })

/** To a program that is there already. Playwright sometimes waits for ever for what it was told before it listened (see launch): asked again then. */
export async function attach(endpoint: string, tries = 3): Promise<Browser> {
  try {
    return await chromium.connectOverCDP(endpoint, { timeout: START_MS / 2 })
  } catch (error) {
    if (tries <= 1 || !/Timeout/.test((error as Error).message)) throw error
    console.warn('Playwright did not notice the page of a program that runs: connected again')
    return attach(endpoint, tries - 1)
  }
}

/**
 * About once in 300 starts on a busy machine Playwright, connected to both debuggers of a program that runs and logs, waits for a page
 * that it was never told of; it kills the program then. That is no start of ours that failed: once more, said aloud.
 */
async function launch(options: Parameters<typeof _electron.launch>[0], isAgain = false): Promise<ElectronApplication> {
  try {
    return await _electron.launch(options)
  } catch (error) {
    if (isAgain || !/^electron\.launch: Timeout [\s\S]*"message":"started"/.test((error as Error).message)) throw error
    console.warn('Playwright did not notice that the app had started: started again')
    return launch(options, true)
  }
}

export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const profileDir = options.profileDir ?? tempDir('profile')
  const app = await launch({
    ...(process.env.MAGPIE_ELECTRON && { executablePath: process.env.MAGPIE_ELECTRON }),
    args: argsFor(profileDir, options),
    env: { ...(process.env as Record<string, string>), ...options.env },
    colorScheme: null, // the app's own, not Playwright's emulation
    timeout: START_MS,
  })
  const child = app.process()
  const forget = atExit(() => child.kill('SIGKILL'))
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  void exited.then(forget)
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const uncaught: string[] = []
  const listen = (page: Page) => void page.on('pageerror', (error) => uncaught.push(error.stack ?? error.message))
  app.on('window', listen)
  for (const page of app.windows()) listen(page)
  try {
    const page = await app.firstWindow({ timeout: START_MS })
    await page.waitForLoadState()
    const known = { app, page, profileDir, stderr: () => stderr }
    openApps.add(known)
    void exited.then(() => openApps.delete(known))
    return {
      ...known,
      screenshot: async (name) => {
        const dir = join(repo, 'out', 'e2e')
        mkdirSync(dir, { recursive: true })
        await page.screenshot({ path: join(dir, `${name}.png`) })
      },
      kill: async () => {
        child.kill('SIGKILL')
        await exited
      },
      close: async () => {
        const late = setTimeout(() => child.kill('SIGKILL'), QUIT_MS)
        // Not app.close(): what is tested is that a signal ends it in order.
        child.kill('SIGTERM')
        const code = await exited
        clearTimeout(late)
        const refused = options.isAttack ? [] : refusedIn(profileDir)
        if (refused.length > 0) throw new Error(`refused to our own page:\n${refused.join('\n')}`)
        if (uncaught.length > 0 && !options.isAttack) throw new Error(`errors in our own page that nobody caught:\n${uncaught.join('\n')}`)
        return code
      },
    }
  } catch (error) {
    child.kill('SIGKILL')
    throw new Error(`the app did not start:\n${stderr}`, { cause: error })
  }
}
