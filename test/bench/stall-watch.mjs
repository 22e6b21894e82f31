/**
 * Loaded with `node --import` before the program: writes the longest stall of its event loop into MAGPIE_STALL_FILE ten times a
 * second, as JSON; an emptied file begins a new count. `ms` is what a user waits; `cpuMs` what this process itself computed in
 * one turn: on a machine that others use as well the rest is theirs, or the disk's.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { watchStalls } from './stalls.mjs'

const EVERY_MS = 100
const file = process.env.MAGPIE_STALL_FILE
const watch = watchStalls()
setInterval(() => {
  const isNew = readFileSync(file, { encoding: 'utf8', flag: 'a+' }) === ''
  if (isNew) watch.reset()
  writeFileSync(file, JSON.stringify(watch.longest))
}, EVERY_MS).unref()
