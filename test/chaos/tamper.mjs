/**
 * Loaded with `node --import` before the program.
 * Its wall clock is as wrong as the file MAGPIE_CLOCK_FILE says (milliseconds); the monotonic clock is not touched, as when
 * a user sets the clock. After SIGUSR2 it kills itself in the middle of its next transaction, when all is written and
 * nothing committed; after SIGWINCH behind the commit, before anybody could be told of it.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

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

let death = null
process.on('SIGUSR2', () => (death = 'inside'))
process.on('SIGWINCH', () => (death = 'behind'))
const dieIf = (where) => {
  if (death === where) process.kill(process.pid, 'SIGKILL')
}

const Database = createRequire(import.meta.url)('better-sqlite3')
const { transaction } = Database.prototype
Database.prototype.transaction = function (work) {
  const made = transaction.call(this, (...args) => {
    const value = work(...args)
    dieIf('inside')
    return value
  })
  const then = (run) => (...args) => {
    const value = run(...args)
    dieIf('behind')
    return value
  }
  return Object.assign(then(made), { default: then(made.default), deferred: then(made.deferred), immediate: then(made.immediate), exclusive: then(made.exclusive) })
}
