/** The core with its real parts: the same for the window and for the headless program. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createCore, type Core } from '#core/create-core'
import type { AppInfo } from '#core/context'
import { lineLog, type Log } from '#core/log'
import type { SecretStore } from '#core/secrets'
import { features } from '#features/index'
import type { StoreRecovery } from '#shared/model/store'
import { systemClock } from '#shared/time'
import { prepareStore } from '#store/prepare'
import { lockProfile } from '#store/profile-lock'
import { createConnection } from '#xmpp/connection'
import { openRegistrationStream } from '#xmpp/registration-stream'
import type { FindRoutes } from '#xmpp/types'
import type { AccountFile } from './account-file'
import { environmentRoutes } from './environment-proxy'
import { openLogFile } from './log-file'

export interface StartOptions {
  profileDir: string
  secrets: SecretStore
  info: AppInfo
  log: Log
  account: AccountFile | null
  /** The desktop's proxies. Absent: what the environment says. */
  systemRoutes?: FindRoutes
  /** A package takes its own SQLite binding, whatever the environment says. */
  isPackaged: boolean
}

/** A clean end takes as long as the slowest server's goodbye (2 s); this is for when something hangs. */
const STOP_MS = 5000

const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'Linux', win32: 'Windows', darwin: 'macOS' }
export const appInfo = (version: string): AppInfo => ({ name: 'Magpie', version, os: SYSTEMS[process.platform] ?? process.platform })

/** Folder and log of a profile; nobody else on this computer may look into them. */
export function openProfile(profileDir: string, alsoTo?: (line: string) => void): Log {
  process.umask(0o077)
  mkdirSync(profileDir, { recursive: true, mode: 0o700 })
  const toFile = openLogFile(join(profileDir, 'logs'))
  return lineLog((line) => {
    toFile(line)
    alsoTo?.(line)
  }, systemClock.nowMs)
}

/** The profile is ours, its store sound. */
export interface PreparedProfile {
  recovery: StoreRecovery | null
  unlock(): void
}

/**
 * Before the window and the core, off the event loop where it takes long: only a killed run, a migration, a damaged store or a chosen
 * backup cost time here. Throws StoreError when the profile cannot be used: in use, newer, disk full.
 */
export async function prepareProfile({ profileDir, log, isPackaged }: Pick<StartOptions, 'profileDir' | 'log' | 'isPackaged'>): Promise<PreparedProfile> {
  const nativeBinding = sqliteBinding(isPackaged)
  const unlock = lockProfile(profileDir, nativeBinding)
  try {
    const migrations = features.flatMap((feature) => feature.migrations)
    return { unlock, recovery: await prepareStore({ profileDir, nativeBinding, migrations, log, nowMs: systemClock.nowMs() }) }
  } catch (error) {
    unlock()
    throw error
  }
}

/** Throws StoreError when the store cannot be opened; the profile is free again then. */
export function startCore({ profileDir, secrets, info, log, account, isPackaged, prepared, systemRoutes }: StartOptions & { prepared: PreparedProfile }): Core {
  const nativeBinding = sqliteBinding(isPackaged)
  const { unlock } = prepared
  let core: Core
  try {
    core = createCore({
      profileDir, features, secrets, clock: systemClock, log, info, createConnection, openRegistrationStream, nativeBinding,
      recovery: prepared.recovery,
      systemRoutes: systemRoutes ?? environmentRoutes(process.env),
      extraCa: account?.extraCa ?? [],
    })
  } catch (error) {
    unlock()
    throw error
  }
  // A fault in one stanza's handling must not end the program (SAFETY P14): noted, and the links are tried.
  const onFault = (error: unknown) => {
    log('error', 'uncaught', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    core.retryNow('network')
  }
  process.on('uncaughtException', onFault)
  process.on('unhandledRejection', onFault)
  if (account) void core.accounts.login(account.login)
  log('info', 'started', { version: info.version, pid: process.pid })

  let stopped: Promise<void> | null = null
  const stop = async () => {
    const isClean = await Promise.race([
      core.stop().then(() => true),
      new Promise<false>((resolve) => setTimeout(resolve, STOP_MS, false).unref()),
    ])
    log(isClean ? 'info' : 'error', isClean ? 'stopped' : 'stopping took too long; the database closes with the process')
    unlock()
  }
  return { ...core, stop: () => (stopped ??= stop()) }
}

/** Development names one that fits its Node (RUNTIME.md); a package may carry one; else the package's own is taken. */
function sqliteBinding(isPackaged: boolean): string | undefined {
  if (!isPackaged) return process.env.MAGPIE_SQLITE_BINDING || undefined
  const carried = join(process.resourcesPath, 'native', 'better_sqlite3.node')
  return existsSync(carried) ? carried : undefined
}
