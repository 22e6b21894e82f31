/** A key that works from everywhere: the one that hides all of ours (老板键, off until the user chooses one), the one that takes a picture of the screen. */
import type { SettingsAccess } from '#core/context'
import type { Log } from '#core/log'

/** Electron's globalShortcut. */
export interface Shortcuts {
  register(key: string, act: () => void): boolean
  unregister(key: string): void
}

export interface GlobalKey {
  /** Null: none. Otherwise it is taken only when the system gives it: another program may have it. */
  choose(key: string | null): void
  standing(): { key: string | null; works: boolean }
}

export interface KeyDeps {
  shortcuts: Shortcuts
  settings: Pick<SettingsAccess, 'get' | 'set'>
  /** Where it is kept. */
  name: 'bossKey' | 'shotKey'
  log: Log
}

export function createGlobalKey({ shortcuts, settings, name, log }: KeyDeps, act: () => void): GlobalKey {
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
  const stored = settings.get()[name]
  if (stored && take(stored)) held = stored
  else if (stored) log('warn', 'a key is taken', { name, key: stored })

  return {
    choose: (key) => {
      if (key === held && key !== null) return
      if (key !== null && !take(key)) return
      drop()
      held = key
      settings.set({ [name]: key ?? '' })
    },
    standing: () => ({ key: settings.get()[name] || null, works: held !== null }),
  }
}
