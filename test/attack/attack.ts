/**
 * `npm run attack -- [--server prosody|ejabberd|both] [--only S01,M] [--seed N] [--json]`: everything that may not be said, and its legal twins.
 * `npm run attack -- --mutants [RULE…]`: each rule switched off; the attacks must then succeed, or its unit test fail (test/mutants/trust.ts).
 * `npm run attack -- --page`: both, and test/attack/README.md is written from what came out.
 * The last line is JSON; exit code 0 only when nothing succeeded, no legal twin was refused and all was said in the log.
 */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { serverKinds, startServer, type ServerKind } from '../support/servers'
import { createRandom } from '../chaos/random'
import { runHostileServer } from './hostile-server'
import { ruleMutants, type RuleMutant } from './mutants'
import { buildPage } from './page'
import { attacks, runAttacks, type Finding, type Report } from './run'
import { watchStalls } from './stalls'
import { createWorld } from './world'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    server: { type: 'string', default: 'both' },
    only: { type: 'string' },
    seed: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const say = (line: string) => (values.json ? process.stderr : process.stdout).write(`${line}\n`)
const repo = process.env['MAGPIE_REPO'] ?? process.cwd()
const only = values.only?.split(',') ?? null
/** The order of the attacks; without it that of their numbers. */
const seed = values.seed === undefined ? null : Number(values.seed)

let uncaught = 0
process.on('uncaughtException', (error) => {
  uncaught++
  say(`UNCAUGHT ${error.stack ?? String(error)}`)
})
let maxStallMs = 0

async function onServer(kind: ServerKind): Promise<Report> {
  const server = await startServer(kind, { roomModeration: true })
  try {
    const world = await createWorld(server)
    const stalls = watchStalls()
    try {
      const random = seed === null ? null : createRandom(seed)
      return await runAttacks(world, {
        only: ({ id }) => only === null || only.includes(id),
        say: (line) => say(`${kind} ${line}`),
        apart: stalls.apart,
        ...(random && { order: () => random.next() - 0.5 }),
      })
    } finally {
      maxStallMs = Math.max(maxStallMs, stalls.stop())
      await world.close()
    }
  } finally {
    await server.stop()
  }
}

export interface Outcomes {
  servers: Partial<Record<ServerKind, Report>>
  hostile: { tried: number; twins: number; findings: Finding[] } | null
}

async function attack(): Promise<Outcomes> {
  const kinds = serverKinds.filter((kind) => values.server === 'both' || values.server === kind)
  const hasSpoofs = only === null || only.some((id) => id.startsWith('S'))
  const servers: Outcomes['servers'] = {}
  for (const kind of hasSpoofs ? kinds : []) servers[kind] = await onServer(kind)
  const hostile = only === null || only.includes('M') ? await runHostileServer((line) => say(`hostile server ${line}`)) : null
  return { servers, hostile }
}

function summary({ servers, hostile }: Outcomes): Record<string, unknown> {
  const reports = Object.values(servers)
  const findings = [...reports.flatMap((one) => one.findings), ...(hostile?.findings ?? [])]
  const count = (kind: Finding['kind']) => findings.filter((one) => one.kind === kind).length
  return {
    tried: reports.reduce((sum, { tried }) => sum + tried.length, hostile?.tried ?? 0),
    classes: attacks.length,
    legalTwins: reports.reduce((sum, { twins }) => sum + twins, hostile?.twins ?? 0),
    succeeded: count('succeeded'), legalTwinsRefused: count('twin'), notLogged: count('log'), uncaught,
    maxStallMs, peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    seed, seconds: Math.round(performance.now() / 1000),
  }
}
const isGood = (sum: Record<string, unknown>) => ['succeeded', 'legalTwinsRefused', 'notLogged', 'uncaught'].every((key) => sum[key] === 0)

/** Each built by build/scripts/attack.mjs. True: the attacks were seen to succeed. */
function judge({ rule, attacks: ids, server = 'prosody' }: RuleMutant): Promise<boolean> {
  return new Promise((resolve) => {
    const name = `attack-${rule.toLowerCase()}`
    const child = spawn(process.execPath, ['--enable-source-maps', join(repo, 'dist', name, `${name}.js`), '--server', server, '--only', ids.join(','), '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'], env: process.env,
    })
    let out = ''
    child.stdout.on('data', (data: Buffer) => (out += data.toString()))
    child.on('close', () => {
      const last = out.trim().split('\n').at(-1) ?? ''
      resolve(last.startsWith('{') && !isGood(JSON.parse(last) as Record<string, unknown>))
    })
  })
}

async function judgeAll(): Promise<Record<string, boolean>> {
  const wanted = ruleMutants.filter(({ rule }) => positionals.length === 0 || positionals.includes(rule))
  const found: Record<string, boolean> = {}
  const waiting = [...wanted]
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      found[next.rule] = await judge(next)
      say(`${next.rule} switched off: ${found[next.rule] ? 'found' : 'NOT FOUND'}`)
    }
  }
  await Promise.all([lane(), lane()])
  return found
}

/** What unit tests said of rules switched off (build/scripts/attack.mjs): by rule, and by place where there are several. */
const judged = JSON.parse(process.env['MAGPIE_RULES_JUDGED'] ?? '{}') as Record<string, boolean>

async function main(): Promise<number> {
  const mutants = values.mutants || values.page ? { ...judged, ...(await judgeAll()) } : null
  if (mutants && !values.page) {
    say('and as it is:')
    const healthy = summary(await attack())
    if (!isGood(healthy)) say(JSON.stringify(healthy))
    const right = Object.values(mutants).filter(Boolean).length
    process.stdout.write(`${JSON.stringify({ mutants: Object.keys(mutants).length, found: right, results: mutants })}\n`)
    return right === Object.keys(mutants).length && right > 0 && isGood(healthy) ? 0 : 1
  }
  const outcomes = await attack()
  const sum = summary(outcomes)
  if (values.page) writeFileSync(join(repo, 'test/attack/README.md'), buildPage(outcomes, mutants ?? {}))
  process.stdout.write(`${JSON.stringify(sum)}\n`)
  return isGood(sum) && Object.values(mutants ?? {}).every(Boolean) ? 0 : 1
}

// The exit ends the servers, too (test/support/temp.ts).
process.exit(await main())
