/** Where a window was, in a file of the profile. Pure but for that file. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Log } from '#core/log'

interface Box {
  x: number
  y: number
  width: number
  height: number
}
export interface WindowState {
  x?: number
  y?: number
  width: number
  height: number
  isMaximized: boolean
}

const whole = v.pipe(v.number(), v.integer())
const schema = v.object({ x: v.optional(whole), y: v.optional(whole), width: whole, height: whole, isMaximized: v.boolean() })
/** The main window, whole or with the list alone, and one of a single conversation. */
export type WindowName = 'window' | 'list' | 'conversation'
const FIRST: Record<WindowName, WindowState> = {
  window: { width: 1080, height: 720, isMaximized: false },
  list: { width: 340, height: 720, isMaximized: false },
  conversation: { width: 560, height: 680, isMaximized: false },
}
/** So much of the title must be on a screen for the window to be caught with the mouse. */
const GRIP_PX = 80

const FILES: Record<WindowName, string> = { window: 'window.json', list: 'list-window.json', conversation: 'conversation-window.json' }
const fileOf = (profileDir: string, name: WindowName) => join(profileDir, FILES[name])
/** There while the main window shows the list alone: it is made before the settings can be read. */
const listMark = (profileDir: string) => join(profileDir, 'list-only')

/** The place of last time, if one of these screens still shows it. */
export function readWindowState(profileDir: string, areas: Box[], min: { width: number; height: number }, name: WindowName = 'window'): WindowState {
  const { x, y, ...size } = parse(profileDir, name)
  const width = Math.max(size.width, min.width)
  const height = Math.max(size.height, min.height)
  const isReachable =
    x !== undefined && y !== undefined &&
    areas.some((a) => x + width > a.x + GRIP_PX && x < a.x + a.width - GRIP_PX && y >= a.y - 10 && y < a.y + a.height - GRIP_PX)
  return { width, height, isMaximized: size.isMaximized, ...(isReachable && { x, y }) }
}

function parse(profileDir: string, name: WindowName): WindowState {
  try {
    const parsed = v.safeParse(schema, JSON.parse(readFileSync(fileOf(profileDir, name), 'utf8')))
    return parsed.success ? parsed.output : FIRST[name]
  } catch {
    return FIRST[name] // first start, or a file cut short
  }
}

export function saveWindowState(profileDir: string, state: WindowState, log: Log, name: WindowName = 'window'): void {
  try {
    writeFileSync(fileOf(profileDir, name), JSON.stringify(state), { mode: 0o600 })
  } catch (error) {
    log('warn', 'the window place was not saved', { error: String(error) })
  }
}

export const isListMarked = (profileDir: string): boolean => existsSync(listMark(profileDir))

export function markList(profileDir: string, isOn: boolean, log: Log): void {
  try {
    if (isOn) writeFileSync(listMark(profileDir), '', { mode: 0o600 })
    else rmSync(listMark(profileDir), { force: true })
  } catch (error) {
    log('warn', 'the form of the window was not noted', { error: String(error) })
  }
}
