/** One campaign against one server: cycles of talk with a fault in each, then quiet, then the judge. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerKind } from '../support/servers'
import { check, isClean, without, type Finding, type Verdict } from './checker'
import { drawPlans, isQuiet, runFault, type FaultName, type Plan } from './faults'
import { createRandom } from './random'
import { lostByServer } from './server-losses'
import { Talk } from './talk'
import { readTag } from './texts'
import { createWorld } from './world'

/** Everything must have arrived this long after the last fault has ended. */
const QUIET_MS = 60_000
/** Then nothing may come twice for so long. */
const AFTERMATH_MS = 2500

export interface CampaignOptions {
  kind: ServerKind
  cycles: number
  seed: number
  faults: readonly FaultName[]
  /** Only lina speaks, and everything happens to her. */
  isOneWay: boolean
  /** For profiles, wire logs, the log of the server. */
  dir: string
  program: string
  say: (line: string) => void
  quietMs?: number
}

export interface Outcome {
  verdict: Verdict
  faults: Partial<Record<FaultName, number>>
  /** What was done in which cycle. */
  plans: Plan[]
  /** Parties that did not come online again. */
  stuck: string[]
  /** Still waiting to leave when all was quiet. */
  queued: number
  /** Written twice to a contact with the same id: how they begin, and when. */
  resent: string[]
  /** Taken off the verdict: see server-losses. */
  lostByServer: Finding[]
}

export async function runCampaign(options: CampaignOptions): Promise<Outcome> {
  const { kind, cycles, seed, faults, isOneWay, say } = options
  const random = createRandom(seed)
  // All plans before the first stanza: however long the machine takes, the seed gives the same ones.
  const plans = drawPlans(cycles, faults, isOneWay ? ['lina'] : ['lina', 'wei'], random)
  const world = await createWorld({ ...options, needsDisk: faults.includes('disk-full') })
  try {
    const talk = new Talk(world, isOneWay ? ['lina'] : ['lina', 'wei', 'petra', 'lina2'], random)
    await talk.openAll()
    const outcome: Outcome = { verdict: check([], []), faults: {}, plans, stuck: [], queued: 0, resent: [], lostByServer: [] }
    for (const [cycle, plan] of plans.entries()) {
      const stuck = await runCycle(cycle, plan, talk)
      outcome.faults[plan.name] = (outcome.faults[plan.name] ?? 0) + 1
      outcome.stuck.push(...stuck.map((what) => `cycle ${cycle}, ${plan.name}: ${what}`))
      if (cycle % 10 === 9) say(`${kind}: ${cycle + 1} of ${cycles} cycles, ${talk.sent.length} messages`)
    }
    if (faults.includes('device')) await world.device.start()
    await world.heal()
    const last = await quiet(talk, options.quietMs ?? QUIET_MS)
    if (!isClean(last.verdict)) writeFileSync(join(options.dir, 'server.log'), world.server.log())
    const again = last.resent.map((body) => {
      const tag = readTag(body)
      const cycle = talk.sent.find((one) => one.stream === tag?.stream && one.conversation === tag.conversation && one.n === tag.n)?.cycle
      return `${body.slice(0, 40)} … cycle ${cycle ?? '?'} (${cycle === undefined ? '?' : plans[cycle]?.name})`
    })
    const byServer = await lostByServer(world.server, last.verdict.findings, plans)
    return { ...outcome, ...last, resent: again, verdict: without(last.verdict, byServer), lostByServer: byServer }
  } finally {
    await world.stop()
  }
}

async function runCycle(cycle: number, plan: Plan, talk: Talk): Promise<string[]> {
  const { world } = talk
  const strike = async () => {
    await sleep(plan.afterMs)
    await runFault(world, plan)
  }
  if (isQuiet(plan, world)) {
    await talk.during(cycle, sleep(plan.afterMs))
    await talk.settle()
    await runFault(world, plan)
  } else {
    const struck = strike()
    await talk.during(cycle, struck)
    await struck
  }
  // The connection comes back while people speak on.
  const healed = world.heal()
  await talk.during(cycle, healed)
  const stuck = await healed
  await talk.settle()
  return stuck
}

/** Until nothing is missing and nothing waits, or the deadline. */
async function quiet(talk: Talk, limitMs: number): Promise<Pick<Outcome, 'verdict' | 'queued' | 'resent'>> {
  const look = async () => {
    const { stores, queued, resent } = await talk.stores()
    return { verdict: check(talk.sent, stores), queued, resent }
  }
  const deadline = performance.now() + limitMs
  for (let waitMs = 500; ; waitMs = Math.min(2 * waitMs, 5000)) {
    await sleep(waitMs)
    const seen = await look()
    const isDone = seen.verdict.lost === 0 && seen.queued === 0
    if (isDone || performance.now() > deadline) {
      await sleep(AFTERMATH_MS)
      return look()
    }
    await talk.world.heal()
  }
}
