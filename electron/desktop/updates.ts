/**
 * New versions, by electron-updater: looked for a while after the start and once a day, unless the user does not want that;
 * loaded only when the user says so, put in place at the next start. Each package is checked against the SHA-512 of the feed,
 * on Windows and macOS also by its signature. Without a feed (every developer's build, update-feed.ts) nothing is asked of anybody.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, session } from 'electron'
import type { AppUpdater } from 'electron-updater'
import type { Log } from '#core/log'
import type { UpdateState } from '#shared/model/update'
import { feedFrom, hasBuiltInFeed } from './update-feed'

/** As electron-updater names the session that it loads with (NET_SESSION_NAME). No page lives in it. */
const SESSION = 'electron-updater'
const FIRST_LOOK_MS = 60_000
const DAY_MS = 24 * 3600 * 1000

export interface Updates {
  state(): UpdateState
  check(): Promise<void>
  download(): Promise<void>
  /** Ends the program and starts the new version. */
  install(): void
}

export interface UpdatesOptions {
  /** The user's wish; asked before each look of its own. */
  isWanted: () => boolean
  onChange: (state: UpdateState) => void
  /** Ends the core in order. */
  end: () => Promise<void>
  log: Log
}

export function watchUpdates({ isWanted, onChange, end, log }: UpdatesOptions): Updates {
  const feed = feedFrom(process.env.MAGPIE_UPDATE_FEED, app.isPackaged)
  let state: UpdateState = feed || (app.isPackaged && hasBuiltInFeed(process.resourcesPath)) ? { phase: 'idle', isCurrent: null } : { phase: 'off' }
  let loaded: Promise<AppUpdater> | null = null

  const set = (next: UpdateState) => {
    state = next
    onChange(next)
  }
  const versionOf = () => ('version' in state ? state.version : '')
  const fail = (error: unknown) => {
    log('warn', 'update failed', { phase: state.phase, error: String(error) })
    // What could be fetched and is not right was refused; a version that is known stays on offer.
    set({ phase: 'failed', reason: /sha512|checksum|signature|not signed/iu.test(String(error)) ? 'refused' : 'unreachable' })
  }

  /** Not at the start of the program: it brings a lot with it. */
  const load = async (): Promise<AppUpdater> => {
    // The only session that may speak with the network (guards.ts closes all); what is published may lie elsewhere than its list.
    session.fromPartition(SESSION, { cache: false }).webRequest.onBeforeRequest(({ url }, answer) => {
      answer({ cancel: !url.startsWith('https://') && !(feed?.startsWith('http://127.0.0.1') && url.startsWith(feed)) })
    })
    const { autoUpdater } = (await import('electron-updater')).default
    autoUpdater.autoDownload = false
    autoUpdater.autoInstallOnAppQuit = true
    autoUpdater.disableWebInstaller = true
    autoUpdater.logger = null
    autoUpdater.forceDevUpdateConfig = !app.isPackaged
    if (feed) {
      // As a file, since it looks there also for where to keep what it loads. JSON is YAML.
      const file = join(app.getPath('userData'), 'update-feed.yml')
      await writeFile(file, JSON.stringify({ provider: 'generic', url: feed, updaterCacheDirName: 'magpie-updater' }))
      autoUpdater.updateConfigPath = file
    }
    autoUpdater.on('error', () => undefined) // the promise of what was asked says it, too
    autoUpdater.on('download-progress', ({ percent }) => set({ phase: 'downloading', version: versionOf(), percent: Math.round(percent) }))
    return autoUpdater
  }
  const updater = () => (loaded ??= load())

  const check = async () => {
    if (state.phase === 'off' || state.phase === 'checking' || state.phase === 'downloading' || state.phase === 'ready') return
    set({ phase: 'checking' })
    try {
      const found = await (await updater()).checkForUpdates()
      if (!found) set({ phase: 'off' }) // a package that cannot renew itself, e.g. out of a store
      else set(found.isUpdateAvailable ? { phase: 'available', version: found.updateInfo.version } : { phase: 'idle', isCurrent: true })
    } catch (error) {
      fail(error)
    }
  }
  const lookByItself = () => {
    if (isWanted()) void check()
  }
  if (state.phase !== 'off') {
    setTimeout(lookByItself, FIRST_LOOK_MS).unref()
    setInterval(lookByItself, DAY_MS).unref()
  }

  return {
    state: () => state,
    check,
    download: async () => {
      if (state.phase !== 'available') return
      const { version } = state
      set({ phase: 'downloading', version, percent: 0 })
      try {
        await (await updater()).downloadUpdate()
        set({ phase: 'ready', version })
      } catch (error) {
        fail(error)
      }
    },
    install: () => {
      if (state.phase !== 'ready') return
      // The new version is started before this one has ended: it must find the profile free (AppImage).
      void end().finally(async () => {
        app.releaseSingleInstanceLock()
        ;(await updater()).quitAndInstall(true, true)
      })
    },
  }
}
