/** Where things lie: a profile's folder, the built page, our icons. */
import { app } from 'electron'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Options } from '../start/argv'
import { profileDirOf } from '../start/profile-dir'

/**
 * Everything of a profile is in its folder, Chromium's files too: a second profile is a second program, with a lock of its
 * own. Gives the folder.
 */
export function useProfile(options: Options): string {
  const profileDir = profileDirOf(options)
  const chromium = join(profileDir, 'chromium')
  app.setPath('userData', chromium)
  app.setPath('sessionData', chromium)
  app.setAppLogsPath(join(profileDir, 'logs'))
  return profileDir
}

export const rendererDir = () => join(app.getAppPath(), 'dist', 'renderer')
export const preloadFile = () => join(app.getAppPath(), 'dist', 'preload', 'preload.cjs')

/** A picture of build/icons; a package has them beside its app.asar. Null when it is not there. */
export function iconFile(name: string): string | null {
  const file = join(app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'build'), 'icons', name)
  return existsSync(file) ? file : null
}
