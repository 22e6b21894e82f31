/**
 * `--check-up FILE`: a check-up of a server without a window and without a profile, for both programs. The report goes to stdout, what happens
 * to stderr. Exit code 0: nothing is broken; 1: something is; 2: it could not run, or not to its end.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { connectionConfig } from '#core/connection-config'
import { routesOf } from '#core/proxies'
import { someChecks } from '#features/check-up/checks/index'
import { runCheckUp, type CheckUpAccount } from '#features/check-up/runner'
import { toHtml } from '#shared/check-up/html'
import { toJunit } from '#shared/check-up/junit'
import { toMarkdown } from '#shared/check-up/markdown'
import { fitting, MAX_REPORT_CHARS, readReport } from '#shared/check-up/reader'
import type { CheckReport } from '#shared/check-up/report'
import { remainderText, sentenceOf, tame, titleOf } from '#shared/check-up/sentences'
import { exportWords, verdictSigns } from '#shared/check-up/words'
import { connectionProblems } from '#shared/connection-problems'
import { defaultServerSettings } from '#shared/model/account'
import { systemClock } from '#shared/time'
import { createConnection } from '#xmpp/connection'
import { openRegistrationStream } from '#xmpp/registration-stream'
import { readAccountsFile, type AccountFile } from './account-file'
import type { CheckUpArgs } from './argv'
import { fileJournal } from './check-up-journal'
import { commandWords } from './check-up-words'
import { environmentRoutes } from './environment-proxy'

export type ExitCode = 0 | 1 | 2

const say = (text: string) => void process.stderr.write(`magpie: ${text}\n`)
/** Waits until it has left: the process ends with it. */
const print = (text: string) => new Promise<void>((resolve) => process.stdout.write(text, () => resolve()))

/** As the app reaches an account of this file, with a session of its own. */
function wayOf({ login, extraCa }: AccountFile, lang: string): CheckUpAccount {
  const server = { ...defaultServerSettings, ...login.server }
  return {
    config: connectionConfig(login.address, server, { resource: 'unused', extraCa, acceptedFingerprints: [], pinnedMechanism: null, lang }),
    connection: {
      credentials: { getPassword: () => Promise.resolve(login.password) },
      routes: (url) => routesOf(server, url, { systemRoutes: environmentRoutes(process.env), getPassword: () => Promise.resolve(login.proxyPassword ?? null) }),
    },
  }
}

function readOther(path: string): CheckReport | null {
  try {
    return readReport(readFileSync(path, 'utf8').slice(0, MAX_REPORT_CHARS + 1))
  } catch (error) {
    void error // said by the caller
    return null
  }
}

/** False: one of the files could not be written. */
function writeAll(report: CheckReport, compareWith: CheckReport | null, { markdown, html, junit, language }: CheckUpArgs): boolean {
  const files: [string | null, () => string][] = [
    [markdown, () => toMarkdown(report, language, { compareWith, withEvidence: true })],
    [html, () => toHtml(report, language, compareWith)],
    [junit, () => toJunit(report, language)],
  ]
  let isWritten = true
  for (const [file, make] of files) {
    if (file === null) continue
    try {
      writeFileSync(file, make())
    } catch (error) {
      isWritten = false
      say(commandWords[language].unwritten(file, (error as Error).message))
    }
  }
  return isWritten
}

export function exitCodeOf({ isAborted, lines }: Pick<CheckReport, 'isAborted' | 'lines'>, { isAlone, isWritten }: { isAlone: boolean; isWritten: boolean }): ExitCode {
  if (isAborted || isAlone || !isWritten) return 2
  return lines.some((line) => line.verdict === 'broken') ? 1 : 0
}

async function run(args: CheckUpArgs, magpie: string, signal: AbortSignal): Promise<ExitCode> {
  const { language } = args
  const w = commandWords[language]
  const accounts = readAccountsFile(args.file)
  if (!accounts.ok) return say(w.noFile(accounts.error.message)), 2
  const other = args.compare === null ? null : readOther(args.compare)
  if (args.compare !== null && other === null) return say(w.noOther(args.compare)), 2

  const [first, second] = accounts.value.map((one) => wayOf(one, language))
  say(w.begin(first!.config.jid))
  let count = 0
  const found = await runCheckUp({
    accounts: second ? [first!, second] : [first!],
    checks: someChecks(({ area }) => args.only?.includes(area) ?? true), magpie, signal, clock: systemClock, createConnection, openRegistrationStream,
    journal: fileJournal(args.file, (message) => say(w.noJournal(message))),
    log: (level, message, detail) => void (level === 'error' && say(`${message} ${JSON.stringify(detail ?? {})}`)),
    onLine: (line, total) => say(`[${String(++count).padStart(String(total).length)}/${total}] ${verdictSigns[line.verdict]} ${titleOf(line, language)}${exportWords[language].colon}${sentenceOf(line, language)}`),
  })
  if (!found.ok) {
    const [title, advice] = connectionProblems[found.error.code][language]
    say(signal.aborted ? w.stoppedEarly : w.problem(title, advice, found.error.detail === undefined ? '' : ` (${tame(found.error.detail)})`))
    return 2
  }
  const report = fitting(found.value)
  const isWritten = writeAll(report, other, args)
  await print(args.isJson ? `${JSON.stringify(report)}\n` : toMarkdown(report, language, { compareWith: other }))
  for (const what of report.leftBehind) say(w.left(remainderText(what, language)))
  const isAlone = second !== undefined && report.lines.some((line) => line.reason === 'pair')
  if (isAlone) say(w.second)
  if (report.isAborted) say(w.stopped)
  return exitCodeOf(report, { isAlone, isWritten })
}

/** Stops in order at the first signal; a second one changes nothing, as terminals and npm both send theirs. */
export async function checkUpCommand(args: CheckUpArgs, magpie: string): Promise<ExitCode> {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (!stop.signal.aborted) say(commandWords[args.language].stopping)
      stop.abort()
    })
  }
  const onFault = (error: unknown) => say(commandWords[args.language].fault(error instanceof Error ? (error.stack ?? error.message) : String(error)))
  process.on('uncaughtException', onFault)
  process.on('unhandledRejection', onFault)
  process.stdout.on('error', () => stop.abort()) // nobody reads any more
  try {
    return await run(args, magpie, stop.signal)
  } catch (error) {
    onFault(error)
    return 2
  }
}
