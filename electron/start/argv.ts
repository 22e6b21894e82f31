/** The command line. What is not known is left to Electron and Chromium, which have hundreds of switches of their own. */
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

/** `--name value` and `--name=value`. Gives a message for the user when a value is missing or not allowed. */
export function parseArgv(args: readonly string[]): Options | { problem: string } {
  const found = new Map<string, string>()
  for (let i = 0; i < args.length; i++) {
    const match = /^--(profile|profile-dir|account-file)(?:=(.*))?$/s.exec(args[i]!)
    if (!match) continue
    const value = match[2] ?? args[++i]
    if (!value || value.startsWith('--')) return { problem: `--${match[1]} needs a value` }
    found.set(match[1]!, value)
  }
  const profile = found.get('profile') ?? 'default'
  if (!NAME.test(profile) || RESERVED.test(profile)) {
    return { problem: '--profile takes up to 32 letters, digits, - and _, and begins with a letter or digit' }
  }
  return { profile, profileDir: found.get('profile-dir') ?? null, accountFile: found.get('account-file') ?? null }
}
