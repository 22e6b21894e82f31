/**
 * What the scripts say. Everything goes to stderr: stdout belongs to the program that is started (`npm run headless`
 * speaks JSON lines there).
 */

/** A foreseen end: its message is the one thing the user sees; no stack. */
export class Stop extends Error {}

const tty = process.stderr.isTTY === true
let open = false

export function say(text) {
  if (open) process.stderr.write('\r\x1b[K')
  open = false
  process.stderr.write(`${text}\n`)
}

/**
 * Shows that something long is going on: one rewritten line on a terminal, one line every 15 s elsewhere.
 * `detail` is asked each time. Returns the function that ends it.
 */
export function progress(text, detail = () => '') {
  const started = performance.now()
  const seconds = () => `${Math.round((performance.now() - started) / 1000)} s`
  if (!tty) say(`${text} …`)
  const timer = setInterval(() => {
    const line = [`${text} …`, seconds(), detail()].filter(Boolean).join(' ')
    if (tty) {
      process.stderr.write(`\r\x1b[K${line}`)
      open = true
    } else say(line)
  }, tty ? 500 : 15_000)
  return () => {
    clearInterval(timer)
    if (open) process.stderr.write('\r\x1b[K')
    open = false
  }
}

const DISK = /ENOSPC|No space left on device/i
const NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|fetch failed|Temporary failure resolving|Could not resolve|Could not connect|Failed to fetch/

/** The message for something that went wrong while doing `what`, from the text the tool left. */
export function stopFor(what, text) {
  if (DISK.test(text)) return new Stop(`${what}: the disk is full. Free about 2 GB and run it again.`)
  if (NETWORK.test(text)) return new Stop(`${what}: the network cannot be reached. Check the connection (or proxy) and run it again.`)
  const last = text.trim().split('\n').filter((line) => !/A complete log of this run|npm warn/.test(line)).slice(-6).join('\n  ')
  return new Stop(`${what} failed.\n  ${last}`)
}

/** Runs a script's main function: a Stop gives its one message, anything else its stack; both exit code 1. */
export async function main(run) {
  try {
    const code = await run()
    process.exitCode = typeof code === 'number' ? code : 0
  } catch (error) {
    if (error instanceof Stop) say(`magpie: ${error.message}`)
    else if (DISK.test(String(error?.code))) say(`magpie: ${stopFor('Writing a file', 'ENOSPC').message}`)
    else if (error?.code === 'EACCES' || error?.code === 'EROFS') say(`magpie: not allowed to write ${error.path}.`)
    else say(error?.stack ?? String(error))
    process.exitCode = 1
  }
}
