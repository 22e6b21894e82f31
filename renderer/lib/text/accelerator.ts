/** Keys that were pressed, as Electron writes them (`Control+Alt+H`), and as people read them. */
import type { MagpieApi } from '#contract'

type Pressed = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>

/** By the place of the key: with Alt the letter may be another. Null: not whole yet, or no key one could do without. */
export function acceleratorOf({ code, ctrlKey, altKey, shiftKey, metaKey }: Pressed, platform: MagpieApi['platform']): string | null {
  const key = /^(?:Key([A-Z])|Digit(\d)|(F(?:[1-9]|1\d|2[0-4])))$/.exec(code)?.slice(1).find(Boolean)
  if (!key || !(ctrlKey || altKey || metaKey)) return null
  const modifiers = [ctrlKey && 'Control', altKey && 'Alt', shiftKey && 'Shift', metaKey && (platform === 'darwin' ? 'Command' : 'Super')]
  return [...modifiers.filter(Boolean), key].join('+')
}

const SIGNS: Record<string, string> = { Control: '⌃', Alt: '⌥', Shift: '⇧', Command: '⌘' }

export function acceleratorText(accelerator: string, platform: MagpieApi['platform']): string {
  const parts = accelerator.split('+')
  if (platform === 'darwin') return parts.map((part) => SIGNS[part] ?? part).join('')
  return parts.map((part) => (part === 'Control' ? 'Ctrl' : part === 'Super' && platform === 'win32' ? 'Win' : part)).join('+')
}
