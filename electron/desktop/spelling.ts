/**
 * Chromium's spell checker. Off until the user chooses a language: on Linux and Windows a language brings a dictionary from
 * Google's servers, on the system's way into the net, not the account's. On macOS it is the system's and nothing is fetched.
 */
import type { Session } from 'electron'
import type { SettingsAccess } from '#core/context'
import { ok } from '#shared/result'
import type { DesktopHandlers } from './ipc-main'

type Checker = Pick<Session, 'setSpellCheckerEnabled' | 'setSpellCheckerLanguages' | 'availableSpellCheckerLanguages'>

export function checkSpelling(session: Checker, settings: Pick<SettingsAccess, 'get' | 'onChange'>, isMac: boolean): Pick<DesktopHandlers, 'desktop.spellLanguages'> {
  let before = ''
  const apply = (chosen: readonly string[]) => {
    if (chosen.join() === before) return
    before = chosen.join()
    const known = chosen.filter((language) => isMac || session.availableSpellCheckerLanguages.includes(language))
    // The languages first: switched on with those of the system it would fetch theirs.
    if (!isMac) session.setSpellCheckerLanguages(known)
    session.setSpellCheckerEnabled(known.length > 0)
  }
  apply(settings.get().spellLanguages)
  settings.onChange(({ spellLanguages }) => apply(spellLanguages))
  return {
    'desktop.spellLanguages': () => ok({ languages: isMac ? [] : [...session.availableSpellCheckerLanguages], isSystem: isMac }),
  }
}
