/**
 * Loaded with `node --import` before the program: its wall clock is as wrong as the file MAGPIE_CLOCK_FILE says
 * (milliseconds); the monotonic clock is not touched, as when a user sets the clock.
 */
import { readFileSync } from 'node:fs'

const file = process.env.MAGPIE_CLOCK_FILE
const RealDate = Date
let shiftMs = 0
setInterval(() => {
  try {
    shiftMs = Number(readFileSync(file, 'utf8')) || 0
  } catch {
    shiftMs = 0 // no file: the clock is right
  }
}, 100).unref()

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + shiftMs)
    else super(...args)
  }
  static now() {
    return RealDate.now() + shiftMs
  }
}
