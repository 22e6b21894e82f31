/**
 * Writes down what is found out on the way to a server and since, for testers: a few lists of bounded length, kept whether or not somebody looks.
 * Nothing here decides anything. Read by `Connection.facts`; the shapes are in shared/model/link-facts.
 */
import type {
  AttemptFact, CandidateFact, CandidateSource, HeartbeatFact, HostMetaFact, LinkFact, LinkFacts, LoginFact, LossFact, ManagementFact, ProblemFact, ResumeFact,
  RoundTripFact, SrvFact, StreamFeaturesFact, TlsFact, TryFact,
} from '#shared/model/link-facts'
import { systemClock, type Clock } from '#shared/time'
import { attr, child, children, elements, nameOf, nsOf, textOf, type Element } from './element'
import type { ConnectionFailure } from './errors'
import { NS_SASL } from './wire-log'
import { linesOf } from './xml-lines'

const NS_BINDING = 'urn:xmpp:sasl-cb:0'
const MAX_ATTEMPTS = 20
const MAX_ENTRIES = 100
/** Of one attempt; addresses come from the DNS. */
const MAX_CANDIDATES = 25
const MAX_TRIES = 20
const MAX_TEXT = 300

const problemOf = ({ problem: { code, detail } }: ConnectionFailure): ProblemFact => ({ code, detail: detail?.slice(0, MAX_TEXT) ?? null })

/** What of `<stream:features/>` concerns the login. */
export function parseSaslOffer(features: Element): { mechanisms: string[]; bindings: string[] | null } {
  const types = child(features, 'sasl-channel-binding', NS_BINDING)
  return {
    mechanisms: children(child(features, 'mechanisms', NS_SASL), 'mechanism', NS_SASL).map((el) => textOf(el).trim()),
    bindings: types && children(types, 'channel-binding', NS_BINDING).flatMap((el) => attr(el, 'type') ?? []),
  }
}

const featuresOf = (el: Element): StreamFeaturesFact => ({
  list: elements(el).slice(0, MAX_ENTRIES).map((one) => ({ name: nameOf(one).slice(0, MAX_TEXT), namespace: nsOf(one).slice(0, MAX_TEXT) })),
  ...parseSaslOffer(el),
  lines: linesOf(el),
})

/** A list that forgets its oldest. */
class Bounded<T> {
  readonly list: T[] = []
  constructor(readonly max: number) {}

  add(one: T): void {
    this.list.push(one)
    if (this.list.length > this.max) this.list.shift()
  }
}

/** The way of one attempt, told by those who go it. */
export class AttemptRecorder {
  readonly fact: AttemptFact
  readonly #beganMs: number
  #try: TryFact | null = null

  constructor(readonly clock: Clock, readonly onResume: (fact: ResumeFact) => void = () => undefined) {
    this.#beganMs = clock.monotonicMs()
    this.fact = {
      atMs: clock.nowMs(), tookMs: null, srv: [], hostMeta: [], candidates: [], login: null, features: null, outcome: 'in-hand', failure: null,
    }
  }

  srv(fact: SrvFact): void {
    this.fact.srv.push(fact)
  }

  hostMeta(fact: HostMetaFact): void {
    this.fact.hostMeta.push({ ...fact, found: fact.found.slice(0, MAX_TRIES).map((url) => url.slice(0, MAX_TEXT)) })
  }

  /** What is to be tried, in this order. */
  candidates(source: CandidateSource, targets: readonly { kind: CandidateFact['kind']; host: string; port: number; url?: URL }[]): void {
    for (const { kind, host, port, url } of targets) {
      if (this.fact.candidates.length < MAX_CANDIDATES) this.fact.candidates.push({ source, kind, host, port, url: url?.href ?? null, tries: [] })
    }
  }

  /** An address of `target` answered: what is told now is of it. */
  reached(target: { kind: string; host: string; port: number }, address: string, proxy: { host: string; port: number } | null): void {
    this.#try = this.#add(target, address, proxy && `${proxy.host}:${proxy.port}`)
  }

  /** It is of no use; also one that was never reached. */
  failedAt(target: { kind: string; host: string; port: number }, address: string, why: ConnectionFailure): void {
    const open = this.#try
    this.#try = null
    const fact = open && open.address === address ? open : this.#add(target, address, null)
    fact.failure = problemOf(why)
  }

  #add({ kind, host, port }: { kind: string; host: string; port: number }, address: string, proxy: string | null): TryFact {
    const fact: TryFact = {
      address, proxy, afterMs: Math.round(this.clock.monotonicMs() - this.#beganMs), failure: null, tls: null, clear: null, secured: null,
    }
    const candidate = this.fact.candidates.findLast((one) => one.kind === kind && one.host === host && one.port === port)
    if (candidate && candidate.tries.length < MAX_TRIES) candidate.tries.push(fact)
    return fact
  }

  tls(fact: TlsFact): void {
    if (this.#try) this.#try.tls = fact
  }

  /** `clear`: before TLS. */
  firstFeatures(el: Element, phase: 'clear' | 'secured'): void {
    if (this.#try) this.#try[phase] = featuresOf(el)
  }

  login(fact: LoginFact): void {
    this.fact.login = fact
  }

  features(el: Element): void {
    this.fact.features = featuresOf(el)
  }

  resume(fact: Omit<ResumeFact, 'atMs'>): void {
    this.onResume({ ...fact, atMs: this.clock.nowMs() })
  }

  ended(why: ConnectionFailure | null): void {
    this.fact.tookMs = Math.round(this.clock.monotonicMs() - this.#beganMs)
    this.fact.outcome = why ? 'failed' : 'online'
    this.fact.failure = why && problemOf(why)
  }
}

/** Of one account's connection, since the program started. */
export class LinkRecorder {
  readonly #attempts = new Bounded<AttemptFact>(MAX_ATTEMPTS)
  readonly #links = new Bounded<LinkFact>(MAX_ENTRIES)
  readonly #resumes = new Bounded<ResumeFact>(MAX_ENTRIES)
  readonly #roundTrips = new Bounded<RoundTripFact>(MAX_ENTRIES)
  readonly #losses = new Bounded<LossFact>(MAX_ENTRIES)

  constructor(readonly clock: Clock = systemClock) {}

  attempt(): AttemptRecorder {
    const attempt = new AttemptRecorder(this.clock, (fact) => this.#resumes.add(fact))
    this.#attempts.add(attempt.fact)
    return attempt
  }

  online(secure: { host: string; port: number; address: string }, isResumed: boolean): void {
    const { host, port, address } = secure
    this.#links.add({ onlineAtMs: this.clock.nowMs(), endedAtMs: null, server: `${host}:${port}`, address, isResumed, failure: null })
  }

  /** `why`: null when it was closed here. */
  down(why: ConnectionFailure | null): void {
    const link = this.#links.list.at(-1)
    if (link) Object.assign(link, { endedAtMs: this.clock.nowMs(), failure: why && problemOf(why) })
  }

  roundTrip(ms: number): void {
    this.#roundTrips.add({ atMs: this.clock.nowMs(), ms })
  }

  lost(silenceMs: number | null): void {
    this.#losses.add({ atMs: this.clock.nowMs(), silenceMs })
  }

  /** A copy: nobody writes in ours. */
  facts(management: ManagementFact, heartbeat: HeartbeatFact | null): LinkFacts {
    return structuredClone({
      attempts: this.#attempts.list, links: this.#links.list, resumes: this.#resumes.list, roundTrips: this.#roundTrips.list, losses: this.#losses.list,
      management, heartbeat,
    })
  }
}
