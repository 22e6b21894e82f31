/**
 * Runs the check-up: one check after the other, so that what goes over the wire belongs to it; then removes what was made, also after a
 * stop. No XEP of its own; each check names the one it reads by. Knows no store and no account list: the command line runs it alone.
 */
import { randomBytes } from 'node:crypto'
import type { CheckLine, CheckReport, Evidence, Finding } from '#shared/check-up/report'
import { ok, type Result } from '#shared/result'
import type { Jid } from '#shared/jid'
import type { Clock } from '#shared/time'
import { child, xml } from '#xmpp/element'
import { createHttps } from '#xmpp/transport/https'
import { directRoutes } from '#xmpp/transport/proxy'
import { NS_DISCO_INFO, NS_DISCO_ITEMS, parseDiscoInfo, parseDiscoItems, type DiscoInfo } from '#xmpp/xep/0030'
import { buildVersionQuery, parseVersion } from '#xmpp/xep/0092'
import type { ConnectionConfig, ConnectionDeps, ConnectionProblem, CreateConnection, OpenRegistrationStream } from '#xmpp/types'
import { countArchived } from './archive-run'
import { untested, type Bench, type Check, type Owner, type Probe } from './bench'
import { brandOf } from './brand'
import { isToBeNoted, noJournal, removerOf, type Journal } from './journal'
import { isBackOnline, openProbe, type ProbeDeps } from './probe'

/** Of one check; the stanzas of a long one are kept from its beginning and its end. */
const MAX_EVIDENCE = 60
/** A service is asked among this many items of the server. */
const MAX_SERVICES = 40

/** Here, but not for what is sent to the account as such: messages that wait for the user stay where they are (RFC 6121 §8.5.2.1.1). */
const quietly = () => xml('presence', {}, xml('priority', {}, '-1'))

export interface CheckUpAccount {
  config: ConnectionConfig
  connection: Pick<ConnectionDeps, 'credentials' | 'routes'>
}

/** For one run: what it makes is called so or begins so. */
export const newRunName = () => `magpie-check-${randomBytes(4).toString('hex')}`

export interface CheckUpOptions {
  /** Absent: a new one. */
  run?: string
  /** One, or a pair. The second is not needed, but much stays untested without it. */
  accounts: readonly [CheckUpAccount] | readonly [CheckUpAccount, CheckUpAccount]
  checks: readonly Check[]
  magpie: string
  clock: Clock
  createConnection: CreateConnection
  openRegistrationStream: OpenRegistrationStream
  log: ConnectionDeps['log']
  signal: AbortSignal
  /** Absent: nothing is kept, and of a run that is killed all stays. */
  journal?: Journal
  /** After each line; `total` lines will come. */
  onLine(line: CheckLine, total: number): void
}

/** An error: the first account did not come online, so nothing could be tried. */
export async function runCheckUp(options: CheckUpOptions): Promise<Result<CheckReport, ConnectionProblem>> {
  const { clock, accounts } = options
  const startedAtMs = clock.nowMs()
  const since = clock.monotonicMs()
  const run = new Run(options)
  try {
    const problem = await run.begin()
    if (problem) return { ok: false, error: problem }
    const server = await run.server()
    await run.clearEarlier()
    for (const check of options.checks) await run.try(check)
    await run.cleanUp()
    return ok({
      format: 'magpie-check-up/1', magpie: options.magpie, startedAtMs, tookMs: Math.round(clock.monotonicMs() - since), server,
      accounts: accounts.map((one) => one.config.jid), lines: run.lines, isAborted: options.signal.aborted, leftBehind: run.leftBehind,
    })
  } finally {
    await run.end()
  }
}

class Run {
  readonly lines: CheckLine[] = []
  readonly leftBehind: string[] = []
  readonly #name: string
  readonly #undo: { what: string; step: () => Promise<boolean> }[] = []
  /** With what went over the wire for it: evidence also where it is used again. */
  readonly #made = new Map<string, { result: Promise<unknown>; evidence: Evidence[] }>()
  readonly #main: Probe[] = []
  #extra: Probe[] = []
  #opened = 0
  #evidence: Evidence[] = []
  /** Of the first account's main session. */
  #login: Evidence[] = []
  #isAway = false
  /** Something was said that archives may have kept. */
  #hasSpoken = false
  /** What ends the waits under way: the user's stop; while cleaning up nothing does but time. */
  #signal: AbortSignal

  readonly #journal: Journal

  constructor(private readonly options: CheckUpOptions) {
    this.#journal = options.journal ?? noJournal
    this.#name = options.run ?? newRunName()
    this.#signal = options.signal
  }

  async begin(): Promise<ConnectionProblem | null> {
    for (const owner of [1, 2] as const) {
      if (!this.options.accounts[owner - 1]) continue
      const opened = await this.#open(owner, String(owner), {})
      if (!opened.ok) {
        if (owner === 1) return opened.error
        this.options.log('warn', 'check-up: the second account does not come online', { code: opened.error.code })
        continue
      }
      if (owner === 1) this.#login = [...this.#evidence]
      const { value: probe } = opened
      probe.send(quietly())
      probe.connection.on('online', () => probe.send(quietly())) // a new session, after one was lost
      this.#main[owner - 1] = probe
    }
    return null
  }

  async server(): Promise<CheckReport['server']> {
    const { domain, request } = this.#main[0]!
    const reply = await request({ type: 'get', to: domain, payload: buildVersionQuery() })
    const said = reply.ok ? parseVersion(reply.value) : null
    return { domain, brand: brandOf(said?.name ?? null), name: said?.name ?? null, version: said?.version ?? null, os: said?.os ?? null }
  }

  async try(check: Check): Promise<void> {
    const { id, area, spec, section } = check
    this.#evidence = []
    const since = this.options.clock.monotonicMs()
    const finding = await this.#find(check)
    for (const one of this.#extra.splice(0)) await one.close()
    const line = { id, area, spec, section, ...finding, tookMs: Math.round(this.options.clock.monotonicMs() - since), evidence: this.#evidence }
    this.lines.push(line)
    this.options.onLine(line, this.options.checks.length)
  }

  async #find(check: Check): Promise<Finding> {
    if (this.options.signal.aborted) return untested('stopped')
    if (check.needsPair && !this.#main[1]) return untested('pair')
    const before = check.after?.find((id) => this.lines.find((line) => line.id === id)?.verdict !== 'pass')
    if (before !== undefined) return untested('after', { check: before })
    if (!(await this.#isThere())) return this.options.signal.aborted ? untested('stopped') : untested('offline')
    try {
      const finding = await check.run(this.#bench())
      // What was cut off says nothing of the server.
      if (finding.verdict !== 'pass' && !(await this.#isThere())) return this.options.signal.aborted ? untested('stopped') : untested('offline')
      return this.options.signal.aborted ? untested('stopped') : finding
    } catch (error) {
      if (this.options.signal.aborted) return untested('stopped')
      this.options.log('error', 'check-up: a check failed by itself', { check: check.id, error: String((error as Error)?.stack ?? error) })
      return untested('fault')
    }
  }

  /** A lost link comes again by itself; a server that stayed away once is not waited for again. */
  async #isThere(): Promise<boolean> {
    const [one] = this.#main
    if (!this.#isAway) this.#isAway = !(await isBackOnline(one!.connection, this.#signal))
    return one!.connection.state.phase === 'online'
  }

  #bench(): Bench {
    const { options } = this
    const [{ config, connection: { routes = directRoutes } }] = options.accounts
    return {
      run: this.#name,
      clock: options.clock,
      https: createHttps({ routes, extraCa: config.extraCa }),
      signal: this.#signal,
      config: { 1: options.accounts[0].config, 2: options.accounts[1]?.config ?? null },
      openRegistrationStream: (config, deps) => options.openRegistrationStream(config, { ...deps, routes }),
      one: this.#main[0]!,
      two: this.#main[1] ?? null,
      open: async (owner, { isPresent = false, config = {} } = {}) => {
        const opened = await this.#open(owner, `${owner}${String.fromCharCode(98 + (this.#opened++ % 25))}`, config)
        if (!opened.ok) return null
        this.#extra.push(opened.value)
        if (isPresent) opened.value.send(quietly())
        return opened.value
      },
      info: (to, node) => this.#once(`info ${to} ${node ?? ''}`, () => this.#info(to, node)),
      serviceWith: (feature) => this.#serviceWith(feature),
      showLogin: () => void this.#evidence.push(...this.#login),
      once: (key, make) => this.#once(`check ${key}`, make),
      undo: (what, step) => {
        if (isToBeNoted(what)) this.#journal.note(this.#name, options.accounts.map(({ config: one }) => one.jid), what)
        this.#undo.push({ what, step })
      },
      goOn: () => options.signal.throwIfAborted(),
    }
  }

  #open(owner: Owner, name: string, change: Partial<ConnectionConfig>): Promise<Result<Probe, ConnectionProblem>> {
    const account = this.options.accounts[owner - 1]
    if (!account) return Promise.resolve({ ok: false, error: { code: 'closed' } })
    const deps: ProbeDeps = {
      run: this.#name,
      createConnection: this.options.createConnection,
      connection: { ...account.connection, log: this.options.log },
      evidence: (one) => this.#note(one),
      onMessage: () => void (this.#hasSpoken = true),
      signal: () => this.#signal,
    }
    const resource = `magpie-check-${randomBytes(3).toString('hex')}`
    return openProbe(name, { ...account.config, resource, ...change }, deps)
  }

  #note(one: Evidence): void {
    // From the beginning and the end: the middle of a long list says least.
    if (this.#evidence.length >= MAX_EVIDENCE) this.#evidence.splice(MAX_EVIDENCE / 2, 1)
    this.#evidence.push(one)
  }

  #once<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#made.get(key)
    if (known) {
      for (const one of known.evidence) if (!this.#evidence.includes(one)) this.#note(one)
      return known.result as Promise<T>
    }
    const { length } = this.#evidence
    const list = this.#evidence
    const result = make()
    const made = { result, evidence: [] as Evidence[] }
    this.#made.set(key, made)
    const keep = () => void (made.evidence = list.slice(length))
    result.then(keep, keep)
    return result
  }

  async #info(to: Jid, node?: string): Promise<DiscoInfo | null> {
    const reply = await this.#main[0]!.request({ type: 'get', to, payload: xml('query', { xmlns: NS_DISCO_INFO, node }) })
    return reply.ok ? parseDiscoInfo(child(reply.value, 'query', NS_DISCO_INFO)) : null
  }

  async #serviceWith(feature: string): Promise<Jid | null> {
    const one = this.#main[0]!
    const services = await this.#once('services', async () => {
      const reply = await one.request({ type: 'get', to: one.domain, payload: xml('query', { xmlns: NS_DISCO_ITEMS }) })
      const items = reply.ok ? (parseDiscoItems(child(reply.value, 'query', NS_DISCO_ITEMS)) ?? []) : []
      return [one.domain as Jid, ...items.slice(0, MAX_SERVICES).map((item) => item.jid)]
    })
    for (const jid of services) {
      const info = await this.#once(`info ${jid} `, () => this.#info(jid))
      if (info?.features.includes(feature)) return jid
    }
    return null
  }

  /** What earlier runs could not remove any more: tried once, from the last to the first, and told where it fails again. */
  async clearEarlier(): Promise<void> {
    const sessions = this.#main.filter((one) => one !== undefined)
    for (const earlier of this.#journal.unfinished().filter(({ run }) => run !== this.#name)) {
      for (const what of earlier.made.toReversed()) {
        const remove = removerOf(what, earlier, sessions)
        if (!remove || this.options.signal.aborted || !(await this.#isThere())) continue // perhaps the next one
        const isGone = await remove().catch(() => false)
        if (!isGone && this.options.signal.aborted) continue
        if (!isGone) this.leftBehind.push(what)
        this.#journal.strike(earlier.run, what)
      }
    }
  }

  /**
   * In reverse order; what fails is told in the report, and what archives have kept, which nobody can delete from there. A server that is away is
   * not asked again and again.
   */
  async cleanUp(): Promise<void> {
    this.#signal = new AbortController().signal
    this.#evidence = [] // no proof of the last check
    for (const { what, step } of this.#undo.splice(0).reverse()) {
      const isGone = (await this.#isThere()) && (await step().catch(() => false))
      if (isGone) this.#journal.strike(this.#name, what)
      else this.leftBehind.push(what)
    }
    if (!this.#hasSpoken) return
    this.#hasSpoken = false
    for (const one of this.#main) {
      if (!one) continue
      const count = (await this.#isThere()) ? await countArchived(one, this.#name) : null
      if (count !== 0) this.leftBehind.push(`messages ${count ?? '?'} of ${one.own}`)
    }
  }

  async end(): Promise<void> {
    await this.cleanUp() // harmless after the one above
    await Promise.all([...this.#main, ...this.#extra].filter((one) => one !== undefined).map((one) => one.close()))
  }
}
