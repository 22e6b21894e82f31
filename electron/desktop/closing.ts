/** Closing the window leaves the program in the tray. The first time he is told, and may want it otherwise. */
import type { SettingsAccess } from '#core/context'

export interface ClosingPort {
  settings: Pick<SettingsAccess, 'get' | 'set'>
  /** True: stay. */
  ask: () => Promise<boolean>
  hide: () => void
  quit: () => void
}

export function createClosing({ settings, ask, hide, quit }: ClosingPort): () => Promise<void> {
  let isAsking = false
  return async () => {
    if (settings.get().toldOfTray) return hide()
    if (isAsking) return
    isAsking = true
    const stays = await ask().finally(() => (isAsking = false))
    settings.set({ toldOfTray: true, ...(!stays && { closeToTray: false }) })
    if (stays) hide()
    else quit()
  }
}
