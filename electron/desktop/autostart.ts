/** Started with the system: by a file of the desktop (Linux), else as Electron tells macOS and Windows. Asked each time, never kept: the system's own settings change it too. */
import { app } from 'electron'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { fail, ok } from '#shared/result'
import { autostartEntry, isEntryOn } from './autostart-entry'
import type { DesktopHandlers } from './ipc-main'

/** Says that nobody has asked for the window; see `startHidden`. */
export const BACKGROUND = '--background'

export interface AutostartOptions {
  profile: string
  /** What the command line needs to come to this profile. */
  args: readonly string[]
}

export function autostartHandlers({ profile, args }: AutostartOptions): Pick<DesktopHandlers, 'desktop.autostart'> {
  const keeper = process.platform === 'linux' ? linux(profile, args) : app.isPackaged ? loginItem(args) : null
  return {
    'desktop.autostart': async ({ set }) => {
      if (!keeper) return ok({ canBe: false, isOn: false })
      try {
        if (set !== null) await keeper.set(set)
        return ok({ canBe: true, isOn: await keeper.isOn() })
      } catch {
        return fail('refused', 'the system does not let us') // the folder cannot be written
      }
    },
  }
}

/** Was it the system that started us? macOS passes no arguments on. */
export const wasStartedBySystem = (isBackground: boolean): boolean =>
  isBackground || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin)

function linux(profile: string, args: readonly string[]) {
  const config = process.env.XDG_CONFIG_HOME
  const folder = config && isAbsolute(config) ? config : join(homedir(), '.config')
  const file = join(folder, 'autostart', profile === 'default' ? 'magpie.desktop' : `magpie-${profile}.desktop`)
  // An AppImage is unpacked to another place at each start.
  const program = app.isPackaged ? [process.env.APPIMAGE ?? process.execPath] : [process.execPath, app.getAppPath()]
  return {
    isOn: async () => isEntryOn(await readFile(file, 'utf8').catch(() => '')),
    set: async (isOn: boolean) => {
      if (!isOn) return rm(file, { force: true })
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, autostartEntry([...program, ...args, BACKGROUND]))
    },
  }
}

function loginItem(args: readonly string[]) {
  const what = { args: [...args, BACKGROUND] } // Windows tells entries apart by it; macOS has one for each program
  return {
    isOn: () => Promise.resolve(app.getLoginItemSettings(what).openAtLogin),
    set: (openAtLogin: boolean) => Promise.resolve(app.setLoginItemSettings({ openAtLogin, ...what })),
  }
}
