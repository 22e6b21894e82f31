/**
 * Passwords under the system's keychain (SAFETY §3.2): encrypted by Electron's safeStorage, kept in `secrets.json` (0600)
 * of the profile. Where Linux has no keyring, safeStorage would use a password known to everybody: that counts as none.
 */
import { safeStorage } from 'electron'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Log } from '#core/log'
import type { SecretStore } from '#core/secrets'

const schema = v.record(v.string(), v.string())
/** On Linux a wrong key is found out only by the padding: one time in 256 it gives other bytes, and they would go to the server as a password. */
const MARK = 'magpie:'
type Blobs = Record<string, string>

/** After `ready`. */
export function keychainSecrets(profileDir: string, log: Log): SecretStore {
  const file = join(profileDir, 'secrets.json')
  let known: boolean | null = null // asking may wait for the keyring: once is enough

  const isAvailable = () => {
    known ??= safeStorage.isEncryptionAvailable() && (process.platform !== 'linux' || !isMock(safeStorage.getSelectedStorageBackend()))
    return known
  }
  const read = (): Blobs => {
    try {
      return v.parse(schema, JSON.parse(readFileSync(file, 'utf8')))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log('warn', 'the secrets are not readable', { error: String(error) })
      return {}
    }
  }
  const write = (blobs: Blobs) => {
    writeFileSync(`${file}.new`, JSON.stringify(blobs), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }

  return {
    isAvailable,
    get: async (key) => {
      const blobs = read()
      const blob = Object.hasOwn(blobs, key) ? blobs[key] : undefined
      if (blob === undefined) return null
      if (!isAvailable()) throw new Error('the keychain is not there')
      const text = safeStorage.decryptString(Buffer.from(blob, 'base64'))
      if (!text.startsWith(MARK)) throw new Error('not what was stored')
      return text.slice(MARK.length)
    },
    set: async (key, value) => {
      if (!isAvailable()) return false
      try {
        write({ ...read(), [key]: safeStorage.encryptString(MARK + value).toString('base64') })
        return true
      } catch (error) {
        log('error', 'a secret was not stored', { error: String(error) })
        return false
      }
    },
    remove: async (key) => {
      const { [key]: gone, ...rest } = read()
      if (gone !== undefined) write(rest)
    },
  }
}

const isMock = (backend: string) => backend === 'basic_text' || backend === 'unknown'
