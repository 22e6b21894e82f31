/** Where the window was, in `window.json` of the profile. Pure but for that file. */
import { readFileSync, writeFileSync } from 'node:fs'
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
const FIRST: WindowState = { width: 1080, height: 720, isMaximized: false }
/** So much of the title must be on a screen for the window to be caught with the mouse. */
const GRIP_PX = 80

const fileOf = (profileDir: string) => join(profileDir, 'window.json')

/** The place of last time, if one of these screens still shows it. */
export function readWindowState(profileDir: string, areas: Box[], min: { width: number; height: number }): WindowState {
  const { x, y, ...size } = parse(profileDir)
  const width = Math.max(size.width, min.width)
  const height = Math.max(size.height, min.height)
  const isReachable =
    x !== undefined && y !== undefined &&
    areas.some((a) => x + width > a.x + GRIP_PX && x < a.x + a.width - GRIP_PX && y >= a.y - 10 && y < a.y + a.height - GRIP_PX)
  return { width, height, isMaximized: size.isMaximized, ...(isReachable && { x, y }) }
}

function parse(profileDir: string): WindowState {
  try {
    const parsed = v.safeParse(schema, JSON.parse(readFileSync(fileOf(profileDir), 'utf8')))
    return parsed.success ? parsed.output : FIRST
  } catch {
    return FIRST // first start, or a file cut short
  }
}

export function saveWindowState(profileDir: string, state: WindowState, log: Log): void {
  try {
    writeFileSync(fileOf(profileDir), JSON.stringify(state), { mode: 0o600 })
  } catch (error) {
    log('warn', 'the window place was not saved', { error: String(error) })
  }
}
