/** Where new versions are looked for. Pure, apart from one look whether a file is there. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * `MAGPIE_UPDATE_FEED`: a folder on the web with what electron-builder publishes, for administrators who give out their own
 * builds. Only https: what is loaded there becomes the program. (A developer's build takes http from this computer, for tests.)
 */
export function feedFrom(address: string | undefined, isPackaged: boolean): string | null {
  const url = address && URL.canParse(address) ? new URL(address) : null
  if (!url || url.username || url.password) return null
  const isHere = !isPackaged && url.protocol === 'http:' && url.hostname === '127.0.0.1'
  return url.protocol === 'https:' || isHere ? url.href : null
}

/** Written into packages when electron-builder.yml names where they are published. */
export const hasBuiltInFeed = (resourcesDir: string): boolean => existsSync(join(resourcesDir, 'app-update.yml'))
