/** The key that hides everything of ours from everywhere, and brings it back (老板键). Off until the user chooses one. */
import type { SettingsAccess } from '#core/context'
import type { Log } from '#core/log'

/** Electron's globalShortcut. */
export interface Shortcuts {
  register(key: string, act: () => void): boolean
  unregister(key: string): void
}

export interface BossKey {
  /** Null: none. Otherwise it is taken only when the system gives it: another program may have it. */
  choose(key: string | null): void
  standing(): { key: string | null; works: boolean }
}

export function createBossKey(shortcuts: Shortcuts, settings: Pick<SettingsAccess, 'get' | 'set'>, act: () => void, log: Log): BossKey {
  let held: string | null = null
  const take = (key: string): boolean => {
    try {
      return shortcuts.register(key, act)
    } catch (error) {
      log('warn', 'the system does not know this key', { key, error: String(error) })
      return false
    }
  }
  const drop = () => {
    if (held !== null) shortcuts.unregister(held)
    held = null
  }
  const stored = settings.get().bossKey
  if (stored && take(stored)) held = stored
  else if (stored) log('warn', 'the boss key is taken', { key: stored })

  return {
    choose: (key) => {
      if (key === held && key !== null) return
      if (key !== null && !take(key)) return
      drop()
      held = key
      settings.set({ bossKey: key ?? '' })
    },
    standing: () => ({ key: settings.get().bossKey || null, works: held !== null }),
  }
}
