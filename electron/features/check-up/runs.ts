/** One run at a time, of accounts that are logged in here. */
import type { AppContext } from '#core/context'
import type { AreaKey, CheckReport } from '#shared/check-up/report'
import { countsOf } from '#shared/check-up/view'
import type { AccountId } from '#shared/ids'
import type { CheckUpState } from '#shared/model/check-up'
import { done, fail, type Result } from '#shared/result'
import type { Check } from './bench'
import { someChecks } from './checks/index'
import { newRunName, runCheckUp, type CheckUpAccount } from './runner'
import { addRun, journalOf } from './table'

export interface Runs {
  start(accountIds: readonly AccountId[], areas: readonly AreaKey[] | null): Result<null>
  /** What it made is removed all the same. */
  stop(): void
  /** Stops; resolves when all is removed. */
  end(): Promise<void>
  state(): CheckUpState
}

export function createRuns(app: AppContext, tell: { changed(state: CheckUpState): void; found(report: CheckReport): void }): Runs {
  let state: CheckUpState = { progress: null, failure: null }
  let underWay: { stop: AbortController; ended: Promise<void> } | null = null
  const change = (next: Partial<CheckUpState>) => tell.changed((state = { ...state, ...next }))
  const next = (change: Partial<NonNullable<CheckUpState['progress']>>) => state.progress && { ...state.progress, ...change }

  const run = async (accountIds: readonly AccountId[], ways: [CheckUpAccount] | [CheckUpAccount, CheckUpAccount], checks: readonly Check[], signal: AbortSignal) => {
    const name = newRunName()
    addRun(app.db, name, ways.map((way) => way.config.jid), app.clock.nowMs())
    const lines: CheckReport['lines'] = []
    const currently = () => checks[lines.length] ?? null
    change({
      failure: null,
      progress: { accountIds: [...accountIds], startedAtMs: app.clock.nowMs(), total: checks.length, counts: countsOf([]), current: null, isStopping: false },
    })
    try {
      const found = await runCheckUp({
        run: name, accounts: ways, journal: journalOf(app.db), checks, magpie: app.info.version, clock: app.clock, signal, log: app.log,
        createConnection: app.createConnection, openRegistrationStream: app.openRegistrationStream,
        onLine: (line) => {
          lines.push(line)
          change({ progress: next({ counts: countsOf(lines), current: currently() && { id: currently()!.id, area: currently()!.area } }) })
        },
      })
      if (found.ok) tell.found(found.value)
      change({
        progress: null,
        failure: found.ok || signal.aborted
          ? null
          : { accountId: accountIds[0]!, problem: { code: found.error.code, detail: found.error.detail ?? null, certificate: found.error.certificate ?? null } },
      })
    } catch (error) {
      app.log('error', 'the check-up failed by itself', { error: error instanceof Error ? error.stack : String(error) })
      change({ progress: null, failure: { accountId: accountIds[0]!, problem: null } })
    }
  }

  const stop = () => {
    if (!underWay || underWay.stop.signal.aborted) return
    underWay.stop.abort()
    change({ progress: next({ isStopping: true, current: null }) })
  }
  return {
    start: (accountIds, areas) => {
      if (underWay) return fail('conflict', 'one is running')
      const ways = accountIds.map((id) => app.accounts.way(id)).flatMap((way) => (way ? [{ config: way.config, connection: way.deps }] : []))
      const [first, second] = ways
      if (!first || ways.length !== accountIds.length || new Set(accountIds).size !== accountIds.length) return fail('not-found', 'the accounts must be logged in, each once')
      const controller = new AbortController()
      const checks = someChecks(({ area }) => areas?.includes(area) ?? true)
      underWay = { stop: controller, ended: run(accountIds, second ? [first, second] : [first], checks, controller.signal).finally(() => (underWay = null)) }
      return done
    },
    stop,
    end: async () => {
      const { ended } = underWay ?? {}
      stop()
      await ended
    },
    state: () => state,
  }
}
