import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { withLock } from './lock.mjs'
import { Stop, progress, say, stopFor } from './log.mjs'
import { ask, has, run } from './proc.mjs'

const LIBRARIES = ['libgtk-3-0t64|libgtk-3-0', 'libnss3', 'libasound2t64|libasound2', 'libgbm1']
const FONTS = ['fonts-noto-cjk', 'fonts-noto-color-emoji']
const SCREEN = ['xvfb', 'xauth']
/** The light one needs no GTK; both are the same program. */
const PROFANITY = 'profanity-light|profanity'
/** A keychain as GNOME's desktops have it, and the bus it is asked over. */
const KEYRING = ['gnome-keyring', 'dbus-daemon|dbus']
const PROSODY = ['prosody', 'lua-dbi-sqlite3', 'openssl']

/** What each command needs of Debian; `a|b` are the names of one package in newer and older releases. */
const needs = {
  headless: () => [],
  app: () => LIBRARIES,
  demo: () => [...LIBRARIES, ...PROSODY, ...(process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? [] : [...SCREEN, ...FONTS])],
  test: () => [...LIBRARIES, ...PROSODY, ...SCREEN, ...FONTS, 'ejabberd', 'erlang-p1-sqlite3', 'python3-slixmpp', PROFANITY, ...KEYRING],
  interop: () => [...needs.test(), 'dino-im', 'gajim', 'psi-plus', 'xdotool', 'xclip', 'openbox', 'dbus', 'imagemagick', 'iproute2'],
  compile: () => ['python3', 'make', 'g++'],
}
const isRoot = () => process.getuid?.() === 0

function missingDebs(names) {
  const all = names.flatMap((name) => name.split('|'))
  // Fails when one is unknown, and still lists the others.
  const { out } = ask('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...all], { env: { ...process.env, LC_ALL: 'C' } })
  const installed = new Set(out.split('\n').filter((line) => line.endsWith(' installed')).map((line) => line.split(' ')[0]))
  return names.filter((name) => !name.split('|').some((one) => installed.has(one)))
}

/** Of the names of one package the one this release has. */
const available = (name) =>
  name.split('|').find((one) => /Candidate: [^(\s]/.test(ask('apt-cache', ['policy', one], { env: { ...process.env, LC_ALL: 'C' } }).out))
  ?? name.split('|').at(-1)

const POLICY = '/usr/sbin/policy-rc.d'

/** Our tests start their own servers on their own ports: Debian's system services would only sit on 5222. */
async function installQuietly(packages) {
  const ours = !existsSync(POLICY)
  if (ours) writeFileSync(POLICY, '#!/bin/sh\n# magpie set-up: no service is started while it installs\nexit 101\n', { mode: 0o755 })
  try {
    const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' }
    return await run('apt-get', ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...packages], { env })
  } finally {
    if (ours) rmSync(POLICY, { force: true })
    const services = packages.filter((name) => name === 'prosody' || name === 'ejabberd')
    if (services.length > 0 && existsSync('/run/systemd/system')) ask('systemctl', ['disable', '--now', ...services])
  }
}

async function apt(names) {
  if (!isRoot()) {
    const list = names.map(available).join(' ')
    throw new Stop(`these system packages are missing; run this once, then the same command again:\n\n  ` +
      `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${list}\n`)
  }
  await withLock('apt', async () => {
    const missing = missingDebs(names)
    if (missing.length === 0) return
    const done = progress(`Installing system packages: ${missing.map((name) => name.split('|').at(-1)).join(' ')}`)
    try {
      const update = await run('apt-get', ['update', '-o', 'Acquire::Retries=1'], { env: { LC_ALL: 'C.UTF-8' } })
      const { code, err, out } = await installQuietly(missing.map(available))
      // A failed update alone is no harm when the lists on the machine were good enough.
      if (code !== 0) throw stopFor('apt-get install', `${update.err}\n${err || out}`)
    } finally {
      done()
    }
    const still = missingDebs(names)
    if (still.length > 0) throw new Stop(`apt-get did not install ${still.join(' ')}.`)
    say('Installed the system packages.')
  })
}

/** Not Debian: what is there is used, what is missing is named with the choices. */
async function others(purpose) {
  if (purpose === 'compile') {
    if (['python3', 'make', 'c++'].every(has)) return
    throw new Stop('a C++20 compiler, make and python3 are needed to build better-sqlite3 for this Node; install them, or use Node 22.14 or newer.')
  }
  const wanted = { demo: ['prosody'], test: ['prosody', 'ejabberdctl'] }[purpose] ?? []
  if (process.platform === 'linux' && purpose !== 'app' && !process.env.DISPLAY) wanted.push('Xvfb')
  const missing = wanted.filter((command) => !has(command))
  if (missing.length === 0) return
  if (process.platform === 'darwin' && missing.includes('prosody') && has('brew')) {
    const done = progress('Installing Prosody with Homebrew')
    const { code, err, out } = await run('brew', ['install', 'prosody/prosody/prosody'])
    done()
    if (code !== 0) throw stopFor('brew install prosody', err || out)
    missing.splice(missing.indexOf('prosody'), 1)
    if (missing.length === 0) return
  }
  const how = {
    darwin: 'Install Homebrew (https://brew.sh), then: brew install prosody/prosody/prosody ejabberd',
    win32: 'Use Debian in WSL 2 for the demo and the tests; `npm start` works on Windows itself.',
  }[process.platform] ?? 'Install them with this system\'s package manager (Fedora: dnf install prosody xorg-x11-server-Xvfb; Arch: pacman -S prosody ejabberd xorg-server-xvfb).'
  throw new Stop(`${missing.join(' and ')} not found; the ${purpose} needs a server of its own.\n  ${how}\n  Without a local server: npm start, and log in to any XMPP account.`)
}

/** Sees that the system has what `purpose` (app, test, demo, headless, interop, compile) needs. */
export async function ensureSystem(purpose) {
  const names = needs[purpose]()
  if (process.platform !== 'linux' || !has('apt-get') || !has('dpkg-query')) return others(purpose)
  const missing = names.length > 0 ? missingDebs(names) : []
  if (missing.length > 0) await apt(missing)
}

/** As root Chromium refuses to run with its sandbox. Development and tests only. */
export const noSandbox = () => process.platform === 'linux' && isRoot()

/** Ubuntu 23.10+ forbids the sandbox to programs without an AppArmor profile: say so instead of a bare crash. */
export function sandboxHint() {
  const knob = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns'
  if (noSandbox() || !existsSync(knob) || readFileSync(knob, 'utf8').trim() !== '1') return null
  return 'This system restricts user namespaces; if Electron stops at its sandbox: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0'
}
