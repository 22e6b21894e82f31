/** Log lines for the tester. Never a password, token or message text: details are ids, codes, sizes. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
export type Log = (level: LogLevel, message: string, detail?: Record<string, unknown>) => void

export const silentLog: Log = () => undefined

/** One line of JSON per entry, cut to 2 kB. */
export const lineLog =
  (write: (line: string) => void, now: () => number): Log =>
  (level, message, detail) => {
    const line = JSON.stringify({ at: new Date(now()).toISOString(), level, message, ...detail })
    write(`${line.slice(0, 2048)}\n`)
  }

export const withPrefix =
  (log: Log, context: Record<string, unknown>): Log =>
  (level, message, detail) =>
    log(level, message, { ...context, ...detail })
