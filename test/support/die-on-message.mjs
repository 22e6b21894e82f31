/** Loaded with `node --import` before the program: whoever stores a message with the word MAGPIE_POISON in it is killed, in the middle of it. */
import { createRequire } from 'node:module'

const Database = createRequire(import.meta.url)('better-sqlite3')
const word = process.env.MAGPIE_POISON
const { prepare } = Database.prototype
Database.prototype.prepare = function (text) {
  const statement = prepare.call(this, text)
  if (!/INSERT INTO message\b/.test(text)) return statement
  const { run } = statement
  statement.run = function (...params) {
    if (params.some((one) => typeof one === 'string' && one.includes(word))) process.kill(process.pid, 'SIGKILL')
    return run.apply(this, params)
  }
  return statement
}
