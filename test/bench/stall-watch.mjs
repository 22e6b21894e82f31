/**
 * Loaded with `node --import` before the program: writes the longest stall of its event loop (ms) into MAGPIE_STALL_FILE
 * ten times a second; an emptied file begins a new count.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 5
const EVERY_MS = 100
const file = process.env.MAGPIE_STALL_FILE
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delay.enable()
setInterval(() => {
  const isNew = readFileSync(file, { encoding: 'utf8', flag: 'a+' }) === ''
  if (isNew) delay.reset()
  writeFileSync(file, (delay.max / 1e6).toFixed(1))
}, EVERY_MS).unref()
