/** Does this desktop show tray icons? Windows and macOS do; on Linux somebody must own StatusNotifierWatcher on D-Bus. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const ASK_MS = 3000
const WATCHER = 'org.kde.StatusNotifierWatcher'
const BUS = 'org.freedesktop.DBus'
const PATH = '/org/freedesktop/DBus'
const QUESTIONS: [string, string[]][] = [
  ['gdbus', ['call', '--session', '-d', BUS, '-o', PATH, '-m', `${BUS}.NameHasOwner`, WATCHER]],
  ['dbus-send', ['--session', '--print-reply', `--dest=${BUS}`, PATH, `${BUS}.NameHasOwner`, `string:${WATCHER}`]],
]

/** When nobody can be asked the answer is no: a window hidden into a tray that is not there would be lost. */
export async function hasTrayHost(): Promise<boolean> {
  if (process.platform !== 'linux') return true
  if (!process.env.DBUS_SESSION_BUS_ADDRESS && !process.env.XDG_RUNTIME_DIR) return false
  for (const [tool, args] of QUESTIONS) {
    try {
      const { stdout } = await promisify(execFile)(tool, args, { timeout: ASK_MS })
      return /true/.test(stdout)
    } catch {
      continue // not installed, or no bus
    }
  }
  return false
}
