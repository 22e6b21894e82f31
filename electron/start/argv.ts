/** The command line. What is not known is left to Electron and Chromium, which have hundreds of switches of their own. */
import type { AreaKey } from '#shared/check-up/report'
import { AREAS } from '#shared/check-up/words'

export interface Options {
  profile: string
  /** Instead of the system's place for this profile. */
  profileDir: string | null
  accountFile: string | null
}

/** A profile's name is a folder's name on three systems. */
const NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/i
/** Names that Windows gives to devices. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/** `--name value` and `--name=value`; the last one counts. A message for the user when a value is missing. */
function valuesOf(args: readonly string[], names: readonly string[]): Map<string, string> | { problem: string } {
  const found = new Map<string, string>()
  for (let i = 0; i < args.length; i++) {
    const match = /^--([a-z-]+)(?:=(.*))?$/s.exec(args[i]!)
    if (!match || !names.includes(match[1]!)) continue
    const value = match[2] ?? args[++i]
    if (!value || value.startsWith('--')) return { problem: `--${match[1]} needs a value` }
    found.set(match[1]!, value)
  }
  return found
}

/** Gives a message for the user when a value is missing or not allowed. */
export function parseArgv(args: readonly string[]): Options | { problem: string } {
  const found = valuesOf(args, ['profile', 'profile-dir', 'account-file'])
  if ('problem' in found) return found
  const profile = found.get('profile') ?? 'default'
  if (!NAME.test(profile) || RESERVED.test(profile)) {
    return { problem: '--profile takes up to 32 letters, digits, - and _, and begins with a letter or digit' }
  }
  return { profile, profileDir: found.get('profile-dir') ?? null, accountFile: found.get('account-file') ?? null }
}

/** `--check-up FILE`: no window and no profile, a check-up of a server alone. */
export interface CheckUpArgs {
  file: string
  /** stdout: the report alone, as JSON. */
  isJson: boolean
  markdown: string | null
  html: string | null
  junit: string | null
  /** A report (JSON) to compare with. */
  compare: string | null
  language: 'zh' | 'en'
  /** Only these parts, and what they stand on. Null: all. */
  only: readonly AreaKey[] | null
}

/** Null: it is not asked for. */
export function parseCheckUp(args: readonly string[], env: Record<string, string | undefined>): CheckUpArgs | { problem: string } | null {
  if (!args.some((arg) => /^--check-up(=|$)/.test(arg))) return null
  const found = valuesOf(args, ['check-up', 'markdown', 'html', 'junit', 'compare', 'language', 'only'])
  if ('problem' in found) return found
  const get = (name: string) => found.get(name) ?? null
  const language = get('language') ?? (/^zh/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'zh' : 'en')
  if (language !== 'zh' && language !== 'en') return { problem: '--language takes zh or en' }
  const only = get('only')?.split(',') ?? null
  if (only?.some((one) => !(AREAS as readonly string[]).includes(one))) return { problem: `--only takes some of ${AREAS.join(',')}` }
  return { file: get('check-up')!, isJson: args.includes('--json'), markdown: get('markdown'), html: get('html'), junit: get('junit'), compare: get('compare'), language, only: only as AreaKey[] | null }
}
