/** The check-up against a started server, with two of its accounts. */
import { someChecks } from '#features/check-up/checks/index'
import type { Check } from '#features/check-up/bench'
import type { Journal } from '#features/check-up/journal'
import { runCheckUp, type CheckUpAccount } from '#features/check-up/runner'
import type { CheckLine, CheckReport } from '#shared/check-up/report'
import type { BareJid } from '#shared/jid'
import { systemClock } from '#shared/time'
import { createConnection } from '#xmpp/connection'
import { openRegistrationStream } from '#xmpp/registration-stream'
import type { ConnectionConfig } from '#xmpp/types'
import type { TestAccount, TestServer } from './servers-types'

export interface CheckUpRun {
  server: TestServer
  /** One of its further domains (`hosts`); default: its first. */
  domain?: string
  /** One or two. */
  accounts: TestAccount[]
  /** Default: all. What they come `after` is run too. */
  only?: (check: Check) => boolean
  /** These instead of those of the catalogue. */
  checks?: readonly Check[]
  config?: Partial<ConnectionConfig>
  journal?: Journal
  signal?: AbortSignal
  onLine?: (line: CheckLine) => void
  /** Before it goes out. */
  onSend?: (xml: string) => void
  /** Told of checks that failed by themselves, which then is no failure. */
  onFault?: (fault: string) => void
}

/** Fails when the first account cannot log in, or when a check failed by itself. */
export async function checkUp(run: CheckUpRun): Promise<CheckReport> {
  const { server, domain = server.domain, accounts, only = () => true, checks = someChecks(only), config = {}, signal = new AbortController().signal, journal, onLine = () => {}, onSend } = run
  const faults: string[] = []
  const { onFault = (fault: string) => void faults.push(fault) } = run
  const account = ({ user, password }: TestAccount): CheckUpAccount => ({
    config: {
      jid: `${user}@${domain}` as BareJid, resource: 'unused', transport: 'starttls', host: server.host, port: server.port,
      extraCa: [server.caPem], acceptedFingerprints: [], allowUnencrypted: false, allowPlain: false, pinnedMechanism: null, lang: 'en', ...config,
    },
    connection: { credentials: { getPassword: () => Promise.resolve(password) } },
  })
  const [first, second] = accounts.map(account)
  const report = await runCheckUp({
    accounts: second ? [first!, second] : [first!],
    checks,
    magpie: 'test', clock: systemClock, openRegistrationStream, signal, ...(journal && { journal }),
    createConnection: (config, deps) => {
      const connection = createConnection(config, deps)
      if (onSend) connection.on('wire', (direction, xml) => void (direction === 'out' && onSend(xml)))
      return connection
    },
    log: (level, message, detail) => void (level === 'error' && onFault(`${message} ${JSON.stringify(detail)}`)),
    onLine: (line) => onLine(line),
  })
  if (!report.ok) throw new Error(`the check-up could not log in: ${JSON.stringify(report.error)}`)
  if (faults.length > 0) throw new Error(faults.join('\n'))
  return report.value
}

/** What a run left behind, without the files and what archives have kept: they cannot be taken back, and it says so. */
export const leftOf = (report: CheckReport): string[] => report.leftBehind.filter((what) => !/^file https:\/\/|^messages \d+ of /.test(what))

/** `{ 'archive.offered': 'pass', … }`, for comparing with what a test expects; reasons behind a colon: `broken:unanswered`. */
export const verdictsOf = (report: CheckReport): Record<string, string> =>
  Object.fromEntries(report.lines.map(({ id, verdict, reason }) => [id, reason === null ? verdict : `${verdict}:${reason}`]))
