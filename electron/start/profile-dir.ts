/** Where a profile lives: the same place for the app and the headless core. Plain Node. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Options } from './argv'

/** `profiles/NAME` in the system's place for programs' data ($XDG_CONFIG_HOME, %APPDATA%, Application Support). */
export function profileDirOf(options: Options, env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (options.profileDir) return resolve(options.profileDir)
  const places: Partial<Record<NodeJS.Platform, string>> = {
    win32: env.APPDATA || join(homedir(), 'AppData', 'Roaming'),
    darwin: join(homedir(), 'Library', 'Application Support'),
  }
  const place = places[platform] ?? (env.XDG_CONFIG_HOME || join(homedir(), '.config'))
  return join(place, 'Magpie', 'profiles', options.profile)
}
