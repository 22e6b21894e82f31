/** For what only testers want: it is done while the workbench is switched on. */
import type { SettingsAccess } from '#core/context'

/** `begin` gives what ends it again. Returns the end of all. */
export function whileWorkbench(settings: SettingsAccess, begin: () => () => void): () => void {
  let end: (() => void) | null = null
  const follow = () => {
    if (settings.get().workbench) end ??= begin()
    else {
      end?.()
      end = null
    }
  }
  follow()
  const forget = settings.onChange(follow)
  return () => {
    forget()
    end?.()
    end = null
  }
}
