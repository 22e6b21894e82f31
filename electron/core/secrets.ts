/** Where passwords live: the system's keychain in the app, memory in the headless core. Never SQLite, never a log. */
export interface SecretStore {
  /** False when this machine has no keychain: then nothing is stored and the user is told. */
  isAvailable(): boolean
  /** Null when absent. Rejects when it is there and cannot be read (keychain locked, cleared or gone): it stays, and the user is asked and told why. */
  get(key: string): Promise<string | null>
  /** False when it could not be stored. */
  set(key: string, value: string): Promise<boolean>
  remove(key: string): Promise<void>
}

export function memorySecrets(isAvailable = false): SecretStore {
  const values = new Map<string, string>()
  return {
    isAvailable: () => isAvailable,
    get: async (key) => values.get(key) ?? null,
    set: async (key, value) => {
      values.set(key, value)
      return true
    },
    remove: async (key) => {
      values.delete(key)
    },
  }
}
