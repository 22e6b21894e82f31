/** The line by which a Linux desktop starts the program at login: Desktop Entry and Autostart specifications, version 1.5 and 0.5. Pure. */

/** Quoted for `Exec`: its own rules, then those of string values (a backslash is doubled once more), then field codes. */
const quoted = (word: string) => `"${word.replace(/["`$\\]/g, '\\$&').replace(/\\/g, '\\\\').replace(/%/g, '%%')}"`

export function autostartEntry(command: readonly string[]): string {
  return ['[Desktop Entry]', 'Type=Application', 'Name=Magpie', 'Name[zh_CN]=喜鹊', `Exec=${command.map(quoted).join(' ')}`, 'Terminal=false', ''].join('\n')
}

/** Desktops switch an entry off in place instead of taking it away. */
export const isEntryOn = (text: string): boolean => /^Exec=./m.test(text) && !/^Hidden=true$/m.test(text) && !/^X-GNOME-Autostart-enabled=false$/m.test(text)
