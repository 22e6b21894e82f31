/** The app: starts things in order and ends them. What they are is in start/ and desktop/. */
import { app, globalShortcut } from 'electron'
import { readBundle, registerAppScheme } from './desktop/app-scheme'
import { ORIGIN } from './desktop/bundle-path'
import { openWindow, startDesktop } from './desktop/desktop'
import { guardEverything } from './desktop/guards'
import { rendererDir, useProfile } from './desktop/paths'
import { receiveLinks } from './desktop/links'
import { desktopRoutes } from './desktop/proxy'
import { keychainSecrets } from './desktop/secrets'
import { showStartFailure } from './desktop/start-failure'
import type { MainWindow } from './desktop/window'
import { readAccountFile } from './start/account-file'
import { parseArgv, parseCheckUp, type Options } from './start/argv'
import { checkUpCommand } from './start/check-up-command'
import { appInfo, openProfile, prepareProfile, startCore } from './start/start-core'
import type { Core } from '#core/create-core'

function refuse(problem: string): never {
  process.stderr.write(`magpie: ${problem}\n`)
  process.exit(2)
}

function run(options: Options): void {
  process.umask(0o077)
  const account = options.accountFile === null ? null : readAccountFile(options.accountFile)
  if (account && !account.ok) refuse(account.error.message)
  const profileDir = useProfile(options)
  if (process.platform === 'win32') app.setAppUserModelId('im.magpie.desktop') // as in electron-builder.yml: notifications need it
  if (!app.requestSingleInstanceLock()) process.exit(0) // the running one comes to the front

  // Only a developer's own build may show a page from elsewhere: vite's, with hot reload.
  const devUrl = app.isPackaged ? undefined : process.env.MAGPIE_DEV_URL
  const origin = devUrl ? new URL(devUrl).origin : ORIGIN
  const log = openProfile(profileDir, app.isPackaged ? undefined : (line) => void process.stderr.write(line))
  let core: Core | null = null
  let window: MainWindow | null = null
  let isQuitting = false
  let hasFailed = false

  // Root cannot have Chromium's sandbox: launchers of development and tests then say so, and Electron takes no second word.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  registerAppScheme()
  guardEverything(origin, log)
  app.on('second-instance', () => window?.show())
  const links = receiveLinks(process.argv, () => window?.show())
  app.on('activate', () => window?.show())
  app.on('window-all-closed', () => hasFailed || app.quit()) // a failure still has something to say
  app.on('before-quit', () => (isQuitting = true))
  app.on('will-quit', (event) => {
    globalShortcut.unregisterAll()
    if (hasFailed) app.exit(1)
    if (!core) return
    event.preventDefault()
    void core.stop().finally(() => app.exit(0))
  })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit())

  const url = devUrl ?? `${ORIGIN}/index.html`
  const bundle = readBundle(rendererDir())
  bundle.catch((error: unknown) => log('error', 'the page cannot be read', { error: String(error) }))

  const start = async () => {
    try {
      // Before the window: from there on all is one turn of the event loop.
      const prepared = await prepareProfile({ profileDir, log, isPackaged: app.isPackaged })
      window = openWindow({ profileDir, url, origin, bundle, log })
      const info = appInfo(app.getVersion())
      const secrets = keychainSecrets(profileDir, log)
      core = startCore({ profileDir, log, info, secrets, account: account?.value ?? null, isPackaged: app.isPackaged, prepared, systemRoutes: desktopRoutes })
    } catch (error) {
      hasFailed = true
      window?.browserWindow.destroy()
      return void showStartFailure(error, profileDir, log).finally(() => app.exit(1))
    }
    startDesktop({ core, window, links, options, origin, isQuitting: () => isQuitting, log })
  }
  // Not awaited at top level: an ES module that waits for `ready` there keeps it from coming.
  app.whenReady().then(start).catch((error: unknown) => {
    log('error', 'cannot start', { error: error instanceof Error ? error.stack : String(error) })
    app.exit(1)
  })
}

const checkUp = parseCheckUp(process.argv.slice(1), process.env)
const options = parseArgv(process.argv.slice(1))
if (checkUp !== null) {
  if ('problem' in checkUp) refuse(checkUp.problem)
  app.dock?.hide()
  // Awaited here, so that `ready` never comes: no window, no display asked for, no profile, and beside a Magpie that runs.
  process.exit(await checkUpCommand(checkUp, app.getVersion()))
}
if ('problem' in options) refuse(options.problem)
run(options)
